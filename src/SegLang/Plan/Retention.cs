using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Plan;

/// <summary>Finds what a plan needs of past events.</summary>
internal static class Retention
{
    private const long Day = 86_400_000_000;

    /// <summary>What some results of a plan need.</summary>
    public static PlanRetention Of(IEnumerable<PlanValue> roots)
    {
        ImmutableArray<PlanUse> uses = [.. Reached(roots).SelectMany(Uses)];
        PlanRetention all = new(uses, ImmutableDictionary<int, int>.Empty, 0);
        var places = ImmutableDictionary.CreateBuilder<int, int>();
        int count = 0;
        foreach (PlanUse use in uses.Where(u => u.Keeping == PlanKeeping.Folded && !all.KeepsAll(u.Event)))
        {
            places.Add(use.Question.Id, count);
            count += Places(use.Question);
        }

        return all with { Places = places.ToImmutable(), Count = count };
    }

    /// <summary>How many numbers a folded question keeps.</summary>
    public static int Places(PlanValue question) => question switch
    {
        PlanAggregate { Kind: AggregateKind.Count } => 1,
        PlanAggregate { Kind: AggregateKind.Sum } => 2,
        _ => 3, // A mean: sum and count; a fading line: points, instant, whether there are any.
    };

    /// <summary>All values that some need, in order of dependency; without what only tells when they change.</summary>
    public static IEnumerable<PlanValue> Reached(IEnumerable<PlanValue> roots)
    {
        SortedDictionary<int, PlanValue> reached = [];
        Stack<PlanValue> open = new(roots);
        while (open.TryPop(out PlanValue? value))
        {
            if (reached.TryAdd(value.Id, value))
            {
                foreach (PlanValue next in value.Operands.Concat(value.InnerValues))
                {
                    open.Push(next);
                }
            }
        }

        return reached.Values;
    }

    private static IEnumerable<PlanUse> Uses(PlanValue value) => value switch
    {
        PlanAggregate aggregate => [Use(aggregate)],
        PlanFade fade => [Use(fade)],
        PlanSequence sequence => SequenceUses(sequence),
        _ => [],
    };

    private static PlanUse Use(PlanAggregate aggregate)
    {
        if (aggregate.From is { } from && BoundOf(from) is { } bound && !IsFixed(from.Value))
        {
            return new(aggregate.Event, aggregate, PlanKeeping.Window, [bound], "");
        }

        string reason = WhyAll(aggregate);
        if (reason.Length > 0)
        {
            return new(aggregate.Event, aggregate, PlanKeeping.All, [], reason);
        }

        bool folds = aggregate.Kind is AggregateKind.Count or AggregateKind.Sum or AggregateKind.Avg;
        return new(
            aggregate.Event, aggregate, folds ? PlanKeeping.Folded : PlanKeeping.Representative, Settled(aggregate.Until), "");
    }

    private static PlanUse Use(PlanFade fade)
    {
        string reason = Foreign([fade.Where]);
        return reason.Length > 0
            ? new(fade.Event, fade, PlanKeeping.All, [], reason)
            : new(fade.Event, fade, PlanKeeping.Folded, Settled(fade.Until), "");
    }

    // Events before a bound that moves are in sight for good.
    private static ImmutableArray<PlanBound> Settled(PlanEdge until) =>
        !IsFixed(until.Value) && BoundOf(until) is { } bound ? [bound] : [];

    private static string WhyAll(PlanAggregate aggregate)
    {
        if (!aggregate.Free.IsEmpty)
        {
            return "it is asked for each of other events";
        }

        if (aggregate.Kind is AggregateKind.Median or AggregateKind.Mode or AggregateKind.Distinct)
        {
#pragma warning disable CA1308 // The language's word.
            return $"`{aggregate.Kind.ToString().ToLowerInvariant()}` needs every value";
#pragma warning restore CA1308
        }

        foreach (PlanEdge edge in Plans.Present(aggregate.From, aggregate.Until).Cast<PlanEdge>())
        {
            if (BoundOf(edge) is null)
            {
                return "its window begins or ends at " + (Source(edge.Value) is { Length: > 0 } source ? source : "an instant that does not only move on");
            }
        }

        return Foreign([aggregate.Where, aggregate.Value]);
    }

