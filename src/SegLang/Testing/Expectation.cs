using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Testing;

/// <summary>
/// One `expect` of a test with the profile's timeline up to its own `at`, all of that included; a later `at` of the same instant is not
/// seen yet. The profile begins at the first `at`. <see cref="After"/> is the instant of the previous `at` of another instant, if any:
/// actions are looked for in (After, At].
/// </summary>
public sealed record Expectation(BoundTest Test, BoundTestStep Step, ProfileTimeline Timeline, long? After)
{
    /// <summary>The expected condition; null where an action is expected, or none.</summary>
    public BoundExpression? Condition => (Step as BoundExpectStep)?.Condition;

    /// <summary>The expected action; null where a condition is.</summary>
    public BoundExpectActionStep? Action => Step as BoundExpectActionStep;

    /// <summary>The instant, in microseconds since 1970-01-01T00:00Z.</summary>
    public long At => Step.At;

    /// <summary>The profile as it is then.</summary>
    public ProfileFacts Facts => Timeline.At(At);

    /// <summary>The expectations of a test in written order.</summary>
    public static IEnumerable<Expectation> Of(BoundTest test)
    {
        var steps = test.Steps.ToDictionary(s => (object)s.Syntax, ReferenceEqualityComparer.Instance);
        ProfileTimeline timeline = new(test.Given, [], test.Instants.IsEmpty ? null : test.Instants[0]);
        foreach (AtSyntax at in test.Syntax.Steps)
        {
            BoundTestStep[] here = [.. at.Steps.Where(s => steps.ContainsKey(s)).Select(s => steps[s])];
            timeline = timeline with { Inputs = [.. timeline.Inputs, .. here.Select(Input).OfType<ProfileInput>()] };
            foreach (var expect in here.Where(s => s is BoundExpectStep or BoundExpectActionStep))
            {
                long[] before = [.. test.Instants.TakeWhile(i => i < expect.At)];
                yield return new(test, expect, timeline, before.Length == 0 ? null : before[^1]);
            }
        }
    }

    /// <summary>Whether the expectation of an action is met by all that was asked of the profile up to its instant.</summary>
    public bool IsMetBy(IEnumerable<AskedAction> asked) =>
        Action is { } expected && asked.Any(a => IsInReach(a.Time) && a.Matches(expected)) != expected.IsNo;

    /// <summary>Whether actions of that instant are looked at.</summary>
    public bool IsInReach(long time) => time <= At && (After is not { } after || time > after);

    private static ProfileInput? Input(BoundTestStep step) => step switch
    {
        BoundEventStep happened => new EventInput(happened.Facts),
        BoundSetStep change => new ChangeInput(change.At, change.Values),
        _ => null,
    };
}
