using System.Runtime.InteropServices;
using SegLang.Benchmarks.Data;
using SegLang.Runtime;

namespace SegLang.Benchmarks.Streams;

/// <summary>What a stream has told, by segment and stage: how often each was entered and left.</summary>
internal sealed class Tally(int segments, int stages)
{
    public long[] Entered { get; } = new long[segments];

    public long[] Left { get; } = new long[segments];

    /// <summary>The stages of the first journey, then those of the second.</summary>
    public long[] Stages { get; } = new long[stages];

    public bool Same(Tally other) =>
        Entered.AsSpan().SequenceEqual(other.Entered) && Left.AsSpan().SequenceEqual(other.Left) && Stages.AsSpan().SequenceEqual(other.Stages);
}

/// <summary>
/// stream.seg as somebody would write it by hand: windows as running sums over a queue of purchases, a heap of deadlines, the journeys as
/// switches. It knows nothing of late events, checkpoints, changed fields or other rules.
/// </summary>
internal sealed class StreamTwin(Dataset data, Calendar calendar)
{
    private const int Life = 0;
    private const int Channels = 6;
    private readonly Customer[] customers = Make(data);
    private readonly PriorityQueue<int, long> deadlines = new();

    public Tally Tally { get; } = new(10, 12);

    private struct Customer
    {
        public List<Bought>? Purchases;
        public long Total;
        public long Sum90;
        public long Last;
        public long Deadline;
        public long LifeSince;
        public long ChannelsSince;
        public int From30;
        public int From90;
        public int From365;
        public int Online90;
        public int Store90;
        public long At;
        public ushort Members;
        public ushort Before;
        public sbyte Life;
        public sbyte Channels;
        public bool IsHome;
        public bool IsGrown;
    }

    private readonly record struct Bought(long Time, long Total, byte Channel);

    private static Customer[] Make(Dataset data)
    {
        var customers = new Customer[data.Profiles];
        for (var i = 0; i < customers.Length; i++)
        {
            customers[i].IsHome = data.Country[i] == 0;
            customers[i].IsGrown = data.Age[i] != Dataset.UnknownInt && data.Age[i] >= 30;
            customers[i].Deadline = long.MaxValue;
            customers[i].Life = -1;
            customers[i].Channels = -1;
        }

        return customers;
    }

    public void Run(int from, int until)
    {
        for (var i = from; i < until; i++)
        {
            Advance(data.Time[i]);
            Apply(data.Owner[i], i);
        }
    }

    public void Advance(long now)
    {
        while (deadlines.TryPeek(out var id, out var due) && due <= now)
        {
            deadlines.Dequeue();
            if (customers[id].Deadline == due)
            {
                Tick(ref customers[id], id, due);
            }
        }
    }

    private void Apply(int id, int i)
    {
        ref var c = ref customers[id];
        var (now, channel) = (data.Time[i], data.Channel[i]);
        Expire(ref c, now);
        var total = data.Price[i] == Dataset.Unknown ? 0 : data.Price[i] * data.Quantity[i];
        (c.Purchases ??= []).Add(new(now, total, channel));
        c.Total += total;
        c.Sum90 += total;
        c.Online90 += channel == 0 ? 1 : 0;
        c.Store90 += channel == 1 ? 1 : 0;
        c.Last = now;
        switch (c.Life)
        {
            case -1: Enter(ref c, 0, now); break;
            case 0: Enter(ref c, 1, now); break;
            case 3: Enter(ref c, 4, now); break;
            case 4: Enter(ref c, 1, now); break;
            case 5: Enter(ref c, 4, now); break;
        }

        if (c.Life == 1 && Count90(in c) >= 3)
        {
            Enter(ref c, 2, now);
        }

        var next = (c.Channels, channel) switch
        {
            (-1, 0) => 0,
            (-1, 1) => 1,
            (0, 1) or (1, 0) => 2,
            (2, 2) => 3,
            (3, 3) => 4,
            (5, _) => 0,
            _ => -1,
        };
        if (next >= 0)
        {
            EnterChannel(ref c, next, now);
        }

        Settle(ref c, id, now);
    }

    private void Tick(ref Customer c, int id, long now)
    {
        Expire(ref c, now);
        switch (c.Life)
        {
            case 0 when now >= After(c.LifeSince, 60): Enter(ref c, 3, now); break;
            case 1 when now >= After(Math.Max(c.LifeSince, c.Last), 90): Enter(ref c, 3, now); break;
            case 2 when Count90(in c) == 0: Enter(ref c, 3, now); break;
            case 3 when now >= After(c.LifeSince, 180): Enter(ref c, 5, now); break;
            case 4 when now >= After(c.LifeSince, 60): Enter(ref c, 3, now); break;
        }

        if (c.Channels is >= 0 and < 5 && now >= Year(Math.Max(c.ChannelsSince, c.Last)))
        {
            EnterChannel(ref c, 5, now);
        }

        Settle(ref c, id, now);
    }

