namespace SegLang.Runtime;

public static partial class Horizon
{
    /// <summary>The first event from an instant on that now can see.</summary>
    public static bool Sees<TReader>(ref TReader reader, int type, long from, long now, out long time)
        where TReader : struct, IFactReader
    {
        time = long.MaxValue;
        int index = reader.FirstEventFrom(type, from, 0);
        if (index < reader.EventCount(type))
        {
            time = reader.EventTime(type, index);
        }

        return time <= now;
    }

    /// <summary>The time of the first event after an instant.</summary>
    public static long NextEvent<TReader>(ref TReader reader, int type, long now)
        where TReader : struct, IFactReader =>
        Sees(ref reader, type, now + 1, long.MaxValue, out long time) ? time : long.MaxValue;

    /// <summary>The first end of `within`, counted from an event up to now, that lies after now.</summary>
    public static long NextDeadline<TReader>(ref TReader reader, Calendar calendar, int type, long now, long count, CalendarUnit unit)
        where TReader : struct, IFactReader
    {
        ArgumentNullException.ThrowIfNull(calendar);
        long next = long.MaxValue;
        long from = calendar.TryAdd(now, -count, unit, out long back) ? back - Slack : long.MinValue;
        for (int i = reader.FirstEventFrom(type, from, 0); i < reader.EventCount(type); i++)
        {
            long time = reader.EventTime(type, i);
            if (time > now)
            {
                break;
            }

            long end = Operations.Deadline(calendar, time, count, unit);
            next = end > now && end != Operations.Never ? Math.Min(next, end) : next;
        }

        return next;
    }

    /// <summary>The first stay in a stage of a journey that began after an instant, as `until` knows it.</summary>
    public static long NextStay<TReader>(ref TReader reader, int journey, long after, long until)
        where TReader : struct, IFactReader
    {
        long next = long.MaxValue;
        while (reader.Journey(journey, JourneyFact.Since, until, out long since) && since > after)
        {
            next = since;
            until = since - 1;
        }

        return next;
    }
}
