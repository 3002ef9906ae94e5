using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Reference;
using SegLang.Symbols;

namespace SegLang.Testing;

/// <summary>
/// An engine as the test runner sees it: a name, and a function that gives for each expectation, in the same order, what its condition
/// is (null is unknown), or whether its action was asked for as expected (<see cref="Expectation.IsMetBy"/>). It is asked once for all
/// expectations of a rule set, so that it compiles once.
/// </summary>
public sealed record TestEngine(string Name, Func<BoundRuleSet, ImmutableArray<Expectation>, ImmutableArray<bool?>> Answer)
{
    /// <summary>Whether it follows profiles through journeys; without that it is given neither journeys nor what builds on them.</summary>
    public bool RunsJourneys { get; init; } = true;

    /// <summary>The reference evaluator; params that are not given keep their declared value.</summary>
    public static TestEngine Reference(IReadOnlyDictionary<ParamSymbol, object>? parameters = null) =>
        new(ReferenceSupport.EngineName, (rules, expectations) =>
        {
            ReferenceRuns runs = new(new ReferenceEvaluator(rules, parameters));
            return [.. expectations.Select(runs.Answer)];
        });
}
