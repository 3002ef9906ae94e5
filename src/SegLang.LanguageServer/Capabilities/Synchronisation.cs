using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`textDocument/didOpen`, `didChange` (incremental), `didSave`, `didClose`.</summary>
internal sealed class Synchronisation(Session session) : Capability
{
    private const int Incremental = 2;

    /// <inheritdoc />
    public override void Advertise(ServerCapabilities server, ClientProfile client) =>
        server.TextDocumentSync = new(OpenClose: true, Incremental, new(IncludeText: false));

    /// <inheritdoc />
    public override void Register(Router<WorkspaceView> router)
    {
        router.Change("textDocument/didOpen", ProtocolJson.Of<DidOpenParams>, p => session.Workspaces.Open(p.TextDocument));
        router.Change("textDocument/didChange", ProtocolJson.Of<DidChangeParams>, session.Workspaces.Change);
        router.Change("textDocument/didSave", ProtocolJson.Of<DidSaveParams>, p => session.Workspaces.Save(p.TextDocument.Uri));
        router.Change("textDocument/didClose", ProtocolJson.Of<DidCloseParams>, p => session.Workspaces.Close(p.TextDocument.Uri));
    }
}
