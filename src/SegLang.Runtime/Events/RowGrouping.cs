using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SegLang.Runtime;

/// <summary>
/// Brings rows into order of profile, time, order, arrival: a counting sort in two steps, each of which stays in cache. Rows go to
/// a few hundred partitions of neighbouring profiles (so writes are sequential in each), then each partition is sorted by itself.
/// Columns follow one by one through the same steps, in place but for one scratch column.
/// </summary>
internal sealed class RowGrouping
{
    private const int MostPartitionBits = 8;
    private const int SmallRows = 1 << 15;

    private readonly int[] profiles;
    private readonly int profileCount;
    private readonly int count;
    private readonly int threads;
    private readonly int shift;
    private readonly int partitionCount;
    private readonly int chunkCount;
    private readonly int[] starts;
    private readonly int[] bounds;
    private readonly int[] order;
    private readonly long[] scratch;
    private int[]? rows;

    /// <summary>Groups rows that are not yet in order; <paramref name="times"/> and <paramref name="orders"/> are brought into it.</summary>
    /// <exception cref="ArgumentException">A row's profile is not below <paramref name="profileCount"/>.</exception>
    public RowGrouping(int[] profiles, int profileCount, long[] times, long[]? orders, int threads)
    {
        Debug.Assert(times.Length >= profiles.Length, "every row has a time");
        this.profiles = profiles;
        this.profileCount = profileCount;
        this.threads = threads;
        count = profiles.Length;
        shift = Math.Max(0, BitOperations.Log2((uint)Math.Max(profileCount - 1, 1)) + 1 - MostPartitionBits);
        partitionCount = Math.Max((profileCount + (1 << shift) - 1) >> shift, 1);
        chunkCount = count < SmallRows ? 1 : 4 * threads;
        starts = new int[chunkCount * partitionCount];
        bounds = new int[partitionCount + 1];
        Offsets = new int[profileCount + 1];
        order = GC.AllocateUninitializedArray<int>(count);
        scratch = GC.AllocateUninitializedArray<long>(count);
        Count();
        var keys = GC.AllocateUninitializedArray<int>(count);
        ForChunks(chunk => Scatter(chunk, profiles, keys));
        long[]? partitionedOrders = orders is null ? null : GC.AllocateUninitializedArray<long>(count);
        ForChunks(chunk => Scatter(chunk, times, scratch));
        if (orders is not null && partitionedOrders is not null)
        {
            ForChunks(chunk => Scatter(chunk, orders, partitionedOrders));
        }

        ForPartitions(partition => SortPartition(partition, keys, scratch, partitionedOrders));
        ForPartitions(partition => Follow(partition, scratch, times));
        if (orders is not null && partitionedOrders is not null)
        {
            ForPartitions(partition => Follow(partition, partitionedOrders, orders));
        }
    }

    /// <summary>Where each profile's rows begin; one more than profiles.</summary>
    public int[] Offsets { get; }

    /// <summary>By new place, where the row was before.</summary>
    public int[] Rows => rows ??= FindRows();

    /// <summary>Brings a column's values into the new order, in place.</summary>
    public void Apply<T>(T[] values)
        where T : unmanaged
    {
        ForChunks(chunk => Scatter(chunk, values, MemoryMarshal.Cast<long, T>(scratch.AsSpan())));
        ForPartitions(partition => Follow(partition, MemoryMarshal.Cast<long, T>(scratch.AsSpan()), values));
    }

    /// <summary>Bits, 64 rows a word, in the new order.</summary>
    public ulong[]? Apply(ulong[]? bits)
    {
        if (bits is null)
        {
            return null;
        }

        int[] from = Rows;
        var grouped = new ulong[(count + 63) >> 6];
        const int wordsPerTurn = 1024;
        For((grouped.Length + wordsPerTurn - 1) / wordsPerTurn, turn =>
        {
            int end = Math.Min(grouped.Length, (turn + 1) * wordsPerTurn);
            for (int word = turn * wordsPerTurn; word < end; word++)
            {
                grouped[word] = Word(bits, from.AsSpan(word << 6, Math.Min(64, count - (word << 6))));
            }
        });
        return grouped;
    }

    private static ulong Word(ulong[] bits, ReadOnlySpan<int> from)
    {
        ulong word = 0;
        for (int i = 0; i < from.Length; i++)
        {
            int row = from[i];
            word |= ((bits[row >> 6] >> row) & 1) << i;
        }

        return word;
    }

    // Rows per chunk and partition, then where each chunk's rows of a partition go; earlier chunks first, so arrival is kept.
    private void Count()
    {
        ForChunks(chunk =>
        {
            Span<int> counts = starts.AsSpan(chunk * partitionCount, partitionCount);
            foreach (int profile in Chunk(profiles, chunk))
            {
                if ((uint)profile >= (uint)profileCount)
                {
                    throw new ArgumentException($"an event belongs to profile {profile} of {profileCount}", nameof(profiles));
                }

                counts[profile >> shift]++;
            }
        });
        int total = 0;
        for (int partition = 0; partition < partitionCount; partition++)
        {
            bounds[partition] = total;
            for (int chunk = 0; chunk < chunkCount; chunk++)
            {
                ref int start = ref starts[(chunk * partitionCount) + partition];
                (start, total) = (total, total + start);
            }
        }

        bounds[partitionCount] = total;
        Offsets[profileCount] = total;
    }

