using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Testing;

/// <summary>
/// One `expect condition` of a test with the profile as it is at that instant: what is given and set until then, that instant
/// included, and all events until then, those written later at that instant included.
/// </summary>
public sealed record Expectation(BoundTest Test, BoundExpectStep Step, ProfileFacts Facts)
{
    /// <summary>The expected condition.</summary>
    public BoundExpression Condition => Step.Condition;

    /// <summary>The instant, in microseconds since 1970-01-01T00:00Z.</summary>
    public long At => Step.At;

    /// <summary>The expectations of a test in written order; those of actions are not among them.</summary>
    public static IEnumerable<Expectation> Of(BoundTest test) =>
        test.Steps.OfType<BoundExpectStep>().Select(step => new Expectation(test, step, FactsAt(test, step.At)));

    private static ProfileFacts FactsAt(BoundTest test, long instant)
    {
        var fields = test.Given.ToBuilder();
        var events = ImmutableArray.CreateBuilder<EventFacts>();
        foreach (var step in test.Steps.Where(s => s.At <= instant))
        {
            switch (step)
            {
                case BoundEventStep happened:
                    events.Add(happened.Facts);
                    break;
                case BoundSetStep change:
                    foreach (var (symbol, value) in change.Values)
                    {
                        fields[symbol.Ordinal] = value;
                    }

                    break;
            }
        }

        return new(fields.ToImmutable(), events.ToImmutable());
    }
}
