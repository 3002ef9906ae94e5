using System.Collections.Immutable;
using System.Globalization;
using SegLang.Binding;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Plan;

/// <summary>What a rule makes an engine keep that lives on, event type by event type; none where it asks for no events of the past.</summary>
public sealed record RuleCost(Symbol Rule, ImmutableArray<EventCost> Events);

/// <summary>
/// How many of the events of a type a rule needs, in words: <see cref="Keeps"/> is `90 days`, `nothing` or `all`, then with the
/// <see cref="Reason"/>. What it needs of older ones is so many numbers, and single events.
/// </summary>
public sealed record EventCost(EventSymbol Event, string Keeps, string? Reason, int FoldedNumbers, int SingleEvents)
{
    /// <summary>Whether all events must be kept, for ever.</summary>
    public bool IsAll => Reason is not null;

    /// <summary>All of this as one line.</summary>
    public override string ToString()
    {
        string[] parts =
        [
            IsAll ? $"all, because {Reason}" : Keeps,
            FoldedNumbers > 0 ? $"folded: {Count(FoldedNumbers, "number")}" : "",
            SingleEvents > 0 ? Count(SingleEvents, "single event") : "",
        ];
        return string.Join(", ", parts.Where(p => p.Length > 0 && (p != "nothing" || FoldedNumbers + SingleEvents == 0)));
    }

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}

/// <summary>Says what the rules of a plan cost a stream.</summary>
internal static class RuleCosts
{
    /// <summary>The costs of all rules that cost anything, in order of dependency.</summary>
    public static ImmutableArray<RuleCost> Of(RulePlan plan)
    {
        int first = plan.Outputs.Length + plan.Extra.Length;
        int journey = 0;
        var costs = ImmutableArray.CreateBuilder<RuleCost>();
        foreach (PlanOutput output in plan.Outputs)
        {
            IEnumerable<PlanValue> roots = [output.Value];
            if (output.Symbol is JourneySymbol)
            {
                roots = roots.Concat(Asked(plan.Journeys.Journeys[journey++]).Where(a => a >= first).Distinct().Select(a => plan.Asked[a - first]));
            }

            PlanRetention retention = Retention.Of(roots);
            ImmutableArray<EventCost> events =
                [.. plan.Rules.Events.Where(e => retention.Uses.Any(u => u.Event == e)).Select(e => Cost(e, retention))];
            if (!events.IsEmpty)
            {
                costs.Add(new(output.Symbol, events));
            }
        }

        return costs.ToImmutable();
    }

    private static IEnumerable<int> Asked(JourneySchema journey) => journey.Starts.Select(s => s.Condition)
        .Concat(journey.Anywhere.Concat(journey.Stages.SelectMany(s => s.Lines))
            .SelectMany(l => l.Calls.SelectMany(c => c.Arguments).Concat([l.Condition, l.LastSeen, l.Instant])));

    private static EventCost Cost(EventSymbol type, PlanRetention retention)
    {
        PlanUse[] uses = [.. retention.Uses.Where(u => u.Event == type)];
        if (Array.Find(uses, u => u.Keeping == PlanKeeping.All) is { } all)
        {
            return new(type, "all", all.Reason, 0, 0);
        }

        // Of what bounds one use the latest counts, of several uses the earliest.
        (string text, double days) = ("nothing", 0);
        foreach (PlanUse use in uses.Where(u => !u.Bounds.IsEmpty))
        {
            (string Text, double Days) reach = use.Keeping == PlanKeeping.Window
                ? use.Bounds.Select(Describe).MinBy(b => b.Days)
                : use.Bounds.Select(Describe).MaxBy(b => b.Days);
            (text, days) = reach.Days > days ? reach : (text, days);
        }

        return new(
            type, text, null,
            uses.Where(u => u.Keeping == PlanKeeping.Folded).Sum(u => Retention.Places(u.Question)),
            uses.Count(u => u.Keeping == PlanKeeping.Representative));
    }

    private static (string Text, double Days) Describe(PlanBound bound)
    {
        (string Text, double Days) reach = Reach(bound.Edge.Value);
        return bound.Within is { Within: { } count } step ? Join(reach, Amount(count, step.Unit)) : reach;
    }

    // How far back an instant lies; a date or an instant of its own for all profiles lies ever further back.
    private static (string Text, double Days) Reach(PlanValue value) => value switch
    {
        PlanNow now => Past(now.Instant),
        PlanAgo ago => Join(Amount(ago.Count, ago.Unit), Past(ago.Instant)),
        PlanMove { IsBack: true, Span: PlanConstant { Value: SpanValue span } } move => Join(Span(span.Count, span.Unit), Reach(move.From)),
        PlanMove move => Reach(move.From),
        PlanUnitStart { Count: { } count, Negated: true } start => Join(Join(Amount(count, start.Unit), Current(start.Unit)), Past(start.Instant)),
        PlanUnitStart start => Join(Current(start.Unit), Past(start.Instant)),
        PlanPart { Value: PlanNow now } => Join(Current(TimeUnit.Day), Past(now.Instant)),
        PlanArithmetic { Right: PlanConstant { Value: SpanValue span }, Operator: ArithmeticOperator.Subtract } sum =>
            Join(Span(span.Count, span.Unit), Reach(sum.Left)),
        PlanConversion or PlanArithmetic or PlanElse or PlanCall when value.Operands.Length > 0 => value.Operands.Select(Reach).MaxBy(r => r.Days),
        _ => ("from a fixed time on", 100_000),
    };

    private static (string Text, double Days) Past(PlanInstant instant) => instant switch
    {
        { Value: PlanAgo ago, Parent: { } parent } => Join(Amount(ago.Count, ago.Unit), Past(parent)),
        { Value: not null } => ("from a fixed time on", 100_000),
        _ => ("nothing", 0),
    };

    private static (string Text, double Days) Join((string Text, double Days) reach, (string Text, double Days) more) =>
        more.Days == 0 ? reach : reach.Days == 0 ? more
        : more.Days >= 100_000 ? more
        : ($"{reach.Text} and {more.Text}", reach.Days + more.Days);

    private static (string Text, double Days) Current(TimeUnit unit) => ($"the current {Word(unit)}", Length(unit));

    private static (string Text, double Days) Amount(PlanValue count, TimeUnit unit) => count switch
    {
        PlanConstant { Value: long constant } => Span(constant, unit),
        PlanParam { Param.Default: long given } => Span(given, unit),
        _ => Span(1, unit),
    };

    private static (string Text, double Days) Span(long number, TimeUnit unit) =>
        (string.Create(CultureInfo.InvariantCulture, $"{number} {Word(unit)}{(number == 1 ? "" : "s")}"), number * Length(unit));

#pragma warning disable CA1308 // The language's words.
    private static string Word(TimeUnit unit) => unit.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    private static double Length(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => 1 / 86_400.0,
        TimeUnit.Minute => 1 / 1440.0,
        TimeUnit.Hour => 1 / 24.0,
        TimeUnit.Day => 1,
        TimeUnit.Week => 7,
        TimeUnit.Month => 31,
        TimeUnit.Quarter => 92,
        _ => 366,
    };
}
