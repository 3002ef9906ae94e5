using System.Numerics;
using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>Values of one field, a row each. Unknown is a bit; a column without unknown values has no bits.</summary>
public abstract class Column(int count, ulong[]? unknown)
{
    /// <summary>How many rows.</summary>
    public int Count { get; } = count;

    /// <summary>A set bit per unknown row, 64 rows a word, or null where every row is known. Sets and lists are always known.</summary>
    public readonly ulong[]? Unknown = unknown;

    /// <summary>Whether a row's value is known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsKnown(int row) => Unknown is null || ((Unknown[row >> 6] >> row) & 1) == 0;

    /// <summary>The rows at the given places, in that order; a place may come several times.</summary>
    public abstract Column Gather(ReadOnlySpan<int> rows);

    /// <summary>The same rows in the grouping's order; this column's own values are moved and it is not to be used any more.</summary>
    internal abstract Column Regroup(RowGrouping grouping);

    /// <summary>The bytes that the values occupy, dictionaries apart.</summary>
    public abstract long Bytes { get; }

    /// <summary>Whether two rows hold the same value; two unknown ones do not differ.</summary>
    public abstract bool SameValue(int left, int right);

    private protected long UnknownBytes => (Unknown?.LongLength ?? 0) * sizeof(ulong);

    private protected ulong[]? GatherUnknown(ReadOnlySpan<int> rows)
    {
        if (Unknown is null)
        {
            return null;
        }

        var bits = new ulong[(rows.Length + 63) >> 6];
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            bits[i >> 6] |= ((Unknown[row >> 6] >> row) & 1) << i;
        }

        return bits;
    }

    private protected bool BothUnknown(int left, int right, out bool differ)
    {
        bool first = IsKnown(left);
        differ = first != IsKnown(right);
        return !first && !differ;
    }
}

/// <summary>A column of values of one size.</summary>
/// <typeparam name="T">byte (bool, 0 or 1), int, long or double.</typeparam>
public class FixedColumn<T>(T[] values, int count, ulong[]? unknown) : Column(count, unknown)
    where T : unmanaged, IEquatable<T>, IComparable<T>
{
    /// <summary>The values; default where unknown. May be longer than <see cref="Column.Count"/>.</summary>
    public readonly T[] Values = values;

    private const int ManyRows = 1024;
    private (T Low, T High)? extent;

    /// <inheritdoc />
    public override long Bytes => (Values.LongLength * Unsafe.SizeOf<T>()) + UnknownBytes;

    /// <summary>A row's value, if known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(int row, out T value)
    {
        value = Values[row];
        return IsKnown(row);
    }

    /// <inheritdoc />
    public override Column Gather(ReadOnlySpan<int> rows) => new FixedColumn<T>(GatherValues(rows), rows.Length, GatherUnknown(rows));

    internal override Column Regroup(RowGrouping grouping)
    {
        grouping.Apply(Values);
        return new FixedColumn<T>(Values, Count, grouping.Apply(Unknown));
    }

    /// <inheritdoc />
    public override bool SameValue(int left, int right) =>
        BothUnknown(left, right, out bool differ) || (!differ && Values[left].Equals(Values[right]));

    /// <summary>The smallest and greatest stored value (unknown is stored as the default); computed when first asked for.</summary>
    internal (T Low, T High) Extent() => extent ??= ComputeExtent();

    private (T Low, T High) ComputeExtent()
    {
        ReadOnlySpan<T> rest = Values.AsSpan(0, Count);
        T low = default;
        T high = default;
        if (rest.Length >= ManyRows)
        {
            rest = rest[ComputeExtent(rest, ref low, ref high)..];
        }

        foreach (T value in rest)
        {
            low = value.CompareTo(low) < 0 ? value : low;
            high = value.CompareTo(high) > 0 ? value : high;
        }

        return (low, high);
    }

    // Vectors cannot be compiled ahead, so that few rows do without them.
    private static int ComputeExtent(ReadOnlySpan<T> values, ref T low, ref T high)
    {
        ReadOnlySpan<T> rest = values;
        Vector<T> least = Vector<T>.Zero;
        Vector<T> most = Vector<T>.Zero;
        for (; rest.Length >= Vector<T>.Count; rest = rest[Vector<T>.Count..])
        {
            var some = new Vector<T>(rest);
            least = Vector.Min(least, some);
            most = Vector.Max(most, some);
        }

        for (int i = 0; i < Vector<T>.Count; i++)
        {
            low = least[i].CompareTo(low) < 0 ? least[i] : low;
            high = most[i].CompareTo(high) > 0 ? most[i] : high;
        }

        return values.Length - rest.Length;
    }

    private protected T[] GatherValues(ReadOnlySpan<int> rows)
    {
        var gathered = GC.AllocateUninitializedArray<T>(rows.Length);
        T[] source = Values;
        for (int i = 0; i < rows.Length; i++)
        {
            gathered[i] = source[rows[i]];
        }

        return gathered;
    }
}

/// <summary>Text as codes of a dictionary; 0 where unknown.</summary>
public sealed class TextColumn(int[] codes, int count, ulong[]? unknown, TextDictionary dictionary)
    : FixedColumn<int>(codes, count, unknown)
{
    /// <summary>The texts by code.</summary>
    public readonly TextDictionary Dictionary = dictionary;

    /// <inheritdoc />
    public override Column Gather(ReadOnlySpan<int> rows) =>
        new TextColumn(GatherValues(rows), rows.Length, GatherUnknown(rows), Dictionary);

    internal override Column Regroup(RowGrouping grouping)
    {
        grouping.Apply(Values);
        return new TextColumn(Values, Count, grouping.Apply(Unknown), Dictionary);
    }

    /// <summary>A row's text, if known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGetText(int row, out string value)
    {
        bool known = IsKnown(row);
        value = known ? Dictionary[Values[row]] : "";
        return known;
    }
}

/// <summary>Sets and lists: the elements of row r are those from Offsets[r] up to Offsets[r + 1].</summary>
public sealed class NestedColumn(int[] offsets, int count, Column?[] items) : Column(count, null)
{
    /// <summary>Where each row's elements begin; one more than rows.</summary>
    public readonly int[] Offsets = offsets;

    /// <summary>A set's single column of elements, or a list's columns by the record's fields (null: computed).</summary>
    public readonly Column?[] Items = items;

    /// <inheritdoc />
    public override long Bytes => (Offsets.LongLength * sizeof(int)) + Items.Sum(c => c?.Bytes ?? 0);

    /// <summary>How many elements a row has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Size(int row) => Offsets[row + 1] - Offsets[row];

    /// <inheritdoc />
    public override Column Gather(ReadOnlySpan<int> rows)
    {
        var offsets = new int[rows.Length + 1];
        for (int i = 0; i < rows.Length; i++)
        {
            offsets[i + 1] = offsets[i] + Size(rows[i]);
        }

        var places = new int[offsets[^1]];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int k = offsets[i], from = Offsets[rows[i]]; k < offsets[i + 1]; k++)
            {
                places[k] = from++;
            }
        }

        return new NestedColumn(offsets, rows.Length, Array.ConvertAll(Items, c => c?.Gather(places)));
    }

    internal override Column Regroup(RowGrouping grouping) => Gather(grouping.Rows);

    /// <inheritdoc />
    public override bool SameValue(int left, int right)
    {
        int size = Size(left);
        if (size != Size(right))
        {
            return false;
        }

        for (int i = 0; i < size; i++)
        {
            foreach (Column? column in Items)
            {
                if (column is not null && !column.SameValue(Offsets[left] + i, Offsets[right] + i))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
