using System.Collections.Immutable;
using SegLang.Editing;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;
using SegLang.Text;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`textDocument/foldingRange`, `selectionRange` and `documentLink`: what the text looks like, whatever it means.</summary>
internal sealed class Structure : Capability
{
    /// <inheritdoc />
    public override void Advertise(ServerCapabilities server, ClientProfile client)
    {
        server.FoldingRangeProvider = true;
        server.SelectionRangeProvider = true;
        server.DocumentLinkProvider = new(ResolveProvider: false);
    }

    /// <inheritdoc />
    public override void Register(Router<WorkspaceView> router)
    {
        router.Show("textDocument/foldingRange", ProtocolJson.Of<DocumentParams>, ProtocolJson.Of<ImmutableArray<FoldingRangeResult>?>, Fold);
        router.Read("textDocument/selectionRange", ProtocolJson.Of<SelectionRangeParams>, ProtocolJson.Of<ImmutableArray<SelectionRange>?>, Select);
        router.Show("textDocument/documentLink", ProtocolJson.Of<DocumentParams>, ProtocolJson.Of<ImmutableArray<DocumentLinkResult>?>, Link);
    }

    private static ImmutableArray<FoldingRangeResult>? Fold(DocumentParams given, WorkspaceView view, CancellationToken cancellation) =>
        view.Find(given.TextDocument.Uri) is not { } file ? null :
        [
            .. from fold in RuleFolding.Of(file.Set.Snapshot, file.Path)
               let range = file.Places.RangeOf(fold.Span)
               select new FoldingRangeResult(range.Start.Line, range.End.Line, fold.Kind switch
               {
                   FoldingKind.Comment => "comment",
                   FoldingKind.Region => "region",
                   _ => null,
               }),
        ];

    private static ImmutableArray<SelectionRange>? Select(SelectionRangeParams given, WorkspaceView view, CancellationToken cancellation) =>
        view.Find(given.TextDocument.Uri) is not { } file ? null :
        [
            .. given.Positions.Given().Select(p => Nest(file, SelectionRanges.At(file.Set.Snapshot, file.Path, file.Places.Offset(p)))
                ?? new(new(p, p), null)),
        ];

    private static SelectionRange? Nest(RuleFile file, ImmutableArray<TextSpan> spans)
    {
        SelectionRange? around = null;
        foreach (TextSpan span in spans.Reverse())
        {
            around = new(file.Places.RangeOf(span), around);
        }

        return around;
    }

    private static ImmutableArray<DocumentLinkResult>? Link(DocumentParams given, WorkspaceView view, CancellationToken cancellation)
    {
        string key = FileUri.KeyOf(given.TextDocument.Uri);
        if (WorkspaceView.IsSettings(key) && view.Documents.TryGetValue(key, out OpenDocument? settings))
        {
            return Convert(DocumentLinks.InSettings(settings.Source.Content), new(settings.Source, view.IsUtf8, settings.HasMark), key);
        }

        return view.Find(given.TextDocument.Uri) is { } file ? Convert(DocumentLinks.Of(file.Set.Snapshot, file.Path), file.Places, key) : null;
    }

    private static ImmutableArray<DocumentLinkResult> Convert(ImmutableArray<DocumentLink> links, TextPlaces places, string key) =>
    [
        .. from link in links
           let folder = FileUri.IsFile(key) ? Path.GetDirectoryName(key) : null
           where !link.IsPath || folder is not null
           select new DocumentLinkResult(
               places.RangeOf(link.Span), link.IsPath ? FileUri.Of(Path.GetFullPath(link.Target, folder ?? "/")) : link.Target, link.Tip),
    ];
}
