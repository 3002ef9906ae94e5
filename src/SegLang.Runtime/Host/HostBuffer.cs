namespace SegLang.Runtime;

/// <summary>The items of a host's collection that cannot be read by place, copied once an evaluation. Used again; for one thread.</summary>
/// <typeparam name="T">Its items.</typeparam>
public sealed class HostBuffer<T>
{
    private IEnumerable<T>? source;
    private long round;

    internal HostBuffer()
    {
    }

    /// <summary>How many items there are; the array may be longer.</summary>
    public int Count { get; private set; }

    internal T[] Items { get; private set; } = [];

    /// <summary>Copies the items, unless they were copied in the same round. Allocates only for more items than ever before, and for enumerators of what is no <see cref="ICollection{T}"/>.</summary>
    internal void Fill(IEnumerable<T>? given, long current)
    {
        if (round == current && ReferenceEquals(source, given))
        {
            return;
        }

        (source, round) = (given, current);
        int before = Count;
        Count = 0;
        Take(given);
        Items.AsSpan(Count, Math.Max(0, before - Count)).Clear(); // What belongs to other profiles is let go.
    }

    private void Take(IEnumerable<T>? given)
    {
        if (given is ICollection<T> collection)
        {
            Grow(collection.Count);
            collection.CopyTo(Items, 0);
            Count = collection.Count;
            return;
        }

        foreach (T item in given ?? [])
        {
            Grow(Count + 1);
            Items[Count++] = item;
        }
    }

    private void Grow(int needed)
    {
        if (needed > Items.Length)
        {
            T[] items = Items;
            Array.Resize(ref items, Math.Max(needed, Items.Length * 2));
            Items = items;
        }
    }
}
