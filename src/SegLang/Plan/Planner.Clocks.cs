using System.Collections.Immutable;
using System.Globalization;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Plan;

// When time alone changes a value: the clocks of which the first is early enough. A value without a clock of its own changes when what it is
// computed from does.
internal sealed partial class Planner
{
    private readonly Dictionary<int, ImmutableArray<PlanValue>> clocks = [];
    private readonly Dictionary<int, bool> flows = [];

    private ImmutableArray<PlanValue> Clocks(PlanValue value)
    {
        if (!clocks.TryGetValue(value.Id, out ImmutableArray<PlanValue> found))
        {
            found = [.. OwnClocks(value).DistinctBy(c => c.Id).OrderBy(c => c.Id)];
            clocks.Add(value.Id, found);
        }

        return found;
    }

    private ImmutableArray<PlanValue> Clocks(IEnumerable<PlanValue?> values) =>
        [.. values.OfType<PlanValue>().SelectMany(v => Clocks(v)).DistinctBy(c => c.Id)];

    private IEnumerable<PlanValue> OwnClocks(PlanValue value) => value switch
    {
        PlanConstant or PlanParam or PlanProfileField or PlanEventField or PlanRecordField => [],
        PlanNow now => [Tick(now.Instant)],
        PlanAgo ago => [Tick(ago.Instant)],
        PlanMove move => [.. Clocks(move.Operands)],
        PlanUnitStart start => [NextStart(start.Instant, start.Unit)],
        PlanPart part => PartClocks(part),
        PlanUnits units => [Counting(units, null), .. Clocks(units.Value)],
        PlanCall { Instant: { } instant } call => [Returning(instant, call.Arguments[0]), .. Clocks(call.Arguments)],
        PlanComparison comparison => ComparisonClocks(comparison),
        PlanInRange range => RangeClocks(range),
        PlanIsKnown known => SteadyClocks(known.Value),
        PlanAggregate aggregate => AggregateClocks(aggregate),
        PlanSequence sequence => SequenceClocks(sequence),
        PlanFade fade => FadeClocks(fade).Append(Tick(fade.Instant)),
        PlanQuantifier quantifier => QuantifierClocks(quantifier),
        PlanAsOf asOf => Past(asOf.Instant, Clocks(asOf.Value)),
        PlanJourneyFact { Instant.Number: > 0 } fact => [Clock(fact.Instant, $"stay {fact.Journey}", new PlanNextStay(fact.Journey))],
        _ => Clocks(value.Operands),
    };

    /// <summary>Whether a value changes with every instant.</summary>
    private bool IsFlowing(PlanValue value)
    {
        if (!flows.TryGetValue(value.Id, out bool known))
        {
            known = value switch
            {
                PlanNow or PlanAgo or PlanMove or PlanFade => true,
                PlanArithmetic or PlanConversion or PlanElse or PlanAsOf or PlanNegate => value.Operands.Any(IsFlowing),
                PlanScore score => score.Operands.Any(o => o is PlanFade),
                PlanCall { Function: FunctionKind.Least or FunctionKind.Greatest } call => call.Arguments.Any(IsFlowing),
                _ => false,
            };
            flows.Add(value.Id, known);
        }

        return known;
    }

    // Whether it passes thresholds at instants that can be computed.
    private bool IsTracked(PlanValue value) => IsFlowing(value) || value is PlanUnits { Value: var of } && !IsFlowing(of)
        || MotionOf(value) is not null;

    // When it becomes known or unknown, and when the steady parts of something that flows change.
    private IEnumerable<PlanValue> SteadyClocks(PlanValue value) => value switch
    {
        _ when !IsFlowing(value) => Clocks(value),
        PlanNow or PlanAgo => [],
        PlanFade fade => FadeClocks(fade),
        PlanAsOf asOf => Past(asOf.Instant, [.. SteadyClocks(asOf.Value)]),
        _ => value.Operands.SelectMany(SteadyClocks),
    };

