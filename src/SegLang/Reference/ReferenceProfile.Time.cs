using System.Diagnostics;
using System.Numerics;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Reference;

// Instants, dates, units and windows.
public sealed partial class ReferenceProfile
{
    // Beyond the calendar on either side: no event and no date lies there.
    private const long Never = long.MaxValue - 1;

    private object? Time(BoundExpression expression, ReferenceScope? scope) => expression switch
    {
        BoundNow => now,
        BoundToday => Today,
        BoundAgo ago => Ago(now, Count(ago.Amount, scope), ago.Amount.Unit),
        BoundPart part => Evaluate(part.Value, scope) is { } value ? Part(value, part.Part) : null,
        BoundUnits units => Evaluate(units.Operand, scope) is { } value ? Units(units, value) : null,
        BoundInWindow window => InWindow(window, scope),
        _ => throw new UnreachableException(expression.GetType().Name),
    };

    private long Count(BoundAmount amount, ReferenceScope? scope) =>
        Evaluate(amount.Count, scope) is long count ? count : throw new UnreachableException("a span's count is always known");

    // A negative count has no past instant.
    private long? Ago(long instant, long count, TimeUnit unit)
    {
        if (count < 0)
        {
            return null;
        }

        if (instant != now)
        {
            return calendar.Ago(instant, count, unit);
        }

        bounds ??= [];
        if (!bounds.TryGetValue((count, unit), out long? bound))
        {
            bound = calendar.Ago(instant, count, unit);
            bounds.Add((count, unit), bound);
        }

        return bound;
    }

    private object? PlusSpan(BoundArithmetic expression, BoundExpression target, object value, SpanValue span)
    {
        BigInteger count = expression.Operator == ArithmeticOperator.Subtract ? -(BigInteger)span.Count : span.Count;
        if (value is int date)
        {
            return expression.Type == SegType.Date
                ? (object?)ReferenceCalendar.AddToDate(date, (Int128)count, span.Unit)
                : calendar.StartOfDay(date) is { } start ? calendar.Add(start, (Int128)count, span.Unit) : null;
        }

        return Shift((long)value, Moves(target), count, span.Unit);
    }

    // What moves with now never moves back.
    private long? Shift(long instant, bool moves, BigInteger count, TimeUnit unit) =>
        moves && count.Sign < 0 && -count <= long.MaxValue
            ? Ago(instant, (long)-count, unit)
            : calendar.Add(instant, (Int128)count, unit);

    private bool Moves(BoundExpression expression) => expression switch
    {
        BoundNow or BoundAgo => true,
        BoundArithmetic { Type: var type } sum when type == SegType.DateTime => Moves(sum.Left) || Moves(sum.Right),
        BoundTraitRef { Type: var type } trait when type == SegType.DateTime => Moves(((BoundTrait)evaluator.Rules.Definition(trait.Trait)).Expression),
        BoundElse choice => Moves(choice.Value) || Moves(choice.Otherwise),
        BoundCall { Function: FunctionKind.Least or FunctionKind.Greatest } call => call.Arguments.Any(Moves),
        _ => false,
    };

    private object Part(object value, DatePart part)
    {
        var (date, timeOfDay) = value is int day ? (day, 0) : calendar.Local((long)value);
        var local = ReferenceCalendar.DateOf(date);
        return part switch
        {
            DatePart.Weekday => (object)((int)local.DayOfWeek - 1),
            DatePart.Date => date,
            DatePart.Year => (long)local.Year,
            DatePart.Quarter => (local.Month + 2L) / 3,
            DatePart.Month => (long)local.Month,
            DatePart.Day => (long)local.Day,
            DatePart.Hour => timeOfDay / ReferenceCalendar.Length(TimeUnit.Hour),
            DatePart.Minute => timeOfDay / ReferenceCalendar.Length(TimeUnit.Minute) % 60,
            _ => throw new UnreachableException(part.ToString()),
        };
    }

    private long? Units(BoundUnits expression, object value)
    {
        if (value is int date && expression.Unit >= TimeUnit.Day)
        {
            return expression.IsSince
                ? Greatest(n => ReferenceCalendar.AddToDate(date, n, expression.Unit) <= Today)
                : Greatest(n => ReferenceCalendar.AddToDate(Today, n, expression.Unit) <= date);
        }

        if ((value is int start ? calendar.StartOfDay(start) : (long)value) is not { } instant)
        {
            return null;
        }

        return expression.IsSince
            ? Greatest(n => calendar.Add(instant, n, expression.Unit) <= now)
            : Greatest(n => calendar.Add(now, n, expression.Unit) <= instant);
    }

    // The greatest n from 0 on for which it holds, which it does up to some n and never after; unknown where it never does.
    private static long? Greatest(Func<long, bool> holds)
    {
        if (!holds(0))
        {
            return null;
        }

        long low = 0;
        long high = 1;
        while (holds(high))
        {
            (low, high) = (high, high * 2);
        }

        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            (low, high) = holds(middle) ? (middle, high) : (low, middle);
        }

