namespace SegLang.Reference;

/// <summary>
/// Finds the first instant at which something that time alone moves is no longer what it was. A level is any number that tells states
/// apart; as time goes on a level that was left does not come back, within the limits that each method says.
/// </summary>
internal static class ReferenceChanges
{
    private const long Day = ReferenceCalendar.MicrosecondsPerDay;
    private const long Slack = 8 * Day; // Months clamp by 3 days, zones shift by one; see ReferenceCalendar.
    private const int MostPieces = 400;

    /// <summary>The first instant in (from, until] of another level, where no level comes back; otherwise <see cref="ReferenceCalendar.Never"/>.</summary>
    public static long First(Func<long, int> level, long from, long until) =>
        until <= from || level(from) is var before && level(until) == before
            ? ReferenceCalendar.Never
            : Bisect(level, before, from, until);

    /// <summary>As <see cref="First"/>, where levels may come back when the zone's offset changes; may be early.</summary>
    public static long FirstByTransitions(Func<long, int> level, ReferenceCalendar calendar, long from, long until)
    {
        if (until <= from)
        {
            return ReferenceCalendar.Never;
        }

        int before = level(from);
        long start = from;
        for (int piece = 0; piece < MostPieces; piece++)
        {
            long end = Math.Min(calendar.NextTransition(start), until + 1);
            if (level(end - 1) != before)
            {
                return Bisect(level, before, start, end - 1);
            }

            if (end > until || level(end) != before)
            {
                return end > until ? ReferenceCalendar.Never : end;
            }

            start = end;
        }

        return start;
    }

    /// <summary>
    /// As <see cref="First"/>, where a level may come back within some days: calendar days are added, and where a clock is set, or a
    /// month is short, the sum falls. In the pieces of the local day it does not; may be early.
    /// </summary>
    public static long FirstRoughly(Func<long, int> level, ReferenceCalendar calendar, long from, long until)
    {
        if (until <= from)
        {
            return ReferenceCalendar.Never;
        }

        int before = level(from);
        long near = from > until - (2 * Slack) ? until : from + (2 * Slack);
        long start = from;
        while (start < near)
        {
            long end = Math.Min(calendar.NextPiece(start), near);
            if (level(end - 1) != before)
            {
                return Bisect(level, before, start, end - 1);
            }

            if (level(end) != before)
            {
                return end;
            }

            start = end;
        }

        return near == until ? ReferenceCalendar.Never : Far(level, before, near, until);
    }

    // Steps longer than what may come back; then the place is looked at closely from an instant that is certainly before.
    private static long Far(Func<long, int> level, int before, long near, long until)
    {
        long low = near;
        long step = 2 * Slack;
        while (low < until)
        {
            long high = low > until - step ? until : low + step;
            if (level(high) != before)
            {
                break;
            }

            low = high;
            step *= 2;
        }

        return low - Slack;
    }

    // level(low) is what it was, level(high) is not.
    private static long Bisect(Func<long, int> level, int before, long low, long high)
    {
        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            (low, high) = level(middle) == before ? (middle, high) : (low, middle);
        }

        return high;
    }
}
