using System.Numerics;
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
            if (channel.IsNarrow)
            {
                Add(channel, scratch, scratch.Narrow, rows);
            }
            else
            {
                Add(channel, scratch, scratch.Wide, rows);
            }
        }

        foreach (Series one in series)
        {
            if (one.IsNarrow)
            {
                SumUp(one, scratch.Narrow.Columns, count);
            }
            else
            {
                SumUp(one, scratch.Wide.Columns, count);
            }
        }
    }

    private void Add<T>(Channel channel, BlockScratch scratch, BlockScratch.Lane<T> lane, int rows)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<int> keys = channel.Coded >= 0 ? scratch.Keys(channel.Coded)[..rows] : scratch.Stretch.AsSpan(0, rows);
        ReadOnlySpan<int> profiles = scratch.Profile.AsSpan(0, rows);
        ReadOnlySpan<T> values = channel.Kind == BlockAggregateKind.Count
            ? [] : scratch.Values(binding, store, channel.Value, UnknownOf(channel.Kind, channel.IsNarrow) ?? 0, lane, rows);
        if (channel.Where >= 0)
        {
            BlockScratch.Picked picked = scratch.PickedBy(binding, store, channel.Where);
            keys = picked.Stretch.AsSpan(0, picked.Count);
            profiles = picked.Profile.AsSpan(0, picked.Count);
            values = values.IsEmpty ? values : lane.Pick(values, picked);
        }

        switch (channel.Kind)
        {
            case BlockAggregateKind.Count: Count(channel.Map, keys, profiles, lane.Columns); break;
            case BlockAggregateKind.Sum: Sum(channel.Map, keys, profiles, values, lane.Columns); break;
            case BlockAggregateKind.Min: Min(channel.Map, keys, profiles, values, lane.Columns); break;
            default: Max(channel.Map, keys, profiles, values, lane.Columns); break;
        }
    }

    // Keys, profiles and places are in range by construction: keys index the map, places plus profile the columns.
    private static void Count<T>(int[] map, ReadOnlySpan<int> keys, ReadOnlySpan<int> profiles, T[] counts)
        where T : unmanaged, INumber<T>
    {
        ref int place = ref MemoryMarshal.GetArrayDataReference(map);
        ref T first = ref MemoryMarshal.GetArrayDataReference(counts);
        ref int key = ref MemoryMarshal.GetReference(keys);
        ref int profile = ref MemoryMarshal.GetReference(profiles);
        for (nint i = 0; i < keys.Length; i++)
        {
            Unsafe.Add(ref first, Unsafe.Add(ref place, Unsafe.Add(ref key, i)) + Unsafe.Add(ref profile, i))++;
        }
    }

    private static void Sum<T>(int[] map, ReadOnlySpan<int> keys, ReadOnlySpan<int> profiles, ReadOnlySpan<T> values, T[] sums)
        where T : unmanaged, INumber<T>
    {
        ref int place = ref MemoryMarshal.GetArrayDataReference(map);
        ref T first = ref MemoryMarshal.GetArrayDataReference(sums);
        ref int key = ref MemoryMarshal.GetReference(keys);
        ref int profile = ref MemoryMarshal.GetReference(profiles);
        ref T value = ref MemoryMarshal.GetReference(values);
        for (nint i = 0; i < keys.Length; i++)
        {
            Unsafe.Add(ref first, Unsafe.Add(ref place, Unsafe.Add(ref key, i)) + Unsafe.Add(ref profile, i)) += Unsafe.Add(ref value, i);
        }
    }

    private static void Min<T>(int[] map, ReadOnlySpan<int> keys, ReadOnlySpan<int> profiles, ReadOnlySpan<T> values, T[] least)
        where T : unmanaged, INumber<T>
    {
        ref int place = ref MemoryMarshal.GetArrayDataReference(map);
        ref T first = ref MemoryMarshal.GetArrayDataReference(least);
        ref int key = ref MemoryMarshal.GetReference(keys);
        ref int profile = ref MemoryMarshal.GetReference(profiles);
        ref T value = ref MemoryMarshal.GetReference(values);
        for (nint i = 0; i < keys.Length; i++)
        {
            ref T at = ref Unsafe.Add(ref first, Unsafe.Add(ref place, Unsafe.Add(ref key, i)) + Unsafe.Add(ref profile, i));
            at = Lanes.Least(at, Unsafe.Add(ref value, i));
        }
    }

    private static void Max<T>(int[] map, ReadOnlySpan<int> keys, ReadOnlySpan<int> profiles, ReadOnlySpan<T> values, T[] greatest)
        where T : unmanaged, INumber<T>
    {
        ref int place = ref MemoryMarshal.GetArrayDataReference(map);
        ref T first = ref MemoryMarshal.GetArrayDataReference(greatest);
        ref int key = ref MemoryMarshal.GetReference(keys);
        ref int profile = ref MemoryMarshal.GetReference(profiles);
        ref T value = ref MemoryMarshal.GetReference(values);
        for (nint i = 0; i < keys.Length; i++)
        {
            ref T at = ref Unsafe.Add(ref first, Unsafe.Add(ref place, Unsafe.Add(ref key, i)) + Unsafe.Add(ref profile, i));
            at = Lanes.Greatest(at, Unsafe.Add(ref value, i));
        }
    }

    private static void SumUp<T>(Series one, T[] columns, int count)
        where T : unmanaged, INumber<T>
    {
        // First what is not summed up yet: minima and maxima cannot be subtracted.
        foreach (Difference difference in one.Differences)
        {
            for (int k = difference.Until; k <= difference.From; k++)
            {
                Combine(one.Kind, Slot(columns, difference.Slot, count), Slot(columns, one.FirstSlot + k, count));
            }
        }

        for (int k = 1; k + 1 < one.Cuts.Length; k++)
        {
            Combine(one.Kind, Slot(columns, one.FirstSlot + k, count), Slot(columns, one.FirstSlot + k - 1, count));
        }
    }

    private static void Combine<T>(BlockAggregateKind kind, Span<T> into, ReadOnlySpan<T> newer)
        where T : unmanaged, INumber<T>
    {
        switch (kind)
        {
            case BlockAggregateKind.Count or BlockAggregateKind.Sum: Lanes.Add(into, newer); break;
            case BlockAggregateKind.Min: Lanes.Min(into, newer); break;
            default: Lanes.Max(into, newer); break;
        }
    }

    private static Span<T> Slot<T>(T[] columns, int slot, int count) => columns.AsSpan(slot * BlockScratch.Stride, count);
}