    private IEnumerable<PlanValue> PartClocks(PlanPart part)
    {
        TimeUnit unit = part.Part switch
        {
            DatePart.Year => TimeUnit.Year,
            DatePart.Quarter => TimeUnit.Quarter,
            DatePart.Month => TimeUnit.Month,
            DatePart.Hour => TimeUnit.Hour,
            DatePart.Minute => TimeUnit.Minute,
            _ => TimeUnit.Day,
        };
        return part.Value switch
        {
            PlanNow now => [NextStart(now.Instant, unit)],
            var value when !IsFlowing(value) => Clocks(value),
            var value when MotionOf(value) is { Kind: PlanMotionKind.Instant } motion =>
                [Clock(motion.Instant, $"part {unit} {Key(motion)}", new PlanOtherPart(motion, unit))],
            PlanElse choice => SteadyClocks(choice.Value).Concat(PartClocks(Part(choice.Value, part))).Concat(PartClocks(Part(choice.Otherwise, part))),
            PlanAsOf asOf => Past(asOf.Instant, [.. PartClocks(Part(asOf.Value, part))]),
            var value => Often(value),
        };
    }

    private static PlanPart Part(PlanValue value, PlanPart of) => of with { Value = value };

    // What flows in a way that no threshold is known for.
    private IEnumerable<PlanValue> Often(PlanValue value) => SteadyClocks(value).Append(NextStart(instants[0], TimeUnit.Minute));

    private IEnumerable<PlanValue> ComparisonClocks(PlanComparison comparison)
    {
        (PlanValue left, PlanValue right, ComparisonOperator op) = (comparison.Left, comparison.Right, comparison.Operator);
        if (left is not PlanAggregate && right is PlanAggregate)
        {
            (left, right, op) = (right, left, Mirror(op));
        }

        if (left is PlanAggregate { Kind: AggregateKind.Count, Value: null } count && Equals(right.Type, SegType.Int) && Clocks(right).IsEmpty && !IsFlowing(right) && OnlyLoses(count, out PlanMotion? motion))
        {
            int[] more = op switch
            {
                ComparisonOperator.GreaterOrEqual or ComparisonOperator.Less => [0],
                ComparisonOperator.Greater or ComparisonOperator.LessOrEqual => [1],
                _ => [0, 1],
            };
            return Clocks(motion.Operands).Concat(more.Select(m => Outliving(count, motion, right, m)));
        }

        if (!IsTracked(left) || (IsFlowing(right) && !IsFlowing(left)))
        {
            (left, right, op) = (right, left, Mirror(op));
        }

        if (!IsTracked(left))
        {
            return Clocks(comparison.Operands);
        }

        if (IsFlowing(right))
        {
            return Often(left).Concat(SteadyClocks(right));
        }

        return IsTracked(right) && !IsFlowing(left)
            ? Clocks(comparison.Operands)
            : Crossings(left, op, right).Concat(Clocks(right));
    }

    private IEnumerable<PlanValue> Crossings(PlanValue value, ComparisonOperator op, PlanValue than)
    {
        if (Equals(value.Type, SegType.Number))
        {
            return FadingClocks(value, op, than);
        }

        if (value.Type.Scale != than.Type.Scale)
        {
            return Clocks(value);
        }

        PlanThreshold threshold = new([(than, false)], 0);
        return op switch
        {
            ComparisonOperator.Less or ComparisonOperator.GreaterOrEqual => Crossings(value, threshold),
            ComparisonOperator.Greater or ComparisonOperator.LessOrEqual => Crossings(value, threshold.Plus(1)),
            _ => Crossings(value, threshold).Concat(Crossings(value, threshold.Plus(1))),
        };
    }

    private IEnumerable<PlanValue> FadingClocks(PlanValue value, ComparisonOperator op, PlanValue than) => value switch
    {
        PlanScore score when IsFlowing(score) =>
            SteadyClocks(score).Append(Fading(score, op, than)),
        PlanElse choice => SteadyClocks(choice.Value).Concat(FadingClocks(choice.Value, op, than)).Concat(FadingClocks(choice.Otherwise, op, than)),
        PlanAsOf asOf => Past(asOf.Instant, [.. FadingClocks(asOf.Value, op, than)]),
        _ when !IsFlowing(value) => Clocks(value),
        _ => Often(value),
    };

    private PlanClock Fading(PlanScore score, ComparisonOperator op, PlanValue than) => Clock(
        score.Operands.OfType<PlanFade>().First().Instant,
        $"fading {Key(score)} {op} {Key(than)}",
        new PlanFading(score, op, than));

