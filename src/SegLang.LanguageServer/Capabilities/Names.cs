using System.Collections.Immutable;
using SegLang.Editing;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`textDocument/definition`, `references` and `documentHighlight`: where a name is declared and used, over the whole rule set.</summary>
internal sealed class Names : Capability
{
    private const int Read = 2;
    private const int Write = 3;

    /// <inheritdoc />
    public override void Advertise(ServerCapabilities server, ClientProfile client)
    {
        server.DefinitionProvider = true;
        server.ReferencesProvider = true;
        server.DocumentHighlightProvider = true;
    }

    /// <inheritdoc />
    public override void Register(Router<WorkspaceView> router)
    {
        router.Read("textDocument/definition", ProtocolJson.Of<PositionParams>, ProtocolJson.Of<ImmutableArray<Location>?>, Definition);
        router.Read("textDocument/references", ProtocolJson.Of<ReferenceParams>, ProtocolJson.Of<ImmutableArray<Location>?>, References);
        router.Read("textDocument/documentHighlight", ProtocolJson.Of<PositionParams>, ProtocolJson.Of<ImmutableArray<DocumentHighlight>?>, Highlights);
    }

    private static ImmutableArray<Location>? Definition(PositionParams given, WorkspaceView view, CancellationToken cancellation) =>
        At(given.TextDocument, given.Position, view) is { } at && at.Use.Symbol.Source is { } source && at.File.Set.Sources.ContainsKey(source.Path)
            && view.File(at.File.Set, source.Path) is { } home
            ? [new(home.Uri, home.Places.RangeOf(at.Use.Symbol.NameSpan))]
            : null;

    private static ImmutableArray<Location>? References(ReferenceParams given, WorkspaceView view, CancellationToken cancellation)
    {
        if (At(given.TextDocument, given.Position, view) is not { } at)
        {
            return null;
        }

        var places = ImmutableArray.CreateBuilder<Location>();
        RuleFile file = at.File;
        foreach (SymbolUse use in file.Set.Snapshot.References(at.Use.Symbol))
        {
            cancellation.ThrowIfCancellationRequested();
            if (use.IsDeclaration && !given.Context.IncludeDeclaration)
            {
                continue;
            }

            file = use.Source.Path == file.Path ? file : view.File(file.Set, use.Source.Path);
            places.Add(new(file.Uri, file.Places.RangeOf(use.Span)));
        }

        return places.ToImmutable();
    }

    private static ImmutableArray<DocumentHighlight>? Highlights(PositionParams given, WorkspaceView view, CancellationToken cancellation) =>
        At(given.TextDocument, given.Position, view) is not { } at ? null :
        [
            .. at.File.Set.Snapshot.Uses(at.File.Path).Where(u => ReferenceEquals(u.Symbol, at.Use.Symbol))
                .Select(u => new DocumentHighlight(at.File.Places.RangeOf(u.Span), u.IsDeclaration ? Write : Read)),
        ];

    private static (RuleFile File, SymbolUse Use)? At(TextDocumentIdentifier document, Position position, WorkspaceView view) =>
        view.Find(document.Uri) is { } file && file.Set.Snapshot.UseAt(file.Path, file.Places.Offset(position)) is { } use ? (file, use) : null;
}
