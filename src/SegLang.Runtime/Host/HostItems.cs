using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SegLang.Runtime;

/// <summary>Lists of hosts, read in place; null is an empty one.</summary>
public static class HostItems
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>How many items.</summary>
    [MethodImpl(Inline)]
    public static int Count<T>(T[]? items) => items is null ? 0 : items.Length;

    /// <summary>How many items.</summary>
    [MethodImpl(Inline)]
    public static int Count<T>(List<T>? items) => items is null ? 0 : items.Count;

    /// <summary>How many items.</summary>
    [MethodImpl(Inline)]
    public static int Count<T>(ImmutableArray<T> items) => items.IsDefault ? 0 : items.Length;

    /// <summary>How many items.</summary>
    [MethodImpl(Inline)]
    public static int Count<T>(ReadOnlyMemory<T> items) => items.Length;

    /// <summary>How many items.</summary>
    [MethodImpl(Inline)]
    public static int Count<T>(HeldSpan<T> items) => items.Length;

    /// <summary>How many items.</summary>
    [MethodImpl(Inline)]
    public static int Count<T>(HostBuffer<T> items) => items.Count;

    /// <summary>How many items.</summary>
    [MethodImpl(Inline)]
    public static int Count<T>(IReadOnlyList<T>? items) => items is null ? 0 : items.Count;

    /// <summary>How many items.</summary>
    [MethodImpl(Inline)]
    public static int Count<T>(IList<T>? items) => items is null ? 0 : items.Count;

    /// <summary>An item.</summary>
    [MethodImpl(Inline)]
    public static ref readonly T At<T>(T[] items, int index) => ref items[index];

    /// <summary>An item.</summary>
    [MethodImpl(Inline)]
    public static ref readonly T At<T>(List<T> items, int index) => ref CollectionsMarshal.AsSpan(items)[index];

    /// <summary>An item.</summary>
    [MethodImpl(Inline)]
    public static ref readonly T At<T>(ImmutableArray<T> items, int index) => ref items.AsSpan()[index];

    /// <summary>An item.</summary>
    [MethodImpl(Inline)]
    public static ref readonly T At<T>(ReadOnlyMemory<T> items, int index) => ref items.Span[index];

    /// <summary>An item.</summary>
    [MethodImpl(Inline)]
    public static ref readonly T At<T>(HeldSpan<T> items, int index) => ref items[index];

    /// <summary>An item.</summary>
    [MethodImpl(Inline)]
    public static ref readonly T At<T>(HostBuffer<T> items, int index) => ref items.Items[index];

    /// <summary>An item.</summary>
    [MethodImpl(Inline)]
    public static T At<T>(IReadOnlyList<T> items, int index) => items[index];

    /// <summary>An item.</summary>
    [MethodImpl(Inline)]
    public static T At<T>(IList<T> items, int index) => items[index];

    /// <summary>The array that holds the items from its first element on, to be read only, and how many they are; null for an empty list.</summary>
    [MethodImpl(Inline)]
    public static T[]? Array<T>(T[]? items, out int count)
    {
        count = Count(items);
        return items;
    }

    /// <summary>The array that holds the items from its first element on, to be read only, and how many they are; null for an empty list.</summary>
    [MethodImpl(Inline)]
    public static T[]? Array<T>(List<T>? items, out int count)
    {
        count = Count(items);
        return items is null ? null : ListFields<T>.Items(items);
    }

    /// <summary>The array that holds the items from its first element on, to be read only, and how many they are; null for an empty list.</summary>
    [MethodImpl(Inline)]
    public static T[]? Array<T>(ImmutableArray<T> items, out int count)
    {
        count = Count(items);
        return ImmutableCollectionsMarshal.AsArray(items);
    }

    /// <summary>The array that holds the items from its first element on, to be read only, and how many they are.</summary>
    public static T[]? Array<T>(HostBuffer<T> items, out int count)
    {
        count = items.Count;
        return items.Items;
    }

    /// <summary>The array that holds the items from its first element on, to be read only, and how many they are; null where there is none.</summary>
    public static T[]? Array<T>(ReadOnlyMemory<T> items, out int count)
    {
        count = items.Length;
        return MemoryMarshal.TryGetArray(items, out ArraySegment<T> segment) && segment.Offset == 0 ? segment.Array : null;
    }

    /// <summary>The array that holds the items from its first element on, to be read only, and how many they are; null where there is none.</summary>
    public static T[]? Array<T>(IReadOnlyList<T>? items, out int count)
    {
        count = Count(items);
        return ArrayOf<T>(items);
    }

    /// <summary>The array that holds the items from its first element on, to be read only, and how many they are; null where there is none.</summary>
    public static T[]? Array<T>(IList<T>? items, out int count)
    {
        count = Count(items);
        return ArrayOf<T>(items);
    }

    // Exact types: an array of a more special class would be checked at each access.
    private static T[]? ArrayOf<T>(object? items) =>
        items?.GetType() == typeof(T[]) ? Unsafe.As<T[]>(items) : items?.GetType() == typeof(List<T>) ? ListFields<T>.Items(Unsafe.As<List<T>>(items)) : null;

    /// <summary>The first event at or after <paramref name="start"/> whose time is not before <paramref name="time"/>; the count if none is.</summary>
    public static int FirstEventFrom<TReader>(in TReader reader, int type, long time, int start)
        where TReader : struct, IFactReader
    {
        int low = start;
        int high = reader.EventCount(type);
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) >> 1);
            if (reader.EventTime(type, middle) < time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static class ListFields<T>
    {
        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_items")]
        public static extern ref T[] Items(List<T> list);
    }
}
