using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Reference;

// The next instants of windows, units, parts and time travel.
public sealed partial class ReferenceProfile
{
    private long NextOfInWindow(BoundInWindow expression, ReferenceScope? scope, long until)
    {
        long next = Math.Min(Next(expression.Value, scope, until), Earliest(BoundTree.Children(expression.Window), scope, until));
        if (evaluator.Timing.Flows(expression.Value))
        {
            return Math.Min(next, NextOfFlowInWindow(expression, scope, Math.Min(next - 1, until)));
        }

        return Evaluate(expression.Value, scope) switch
        {
            long instant => Math.Min(next, NextInWindow(expression.Window, instant, scope, false, Math.Min(next - 1, until))),
            int date => Math.Min(next, ReferenceChanges.FirstByTransitions(
                t => Place(At(t).DateRange(expression.Window, scope), date), calendar, now, Math.Min(next - 1, until))),
            _ => next,
        };
    }

    // Both move: only from break to break of the calendar is it certain how.
    private long NextOfFlowInWindow(BoundInWindow expression, ReferenceScope? scope, long until)
    {
        long hour = calendar.NextBreak(now, TimeUnit.Hour);
        int Level(long t) => At(t).InWindow(expression, scope) switch { true => 1, false => 0, _ => 2 };
        return Math.Min(hour, ReferenceChanges.First(Level, now, Math.Min(until, hour)));
    }

    // When an instant enters or leaves a window; of an event, whose window ends at now.
    private long NextInWindow(BoundWindow? window, long instant, ReferenceScope? scope, bool isEvent, long until)
    {
        Func<long, int> place = t => Place(isEvent ? At(t).EventRange(window, scope) : At(t).Range(window, scope), instant);
        return window switch
        {
            null => Never,
            BoundLastWindow last => instant > now ? instant : After(now, evaluator.FirstBoundFrom(instant, Count(last.Amount, scope), last.Amount.Unit)),
            BoundNextWindow next when next.Amount.Unit < TimeUnit.Day => ReferenceChanges.First(place, now, until),
            BoundNextWindow => ReferenceChanges.FirstRoughly(place, calendar, now, until),
            BoundRangeWindow { From: null or { Moves: false }, Until: null or { Moves: false } } => Never, // What its bounds do is found there.
            BoundRangeWindow range when AddsDays(range) => ReferenceChanges.FirstRoughly(place, calendar, now, until),
            BoundRangeWindow => ReferenceChanges.First(place, now, until),
            _ => ReferenceChanges.FirstByTransitions(place, calendar, now, until),
        };
    }

    private bool AddsDays(BoundRangeWindow range) => BoundTree.Children(range).Any(evaluator.Timing.AddsDays);

    private static long After(long now, long instant) => instant > now ? instant : Never;

    // Before the window (that is, later than it), in it, after it.
    private static int Place(TimeRange range, long value) => value > range.Last ? -1 : value < range.First ? 1 : 0;

    private long NextOfPart(BoundPart part, ReferenceScope? scope, long until)
    {
        long next = Next(part.Value, scope, until);
        if (!evaluator.Timing.Flows(part.Value))
        {
            return next;
        }

        var unit = part.Part switch { DatePart.Hour => TimeUnit.Hour, DatePart.Minute => TimeUnit.Minute, _ => TimeUnit.Day };
        if (part.Value is BoundNow)
        {
            return calendar.NextBreak(now, unit);
        }

        // The value is on its way through one local unit; it leaves it at the break.
        long? here = (long?)Evaluate(part.Value, scope);
        long end = here is { } known ? calendar.NextBreak(known, unit) : 0;
        int Level(long t) => At(t).Evaluate(part.Value, scope) is not long then ? 2 : here is null ? 3 : then >= end ? 1 : then < here ? -1 : 0;
        return Math.Min(next, FirstOfFlow(part.Value, Level, Math.Min(next - 1, until)));
    }

    private long FirstOfFlow(BoundExpression value, Func<long, int> level, long until) => evaluator.Timing.AddsDays(value)
        ? ReferenceChanges.FirstRoughly(level, calendar, now, until)
        : ReferenceChanges.First(level, now, until);

    private long NextOfUnits(BoundUnits units, ReferenceScope? scope, long until)
    {
        long next = Next(units.Operand, scope, until);
        object? operand = Evaluate(units.Operand, scope);
        if (operand is int date && units.Unit >= TimeUnit.Day)
        {
            return Math.Min(next, NextOfDateUnits(units, date, until));
        }

        if ((operand is int start ? calendar.StartOfDay(start) : (long?)operand) is not { } instant)
        {
            return next;
        }

        return Math.Min(next, units.IsSince
            ? After(now, NextSince(units, instant))
            : NextUntil(units, instant, Math.Min(next - 1, until)));
    }

    private long NextSince(BoundUnits units, long instant) =>
        Units(units, instant) is { } count ? calendar.Add(instant, count + 1, units.Unit) ?? Never : instant;

    private long NextUntil(BoundUnits units, long instant, long until)
    {
        if (Units(units, instant) is not { } count)
        {
            return Never; // It has passed.
        }

        int Level(long t) => At(t).Units(units, instant) == count ? 0 : 1;
        return units.Unit < TimeUnit.Day
            ? ReferenceChanges.First(Level, now, until)
            : ReferenceChanges.FirstRoughly(Level, calendar, now, until);
    }

    // Today is another day at its start; it may come back where the clock goes back over midnight.
    private long NextOfDateUnits(BoundUnits units, int date, long until)
    {
        long? count = Units(units, date);
        if (units.IsSince)
        {
            int? next = count is { } known ? ReferenceCalendar.AddToDate(date, known + 1, units.Unit) : date;
            return Math.Min(calendar.NextTransition(now), next is { } day ? calendar.StartOfDay(day) ?? Never : Never);
        }

        return count is null
            ? calendar.NextTransition(now)
            : ReferenceChanges.FirstByTransitions(t => At(t).Units(units, date) == count ? 0 : 1, calendar, now, until);
    }

    private long NextOfAsOf(BoundAsOf asOf, ReferenceScope? scope, long until)
    {
        long? target = (long?)Evaluate(asOf.Instant, scope);
        if (!evaluator.Timing.Flows(asOf.Instant))
        {
            return target is { } set && set > now ? set : Never;
        }

        long reached = -Never;
        if (target is { } then)
        {
            // What changes the value there: an event that comes into sight, a stay that begins, time.
            reached = Past(then).Next(asOf.Value, scope, until);
            reached = Math.Min(reached, events.Select(e => e.Time).FirstOrDefault(t => t > then, Never));
            reached = Math.Min(reached, history?.NextAfter(then) ?? Never);
            if (reached > until)
            {
                return Never;
            }
        }

        if (asOf.Instant is BoundAgo ago && target is not null)
        {
            return evaluator.FirstBoundFrom(reached, Count(ago.Amount, scope), ago.Amount.Unit);
        }

        return ReferenceChanges.First(t => At(t).Evaluate(asOf.Instant, scope) is long at ? at >= reached ? 1 : 0 : 2, now, until);
    }
}
