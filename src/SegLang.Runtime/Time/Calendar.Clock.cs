namespace SegLang.Runtime;

public sealed partial class Calendar
{
    /// <summary>
    /// The first instant not before another at which the local time is a minute of the day (0 … 1439); where a change of the clock skips
    /// it, the instant after the gap; the greatest number beyond the calendar.
    /// </summary>
    public long FirstAt(long instant, int minute)
    {
        // The day before may still have it: in a gap that ends at this very instant, or where the clock is set back over midnight.
        for (int date = Math.Max(DateOf(instant) - 1, FirstDate); DateInRange(date); date++)
        {
            long local = (date * Day) + (minute * Minute);
            long first = Zone.FirstAt(local);
            if (first >= instant)
            {
                return first;
            }

            // The same local time comes twice where the clock is set back in between.
            if (Zone.TryNextTransition(first, out long transition))
            {
                long second = first + Zone.OffsetAt(first) - Zone.OffsetAt(transition);
                if (second >= instant && second >= transition && ToLocal(second) == local)
                {
                    return second;
                }
            }
        }

        return long.MaxValue;
    }

    /// <summary>As <see cref="FirstAt"/>, but after the instant.</summary>
    public long NextAt(long instant, int minute) => FirstAt(instant + 1, minute);
}
