using System.Collections.Immutable;

namespace SegLang.Runtime;

/// <summary>Takes rows out of columns.</summary>
internal static class ColumnFacts
{
    /// <summary>An event's fields, by its row in its table.</summary>
    public static FactRow Event(DataSet data, RecordLayout layout, int type, int row) => Row(layout, data.Events[type].Fields, row);

    /// <summary>The fields of a row of columns.</summary>
    public static FactRow Row(RecordLayout layout, Column?[] columns, int row)
    {
        FactRow facts = new(layout);
        Fill(facts, columns, row);
        return facts;
    }

    private static void Fill(FactRow facts, Column?[] columns, int row)
    {
        ImmutableArray<FieldSchema> fields = facts.Layout.Fields;
        for (int i = 0; i < fields.Length; i++)
        {
            switch (columns[i])
            {
                case TextColumn c: facts.SetText(i, c.TryGetText(row, out string text) ? text : null); break; // Its codes are numbers, too.
                case FixedColumn<byte> c when c.TryGet(row, out byte value): facts.SetNumber(i, value); break;
                case FixedColumn<int> c when c.TryGet(row, out int value): facts.SetNumber(i, value); break;
                case FixedColumn<long> c when c.TryGet(row, out long value): facts.SetNumber(i, value); break;
                case FixedColumn<double> c when c.TryGet(row, out double value): facts.SetNumber(i, BitConverter.DoubleToInt64Bits(value)); break;
                case NestedColumn c: facts.Objects[facts.Layout.Place(i)] = Nested(facts.Layout, i, c, row); break;
            }
        }
    }

    private static object? Nested(RecordLayout layout, int field, NestedColumn column, int row)
    {
        (int from, int size) = (column.Offsets[row], column.Size(row));
        if (size == 0)
        {
            return null;
        }

        if (layout.Fields[field].Storage == Storage.List)
        {
            RecordLayout part = layout.Part(field);
            return Enumerable.Range(from, size).Select(item => Row(part, [.. column.Items], item)).ToArray();
        }

        return column.Items[0] switch
        {
            TextColumn texts => Enumerable.Range(from, size).Select(item => texts.TryGetText(item, out string text) ? text : "").ToArray(),
            FixedColumn<byte> bits => Numbers(bits, from, size, value => value),
            FixedColumn<int> numbers => Numbers(numbers, from, size, value => value),
            FixedColumn<long> numbers => Numbers(numbers, from, size, value => value),
            FixedColumn<double> numbers => Numbers(numbers, from, size, BitConverter.DoubleToInt64Bits),
            _ => null,
        };
    }

    private static long[] Numbers<T>(FixedColumn<T> column, int from, int size, Func<T, long> bits)
        where T : unmanaged, IEquatable<T>, IComparable<T>
    {
        var values = new long[size];
        for (int i = 0; i < size; i++)
        {
            _ = column.TryGet(from + i, out T value);
            values[i] = bits(value);
        }

        return values;
    }
}
