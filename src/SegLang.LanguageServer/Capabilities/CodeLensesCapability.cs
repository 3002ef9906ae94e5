using System.Collections.Immutable;
using System.Text.Json;
using SegLang.Editing;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`textDocument/codeLens` and `codeLens/resolve`: run a test, members of the sample, show a journey, references.</summary>
internal sealed class CodeLensesCapability(Session session) : Capability
{
    /// <inheritdoc />
    public override void Advertise(ServerCapabilities server, ClientProfile client) => server.CodeLensProvider = new(ResolveProvider: true);

    /// <inheritdoc />
    public override void Register(Router<WorkspaceView> router)
    {
        router.Show("textDocument/codeLens", ProtocolJson.Of<DocumentParams>, ProtocolJson.Of<ImmutableArray<CodeLensResult>?>, Lenses);
        router.Read("codeLens/resolve", ProtocolJson.Of<CodeLensResult>, ProtocolJson.Of<CodeLensResult>, Resolve);
    }

    private ImmutableArray<CodeLensResult>? Lenses(DocumentParams given, WorkspaceView view, CancellationToken cancellation) =>
        session.Preferences.CodeLens is { Enabled: false } || view.Find(given.TextDocument.Uri) is not { } file ? null :
        [
            .. from lens in CodeLenses.Of(file.Set.Snapshot, file.Path, session.Sample(file.Set))
               let range = file.Places.RangeOf(lens.Span)
               select lens.Title is { } title
                   ? new CodeLensResult(range, CommandOf(lens, title, view, file))
                   : new CodeLensResult(range, Data: new(file.Uri, lens.Kind.ToString(), lens.Name)),
        ];

    private CodeLensResult Resolve(CodeLensResult given, WorkspaceView view, CancellationToken cancellation)
    {
        if (given.Data is not { } data || view.Find(data.Uri) is not { } file || !Enum.TryParse(data.Kind, out LensKind kind))
        {
            return given with { Command = given.Command ?? new("", "") };
        }

        CodeLens lens = CodeLenses.Resolve(file.Set.Snapshot, new(file.Places.SpanOf(given.Range), kind, data.Name, null));
        return given with { Command = CommandOf(lens, lens.Title ?? "", view, file) };
    }

    // What the client does not know is done here, or only said.
    private Command CommandOf(CodeLens lens, string title, WorkspaceView view, RuleFile file) => lens.Kind switch
    {
        LensKind.RunTest => new(title, session.ClientRuns("seglang.runTest") ? "seglang.runTest" : Commands.RunTest, [Json(file.Uri), Json(lens.Name)]),
        LensKind.ShowJourney when session.ClientRuns("seglang.showJourney") => new(title, "seglang.showJourney", [Json(file.Uri), Json(lens.Name)]),
        LensKind.References when session.ClientRuns("seglang.showReferences") => new(title, "seglang.showReferences", References(lens, view, file)),
        _ => new(title, ""),
    };

    private static ImmutableArray<JsonElement> References(CodeLens lens, WorkspaceView view, RuleFile file)
    {
        RuleSnapshot snapshot = file.Set.Snapshot;
        ImmutableArray<Location> places = snapshot.Symbols.Find(lens.Name) is { } symbol
            ? [.. snapshot.References(symbol).Where(u => !u.IsDeclaration).Select(u => view.File(file.Set, u.Source.Path) is var home ? new Location(home.Uri, home.Places.RangeOf(u.Span)) : null).OfType<Location>()]
            : [];
        return
        [
            Json(file.Uri),
            JsonSerializer.SerializeToElement(file.Places.At(lens.Span.Start), ProtocolJson.Of<Position>()),
            JsonSerializer.SerializeToElement(places, ProtocolJson.Of<ImmutableArray<Location>>()),
        ];
    }

    private static JsonElement Json(string text) => JsonSerializer.SerializeToElement(text, ProtocolJson.Of<string>());
}