        return low;
    }

    private object? InWindow(BoundInWindow expression, ReferenceScope? scope) => Evaluate(expression.Value, scope) switch
    {
        null => null,
        int date => DateRange(expression.Window, scope).Contains(date),
        long instant => Range(expression.Window, scope).Contains(instant),
        var other => throw new UnreachableException(other.GetType().Name),
    };

    // `in this unit` of events ends at now, not at the next unit's start, which may lie before now where clocks go back over midnight.
    private TimeRange EventRange(BoundWindow? window, ReferenceScope? scope) => window is BoundThisWindow current
        ? new(calendar.StartOfUnit(now, 0, current.Unit) ?? -Never, now)
        : Range(window, scope);

    // What a window covers of instants; for events up to now as well, since later ones are not there.
    private TimeRange Range(BoundWindow? window, ReferenceScope? scope) => window switch
    {
        null => TimeRange.Everything,
        BoundLastWindow last => LastRange(last.Amount, scope),
        BoundNextWindow next => new(now, (calendar.Add(now, Count(next.Amount, scope), next.Amount.Unit) ?? Never) - 1),
        BoundThisWindow current => UnitRange(0, 1, current.Unit),
        BoundNextUnitWindow next => UnitRange(1, 2, next.Unit),
        BoundPreviousWindow previous => UnitRange(-(Int128)Count(previous.Amount, scope), 0, previous.Amount.Unit),
        BoundRangeWindow range => Between(range, scope),
        _ => throw new UnreachableException(window.GetType().Name),
    };

    private TimeRange LastRange(BoundAmount amount, ReferenceScope? scope)
    {
        long count = Count(amount, scope);
        return count < 0 ? TimeRange.Nothing : new((Ago(now, count, amount.Unit) ?? -Never) + 1, now);
    }

    // From the start of one unit to before the start of another, counted from the current one.
    private TimeRange UnitRange(Int128 from, Int128 until, TimeUnit unit) =>
        new(calendar.StartOfUnit(now, from, unit) ?? -Never, (calendar.StartOfUnit(now, until, unit) ?? Never) - 1);

    // A fixed bound is [from … until), a moving one (from … until].
    private TimeRange Between(BoundRangeWindow window, ReferenceScope? scope)
    {
        long? from = window.From is { } start ? Edge(start, scope) + (start.Moves ? 1 : 0) : -Never;
        long? until = window.Until is { } end ? Edge(end, scope) - (end.Moves ? 0 : 1) : Never;
        return from is null || until is null ? TimeRange.Nothing : new(from.Value, until.Value);
    }

    private long? Edge(BoundEdge edge, ReferenceScope? scope) =>
        edge.Moves ? MovingEdge(edge.Value, scope) : (long?)Evaluate(edge.Value, scope);

    // A moving bound that leaves the calendar is its end.
    private long? MovingEdge(BoundExpression expression, ReferenceScope? scope)
    {
        switch (expression)
        {
            case BoundAgo ago:
                long count = Count(ago.Amount, scope);
                return count < 0 ? null : Ago(now, count, ago.Amount.Unit) ?? -Never;
            case BoundTraitRef trait:
                return MovingEdge(((BoundTrait)evaluator.Rules.Definition(trait.Trait)).Expression, null);
            case BoundArithmetic { Right.Type: SpanType } sum when Moves(sum.Left):
                return ShiftedEdge(sum, scope);
            default:
                return (long?)Evaluate(expression, scope);
        }
    }

    private long? ShiftedEdge(BoundArithmetic sum, ReferenceScope? scope)
    {
        if (MovingEdge(sum.Left, scope) is not { } instant || Evaluate(sum.Right, scope) is not SpanValue span)
        {
            return null;
        }

        if (Math.Abs(instant) == Never)
        {
            return instant;
        }

        BigInteger count = sum.Operator == ArithmeticOperator.Subtract ? -(BigInteger)span.Count : span.Count;
        return Shift(instant, true, count, span.Unit) ?? (count.Sign < 0 ? -Never : Never);
    }

    private TimeRange DateRange(BoundWindow window, ReferenceScope? scope) => window switch
    {
        BoundLastWindow last => Count(last.Amount, scope) is var count && count < 0
            ? TimeRange.Nothing
            : new((ReferenceCalendar.AddToDate(Today, -(Int128)count, last.Amount.Unit) ?? -Never) + 1, Today),
        BoundNextWindow next =>
            new(Today, (ReferenceCalendar.AddToDate(Today, Count(next.Amount, scope), next.Amount.Unit) ?? Never) - 1),
        BoundThisWindow current => DateUnitRange(0, 1, current.Unit),
        BoundNextUnitWindow next => DateUnitRange(1, 2, next.Unit),
        BoundPreviousWindow previous => DateUnitRange(-(Int128)Count(previous.Amount, scope), 0, previous.Amount.Unit),
        _ => throw new UnreachableException(window.GetType().Name),
    };

    private TimeRange DateUnitRange(Int128 from, Int128 until, TimeUnit unit)
    {
        int start = calendar.StartOfUnit(Today, unit);
        return new(
            ReferenceCalendar.AddToDate(start, from, unit) ?? -Never,
            (ReferenceCalendar.AddToDate(start, until, unit) ?? Never) - 1);
    }

    // Both ends included.
    private readonly record struct TimeRange(long First, long Last)
    {
        public static TimeRange Everything { get; } = new(-Never, Never);

        public static TimeRange Nothing { get; } = new(0, -1);

        public bool Contains(long value) => value >= First && value <= Last;
    }
}
