using System.Collections.Immutable;
using System.Diagnostics;
using SegLang.Binding;
using SegLang.Data;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;
using SegLang.Plan;
using SegLang.Runtime;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Testing;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`seglang/tests` finds tests, `seglang/runTests` runs them on what is typed, saved or not.</summary>
internal sealed class Tests(Session session) : Capability
{
    /// <inheritdoc />
    public override void Advertise(ServerCapabilities server, ClientProfile client) =>
        server.Experimental = (server.Experimental ?? ImmutableDictionary<string, bool>.Empty).Add("seglangTests", true);

    /// <inheritdoc />
    public override void Register(Router<WorkspaceView> router)
    {
        router.Read("seglang/tests", ProtocolJson.Of<TestsParams>, ProtocolJson.Of<TestsResult>, Find);
        router.Read("seglang/runTests", ProtocolJson.Of<RunTestsParams>, ProtocolJson.Of<RunTestsResult>, Run);
    }

    /// <summary>Runs tests of one file, by default in the reference evaluator, which begins at once.</summary>
    public RunTestsResult Run(RunTestsParams given, WorkspaceView view, CancellationToken cancellation)
    {
        if (!session.IsTrusted)
        {
            return new([], "the workspace is not trusted, so nothing in it is evaluated");
        }

        if (view.Find(given.Uri) is not { } file)
        {
            return new([], "the file is in no rule set");
        }

        if (file.Set.Snapshot.Rules is not { } rules)
        {
            return new([], "the rules have errors");
        }

        HashSet<string>? names = given.Names is { } chosen ? [.. chosen] : null;
        ImmutableArray<BoundTest> tests = [.. rules.Tests.Where(t => t.Source.Path == file.Path && names?.Contains(t.Name) != false)];
        ImmutableDictionary<ParamSymbol, object> values = Params(rules, file.Set.Settings);
        return new([.. tests.SelectMany(t => Run(rules, t, file, Engine(given.Engine, values), values, cancellation))]);
    }

    private static TestsResult Find(TestsParams given, WorkspaceView view, CancellationToken cancellation)
    {
        IEnumerable<RuleFile> files = given.Uri is { } uri
            ? view.Find(uri) is { } one ? [one] : []
            : view.Sets.Values.SelectMany(set => set.Sources.Keys.Select(path => view.File(set, path)));
        return new(
        [
            .. from file in files
               let tree = Checked(file.Set, file.Path, cancellation)
               where tree is not null
               from test in tree.Root.Declarations.OfType<TestSyntax>()
               let name = test.Name.Value as string
               where name is not null
               select new TestItem(file.Uri, name, file.Places.RangeOf(test.Span)),
        ]);
    }

    private static SyntaxTree? Checked(RuleSetView set, string path, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return set.Snapshot.Tree(path);
    }

    private static IEnumerable<TestOutcome> Run(
        BoundRuleSet rules,
        BoundTest test,
        RuleFile file,
        ImmutableArray<TestEngine> engines,
        ImmutableDictionary<ParamSymbol, object> values,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        long begun = Stopwatch.GetTimestamp();
        TestRun run = TestRunner.Run(rules with { Tests = [test] }, engines, null, values);
        long millis = (long)Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        return run.Results.Select(r => new TestOutcome(
            r.Name, r.Passed ? "passed" : "failed", r.Engine, millis, r.Message, file.Places.RangeOf(r.Span)));
    }

    private static ImmutableArray<TestEngine> Engine(string? name, ImmutableDictionary<ParamSymbol, object> values) => name switch
    {
        "il" => [IlEngine.Create(values)],
        "stream" => [StreamTestEngine.Create(values)],
        "all" => [TestEngine.Reference(values), IlEngine.Create(values), StreamTestEngine.Create(values)],
        _ => [TestEngine.Reference(values)],
    };

    // A value that does not fit is found where the settings are read; tests then run with the declared one.
    private static ImmutableDictionary<ParamSymbol, object> Params(BoundRuleSet rules, Settings settings)
    {
        var symbols = ImmutableDictionary.CreateBuilder<ParamSymbol, object>();
        if (settings.Params.IsEmpty)
        {
            return symbols.ToImmutable();
        }

        RuleSchema schema = SchemaMapping.From(rules);
        var values = ParamReader.Read(schema.Params, () => new(ZoneTables.From(schema.TimeZone), schema.WeekStartsSunday), settings.Params).Values;
        foreach (ParamSymbol param in rules.Params)
        {
            if (values.TryGetValue(param.Name, out object? value) && Facts.ToSymbolForm(value) is { } form)
            {
                symbols[param] = form;
            }
        }

        return symbols.ToImmutable();
    }
}
