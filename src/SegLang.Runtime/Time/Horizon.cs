namespace SegLang.Runtime;

/// <summary>
/// When time alone changes something: the first instant after now at which an instant that moves with now passes a threshold, a calendar unit
/// begins, a count of units grows. Never too late; too early only where the clocks change or months end.
/// <see cref="long.MaxValue"/> where nothing changes any more.
/// </summary>
public static partial class Horizon
{
    private const int MostPieces = 500;
    private const int MostDays = 1_000_000;

    // How much a calendar step may stretch or shrink time: months differ by three days, zones change by up to a day.
    private const long Slack = 6 * Calendar.Day;

    /// <summary>a + b, at most the greatest and at least the least number.</summary>
    public static long Sum(long a, long b)
    {
        long sum = unchecked(a + b);
        return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? long.MinValue : long.MaxValue) : sum;
    }

    /// <summary>a − b, at most the greatest and at least the least number.</summary>
    public static long Difference(long a, long b) => b == long.MinValue ? Sum(Sum(a, long.MaxValue), 1) : Sum(a, -b);

    /// <summary>So many units before an instant, where clocks may change with some days to spare: no event that `within` leads from to one at the instant is earlier.</summary>
    public static long Before(Calendar calendar, long instant, long count, CalendarUnit unit)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return !Calendar.InRange(instant) ? instant
            : count >= 0 && calendar.TryAdd(instant, -count, unit, out long before) ? before - (unit > CalendarUnit.Hour ? Slack : 0)
            : long.MinValue;
    }

    /// <summary>
    /// The first instant t after now at which F(t) ≥ threshold becomes true or false, where F moves t by the steps: a step
    /// back as a bound does (`N units ago`), a step forward by the calendar.
    /// </summary>
    public static long Reach(Calendar calendar, long now, long threshold, params ReadOnlySpan<CalendarSpan> steps)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (threshold > Calendar.LastInstant)
        {
            return long.MaxValue;
        }

        if (steps.Length == 0)
        {
            return now >= threshold ? long.MaxValue : threshold;
        }

        foreach (CalendarSpan step in steps)
        {
            if (step.Unit > CalendarUnit.Hour && step.Count > 0)
            {
                return Scan(calendar, now, threshold, steps);
            }
        }

        return Pass(calendar, now, threshold, steps);
    }

    /// <summary>
    /// As <see cref="Reach(Calendar, long, long, ReadOnlySpan{CalendarSpan})"/> where that is before <paramref name="limit"/>; otherwise an instant that is
    /// neither before the limit nor too late.
    /// </summary>
    public static long Reach(Calendar calendar, long now, long threshold, long limit, params ReadOnlySpan<CalendarSpan> steps)
    {
        // Days are at least so long, but for what the clocks change in all.
        if (steps is [{ Count: < 0 and > -MostDays, Unit: CalendarUnit.Day or CalendarUnit.Week } step] && threshold is > -Calendar.LastInstant and <= Calendar.LastInstant)
        {
            long least = threshold - (step.Count * (step.Unit == CalendarUnit.Day ? 1 : 7) * Calendar.Day) - Slack;
            if (least >= limit && least > now)
            {
                return least;
            }
        }

        return Reach(calendar, now, threshold, steps);
    }

    /// <summary>A step of <see cref="Reach(Calendar, long, long, ReadOnlySpan{CalendarSpan})"/>: `N units ago`.</summary>
    public static CalendarSpan Back(long count, CalendarUnit unit) => new(-count, unit);

    /// <summary>A step of <see cref="Reach(Calendar, long, long, ReadOnlySpan{CalendarSpan})"/>: ± a span.</summary>
    public static CalendarSpan Step(CalendarSpan span, bool isBack) =>
        isBack ? span with { Count = span.Count == long.MinValue ? long.MaxValue : -span.Count } : span;

    // Steps back and exact ones never move back, so that there is one instant at most.
    private static long Pass(Calendar calendar, long now, long threshold, ReadOnlySpan<CalendarSpan> steps)
    {
        if (steps.Length == 1 && steps[0] is { Count: < 0 and > -Calendar.LastInstant, Unit: > CalendarUnit.Hour } step
            && calendar.TryPass(threshold, -step.Count, step.Unit, out long first))
        {
            return first > now ? first : long.MaxValue; // A bound never moves back.
        }

        if (Value(calendar, now, steps) >= threshold)
        {
            return long.MaxValue;
        }

        long guess = Undo(calendar, threshold, steps);
        if (guess > now && Value(calendar, guess, steps) >= threshold && Value(calendar, guess - 1, steps) < threshold)
        {
            return guess;
        }

        long low = now;
        long high = Math.Max(guess, now);
        long near = guess - (steps.Length * Slack);
        if (near > low && Value(calendar, near, steps) < threshold)
        {
            low = near;
        }

        while (Value(calendar, high, steps) < threshold)
        {
            if (high >= Calendar.LastInstant)
            {
                return long.MaxValue;
            }

            low = Math.Max(low, high);
            high = Math.Min(high + (steps.Length * Slack), Calendar.LastInstant);
        }

        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            (low, high) = Value(calendar, middle, steps) < threshold ? (middle, high) : (low, middle);
        }

        return high;
    }

    // The instant that the steps would lead to the threshold if no clock changed and no month ended.
    private static long Undo(Calendar calendar, long threshold, ReadOnlySpan<CalendarSpan> steps)
    {
        long instant = threshold;
        for (int i = steps.Length - 1; i >= 0; i--)
        {
            if (!calendar.TryAdd(instant, -steps[i].Count, steps[i].Unit, out instant))
            {
                return steps[i].Count < 0 ? Calendar.LastInstant : Calendar.FirstInstant;
            }
        }

        return instant;
    }

    private static long Value(Calendar calendar, long instant, ReadOnlySpan<CalendarSpan> steps)
    {
        foreach (CalendarSpan step in steps)
        {
            bool inside = step.Count < 0
                ? calendar.TryAgo(instant, -step.Count, step.Unit, out instant)
                : calendar.TryAdd(instant, step.Count, step.Unit, out instant);
            if (!inside)
            {
                return step.Count < 0 ? -Operations.Never : Operations.Never;
            }
        }

        return instant;
    }

    // Piece by piece: between two breaks F goes with t or stands still.
    private static long Scan(Calendar calendar, long now, long threshold, ReadOnlySpan<CalendarSpan> steps)
    {
        long slack = Slack * steps.Length;
        long value = Value(calendar, now, steps);
        bool reached = value >= threshold;
        long t = now;
        if (!reached && Difference(threshold, value) > slack)
        {
            t = Sum(now, Difference(threshold, value) - slack);
        }

        for (int pieces = 0; pieces < MostPieces && t < Calendar.LastInstant; pieces++)
        {
            value = Value(calendar, t, steps);
            if (t > now && value >= threshold != reached)
            {
                return t;
            }

            if (reached && Difference(value, threshold) > slack)
            {
                return long.MaxValue;
            }

            long next = NextBreak(calendar, t, steps);
            t = value < threshold ? Math.Min(next, t + (threshold - value)) : next;
        }

        return t >= Calendar.LastInstant ? long.MaxValue : t;
    }

    // Where the sum may jump: at a local midnight and a change of the clock of what is added to, and where the sum meets a change.
    private static long NextBreak(Calendar calendar, long instant, ReadOnlySpan<CalendarSpan> steps)
    {
        long next = instant + (2 * Calendar.Day);
        long value = instant;
        for (int i = 0; i <= steps.Length; i++)
        {
            Consider(calendar.StartOfDay(calendar.DateOf(value) + 1), value, instant, ref next);
            long transition = value - (2 * Calendar.Day);
            while (calendar.Zone.TryNextTransition(transition, out transition) && transition <= value + (4 * Calendar.Day))
            {
                long change = calendar.Zone.OffsetAt(transition) - calendar.Zone.OffsetAt(transition - 1);
                Consider(transition, value, instant, ref next);
                Consider(transition - change, value, instant, ref next);
                Consider(transition + change, value, instant, ref next);
            }

            if (i < steps.Length)
            {
                value = Value(calendar, value, steps.Slice(i, 1));
                if (!Calendar.InRange(value))
                {
                    break;
                }
            }
        }

        return next;
    }

    // Where a value that goes with the instant comes to a place.
    private static void Consider(long place, long value, long instant, ref long next)
    {
        if (place > value)
        {
            next = Math.Min(next, instant + (place - value));
        }
    }
}
