using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Reference;

namespace SegLang.Testing;

/// <summary>
/// What the reference evaluator says at the expectations of tests. A profile is followed from expectation to expectation, as long as each
/// sees all that the one before has seen.
/// </summary>
internal sealed class ReferenceRuns(ReferenceEvaluator evaluator)
{
    private readonly bool hasJourneys = evaluator.Rules.JourneyDefinitions.Any();
    private BoundTest? test;
    private ReferenceJourneys? journeys;

    /// <summary>The answer to an expectation.</summary>
    public bool? Answer(Expectation expectation) => expectation.Condition is { } condition
        ? (bool?)ProfileAt(expectation).Value(condition)
        : expectation.IsMetBy(Asked(expectation));

    /// <summary>The profile as an expectation sees it.</summary>
    public ReferenceProfile ProfileAt(Expectation expectation) =>
        hasJourneys ? Follow(expectation).Profile : evaluator.At(expectation.Facts, expectation.At);

    /// <summary>What became of actions up to an expectation, in order.</summary>
    public ImmutableArray<ReferenceLogLine> Actions(Expectation expectation) =>
        [.. Follow(expectation).Log.Where(l => l.Kind == ReferenceLogKind.Action)];

    /// <summary>The profile's way up to an expectation.</summary>
    public ReferenceJourneys Follow(Expectation expectation)
    {
        bool goesOn = ReferenceEquals(test, expectation.Test) && journeys is not null && journeys.TryGoOn(expectation.Timeline, expectation.At);
        if (!goesOn || journeys is null)
        {
            journeys = evaluator.Follow(expectation.Timeline, expectation.At, withFeed: false);
            test = expectation.Test;
        }

        return journeys;
    }

    private IEnumerable<AskedAction> Asked(Expectation expectation) =>
        from line in Actions(expectation)
        where line.Outcome == ReferenceOutcome.Asked
        from call in line.Calls
        select new AskedAction(line.Time, call.Action, call.Arguments);
}