    /// <summary>When `value ≥ threshold` changes.</summary>
    private IEnumerable<PlanValue> Crossings(PlanValue value, PlanThreshold threshold)
    {
        if (MotionOf(value) is { } motion)
        {
            return Clocks(motion.Operands).Append(
                Clock(motion.Instant, $"pass {Key(motion)} {Key(threshold)}", new PlanPassing(motion, threshold)));
        }

        return value switch
        {
            PlanUnits units when !IsFlowing(units.Value) => Clocks(units.Value).Append(Counting(units, threshold)),
            _ when !IsFlowing(value) => Clocks(value),
            PlanElse choice => SteadyClocks(choice.Value).Concat(Crossings(choice.Value, threshold)).Concat(Crossings(choice.Otherwise, threshold)),
            PlanCall call => call.Arguments.SelectMany(a => Crossings(a, threshold)),
            PlanAsOf asOf => Past(asOf.Instant, [.. Crossings(asOf.Value, threshold)]),
            PlanArithmetic arithmetic => ArithmeticCrossings(arithmetic, threshold),
            _ => Often(value),
        };
    }

    private IEnumerable<PlanValue> ArithmeticCrossings(PlanArithmetic value, PlanThreshold threshold)
    {
        bool isSum = value.Operator == ArithmeticOperator.Add;
        bool isExact = IsExactTime(value.Left) && IsExactTime(value.Right);
        if (!isExact || value.Operator is not (ArithmeticOperator.Add or ArithmeticOperator.Subtract) || (IsFlowing(value.Left) && IsFlowing(value.Right)))
        {
            return Often(value);
        }

        if (IsFlowing(value.Left))
        {
            return Crossings(value.Left, threshold.Plus(value.Right, isNegative: isSum)).Concat(Clocks(value.Right));
        }

        // a - b >= x   =>   not (b >= a - x + 1)
        PlanThreshold other = isSum
            ? threshold.Plus(value.Left, isNegative: true)
            : threshold.Negated.Plus(value.Left, isNegative: false).Plus(1);
        return Crossings(value.Right, other).Concat(Clocks(value.Left));
    }

    private static bool IsExactTime(PlanValue value) => Equals(value.Type, SegType.DateTime) || Equals(value.Type, SegType.Duration);

    // Edge + After > value   <=>   edge >= value + 1 - After
    private IEnumerable<PlanValue> RangeClocks(PlanInRange range)
    {
        IEnumerable<PlanValue> found = SteadyClocks(range.Value);
        foreach (PlanEdge edge in Plans.Present(range.From, range.Until).Cast<PlanEdge>())
        {
            int after = edge.IsAfter ? 1 : 0;
            found = !IsFlowing(range.Value)
                ? found.Concat(Crossings(edge.Value, new([(range.Value, false)], 1 - after)))
                : IsFlowing(edge.Value)
                    ? found.Concat(Often(range.Value)).Concat(SteadyClocks(edge.Value))
                    : found.Concat(Crossings(range.Value, new([(edge.Value, false)], after))).Concat(Clocks(edge.Value));
        }

        return found;
    }

    // Whether time alone can only take events away, the oldest first.
    private bool OnlyLoses(PlanAggregate aggregate, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PlanMotion? motion)
    {
        motion = aggregate is { Instant.Number: 0, From: { } from, Until: { Value: PlanNow, IsAfter: true } } && Clocks([aggregate.Where]).IsEmpty
            ? MotionOf(from.Value)
            : null;
        return motion is not null;
    }

    private PlanClock Outliving(PlanAggregate aggregate, PlanMotion motion, PlanValue? count, int more) => Clock(
        motion.Instant,
        $"outliving {Key(motion)} {Key(aggregate.From)} {Key(aggregate.Variable)} {Key(aggregate.Where)} {Key(count)} {more}",
        new PlanOutliving(
            motion, (aggregate.From ?? aggregate.Until).Value, aggregate.From is { IsAfter: true } ? 1 : 0, aggregate.Variable, aggregate.Event,
            aggregate.Until, aggregate.Where, count, more));

    // `any` changes when the last event that it found is left behind.
    private IEnumerable<PlanValue> AggregateClocks(PlanAggregate aggregate) =>
        aggregate is { Kind: AggregateKind.Any, Value: null } && OnlyLoses(aggregate, out PlanMotion? motion)
            ? Clocks(motion.Operands).Append(Outliving(aggregate, motion, null, 1))
            : AllClocks(aggregate);

    private IEnumerable<PlanValue> AllClocks(PlanAggregate aggregate) =>
        EdgeClocks(aggregate.From, aggregate.Event, aggregate.Instant).Concat(EdgeClocks(aggregate.Until, aggregate.Event, aggregate.Instant))
            .Concat(PerEvent(
                aggregate.Variable, aggregate.Event, aggregate.From, aggregate.Until, aggregate.Instant, Clocks([aggregate.Where, aggregate.Value])))
            .Concat(Following(aggregate.Instant, aggregate.Event));