    // Why what is asked per event may come out otherwise later; empty where it hangs on the event, constants and params alone.
    private static string Foreign(IEnumerable<PlanValue?> asked)
    {
        foreach (PlanValue value in Reached(asked.OfType<PlanValue>()))
        {
            bool isOwn = value.Level is PlanLevel.Program or PlanLevel.Inner || value is PlanQuantifier or PlanCall { Key: null };
            if (!isOwn || Source(value) is { Length: > 0 })
            {
                return $"its `where` or value depends on {(Source(value) is { Length: > 0 } source ? source : "more than the event")}";
            }
        }

        return "";
    }

    private static string Source(PlanValue value) => value switch
    {
        PlanProfileField field => $"the profile's `{field.Field.Name}`",
        PlanAggregate or PlanSequence or PlanFade or PlanEventMember => "other events",
        PlanNow or PlanAgo or PlanMove or PlanUnitStart or PlanUnits or PlanCall { Instant: not null } => "now",
        PlanAsOf => "the past",
        PlanJourneyFact => "a journey",
        PlanCall { Key: not null } => "the profile's key",
        PlanConversion or PlanElse or PlanArithmetic or PlanEdge =>
            value.Operands.Select(Source).FirstOrDefault(s => s.Length > 0) ?? "",
        _ => "",
    };

    /// <summary>An edge whose value moves forward with now, or is fixed for all profiles; how far it may still step back.</summary>
    private static PlanBound? BoundOf(PlanEdge edge) => Slack(edge.Value) is { } slack ? new(edge, slack, null) : null;

    private static bool IsFixed(PlanValue value) => value.Level == PlanLevel.Program
        || value is PlanNow { Instant.Value.Level: PlanLevel.Program }
        || (value is PlanConversion or PlanElse or PlanArithmetic && value.Operands.All(IsFixed));

    // Months and changes of the clock bring a step forward back by some days, and a date by one.
    private static long? Slack(PlanValue value)
    {
        switch (value)
        {
            case { Level: PlanLevel.Program } or PlanNow or PlanAgo:
                return 0;
            case PlanUnitStart or PlanPart { Part: DatePart.Date, Value: PlanNow }:
                return 2 * Day;
            case PlanMove { Span.Level: PlanLevel.Program } move:
                return Slack(move.From) is { } before ? before + (6 * Day) : null;
            case PlanArithmetic { Operator: ArithmeticOperator.Add or ArithmeticOperator.Subtract, Right.Level: PlanLevel.Program } sum:
                return Slack(sum.Left) is { } of ? of + (6 * Day) : null;
            case PlanConversion conversion:
                return Slack(conversion.Value);
            case PlanCall { Function: FunctionKind.Least or FunctionKind.Greatest } or PlanElse:
                long?[] parts = [.. value.Operands.Select(Slack)];
                return Array.TrueForAll(parts, p => p is not null) ? parts.Max() : null;
            default:
                return null;
        }
    }

    // Steps come one after the other: what bounds one bounds those after it, and with `within` those before it.
    private static IEnumerable<PlanUse> SequenceUses(PlanSequence sequence)
    {
        ImmutableArray<PlanStep> steps = sequence.Steps;
        var bounds = new ImmutableArray<PlanBound>[steps.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            ImmutableArray<PlanBound> before = i == 0 ? [] : bounds[Before(steps, i)];
            bounds[i] = steps[i].From is { } from && !IsFixed(from.Value) && BoundOf(from) is { } own ? before.Add(own) : before;
        }

        for (int i = steps.Length - 1; i >= 0; i--)
        {
            if (steps[i] is { IsNo: false, Within.Level: PlanLevel.Program, WithinOf: >= 0 and var of })
            {
                bounds[of] = bounds[of].AddRange(bounds[i].Where(b => b.Within is null).Select(b => b with { Within = steps[i] }));
            }
        }

        return steps.Select((s, i) => bounds[i].IsEmpty
            ? new PlanUse(s.Event, sequence, PlanKeeping.All, [], "a sequence without a window may begin with any of them")
            : new PlanUse(s.Event, sequence, PlanKeeping.Window, bounds[i], ""));
    }

    private static int Before(ImmutableArray<PlanStep> steps, int index)
    {
        do
        {
            index--;
        }
        while (index > 0 && steps[index].IsNo);
        return index;
    }
}
