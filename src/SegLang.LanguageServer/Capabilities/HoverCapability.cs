using SegLang.Editing;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`textDocument/hover`</summary>
internal sealed class HoverCapability(Session session) : Capability
{
    /// <inheritdoc />
    public override void Advertise(ServerCapabilities server, ClientProfile client) => server.HoverProvider = true;

    /// <inheritdoc />
    public override void Register(Router<WorkspaceView> router) =>
        router.Read("textDocument/hover", ProtocolJson.Of<PositionParams>, ProtocolJson.Of<HoverResult>, Hover);

    private HoverResult? Hover(PositionParams given, WorkspaceView view, CancellationToken cancellation) =>
        view.Find(given.TextDocument.Uri) is { } file
        && Hovers.At(file.Set.Snapshot, file.Path, file.Places.Offset(given.Position), session.Now(file.Set), session.Sample(file.Set)) is { } text
            ? new(new(MarkupContent.Markdown, text.Markdown), file.Places.RangeOf(text.Span))
            : null;
}
