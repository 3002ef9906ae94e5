using SegLang.Editing;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`textDocument/signatureHelp`</summary>
internal sealed class SignatureHelpCapability : Capability
{
    /// <inheritdoc />
    public override void Advertise(ServerCapabilities server, ClientProfile client) => server.SignatureHelpProvider = new(["(", ","], [","]);

    /// <inheritdoc />
    public override void Register(Router<WorkspaceView> router) =>
        router.Read("textDocument/signatureHelp", ProtocolJson.Of<PositionParams>, ProtocolJson.Of<SignatureHelpResult>, Help);

    private static SignatureHelpResult? Help(PositionParams given, WorkspaceView view, CancellationToken cancellation) =>
        view.Find(given.TextDocument.Uri) is { } file
        && SignatureHelp.At(file.Set.Snapshot, file.Path, file.Places.Offset(given.Position)) is { } call
            ? new([new(call.Label, Text(call.Doc), [.. call.Parameters.Select(p => new ParameterInformation([p.Start, p.End], Text(p.Doc)))])], 0, call.ActiveParameter)
            : null;

    private static MarkupContent? Text(string? doc) => doc is null ? null : new(MarkupContent.Markdown, doc);
}
