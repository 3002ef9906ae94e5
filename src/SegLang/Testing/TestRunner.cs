using System.Collections.Immutable;
using System.IO.Enumeration;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Reference;
using SegLang.Symbols;

namespace SegLang.Testing;

/// <summary>Runs the tests of a rule set in one engine or several. Where two engines differ, the later one fails.</summary>
public static class TestRunner
{
    /// <summary>
    /// Runs the tests whose name contains <paramref name="filter"/> or, where it has `*` or `?`, matches it as a whole;
    /// case does not matter. Params that are not given keep their declared value.
    /// </summary>
    public static TestRun Run(
        BoundRuleSet rules,
        ImmutableArray<TestEngine> engines,
        string? filter = null,
        IReadOnlyDictionary<ParamSymbol, object>? parameters = null)
    {
        ImmutableArray<BoundTest> tests = [.. rules.Tests.Where(t => IsChosen(t.Name, filter))];
        var answers = engines.Select(engine => Ask(engine, rules, tests)).ToList();
        var failures = new TestFailures(rules, parameters);
        var results = from test in tests
                      from number in Enumerable.Range(0, engines.Length)
                      let message = Refusal(rules, test, engines[number])
                          ?? failures.Describe(test, answers[number], number == 0 ? null : answers[0])
                      select new TestResult(
                          test.Name, test.Source, test.Syntax.Name.Span, engines[number].Name, message is null, message);
        return new([.. engines.Select(e => e.Name)], [.. results]);
    }

    /// <summary>All expectations of a rule set's tests that an engine can answer, in order.</summary>
    public static ImmutableArray<Expectation> Expectations(BoundRuleSet rules, TestEngine engine) =>
        Expectations(rules, engine, rules.Tests);

    private static ImmutableArray<Expectation> Expectations(BoundRuleSet rules, TestEngine engine, ImmutableArray<BoundTest> tests) =>
        [.. tests.Where(t => Refusal(rules, t, engine) is null).SelectMany(Expectation.Of)];

    private static bool IsChosen(string name, string? filter) =>
        filter is null
        || (filter.AsSpan().ContainsAny('*', '?')
            ? FileSystemName.MatchesSimpleExpression(filter, name, ignoreCase: true)
            : name.Contains(filter, StringComparison.OrdinalIgnoreCase));

    // Definitions that the engine does not evaluate are left out, so that the others run.
    private static EngineAnswers Ask(TestEngine engine, BoundRuleSet rules, ImmutableArray<BoundTest> tests)
    {
        var expectations = Expectations(rules, engine, tests);
        var supported = ReferenceSupport.Supported(rules, engine.RunsJourneys);
        return new(engine.Name, expectations, expectations.IsEmpty ? [] : engine.Answer(supported, expectations));
    }

    private static string? Refusal(BoundRuleSet rules, BoundTest test, TestEngine engine)
    {
        var refusal = test.Steps.Select(step => step switch
        {
            BoundExpectStep expect => ReferenceSupport.Refusal(rules, expect.Condition, test.Source, engine.Name, engine.RunsJourneys),
            BoundExpectActionStep action when !engine.RunsJourneys => Rules.JourneyNotEvaluated.At(test.Source, action.Syntax.Span, engine.Name),
            _ => null,
        }).FirstOrDefault(d => d is not null);
        return refusal is null
            ? null
            : $"{refusal.Code}: {refusal.Message} ({refusal.Source.Path}:{refusal.Source.LineAndColumn(refusal.Span.Start).Line})";
    }
}

/// <summary>What one engine answered to each expectation.</summary>
internal sealed record EngineAnswers(string Engine, ImmutableArray<Expectation> Expectations, ImmutableArray<bool?> Answers)
{
    /// <summary>The answers to the expectations of a test, in order.</summary>
    public IEnumerable<(Expectation Expectation, bool? Answer)> Of(BoundTest test) =>
        Expectations.Zip(Answers).Where(pair => ReferenceEquals(pair.First.Test, test));
}