    private IEnumerable<PlanValue> FadeClocks(PlanFade fade) =>
        PerEvent(fade.Variable, fade.Event, null, fade.Until, fade.Instant, Clocks([fade.Where])).Concat(Following(fade.Instant, fade.Event));

    private IEnumerable<PlanValue> SequenceClocks(PlanSequence sequence)
    {
        IEnumerable<PlanValue> found = [];
        foreach (PlanStep step in sequence.Steps)
        {
            found = found.Concat(EdgeClocks(step.From, step.Event, sequence.Instant)).Concat(EdgeClocks(step.Until, step.Event, sequence.Instant))
                .Concat(Clocks([step.Where])).Concat(Following(sequence.Instant, step.Event));
        }

        PlanStep last = sequence.Steps[^1];
        if (last is { IsNo: true, Within: { } within })
        {
            EventSymbol from = sequence.Steps[last.WithinOf].Event;
            found = found.Append(Clock(
                sequence.Instant, $"absence {Number(from)} {Key(within)} {last.Unit}", new PlanAbsenceEnd(from, within, last.Unit)));
        }

        PlanEdge seen = SeenUntil(sequence.Instant);
        foreach (PlanStep step in sequence.Steps.Reverse())
        {
            found = PerEvent(step.Variable, step.Event, null, seen, sequence.Instant, [.. found.DistinctBy(c => c.Id)]);
        }

        return found;
    }

    // What is about an event of the variable is asked of each of them.
    private IEnumerable<PlanValue> PerEvent(
        PlanVariable variable, EventSymbol type, PlanValue? from, PlanValue until, PlanInstant instant, ImmutableArray<PlanValue> inner)
    {
        ImmutableArray<PlanValue> own = [.. inner.Where(c => c.Free.Contains(variable)).OrderBy(c => c.Id)];
        IEnumerable<PlanValue> others = inner.Where(c => !c.Free.Contains(variable));
        return own.IsEmpty
            ? others
            : others.Append(Clock(
                instant,
                $"perevent {Key(variable)} {Key(from)} {Key(until)} {Key(own)}",
                new PlanPerEvent(variable, type, from, until, own)));
    }

    private IEnumerable<PlanValue> QuantifierClocks(PlanQuantifier quantifier)
    {
        ImmutableArray<PlanValue> inner = Clocks([quantifier.Where, quantifier.Value]);
        ImmutableArray<PlanValue> own = [.. inner.Where(c => c.Free.Contains(quantifier.Variable)).OrderBy(c => c.Id)];
        IEnumerable<PlanValue> found = Clocks(quantifier.List).Concat(inner.Where(c => !c.Free.Contains(quantifier.Variable)));
        return own.IsEmpty
            ? found
            : found.Append(Clock(
                instants[0],
                $"perrecord {Key(quantifier.Variable)} {Key(quantifier.List)} {Key(own)}",
                new PlanPerRecord(quantifier.Variable, quantifier.List, own)));
    }

    // At a past instant events come into sight that have happened since.
    private IEnumerable<PlanValue> Following(PlanInstant instant, EventSymbol type) =>
        instant.Number == 0 ? [] : [Clock(instant, $"event {Number(type)}", new PlanNextEvent(type))];

    private IEnumerable<PlanValue> EdgeClocks(PlanEdge? edge, EventSymbol type, PlanInstant instant) => edge switch
    {
        null or { Value: PlanNow, IsAfter: true } => [],
        _ => EdgeClocks(edge.Value, edge.IsAfter ? 1 : 0, type, instant),
    };

    private IEnumerable<PlanValue> EdgeClocks(PlanValue value, int after, EventSymbol type, PlanInstant instant)
    {
        if (MotionOf(value) is { } motion)
        {
            return Clocks(motion.Operands).Append(Clock(
                motion.Instant,
                $"leaving {Key(motion)} {Key(value)} {after} {Number(type)}",
                new PlanLeaving(motion, value, after, type)));
        }

        return value switch
        {
            _ when !IsFlowing(value) => Clocks(value),
            PlanElse choice => SteadyClocks(choice.Value).Concat(EdgeClocks(choice.Value, after, type, instant)).Concat(EdgeClocks(choice.Otherwise, after, type, instant)),
            PlanCall call => call.Arguments.SelectMany(a => EdgeClocks(a, after, type, instant)),

            // now - d, d elapsed time: an event is passed when now passes it + d, which is asked of each.
            _ => PerEvent(
                Variable(type, EdgeSlot), type, null, SeenUntil(instant), instant,
                [.. Crossings(value, new([(EventField(Variable(type, EdgeSlot), type, type.Time), false)], 1 - after))]),
        };
    }

