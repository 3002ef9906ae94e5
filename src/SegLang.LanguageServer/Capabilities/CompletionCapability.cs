using System.Collections.Immutable;
using SegLang.Editing;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`textDocument/completion` and `completionItem/resolve`</summary>
internal sealed class CompletionCapability(Session session) : Capability
{
    private const int Plain = 1;
    private const int Snippet = 2;
    private const int Deprecated = 1;

    /// <inheritdoc />
    public override void Advertise(ServerCapabilities server, ClientProfile client) =>
        server.CompletionProvider = new([".", "\"", "@"], ResolveProvider: true);

    /// <inheritdoc />
    public override void Register(Router<WorkspaceView> router)
    {
        router.Read("textDocument/completion", ProtocolJson.Of<PositionParams>, ProtocolJson.Of<CompletionListResult>, Complete);
        router.Read("completionItem/resolve", ProtocolJson.Of<CompletionItemResult>, ProtocolJson.Of<CompletionItemResult>, Resolve);
    }

    private CompletionListResult? Complete(PositionParams given, WorkspaceView view, CancellationToken cancellation)
    {
        if (view.Find(given.TextDocument.Uri) is not { } file)
        {
            return null;
        }

        CompletionList list = Completions.At(file.Set.Snapshot, file.Path, file.Places.Offset(given.Position), session.Sample(file.Set));
        return new(list.IsIncomplete, [.. list.Items.Where(i => !i.IsSnippet || session.Client.HasSnippets).Select(i => Convert(i, file))]);
    }

    private CompletionItemResult Resolve(CompletionItemResult item, WorkspaceView view, CancellationToken cancellation) =>
        item.Data is { } data && view.Find(data.Uri) is { } file && Completions.Document(file.Set.Snapshot, data.Key, session.Sample(file.Set)) is { } text
            ? item with { Documentation = new(MarkupContent.Markdown, text) }
            : item;

    private static CompletionItemResult Convert(CompletionItem item, RuleFile file) => new(
        item.Label,
        KindOf(item.Kind),
        item.Detail,
        item.SortText,
        item.FilterText == item.Label ? null : item.FilterText,
        item.IsSnippet ? Snippet : Plain,
        new(file.Places.RangeOf(item.Replace), item.InsertText),
        item.CommitCharacters.IsDefaultOrEmpty ? null : [.. item.CommitCharacters.Select(c => c.ToString())],
        item.IsDeprecated ? [Deprecated] : null,
        Data: item.DocKey is null ? null : new(file.Uri, item.DocKey));

    // The protocol's kinds.
    private static int KindOf(CompletionKind kind) => kind switch
    {
        CompletionKind.Keyword => 14,
        CompletionKind.Snippet => 15,
        CompletionKind.Field => 5,
        CompletionKind.Event => 23,
        CompletionKind.Enum => 13,
        CompletionKind.Member => 20,
        CompletionKind.Struct => 22,
        CompletionKind.Segment => 7,
        CompletionKind.Variable => 6,
        CompletionKind.Parameter => 21,
        CompletionKind.Function => 3,
        CompletionKind.Action => 2,
        CompletionKind.Type => 25,
        CompletionKind.Unit => 11,
        CompletionKind.Window => 14,
        _ => 12,
    };
}
