namespace SegLang.Runtime;

public static partial class Horizon
{
    /// <summary>The next start of a calendar unit; below the day also the next change of the clock.</summary>
    public static long NextStart(Calendar calendar, long now, CalendarUnit unit)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (unit <= CalendarUnit.Hour)
        {
            return Math.Min(calendar.StartOf(now, unit) + Calendar.UnitLength(unit), NextTransition(calendar, now));
        }

        long date = calendar.DatesAfter(calendar.DateOf(now), 1, unit);
        return date > Calendar.LastDate ? long.MaxValue : StartOf(calendar, now, (int)date);
    }

    /// <summary>The first instant after now at which today, moved by the steps, is no longer on the same side of a date.</summary>
    public static long ReachDate(Calendar calendar, long now, long threshold, params ReadOnlySpan<CalendarSpan> steps)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        int today = calendar.DateOf(now);
        if (threshold > Calendar.LastDate + 1L || Moved(today, steps) >= threshold)
        {
            return BackOverMidnight(calendar, now);
        }

        (int low, int high) = (today, Calendar.LastDate);
        if (Moved(high, steps) < threshold)
        {
            return BackOverMidnight(calendar, now);
        }

        while (high - low > 1)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = Moved(middle, steps) < threshold ? (middle, high) : (low, middle);
        }

        return StartOf(calendar, now, high);
    }

    /// <summary>The same for the first instant of that date and an instant.</summary>
    public static long ReachStartOfDate(Calendar calendar, long now, long threshold, params ReadOnlySpan<CalendarSpan> steps) =>
        ReachDate(calendar, now, FirstDateFrom(calendar, threshold), steps);

    /// <summary>The first instant after now at which the start of a unit, `count` units from the current one, is no longer on the same side of an instant.</summary>
    public static long ReachStart(Calendar calendar, long now, long threshold, long count, CalendarUnit unit)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (unit > CalendarUnit.Hour)
        {
            return ReachStartDate(calendar, now, FirstDateFrom(calendar, threshold), count, unit);
        }

        long gap = Difference(threshold, calendar.UnitsAfter(now, count, unit));
        if (gap <= 0)
        {
            return Sum(gap, Calendar.Day) < 0 ? long.MaxValue : NextTransition(calendar, now);
        }

        long length = Calendar.UnitLength(unit);
        long near = Math.Min(Sum(now, Math.Max(0, gap - (2 * length))), NextTransition(calendar, now) - 1);
        return near > Calendar.LastInstant ? long.MaxValue : NextStart(calendar, Math.Max(now, near), unit);
    }

    /// <summary>The same for the first day of the unit and a date.</summary>
    public static long ReachStartDate(Calendar calendar, long now, long threshold, long count, CalendarUnit unit)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        int today = calendar.DateOf(now);
        long start = calendar.DatesAfter(today, count, unit);
        if (start >= threshold || threshold > Calendar.LastDate)
        {
            return BackOverMidnight(calendar, now);
        }

        // From the current unit on, so many units that the start has come so far for certain.
        long shortest = unit switch { CalendarUnit.Day => 1, CalendarUnit.Week => 7, CalendarUnit.Month => 28, CalendarUnit.Quarter => 90, _ => 365 };
        long gap = threshold - Math.Max(start, Calendar.FirstDate - 4_000_000L);
        (long low, long high) = (0, (gap / shortest) + 2);
        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            (low, high) = calendar.DatesAfter(today, middle + count, unit) < threshold ? (middle, high) : (low, middle);
        }

        long date = calendar.DatesAfter(today, high, unit);
        return date > Calendar.LastDate ? long.MaxValue : StartOf(calendar, now, (int)date);
    }

    /// <summary>The first instant after now at which the next return of a day is another one.</summary>
    public static long NextAnniversary(Calendar calendar, long now, int date)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return Calendar.TryAnniversary(date, calendar.DateOf(now), out int next) && next < Calendar.LastDate
            ? StartOf(calendar, now, next + 1)
            : long.MaxValue;
    }

    /// <summary>The first instant after now at which the units since X become known or reach or leave a count.</summary>
    public static long Since(Calendar calendar, long now, long x, CalendarUnit unit, long count)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return now < x ? x : count > 0 && calendar.TryAdd(x, count, unit, out long reached) && reached > now ? reached : long.MaxValue;
    }

    /// <summary>The first instant after now at which the units until X become unknown or reach or leave a count.</summary>
    public static long Until(Calendar calendar, long now, long x, CalendarUnit unit, long count)
    {
        long end = Reach(calendar, now, Sum(x, 1));
        return count < 0 ? end : Math.Min(end, Reach(calendar, now, Sum(x, 1), new CalendarSpan(count, unit)));
    }

    /// <summary>The first instant after now at which the units since X change.</summary>
    public static long Since(Calendar calendar, long now, long x, CalendarUnit unit)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return Since(calendar, now, x, unit, calendar.TryUnitsSince(x, now, unit, out long count) ? count + 1 : 0);
    }

    /// <summary>The first instant after now at which the units until X change.</summary>
    public static long Until(Calendar calendar, long now, long x, CalendarUnit unit)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return calendar.TryUnitsUntil(x, now, unit, out long count)
            ? Math.Min(Until(calendar, now, x, unit, count), Until(calendar, now, x, unit, count + 1))
            : long.MaxValue;
    }

    /// <summary>As <see cref="Since(Calendar, long, long, CalendarUnit, long)"/> of a date.</summary>
    public static long SinceDate(Calendar calendar, long now, int x, CalendarUnit unit, long count)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (unit < CalendarUnit.Day)
        {
            return calendar.TryStartOfDay(x, out long start) ? Since(calendar, now, start, unit, count) : long.MaxValue;
        }

        long known = ReachDate(calendar, now, x);
        return count > 0 && Calendar.TryAddDate(x, count, unit, out int date) ? Math.Min(known, ReachDate(calendar, now, date)) : known;
    }

    /// <summary>As <see cref="Until(Calendar, long, long, CalendarUnit, long)"/> of a date.</summary>
    public static long UntilDate(Calendar calendar, long now, int x, CalendarUnit unit, long count)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (unit < CalendarUnit.Day)
        {
            return calendar.TryStartOfDay(x, out long start) ? Until(calendar, now, start, unit, count) : long.MaxValue;
        }

        long end = ReachDate(calendar, now, x + 1L);
        return count < 0 ? end : Math.Min(end, ReachDate(calendar, now, x + 1L, new CalendarSpan(count, unit)));
    }

    /// <summary>As <see cref="Since(Calendar, long, long, CalendarUnit)"/> of a date.</summary>
    public static long SinceDate(Calendar calendar, long now, int x, CalendarUnit unit)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return SinceDate(calendar, now, x, unit, calendar.TryUnitsSinceDate(x, now, unit, out long count) ? count + 1 : 0);
    }

    /// <summary>As <see cref="Until(Calendar, long, long, CalendarUnit)"/> of a date.</summary>
    public static long UntilDate(Calendar calendar, long now, int x, CalendarUnit unit)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return calendar.TryUnitsUntilDate(x, now, unit, out long count)
            ? Math.Min(UntilDate(calendar, now, x, unit, count), UntilDate(calendar, now, x, unit, count + 1))
            : BackOverMidnight(calendar, now);
    }

    /// <summary>The first instant after now at which F(now) lies in another unit, where F moves now by the steps.</summary>
    public static long Part(Calendar calendar, long now, CalendarUnit unit, params ReadOnlySpan<CalendarSpan> steps)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        long value = Value(calendar, now, steps);
        return !Calendar.InRange(value)
            ? long.MaxValue
            : Math.Min(
                Reach(calendar, now, NextStart(calendar, value, unit), steps),
                Reach(calendar, now, calendar.StartOf(value, unit), steps));
    }

    private static long Moved(int date, ReadOnlySpan<CalendarSpan> steps)
    {
        foreach (CalendarSpan step in steps)
        {
            if (!Calendar.TryAddDate(date, step.Count, step.Unit, out date))
            {
                return step.Count < 0 ? long.MinValue : long.MaxValue;
            }
        }

        return date;
    }

    // The first date whose first instant is not before an instant.
    private static long FirstDateFrom(Calendar calendar, long instant)
    {
        if (!Calendar.InRange(instant))
        {
            return instant < Calendar.FirstInstant ? Calendar.FirstDate : long.MaxValue;
        }

        // A date that the zone left out begins with the one after it.
        int date = calendar.DateOf(instant) + 1;
        while (date > Calendar.FirstDate && calendar.StartOfDay(date - 1) >= instant)
        {
            date--;
        }

        return date;
    }

    private static long NextTransition(Calendar calendar, long now) =>
        calendar.Zone.TryNextTransition(now, out long transition) ? transition : long.MaxValue;

    // The first instant of a later date. Where clocks went back over midnight it may have been already.
    private static long StartOf(Calendar calendar, long now, int date)
    {
        long start = calendar.StartOfDay(date);
        if (start <= now)
        {
            start = Math.Min(now + ((date * Calendar.Day) - calendar.ToLocal(now)), NextTransition(calendar, now));
        }

        return Math.Min(start, BackOverMidnight(calendar, now));
    }

    // Where clocks go back over midnight, it is yesterday once more.
    private static long BackOverMidnight(Calendar calendar, long now)
    {
        long transition = NextTransition(calendar, now);
        return transition <= now + (2 * Calendar.Day) && calendar.DateOf(transition) < calendar.DateOf(transition - 1)
            ? transition
            : long.MaxValue;
    }
}
