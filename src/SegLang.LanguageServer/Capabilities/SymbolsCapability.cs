using System.Collections.Immutable;
using SegLang.Editing;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`textDocument/documentSymbol` and `workspace/symbol`</summary>
internal sealed class SymbolsCapability : Capability
{
    private const int Deprecated = 1;
    private const int MostFound = 200;

    /// <inheritdoc />
    public override void Advertise(ServerCapabilities server, ClientProfile client)
    {
        server.DocumentSymbolProvider = true;
        server.WorkspaceSymbolProvider = true;
    }

    /// <inheritdoc />
    public override void Register(Router<WorkspaceView> router)
    {
        router.Read("textDocument/documentSymbol", ProtocolJson.Of<DocumentParams>, ProtocolJson.Of<ImmutableArray<DocumentSymbol>?>,
            (p, view, _) => view.Find(p.TextDocument.Uri) is { } file
                ? RuleOutline.Of(file.Set.Snapshot, file.Path).Select(i => Convert(i, file.Places)).ToImmutableArray()
                : null);
        router.Read("workspace/symbol", ProtocolJson.Of<WorkspaceSymbolParams>, ProtocolJson.Of<ImmutableArray<WorkspaceSymbol>?>,
            (p, view, _) => view.Sets.Values.SelectMany(set => Find(view, set, p.Query)).Take(MostFound).ToImmutableArray());
    }

    private static DocumentSymbol Convert(OutlineItem item, TextPlaces places) => new(
        item.Name.Length > 0 ? item.Name : "?",
        KindOf(item.Kind),
        places.RangeOf(item.Span),
        places.RangeOf(item.NameSpan),
        item.Detail,
        Tags(item.IsDeprecated),
        [.. item.Children.Select(c => Convert(c, places))]);

    private static IEnumerable<WorkspaceSymbol> Find(WorkspaceView view, RuleSetView set, string query) =>
        from found in SymbolSearch.Find(set.Snapshot, query, MostFound)
        let file = view.File(set, found.Source.Path)
        select new WorkspaceSymbol(found.Name, KindOf(found.Kind), new(file.Uri, file.Places.RangeOf(found.NameSpan)), found.Container, Tags(found.IsDeprecated));

    private static ImmutableArray<int>? Tags(bool isDeprecated) => isDeprecated ? [Deprecated] : null;

    // The protocol's kinds: 2 module, 5 class, 7 property, 8 field, 10 enum, 12 function, 13 variable, 14 constant, 18 array, 22 enum member, 23 struct, 24 event, 25 operator.
    private static int KindOf(OutlineKind kind) => kind switch
    {
        OutlineKind.RuleSet => 2,
        OutlineKind.Enum or OutlineKind.Class => 10,
        OutlineKind.Member or OutlineKind.Entry or OutlineKind.Stage => 22,
        OutlineKind.Record or OutlineKind.Profile => 23,
        OutlineKind.Event => 24,
        OutlineKind.Field => 8,
        OutlineKind.Param or OutlineKind.Limit => 14,
        OutlineKind.Trait or OutlineKind.Score => 13,
        OutlineKind.Segment => 5,
        OutlineKind.Journey => 2,
        _ => 12,
    };
}
