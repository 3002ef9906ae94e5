namespace SegLang.Runtime;

// Streams ask for the same few steps (30 days ago, a year later) again and again. Between two changes of the clock, and within a month, such a step
// leads equally far from every instant: these stretches are remembered.
public sealed partial class Calendar
{
    private const int SetBits = 10;
    private const int Ways = 4; // Round a change of the clock a month has several stretches.
    private const int MonthShift = 41; // About 25 days: each month has places of its own.
    private readonly Shift?[] shifts = new Shift?[Ways << SetBits];
    private int turn;

    private enum Step : byte
    {
        // An instant plus units.
        Add,

        // `N units ago`, a bound.
        Ago,

        // The first instant for which `N units ago` is not before another one.
        Pass,
    }

    /// <summary>
    /// The first instant for which `N units ago` is not before <paramref name="threshold"/>; false where that takes more than a look at the calendar,
    /// because clocks change or months end nearby.
    /// </summary>
    internal bool TryPass(long threshold, long count, CalendarUnit unit, out long first)
    {
        if (TryShift(Step.Pass, threshold, count, unit, out first))
        {
            return true;
        }

        return unit > CalendarUnit.Hour && InRange(threshold) && TryAdd(threshold, count, unit, out first) && Learn(Step.Pass, threshold, count, unit, first);
    }

    private bool TryShift(Step step, long instant, long count, CalendarUnit unit, out long result)
    {
        int set = SetOf(step, instant, count, unit);
        for (int way = set; way < set + Ways && Volatile.Read(ref shifts[way]) is { } known; way++)
        {
            if (instant >= known.From && instant < known.Until && known.Count == count && known.Unit == unit && known.Step == step)
            {
                result = instant + known.By;
                return true;
            }
        }

        result = 0;
        return false;
    }

    // Remembers the stretch around an instant; false where it lies in none.
    private bool Learn(Step step, long instant, long count, CalendarUnit unit, long target)
    {
        long by = target - instant;
        (long from, long until) = Zone.StretchOf(instant);
        (long first, long end) = Zone.StretchOf(target);

        // What a bound is in the days that follow must not bring it back, and local times that come twice are the earlier ones.
        (long behind, long ahead) = (BehindOf(unit), AheadOf(unit));
        from = Math.Max(step == Step.Pass ? from + (2 * behind) : from, first + behind - by);
        until = Math.Min(until, end - by) - (step == Step.Add ? 0 : ahead);
        if (unit > CalendarUnit.Week)
        {
            long local = ToLocal(instant);
            (int year, int month, _) = Civil(DateOfLocal(local));
            long begin = (DateFrom(year, month, 1) * Day) - (local - instant);
            from = Math.Max(from, step == Step.Pass ? begin + Day : begin);
            until = Math.Min(until, begin + ((step == Step.Add ? 28 : 24) * Day));
        }

        if (instant < from || instant >= until)
        {
            return false;
        }

        Remember(new Shift(step, count, unit, from, until, by), SetOf(step, instant, count, unit));
        return true;
    }

    // In a free place, or in that of any other of its set.
    private void Remember(Shift shift, int set)
    {
        int way = set;
        while (way < set + Ways && Volatile.Read(ref shifts[way]) is not null)
        {
            way++;
        }

        Volatile.Write(ref shifts[way < set + Ways ? way : set + (turn++ & (Ways - 1))], shift);
    }

    // How long before and after an instant and its target no clock may change, so that no later instant has an earlier target: days and weeks lead
    // unevenly by no more than offsets differ, once for the instant and once for the target.
    private long AheadOf(CalendarUnit unit) => unit > CalendarUnit.Week ? 5 * Day : 2 * Zone.Swing;

    // Local times that come twice or are left out are no further from the change of the clock.
    private long BehindOf(CalendarUnit unit) => unit > CalendarUnit.Week ? Day : 2 * Zone.Swing;

    private static int SetOf(Step step, long instant, long count, CalendarUnit unit) => Ways * (int)(
        ((((ulong)(instant >> MonthShift) * 31) + ((ulong)count * 7) + ((ulong)unit * 3) + (ulong)step) * 0x9E3779B97F4A7C15) >> (64 - SetBits));

    // From each instant of [From, Until) a step leads By further.
    private sealed record Shift(Step Step, long Count, CalendarUnit Unit, long From, long Until, long By);
}
