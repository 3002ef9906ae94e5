namespace SegLang.Runtime;

public sealed partial class Calendar
{
    /// <summary>
    /// `N units ago`: the earliest value of t − N units that now or any later instant t gives, so that it never moves back.
    /// </summary>
    public bool TryAgo(long now, long count, CalendarUnit unit, out long result)
    {
        if (unit > CalendarUnit.Hour && TryShift(Step.Ago, now, count, unit, out result))
        {
            return true;
        }

        if (!TryAdd(now, -count, unit, out result))
        {
            return false;
        }

        if (unit <= CalendarUnit.Hour || count == 0 || MovesEvenly(now, result, unit))
        {
            _ = unit > CalendarUnit.Hour && count != 0 && Learn(Step.Ago, now, count, unit, result);
            return true;
        }

        long earliest = result;
        LowerByGap(now, count, unit, ref earliest);
        int today = DateOf(now);
        for (int date = today + 1; date <= today + 4; date++)
        {
            LowerBy(StartOfDay(date), count, unit, ref earliest);
        }

        long transition = now;
        while (Zone.TryNextTransition(transition, out transition) && transition <= now + (5 * Day))
        {
            LowerBy(transition, count, unit, ref earliest);
        }

        result = earliest;
        return true;
    }

    // Whether a later instant has a later target for certain: no clock changes and no month ends within the time that matters.
    private bool MovesEvenly(long now, long target, CalendarUnit unit) =>
        !Zone.ChangesWithin(now, now + AheadOf(unit)) && !Zone.ChangesWithin(target - BehindOf(unit), target + AheadOf(unit))
        && (unit is CalendarUnit.Day or CalendarUnit.Week || Civil(DateOf(now)).Day <= 24);

    // A later instant whose target lies before the best so far.
    private void LowerBy(long later, long count, CalendarUnit unit, ref long earliest)
    {
        if (TryAdd(later, -count, unit, out long value))
        {
            earliest = Math.Min(earliest, value);
            LowerByGap(later, count, unit, ref earliest);
        }
    }

    // A target in a gap is moved forward by its length; as soon as the target reaches the gap's end it falls back to it.
    private void LowerByGap(long instant, long count, CalendarUnit unit, ref long earliest)
    {
        long local = ToLocal(instant);
        int date = DateOfLocal(local);
        if (!TryAddDate(date, -count, unit, out int moved))
        {
            return;
        }

        long target = local + ((moved - (long)date) * Day);
        Zone.FromLocal(target, out bool inGap, out long transition);
        if (inGap)
        {
            long end = ToLocal(transition);
            if (TryAdd(instant + (end - target), -count, unit, out long value))
            {
                earliest = Math.Min(earliest, value);
            }
        }
    }

    /// <summary>`in last N units` of instants: (now − N units, now]; a start beyond the calendar is its beginning.</summary>
    public Window Last(long now, long count, CalendarUnit unit)
    {
        if (count <= 0)
        {
            return Window.Empty;
        }

        return new(TryAgo(now, count, unit, out long start) ? start + 1 : long.MinValue, now);
    }

    /// <summary>`in this unit` of events: from the start of the current unit to now.</summary>
    public Window This(long now, CalendarUnit unit) => new(StartOf(now, unit), now);

    /// <summary>`in this unit` as a comparison: the whole of it.</summary>
    public Window WholeThis(long now, CalendarUnit unit) => new(StartOf(now, unit), Before(UnitsAfter(now, 1, unit)));

    /// <summary>`in next unit`: the next whole calendar unit.</summary>
    public Window NextUnit(long now, CalendarUnit unit) => new(UnitsAfter(now, 1, unit), Before(UnitsAfter(now, 2, unit)));

    /// <summary>`in previous N units`: the last N complete calendar units.</summary>
    public Window Previous(long now, long count, CalendarUnit unit) => count <= 0
        ? Window.Empty
        : new(UnitsAfter(now, -count, unit), Before(UnitsAfter(now, 0, unit)));

    /// <summary>`in next N units`, rolling: [now, now + N units).</summary>
    public Window Next(long now, long count, CalendarUnit unit) => count <= 0
        ? Window.Empty
        : new(now, TryAdd(now, count, unit, out long end) ? end - 1 : long.MaxValue);

    /// <summary>`in last N units` of dates: (today − N units, today].</summary>
    public static Window LastDates(int today, long count, CalendarUnit unit) => count <= 0
        ? Window.Empty
        : new(TryAddDate(today, -count, unit, out int start) ? start + 1L : long.MinValue, today);

    /// <summary>`in next N units` of dates: [today, today + N units).</summary>
    public static Window NextDates(int today, long count, CalendarUnit unit) => count <= 0
        ? Window.Empty
        : new(today, TryAddDate(today, count, unit, out int end) ? end - 1L : long.MaxValue);

    /// <summary>`in this unit` of dates: the whole of it.</summary>
    public Window WholeThisDates(int today, CalendarUnit unit) => new(DatesAfter(today, 0, unit), DatesAfter(today, 1, unit) - 1);

    /// <summary>`in next unit` of dates.</summary>
    public Window NextUnitDates(int today, CalendarUnit unit) => new(DatesAfter(today, 1, unit), DatesAfter(today, 2, unit) - 1);

    /// <summary>`in previous N units` of dates.</summary>
    public Window PreviousDates(int today, long count, CalendarUnit unit) => count <= 0
        ? Window.Empty
        : new(DatesAfter(today, -count, unit), DatesAfter(today, 0, unit) - 1);

    /// <summary>The start of the unit that lies `count` units after the current one; beyond the calendar the least or greatest number.</summary>
    public long UnitsAfter(long now, long count, CalendarUnit unit)
    {
        if (unit <= CalendarUnit.Hour)
        {
            Int128 start = StartOf(now, unit) + ((Int128)count * UnitLength(unit));
            return start < FirstInstant ? long.MinValue : start > LastInstant ? long.MaxValue : (long)start;
        }

        long date = DatesAfter(DateOf(now), count, unit);
        return date switch
        {
            long.MinValue => long.MinValue,
            long.MaxValue => long.MaxValue,
            _ => StartOfDay((int)date),
        };
    }

    /// <summary>The first day of the unit that lies `count` units after the current one; beyond the calendar the least or greatest number.</summary>
    public long DatesAfter(int today, long count, CalendarUnit unit) =>
        TryAddDate(StartOfDate(today, unit), count, unit, out int date) ? date : count < 0 ? long.MinValue : long.MaxValue;

    private static long Before(long end) => end == long.MaxValue || end == long.MinValue ? end : end - 1;
}