    // Beyond the slots of any query.
    private const int EdgeSlot = 1000;

    private IEnumerable<PlanValue> Past(PlanInstant past, ImmutableArray<PlanValue> inner)
    {
        if (past is not { Value: { } value, Parent: { } parent })
        {
            return inner;
        }

        return MotionOf(value) is { } motion
            ? inner.Select(c => Clock(parent, $"past {past.Number} {Key(c)}", new PlanPast(past, motion, c)))
            : [Clock(parent, $"arrival {past.Number}", new PlanArrival(past, value))];
    }

    private PlanMotion? MotionOf(PlanValue value) => value switch
    {
        PlanNow now => new(PlanMotionKind.Instant, now.Instant, []),
        PlanAgo ago => new(PlanMotionKind.Instant, ago.Instant, [new(ago.Count, ago.Unit, true)]),
        PlanMove move when MotionOf(move.From) is { Kind: PlanMotionKind.Instant } motion && !IsFlowing(move.Span) =>
            motion with { Steps = motion.Steps.Add(new(move.Span, null, move.IsBack)) },
        PlanPart { Part: DatePart.Date, Value: PlanNow now } => new(PlanMotionKind.Date, now.Instant, []),
        PlanArithmetic { Operator: ArithmeticOperator.Add or ArithmeticOperator.Subtract, Right.Type: SpanType } sum
            when Equals(sum.Type, SegType.Date) && MotionOf(sum.Left) is { Kind: PlanMotionKind.Date } motion && !IsFlowing(sum.Right) =>
            motion with { Steps = motion.Steps.Add(new(sum.Right, null, sum.Operator == ArithmeticOperator.Subtract)) },
        PlanArithmetic { Operator: ArithmeticOperator.Add, Left: PlanNow now, Right.Type: SpanType } sum when !IsFlowing(sum.Right) =>
            new(PlanMotionKind.Instant, now.Instant, [new(sum.Right, null, false)]),
        PlanElse { Otherwise: PlanConstant { Value: int.MaxValue or int.MinValue } } beyond => MotionOf(beyond.Value),
        PlanElse { Otherwise: PlanConstant { Value: Calendars.Never or (-Calendars.Never) } } beyond => MotionOf(beyond.Value),
        PlanConversion conversion when Equals(conversion.Type, SegType.DateTime)
            && MotionOf(conversion.Value) is { Kind: PlanMotionKind.Date } motion => motion with { Kind = PlanMotionKind.StartOfDate },
        PlanUnitStart start => new(
            Equals(start.Type, SegType.Date) ? PlanMotionKind.UnitStartDate : PlanMotionKind.UnitStart, start.Instant, [])
        {
            Unit = start.Unit, Count = start.Count, Negated = start.Negated,
        },
        _ => null,
    };

    private PlanClock Tick(PlanInstant instant) => Clock(instant, "tick", new PlanTick());

    private PlanClock NextStart(PlanInstant instant, TimeUnit unit) => Clock(instant, $"start {unit}", new PlanNextStart(unit));

    private PlanClock Returning(PlanInstant instant, PlanValue date) => Clock(instant, $"returning {Key(date)}", new PlanReturning(date));

    private PlanClock Counting(PlanUnits units, PlanThreshold? count) => Clock(
        units.Instant,
        $"counting {units.IsSince} {units.Unit} {Key(units.Value)} {(count is null ? "" : Key(count))}",
        new PlanCounting(units.IsSince, units.Unit, units.Value, count));

    private PlanClock Clock(PlanInstant instant, string key, PlanSignal signal) =>
        Share($"clock {instant.Number} {key}", id => new PlanClock(id, instant, signal));

    private static string Key(PlanThreshold threshold) => string.Join(
        '+', threshold.Terms.Select(t => (t.IsNegative ? "-" : "") + Key(t.Value)).Append(threshold.Offset.ToString(CultureInfo.InvariantCulture)));

    private static string Key(PlanMotion motion) =>
        $"{motion.Kind} {string.Join(',', motion.Steps.Select(s => $"{Key(s.Amount)} {s.Unit} {s.IsBack}"))} {motion.Unit} {Key(motion.Count)} {motion.Negated}";
}
