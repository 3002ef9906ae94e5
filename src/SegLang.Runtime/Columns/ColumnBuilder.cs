using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>Grows a column row by row; a row that turns out bad is taken back with <see cref="Truncate"/>.</summary>
public abstract class ColumnBuilder
{
    private ulong[] unknown = [];
    private bool anyUnknown;

    /// <summary>How many rows so far.</summary>
    public int Count { get; private protected set; }

    /// <summary>Adds a row of unknown value (of a set or list: an empty one).</summary>
    public abstract void AppendUnknown();

    /// <summary>Takes back the rows from <paramref name="count"/> on.</summary>
    public virtual void Truncate(int count)
    {
        for (int row = count; anyUnknown && row < Count; row++)
        {
            if (row >> 6 < unknown.Length)
            {
                unknown[row >> 6] &= ~(1UL << row);
            }
        }

        Count = Math.Min(Count, count);
    }

    /// <summary>The column; the builder is used up.</summary>
    public abstract Column Build();

    /// <summary>The builder for a field: <see cref="FixedBuilder{T}"/> of byte, int, long or double, <see cref="TextBuilder"/>, <see cref="NestedBuilder"/>.</summary>
    /// <param name="field">The field.</param>
    /// <param name="capacity">How many rows are expected; more may come.</param>
    public static ColumnBuilder For(FieldSchema field, int capacity = 0)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Storage switch
        {
            Storage.Bool => new FixedBuilder<byte>(capacity),
            Storage.Int32 => new FixedBuilder<int>(capacity),
            Storage.Int64 => new FixedBuilder<long>(capacity),
            Storage.Double => new FixedBuilder<double>(capacity),
            Storage.Text => new TextBuilder(capacity),
            Storage.Set => new NestedBuilder([field.Element is { } element ? For(element) : null]),
            _ => new NestedBuilder([.. field.Fields.Select(f => f.IsComputed ? null : For(f))]),
        };
    }

    private protected void MarkUnknown(int row)
    {
        if (row >> 6 >= unknown.Length)
        {
            Array.Resize(ref unknown, Math.Max(16, Math.Max(unknown.Length * 2, (row >> 6) + 1)));
        }

        unknown[row >> 6] |= 1UL << row;
        anyUnknown = true;
    }

    private protected ulong[]? TakeUnknown()
    {
        int words = (Count + 63) >> 6;
        if (!anyUnknown || !AnyBit(unknown))
        {
            return null;
        }

        Array.Resize(ref unknown, words);
        return unknown;
    }

    private static bool AnyBit(ulong[] words)
    {
        foreach (ulong word in words)
        {
            if (word != 0)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Grows a column of values of one size.</summary>
/// <typeparam name="T">byte (bool, 0 or 1), int, long or double.</typeparam>
/// <param name="capacity">How many rows are expected; more may come.</param>
public sealed class FixedBuilder<T>(int capacity = 0) : ColumnBuilder
    where T : unmanaged, IEquatable<T>, IComparable<T>
{
    private T[] values = new T[Math.Max(capacity, 256)];

    /// <summary>Adds a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(T value)
    {
        if (Count == values.Length)
        {
            Array.Resize(ref values, Count * 2);
        }

        values[Count++] = value;
    }

    /// <inheritdoc />
    public override void AppendUnknown()
    {
        MarkUnknown(Count);
        Append(default);
    }

    /// <summary>The values so far.</summary>
    public ReadOnlySpan<T> Written => values.AsSpan(0, Count);

    /// <inheritdoc />
    public override Column Build()
    {
        return new FixedColumn<T>(TakeValues(), Count, TakeUnknown());
    }

    // The builder lets go of them, so that whoever still holds it does not keep them alive.
    internal T[] TakeValues()
    {
        T[] taken = values;
        values = [];
        Array.Resize(ref taken, Count);
        return taken;
    }
}

/// <summary>Grows a text column. Texts are brought to NFC on the way in.</summary>
/// <param name="capacity">How many rows are expected; more may come.</param>
public sealed class TextBuilder(int capacity = 0) : ColumnBuilder
{
    private int[] codes = new int[Math.Max(capacity, 256)];

    /// <summary>The texts by code.</summary>
    public TextDictionary Dictionary { get; } = new();

    /// <summary>Adds a text.</summary>
    public void Append(ReadOnlySpan<char> text) => AppendCode(Dictionary.Add(text));

    /// <summary>Adds a text of valid UTF-8.</summary>
    public void Append(ReadOnlySpan<byte> utf8) => AppendCode(Dictionary.Add(utf8));

    /// <summary>Adds a text that the dictionary has.</summary>
    public void AppendCode(int code)
    {
        if (Count == codes.Length)
        {
            Array.Resize(ref codes, Count * 2);
        }

        codes[Count++] = code;
    }

    /// <inheritdoc />
    public override void AppendUnknown()
    {
        MarkUnknown(Count);
        AppendCode(0);
    }

    /// <inheritdoc />
    public override Column Build()
    {
        int[] taken = codes;
        codes = [];
        Array.Resize(ref taken, Count);
        return new TextColumn(taken, Count, TakeUnknown(), Dictionary);
    }
}

/// <summary>
/// Grows a column of sets or lists: append a row's elements to <see cref="Items"/>, every item column alike, then call
/// <see cref="EndRow"/>. The values of a set are to be distinct.
/// </summary>
public sealed class NestedBuilder(ColumnBuilder?[] items) : ColumnBuilder
{
    private int[] offsets = new int[256];

    /// <summary>A set's single builder of elements, or a list's builders by the record's fields (null: computed).</summary>
    public ColumnBuilder?[] Items { get; } = items;

    /// <summary>Ends a row with the elements appended since the last.</summary>
    public void EndRow()
    {
        if (Count + 1 == offsets.Length)
        {
            Array.Resize(ref offsets, offsets.Length * 2);
        }

        offsets[++Count] = Elements;
    }

    /// <inheritdoc />
    public override void AppendUnknown() => EndRow();

    /// <summary>Takes back the elements appended since the last row.</summary>
    public void DropElements() => Array.ForEach(Items, i => i?.Truncate(offsets[Count]));

    /// <inheritdoc />
    public override void Truncate(int count)
    {
        Count = Math.Min(Count, count);
        DropElements();
    }

    /// <inheritdoc />
    public override Column Build()
    {
        Array.Resize(ref offsets, Count + 1);
        return new NestedColumn(offsets, Count, Array.ConvertAll(Items, i => i?.Build()));
    }

    private int Elements => Items.FirstOrDefault(i => i is not null)?.Count ?? 0;
}