    private void Expire(ref Customer c, long now)
    {
        var purchases = CollectionsMarshal.AsSpan(c.Purchases);
        var (since30, since90, since365) = (Ago(now, 30), Ago(now, 90), Ago(now, 365));
        while (c.From30 < purchases.Length && purchases[c.From30].Time <= since30)
        {
            c.From30++;
        }

        while (c.From90 < purchases.Length && purchases[c.From90].Time <= since90)
        {
            ref var gone = ref purchases[c.From90++];
            c.Sum90 -= gone.Total;
            c.Online90 -= gone.Channel == 0 ? 1 : 0;
            c.Store90 -= gone.Channel == 1 ? 1 : 0;
        }

        while (c.From365 < purchases.Length && purchases[c.From365].Time <= since365)
        {
            c.From365++;
        }

        if (c.From365 >= 16)
        {
            c.Purchases?.RemoveRange(0, c.From365);
            (c.From30, c.From90, c.From365) = (c.From30 - c.From365, c.From90 - c.From365, 0);
        }
    }

    private void Settle(ref Customer c, int id, long now)
    {
        var purchases = CollectionsMarshal.AsSpan(c.Purchases);
        var in30 = purchases.Length - c.From30;
        var in90 = purchases.Length - c.From90;
        var hasLapsed = c.Last <= Ago(now, 180);
        var members = (in30 > 0 ? 1 : 0)
            | (in90 > 0 ? 2 : 0)
            | (in90 >= 3 ? 4 : 0)
            | (purchases.Length - c.From365 >= 10 ? 8 : 0)
            | (c.Sum90 >= 20_000 ? 16 : 0)
            | (c.Total >= 100_000 ? 32 : 0)
            | (c.Online90 > 0 && c.Store90 == 0 ? 64 : 0)
            | (hasLapsed ? 128 : 0)
            | (c.IsHome && in30 > 0 ? 256 : 0)
            | (c.IsGrown && in90 > 0 ? 512 : 0);
        if (c.At != now)
        {
            (c.At, c.Before) = (now, c.Members);
        }
        else
        {
            Tell(c.Before, c.Members, -1); // Net per instant: where a window ends at the very instant of a purchase, nobody has left.
        }

        Tell(c.Before, members, 1);
        c.Members = (ushort)members;
        var next = in30 > 0 ? Leaves(purchases[c.From30].Time, 30, now) : long.MaxValue;
        next = in90 > 0 ? Math.Min(next, Leaves(purchases[c.From90].Time, 90, now)) : next;
        next = purchases.Length > c.From365 ? Math.Min(next, Leaves(purchases[c.From365].Time, 365, now)) : next;
        next = hasLapsed ? next : Math.Min(next, Leaves(c.Last, 180, now));
        next = Math.Min(next, c.Life switch
        {
            0 or 4 => After(c.LifeSince, 60),
            1 => After(Math.Max(c.LifeSince, c.Last), 90),
            3 => After(c.LifeSince, 180),
            _ => long.MaxValue,
        });
        next = c.Channels is >= 0 and < 5 ? Math.Min(next, Year(Math.Max(c.ChannelsSince, c.Last))) : next;
        if (next != c.Deadline)
        {
            c.Deadline = next;
            if (next != long.MaxValue)
            {
                deadlines.Enqueue(id, next);
            }
        }
    }

    private void Tell(int before, int members, int count)
    {
        for (var changed = members ^ before; changed != 0; changed &= changed - 1)
        {
            var segment = System.Numerics.BitOperations.TrailingZeroCount(changed);
            (((members >> segment) & 1) != 0 ? Tally.Entered : Tally.Left)[segment] += count;
        }
    }

    private static int Count90(in Customer c) => (c.Purchases?.Count ?? 0) - c.From90;

    private void Enter(ref Customer c, sbyte stage, long now)
    {
        c.Life = stage;
        c.LifeSince = now;
        Tally.Stages[Life + stage]++;
    }

    private void EnterChannel(ref Customer c, int stage, long now)
    {
        c.Channels = (sbyte)stage;
        c.ChannelsSince = now;
        Tally.Stages[Channels + stage]++;
    }

    // A window's start never moves back, also where the clock does: what has left it is gone.
    private long Ago(long now, int days) => calendar.TryAgo(now, days, CalendarUnit.Day, out var start) ? start : long.MinValue;

    private long Leaves(long instant, int days, long now) => Horizon.Reach(calendar, now, instant, Horizon.Back(days, CalendarUnit.Day));

    private long After(long instant, int days) => calendar.TryAdd(instant, days, CalendarUnit.Day, out var later) ? later : long.MaxValue;

    private long Year(long instant) => calendar.TryAdd(instant, 1, CalendarUnit.Year, out var later) ? later : long.MaxValue;
}
