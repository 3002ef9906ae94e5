using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`textDocument/diagnostic` and `workspace/diagnostic`: findings when the client asks, only where they are new to it.</summary>
internal sealed class PullDiagnostics(Session session) : Capability
{
    private const string Full = "full";
    private const string Unchanged = "unchanged";

    /// <inheritdoc />
    public override void Advertise(ServerCapabilities server, ClientProfile client) =>
        server.DiagnosticProvider = client.PullsDiagnostics ? new("seg", InterFileDependencies: true, WorkspaceDiagnostics: true) : null;

    /// <inheritdoc />
    public override void Register(Router<WorkspaceView> router)
    {
        router.Read("textDocument/diagnostic", ProtocolJson.Of<DocumentDiagnosticParams>, ProtocolJson.Of<DocumentDiagnosticReport>, OfDocument);
        router.Read("workspace/diagnostic", ProtocolJson.Of<WorkspaceDiagnosticParams>, ProtocolJson.Of<WorkspaceDiagnosticReport>, OfWorkspace);
    }

    // A client that can be told to ask once more gets what is known, and asks again where the analysis has found something else.
    private bool IsQuick => session.Client.AsksAgain;

    private DocumentDiagnosticReport OfDocument(DocumentDiagnosticParams given, WorkspaceView view, CancellationToken cancellation)
    {
        DocumentFindings found = view.Find(given.TextDocument.Uri) is { } file
            ? session.Findings.Of(view, file.Set, file.Path, IsQuick)
            : new(given.TextDocument.Uri, null, []);
        cancellation.ThrowIfCancellationRequested();
        return found.ResultId == given.PreviousResultId ? new(Unchanged, found.ResultId) : new(Full, found.ResultId, found.Items);
    }

    private WorkspaceDiagnosticReport OfWorkspace(WorkspaceDiagnosticParams given, WorkspaceView view, CancellationToken cancellation)
    {
        Dictionary<string, string> known = [];
        foreach (PreviousResult result in given.PreviousResultIds.Given())
        {
            known[FileUri.KeyOf(result.Uri)] = result.Value;
        }

        var reports = new List<WorkspaceDocumentReport>();
        foreach (RuleSetView set in view.Sets.Values)
        {
            foreach (string path in set.Paths)
            {
                cancellation.ThrowIfCancellationRequested();
                DocumentFindings found = session.Findings.Of(view, set, path, IsQuick);
                known.Remove(WorkspaceView.KeyOf(set, path), out string? before);
                reports.Add(found.ResultId == before
                    ? new(found.Uri, found.Version, Unchanged, found.ResultId)
                    : new(found.Uri, found.Version, Full, found.ResultId, found.Items));
            }
        }

        // What is gone has no findings any more.
        reports.AddRange(known.Where(k => k.Value != "0").Select(k => new WorkspaceDocumentReport(FileUri.IsFile(k.Key) ? FileUri.Of(k.Key) : k.Key, null, Full, "0", [])));
        return new([.. reports]);
    }
}
