using System.Runtime.InteropServices;

namespace SegLang.Runtime;

/// <summary>The values of an aggregate that must see them all: median, mode, distinct. Reused, so that nothing is allocated per profile.</summary>
/// <typeparam name="T">The form of the values.</typeparam>
public sealed class ValueBag<T>
    where T : notnull
{
    private static readonly Comparer<T> Order = Comparer<T>.Create(Operations.Order<T>());
    private const int FewValues = 16; // To sort so many is quicker than to hash them.
    private readonly HashSet<T> different = [];
    private readonly Dictionary<T, int> counts = [];
    private T[] values = new T[16];

    /// <summary>How many values there are.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all values.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds a value.</summary>
    public void Add(T value)
    {
        if (Count == values.Length)
        {
            Array.Resize(ref values, Count * 2);
        }

        values[Count++] = value;
    }

    /// <summary>How many different values there are.</summary>
    public long Distinct()
    {
        if (Count > FewValues)
        {
            different.Clear();
            for (int i = 0; i < Count; i++)
            {
                different.Add(values[i]);
            }

            return different.Count;
        }

        Sort();
        long distinct = 0;
        for (int i = 0; i < Count; i++)
        {
            distinct += i == 0 || Order.Compare(values[i - 1], values[i]) != 0 ? 1 : 0;
        }

        return distinct;
    }

    /// <summary>The most frequent value, ties going to the smaller; of nothing there is none, and <paramref name="result"/> is <paramref name="otherwise"/>.</summary>
    public bool Mode(T otherwise, out T result)
    {
        result = otherwise;
        if (Count > FewValues && typeof(T) != typeof(double))
        {
            result = ModeOfMany();
            return true;
        }

        Sort();
        int most = 0;
        for (int i = 0, run = 0; i < Count; i++)
        {
            run = i == 0 || Order.Compare(values[i - 1], values[i]) != 0 ? 1 : run + 1;
            if (run > most)
            {
                most = run;
                result = values[i];
            }
        }

        return Count > 0;
    }

    // Of numbers equal ones may look different, so that it matters which of them is the result: those are sorted.
    private T ModeOfMany()
    {
        counts.Clear();
        T result = values[0];
        int most = 0;
        for (int i = 0; i < Count; i++)
        {
            ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, values[i], out _);
            count++;
            if (count > most || (count == most && Order.Compare(values[i], result) < 0))
            {
                (most, result) = (count, values[i]);
            }
        }

        return result;
    }

    /// <summary>The two middle values; the same twice for an odd count.</summary>
    public bool Middle(out T lower, out T upper)
    {
        Sort();
        lower = values[Count == 0 ? 0 : (Count - 1) / 2];
        upper = values[Count / 2];
        return Count > 0;
    }

    private void Sort() => Array.Sort(values, 0, Count, Order);
}
