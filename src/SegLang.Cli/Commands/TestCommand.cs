using System.Collections.Immutable;
using System.Globalization;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Testing;

namespace SegLang.Cli;

/// <summary>What `seg test` is asked for.</summary>
internal sealed record TestOptions(
    string Path, string? Filter, string? Engine, bool Coverage, double? Threshold, IReadOnlyList<string> Params, Format Format);

/// <summary>`seg test`: runs the tests in the engines; a difference between them is a failure.</summary>
internal static class TestCommand
{
    /// <summary>Runs the command.</summary>
    public static int Run(Session session, TestOptions options)
    {
        RuleInput input = RuleInput.Read(options.Path);
        Compilation? compilation = input.Problems.IsEmpty ? Compilation.Create(input.Folder.Sources) : null;
        ImmutableArray<Diagnostic> findings = input.Settle(compilation?.Diagnostics ?? input.Problems);
        if (compilation?.Rules is not { } rules)
        {
            TestReport.WriteFindings(session, options.Format, findings);
            return input.IsBroken ? ExitCode.InputOutput : ExitCode.Findings;
        }

        (ImmutableDictionary<ParamSymbol, object> values, ImmutableArray<Diagnostic> wrong) =
            ParamValues.Read(rules, input.Settings, options.Params);
        if (!wrong.IsEmpty)
        {
            TestReport.WriteFindings(session, options.Format, wrong);
            return ExitCode.Usage;
        }

        TestRun run = TestRunner.Run(rules, Engines(options.Engine, values), options.Filter, values);
        TestCoverage? coverage = options.Coverage || options.Threshold is not null ? TestCoverage.Measure(rules, values) : null;
        TestReport.Write(session, options, run, coverage);
        if (run.Results.IsEmpty && options.Filter is { } filter)
        {
            ReportNoMatch(session, rules, filter);
            return ExitCode.Usage;
        }

        bool isLow = coverage is not null && options.Threshold is { } least && coverage.Percent < least;
        return run.Failed > 0 || isLow ? ExitCode.TestFailed : ExitCode.Ok;
    }

    // A test that was renamed would otherwise go unnoticed where its filter is kept.
    private static void ReportNoMatch(Session session, BoundRuleSet rules, string filter)
    {
        session.Terminal.Error.WriteLine($"error: no test matches the filter `{Paint.Safe(filter)}`");
        string help = rules.Tests.IsEmpty ? "the rules have no tests" : Suggestions.DidYouMean(filter, rules.Tests.Select(t => t.Name))
            ?? "a filter is a part of a test's name, or with `*` and `?` the whole of it; case does not matter";
        session.Terminal.Error.WriteLine($"help: {Paint.Safe(help)}");
    }

    private static ImmutableArray<TestEngine> Engines(string? engine, ImmutableDictionary<ParamSymbol, object> values) => engine switch
    {
        "reference" => [TestEngine.Reference(values)],
        "il" => [IlEngine.Create(values)],
        "stream" => [StreamTestEngine.Create(values)],
        "all" => [TestEngine.Reference(values), IlEngine.Create(values), StreamTestEngine.Create(values)],
        _ => [TestEngine.Reference(values), IlEngine.Create(values)],
    };
}
