using System.Collections.Immutable;
using SegLang.Editing;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`textDocument/inlayHint`: types, windows as dates, members of the sample.</summary>
internal sealed class InlayHintsCapability(Session session) : Capability
{
    private const int TypeKind = 1;

    /// <inheritdoc />
    public override void Advertise(ServerCapabilities server, ClientProfile client) => server.InlayHintProvider = new(ResolveProvider: false);

    /// <inheritdoc />
    public override void Register(Router<WorkspaceView> router) =>
        router.Show("textDocument/inlayHint", ProtocolJson.Of<RangeParams>, ProtocolJson.Of<ImmutableArray<InlayHintResult>?>, Hints);

    private ImmutableArray<InlayHintResult>? Hints(RangeParams given, WorkspaceView view, CancellationToken cancellation) =>
        view.Find(given.TextDocument.Uri) is not { } file ? null :
        [
            .. from hint in InlayHints.In(file.Set.Snapshot, file.Path, file.Places.SpanOf(given.Range), session.Now(file.Set), session.Sample(file.Set))
               where IsWanted(hint.Kind)
               select new InlayHintResult(file.Places.At(hint.Position), hint.Text, hint.Kind == HintKind.Type ? TypeKind : null, hint.Tip, hint.Kind != HintKind.Type),
        ];

    private bool IsWanted(HintKind kind) => session.Preferences.InlayHints is not { } wanted || kind switch
    {
        HintKind.Type => wanted.Types,
        HintKind.Window => wanted.Windows,
        _ => wanted.Members,
    };
}
