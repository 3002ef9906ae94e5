using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>
/// Adds one span to many instants. While instant and sum lie between the same two changes of the clock, days and weeks are a
/// constant; that stretch is remembered from one instant to the next. Not for several threads at once.
/// </summary>
internal sealed class SpanAdder(Calendar calendar, long count, CalendarUnit unit)
{
    private readonly long length = unit <= CalendarUnit.Hour
        ? Math.Clamp(count, 0, 1_000_000_000) * Calendar.UnitLength(unit)
        : unit <= CalendarUnit.Week ? Math.Clamp(count, 0, 10_000_000) * Calendar.Day * (unit == CalendarUnit.Week ? 7 : 1) : -1;

    private long from = long.MaxValue;
    private long until = long.MinValue;

    /// <summary>The instant plus the span; beyond the calendar the greatest number, of a negative span the least.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Add(long instant) => instant >= from && instant < until ? instant + length : AddSlowly(instant);

    private long AddSlowly(long instant)
    {
        if (count < 0)
        {
            return long.MinValue;
        }

        if (!calendar.TryAdd(instant, count, unit, out long sum))
        {
            return long.MaxValue;
        }

        if (length >= 0 && sum == instant + length)
        {
            // Forward to where the sum would meet the next change, which ends the stretch before it.
            bool changes = unit > CalendarUnit.Hour;
            long next = changes && calendar.Zone.TryNextTransition(instant, out long transition) ? transition : Calendar.LastInstant;
            if (sum < next)
            {
                from = instant;
                until = next - length;
            }
        }

        return sum;
    }
}
