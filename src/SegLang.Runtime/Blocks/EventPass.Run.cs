using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SegLang.Runtime;

internal sealed partial class EventPass
{
    /// <summary>Adds up the events of the profiles [from, from + count) into the worker's columns.</summary>
    public void Run(BlockScratch scratch, int from, int count)
    {
        int rows = scratch.Begin(store, cuts, from, count);
        foreach (int coding in coded)
        {
            scratch.Key(binding, store, coding, binding.CodeCount(store, coding) ?? 0, Stretches);
        }

        foreach (Channel channel in channels)
        {
            Add(channel, scratch, rows);
        }

        foreach (Series one in series)
        {
            if (one.Kind == BlockAggregateKind.Count)
            {
                SumUp(one, scratch.Counts);
            }
            else
            {
                SumUp(one, scratch.Longs);
            }
        }
    }

    private void Add(Channel channel, BlockScratch scratch, int rows)
    {
        ReadOnlySpan<int> keys = channel.Coded >= 0 ? scratch.Keys(channel.Coded)[..rows] : scratch.Stretch.AsSpan(0, rows);
        ReadOnlySpan<int> profiles = scratch.Profile.AsSpan(0, rows);
        ReadOnlySpan<long> values = channel.Kind == BlockAggregateKind.Count
            ? [] : scratch.Values(binding, store, channel.Value, Initial(channel.Kind), rows);
        if (channel.Where >= 0)
        {
            int passing = scratch.Pick(binding, store, channel.Where, rows, keys, profiles, values);
            keys = scratch.PickedKey.AsSpan(0, passing);
            profiles = scratch.PickedProfile.AsSpan(0, passing);
            values = values.IsEmpty ? values : scratch.PickedValue.AsSpan(0, passing);
        }

        switch (channel.Kind)
        {
            case BlockAggregateKind.Count: Count(channel.Map, keys, profiles, scratch.Counts); break;
            case BlockAggregateKind.Sum: Sum(channel.Map, keys, profiles, values, scratch.Longs); break;
            case BlockAggregateKind.Min: Min(channel.Map, keys, profiles, values, scratch.Longs); break;
            default: Max(channel.Map, keys, profiles, values, scratch.Longs); break;
        }
    }

    // Keys, profiles and places are in range by construction: keys index the map, places plus profile the columns.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count(int[] map, ReadOnlySpan<int> keys, ReadOnlySpan<int> profiles, int[] counts)
    {
        ref int place = ref MemoryMarshal.GetArrayDataReference(map);
        ref int first = ref MemoryMarshal.GetArrayDataReference(counts);
        ref int key = ref MemoryMarshal.GetReference(keys);
        ref int profile = ref MemoryMarshal.GetReference(profiles);
        for (nint i = 0; i < keys.Length; i++)
        {
            Unsafe.Add(ref first, Unsafe.Add(ref place, Unsafe.Add(ref key, i)) + Unsafe.Add(ref profile, i))++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(int[] map, ReadOnlySpan<int> keys, ReadOnlySpan<int> profiles, ReadOnlySpan<long> values, long[] sums)
    {
        ref int place = ref MemoryMarshal.GetArrayDataReference(map);
        ref long first = ref MemoryMarshal.GetArrayDataReference(sums);
        ref int key = ref MemoryMarshal.GetReference(keys);
        ref int profile = ref MemoryMarshal.GetReference(profiles);
        ref long value = ref MemoryMarshal.GetReference(values);
        for (nint i = 0; i < keys.Length; i++)
        {
            Unsafe.Add(ref first, Unsafe.Add(ref place, Unsafe.Add(ref key, i)) + Unsafe.Add(ref profile, i)) += Unsafe.Add(ref value, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Min(int[] map, ReadOnlySpan<int> keys, ReadOnlySpan<int> profiles, ReadOnlySpan<long> values, long[] least)
    {
        ref int place = ref MemoryMarshal.GetArrayDataReference(map);
        ref long first = ref MemoryMarshal.GetArrayDataReference(least);
        ref int key = ref MemoryMarshal.GetReference(keys);
        ref int profile = ref MemoryMarshal.GetReference(profiles);
        ref long value = ref MemoryMarshal.GetReference(values);
        for (nint i = 0; i < keys.Length; i++)
        {
            ref long at = ref Unsafe.Add(ref first, Unsafe.Add(ref place, Unsafe.Add(ref key, i)) + Unsafe.Add(ref profile, i));
            at = Math.Min(at, Unsafe.Add(ref value, i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Max(int[] map, ReadOnlySpan<int> keys, ReadOnlySpan<int> profiles, ReadOnlySpan<long> values, long[] greatest)
    {
        ref int place = ref MemoryMarshal.GetArrayDataReference(map);
        ref long first = ref MemoryMarshal.GetArrayDataReference(greatest);
        ref int key = ref MemoryMarshal.GetReference(keys);
        ref int profile = ref MemoryMarshal.GetReference(profiles);
        ref long value = ref MemoryMarshal.GetReference(values);
        for (nint i = 0; i < keys.Length; i++)
        {
            ref long at = ref Unsafe.Add(ref first, Unsafe.Add(ref place, Unsafe.Add(ref key, i)) + Unsafe.Add(ref profile, i));
            at = Math.Max(at, Unsafe.Add(ref value, i));
        }
    }

    private static void SumUp(Series one, int[] counts)
    {
        for (int k = 1; k + 1 < one.Cuts.Length; k++)
        {
            Lanes.Add<int>(Slot(counts, one.FirstSlot + k), Slot(counts, one.FirstSlot + k - 1));
        }

        foreach ((int slot, int from, int until) in one.Differences)
        {
            Span<int> into = Slot(counts, slot);
            Slot(counts, one.FirstSlot + from).CopyTo(into);
            Lanes.Subtract<int>(into, Slot(counts, one.FirstSlot + until - 1));
        }
    }

    private static void SumUp(Series one, long[] values)
    {
        // Sums of what is not summed up yet: minima and maxima cannot be subtracted.
        foreach ((int slot, int from, int until) in one.Differences)
        {
            for (int k = until; k <= from; k++)
            {
                Combine(one.Kind, Slot(values, slot), Slot(values, one.FirstSlot + k));
            }
        }

        for (int k = 1; k + 1 < one.Cuts.Length; k++)
        {
            Combine(one.Kind, Slot(values, one.FirstSlot + k), Slot(values, one.FirstSlot + k - 1));
        }
    }

    private static void Combine(BlockAggregateKind kind, Span<long> into, ReadOnlySpan<long> newer)
    {
        switch (kind)
        {
            case BlockAggregateKind.Sum: Lanes.Add(into, newer); break;
            case BlockAggregateKind.Min: Lanes.Min(into, newer); break;
            default: Lanes.Max(into, newer); break;
        }
    }

    private static Span<T> Slot<T>(T[] columns, int slot) =>
        columns.AsSpan(slot * BatchEvaluator.BlockSize, BatchEvaluator.BlockSize);
}