    private ReadOnlySpan<T> Chunk<T>(T[] values, int chunk)
    {
        int from = (int)((long)count * chunk / chunkCount);
        int end = (int)((long)count * (chunk + 1) / chunkCount);
        return values.AsSpan(from, end - from);
    }

    // Counted before with bounds checked, so every place written here is inside.
    private void Scatter<T>(int chunk, T[] values, Span<T> to)
        where T : unmanaged
    {
        Span<int> next = stackalloc int[partitionCount];
        starts.AsSpan(chunk * partitionCount, partitionCount).CopyTo(next);
        ReadOnlySpan<int> keys = Chunk(profiles, chunk);
        ReadOnlySpan<T> from = Chunk(values, chunk);
        ref T target = ref MemoryMarshal.GetReference(to[..count]);
        ref int places = ref MemoryMarshal.GetReference(next);
        for (int i = 0; i < keys.Length; i++)
        {
            ref int place = ref Unsafe.Add(ref places, keys[i] >> shift);
            Unsafe.Add(ref target, place++) = from[i];
        }
    }

    // Places are sorted within their partition, so a column's second step reads only that partition.
    private void Follow<T>(int partition, Span<T> from, T[] to)
        where T : unmanaged
    {
        int first = bounds[partition];
        Span<T> source = from[first..bounds[partition + 1]];
        Span<T> target = to.AsSpan(first, source.Length);
        ReadOnlySpan<int> places = order.AsSpan(first, source.Length);
        for (int i = 0; i < places.Length; i++)
        {
            target[i] = source[places[i]];
        }
    }

    private void SortPartition(int partition, int[] keys, long[] times, long[]? orders)
    {
        int first = bounds[partition];
        int firstProfile = partition << shift;
        ReadOnlySpan<int> key = keys.AsSpan(first, bounds[partition + 1] - first);
        Span<int> offsets = Offsets.AsSpan(firstProfile, Math.Min(1 << shift, profileCount - firstProfile));
        Span<int> next = new int[offsets.Length];
        foreach (int profile in key)
        {
            next[profile - firstProfile]++;
        }

        for (int i = 0, total = 0; i < next.Length; i++)
        {
            offsets[i] = first + total;
            (next[i], total) = (total, total + next[i]);
        }

        Span<int> places = order.AsSpan(first, key.Length);
        for (int i = 0; i < key.Length; i++)
        {
            places[next[key[i] - firstProfile]++] = i;
        }

        for (int i = 0, from = 0; i < next.Length; i++)
        {
            SortPlaces(places[from..next[i]], times.AsSpan(first), orders.AsSpan(orders is null ? 0 : first));
            from = next[i];
        }
    }

    // Rows come in order of arrival and mostly already of time, so insertion is one pass; many out of order are merged instead.
    private static void SortPlaces(Span<int> places, ReadOnlySpan<long> times, ReadOnlySpan<long> orders)
    {
        for (int i = 1; i < places.Length; i++)
        {
            int place = places[i];
            if (!IsAfter(places[i - 1], place, times, orders))
            {
                continue;
            }

            if (places.Length > 32)
            {
                SortMany(places, times, orders);
                return;
            }

            int k = i;
            while (k > 0 && IsAfter(places[k - 1], place, times, orders))
            {
                places[k] = places[k - 1];
                k--;
            }

            places[k] = place;
        }
    }

    private static void SortMany(Span<int> places, ReadOnlySpan<long> times, ReadOnlySpan<long> orders)
    {
        var keys = new (long Time, long Order, int Place)[places.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = (times[places[i]], orders.IsEmpty ? 0 : orders[places[i]], places[i]);
        }

        Array.Sort(keys);
        for (int i = 0; i < keys.Length; i++)
        {
            places[i] = keys[i].Place;
        }
    }

    private static bool IsAfter(int a, int b, ReadOnlySpan<long> times, ReadOnlySpan<long> orders) =>
        times[a] > times[b] || (times[a] == times[b] && !orders.IsEmpty && orders[a] > orders[b]);

    private int[] FindRows()
    {
        var found = GC.AllocateUninitializedArray<int>(count);
        for (int i = 0; i < found.Length; i++)
        {
            found[i] = i;
        }

        Apply(found);
        return found;
    }

    private void ForChunks(Action<int> body) => For(chunkCount, body);

    private void ForPartitions(Action<int> body) => For(partitionCount, body);

    private void For(int turns, Action<int> body)
    {
        if (count < SmallRows || threads == 1)
        {
            for (int turn = 0; turn < turns; turn++)
            {
                body(turn);
            }

            return;
        }

        Parallel.For(0, turns, new ParallelOptions { MaxDegreeOfParallelism = threads }, body);
    }
}
