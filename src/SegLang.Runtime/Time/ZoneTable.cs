using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>
/// The offsets of a time zone: a table of transitions up to a limit; later years repeat those of 400 years before, because the
/// Gregorian calendar with its weekdays does. Instants are microseconds since 1970-01-01T00:00Z.
/// </summary>
public sealed class ZoneTable
{
    /// <summary>400 Gregorian years.</summary>
    public const long Cycle = 146_097L * Calendar.Day;

    private const int BucketShift = 45; // About 407 days: few transitions share a bucket.
    private readonly long[] starts;
    private readonly int[] offsets;
    private readonly int[] buckets;
    private readonly long firstBucket;

    /// <summary>A zone from its transitions.</summary>
    /// <param name="transitions">The instants at which the offset changes, ascending; complete up to <paramref name="limit"/>.</param>
    /// <param name="offsetsSeconds">The offsets before, between and after them: one more than transitions, in seconds.</param>
    /// <param name="limit">From here on offsets are those one <see cref="Cycle"/> before; <see cref="long.MaxValue"/> where the last offset holds for ever.</param>
    public ZoneTable(long[] transitions, int[] offsetsSeconds, long limit)
    {
        ArgumentNullException.ThrowIfNull(transitions);
        ArgumentNullException.ThrowIfNull(offsetsSeconds);
        if (offsetsSeconds.Length != transitions.Length + 1)
        {
            throw new ArgumentException("there is one offset more than there are transitions", nameof(offsetsSeconds));
        }

        Transitions = transitions;
        OffsetsSeconds = offsetsSeconds;
        Limit = limit;
        starts = [long.MinValue, .. transitions, long.MaxValue];
        offsets = offsetsSeconds;
        Swing = ((long)offsets.Max() - offsets.Min()) * Calendar.Second;
        firstBucket = transitions.Length == 0 ? 0 : transitions[0] >> BucketShift;
        long lastBucket = transitions.Length == 0 ? 0 : transitions[^1] >> BucketShift;
        buckets = new int[lastBucket - firstBucket + 1];
        for (int i = 0, interval = 0; i < buckets.Length; i++)
        {
            while (interval < transitions.Length && transitions[interval] <= (firstBucket + i) << BucketShift)
            {
                interval++;
            }

            buckets[i] = interval;
        }
    }

    /// <summary>UTC.</summary>
    public static ZoneTable Utc { get; } = new([], [0], long.MaxValue);

    /// <summary>The instants at which the offset changes.</summary>
    public long[] Transitions { get; }

    /// <summary>The offsets before, between and after them, in seconds.</summary>
    public int[] OffsetsSeconds { get; }

    /// <summary>From here on offsets are those one cycle before.</summary>
    public long Limit { get; }

    /// <summary>By how much offsets differ at most, in microseconds.</summary>
    internal long Swing { get; }

    /// <summary>The table as bytes; <see cref="Decode"/> reads them.</summary>
    public byte[] Encode()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Limit);
        writer.Write(Transitions.Length);
        Array.ForEach(Transitions, writer.Write);
        Array.ForEach(OffsetsSeconds, writer.Write);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>The table of bytes that <see cref="Encode"/> gave.</summary>
    public static ZoneTable Decode(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        long limit = reader.ReadInt64();
        var transitions = new long[reader.ReadInt32()];
        for (int i = 0; i < transitions.Length; i++)
        {
            transitions[i] = reader.ReadInt64();
        }

        var offsets = new int[transitions.Length + 1];
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = reader.ReadInt32();
        }

        return new(transitions, offsets, limit);
    }

    /// <summary>The offset at an instant, in microseconds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long OffsetAt(long instant) => offsets.Length == 1 ? offsets[0] * Calendar.Second : offsets[Interval(Fold(instant))] * Calendar.Second;

    /// <summary>
    /// The instant of a local time: in an overlap the earlier one, in a gap moved forward by the gap's length.
    /// </summary>
    public long FromLocal(long local) => FromLocal(local, out _, out _);

    /// <summary>The first instant whose local time is not before the given one, and for a gap the gap's end instead of the move.</summary>
    public long FirstAt(long local)
    {
        long instant = FromLocal(local, out bool inGap, out long gapEnd);
        return inGap ? gapEnd : instant;
    }

    /// <summary>The instant of a local time; whether it lies in a gap, and then the instant at which the gap is.</summary>
    public long FromLocal(long local, out bool inGap, out long transition)
    {
        inGap = false;
        transition = 0;
        if (offsets.Length == 1)
        {
            return local - (offsets[0] * Calendar.Second);
        }

        long back = local - Calendar.Day < Limit ? 0 : (((local - Calendar.Day - Limit) / Cycle) + 1) * Cycle;
        local -= back;
        int interval = Interval(local - Calendar.Day);
        while (true)
        {
            long offset = offsets[interval] * Calendar.Second;
            long end = starts[interval + 1];
            if (end == long.MaxValue || local < end + offset)
            {
                return local - offset + back;
            }

            long next = offsets[interval + 1] * Calendar.Second;
            if (local < end + next)
            {
                inGap = true;
                transition = end + back;
                return local - offset + back;
            }

            interval++;
        }
    }

    /// <summary>
    /// A stretch around an instant without a transition, its end excluded, as far as the table goes and two days within the calendar; empty beyond that.
    /// </summary>
    public (long From, long Until) StretchOf(long instant)
    {
        const long First = Calendar.FirstInstant + (2 * Calendar.Day);
        long last = Math.Min(Limit, Calendar.LastInstant - (2 * Calendar.Day));
        if (instant < First || instant >= last)
        {
            return (instant, instant);
        }

        int interval = offsets.Length == 1 ? 0 : Interval(instant);
        return (Math.Max(starts[interval], First), Math.Min(starts[interval + 1], last));
    }

    /// <summary>Whether there is a transition after an instant and up to another.</summary>
    public bool ChangesWithin(long after, long until) => offsets.Length > 1 && TryNextTransition(after, out long transition) && transition <= until;

    /// <summary>The first transition after an instant; false where there is none.</summary>
    public bool TryNextTransition(long instant, out long transition)
    {
        long folded = Fold(instant);
        transition = starts[Interval(folded) + 1];
        bool found = transition != long.MaxValue;
        transition += found ? instant - folded : 0;
        return found;
    }

    // Instants from Limit on are moved back by whole cycles to lie in [Limit − Cycle, Limit).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Fold(long instant) => instant < Limit ? instant : instant - ((((instant - Limit) / Cycle) + 1) * Cycle);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Interval(long instant)
    {
        long bucket = (instant >> BucketShift) - firstBucket;
        if (bucket < 0)
        {
            return 0;
        }

        int interval = buckets[Math.Min(bucket, buckets.Length - 1)];
        while (starts[interval + 1] <= instant)
        {
            interval++;
        }

        return interval;
    }
}
