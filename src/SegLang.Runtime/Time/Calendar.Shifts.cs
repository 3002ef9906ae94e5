namespace SegLang.Runtime;

// Streams ask for the same few steps (30 days ago, a year later) again and again. Between two changes of the clock, and within a month, such a step
// leads equally far from every instant: these stretches are remembered.
public sealed partial class Calendar
{
    private const int ShiftBits = 11;
    private const int MonthShift = 41; // About 25 days: each month has a slot of its own.
    private readonly Shift?[] shifts = new Shift?[1 << ShiftBits];

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
        Shift? known = Volatile.Read(ref shifts[SlotOf(step, instant, count, unit)]);
        if (known is not null && instant >= known.From && instant < known.Until && known.Count == count && known.Unit == unit && known.Step == step)
        {
            result = instant + known.By;
            return true;
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
        (long before, long ahead) = step switch { Step.Add => (0, 0), Step.Ago => (0, 5 * Day), _ => (2 * Day, 5 * Day) };
        from = Math.Max(from + before, first + Day - by);
        until = Math.Min(until, end - by) - ahead;
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

        Volatile.Write(ref shifts[SlotOf(step, instant, count, unit)], new Shift(step, count, unit, from, until, by));
        return true;
    }

    private static int SlotOf(Step step, long instant, long count, CalendarUnit unit) =>
        (int)(((((ulong)(instant >> MonthShift) * 31) + ((ulong)count * 7) + ((ulong)unit * 3) + (ulong)step) * 0x9E3779B97F4A7C15) >> (64 - ShiftBits));

    // From each instant of [From, Until) a step leads By further.
    private sealed record Shift(Step Step, long Count, CalendarUnit Unit, long From, long Until, long By);
}
