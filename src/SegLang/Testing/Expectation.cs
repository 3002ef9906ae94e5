using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Testing;

/// <summary>
/// One `expect condition` of a test with the profile as it is then: what is given, and what was set and happened up to its own `at`,
/// all of that included. A later `at` of the same instant is not seen yet.
/// </summary>
public sealed record Expectation(BoundTest Test, BoundExpectStep Step, ProfileFacts Facts)
{
    /// <summary>The expected condition.</summary>
    public BoundExpression Condition => Step.Condition;

    /// <summary>The instant, in microseconds since 1970-01-01T00:00Z.</summary>
    public long At => Step.At;

    /// <summary>The expectations of a test in written order; those of actions are not among them.</summary>
    public static IEnumerable<Expectation> Of(BoundTest test)
    {
        var steps = test.Steps.ToDictionary(s => (object)s.Syntax, ReferenceEqualityComparer.Instance);
        var fields = test.Given.ToArray();
        List<EventFacts> events = [];
        foreach (var at in test.Syntax.Steps)
        {
            BoundTestStep[] here = [.. at.Steps.Where(s => steps.ContainsKey(s)).Select(s => steps[s])];
            foreach (var step in here)
            {
                Apply(step, fields, events);
            }

            foreach (var expect in here.OfType<BoundExpectStep>())
            {
                yield return new(test, expect, new([.. fields], [.. events]));
            }
        }
    }

    private static void Apply(BoundTestStep step, object?[] fields, List<EventFacts> events)
    {
        if (step is BoundEventStep happened)
        {
            events.Add(happened.Facts);
        }
        else if (step is BoundSetStep change)
        {
            foreach (var (symbol, value) in change.Values)
            {
                fields[symbol.Ordinal] = value;
            }
        }
    }
}
