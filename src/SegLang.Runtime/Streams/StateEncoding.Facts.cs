using System.Collections.Immutable;

namespace SegLang.Runtime;

internal static partial class StateEncoding
{
    /// <summary>Writes the values of a row.</summary>
    public static void Write(EncodingWriter writer, FactRow row) => Write(writer, row.Layout, row.Numbers, 0, row.Objects, 0);

    /// <summary>Reads the values of a row.</summary>
    public static FactRow ReadRow(ref EncodingReader reader, RecordLayout layout)
    {
        FactRow row = new(layout);
        foreach (FieldSchema field in layout.Fields)
        {
            if (!field.IsComputed && reader.Bool())
            {
                ReadKnown(ref reader, row, field);
            }
        }

        return row;
    }

    /// <summary>Writes the events of a type, how many of them rules see, and how many are folded.</summary>
    public static void Write(EncodingWriter writer, EventBlock block)
    {
        writer.Size(block.Count);
        writer.Size(block.Visible);
        writer.Size(block.Folded);
        long last = 0;
        for (int i = 0; i < block.Count; i++)
        {
            FactRow row = block.Row(i);
            writer.Number(block.Time(i) - last);
            writer.Number(block.Order(i));
            writer.Number(block.Arrival(i));
            Write(writer, row);
            last = block.Time(i);
        }
    }

    /// <summary>Reads the events of a type.</summary>
    public static void ReadBlock(ref EncodingReader reader, EventBlock block)
    {
        int count = reader.Size();
        long visible = reader.Count();
        long folded = reader.Count();
        if (visible > count || folded > count)
        {
            throw EncodingReader.Broken();
        }

        long time = 0;
        for (int i = 0; i < count; i++)
        {
            time += reader.Number();
            long order = reader.Number();
            long arrival = reader.Number();
            _ = block.Insert(ReadRow(ref reader, block.Layout), time, order, arrival);
        }

        (block.Visible, block.Folded) = ((int)visible, (int)folded);
    }

    private static void Write(EncodingWriter writer, RecordLayout layout, long[] numbers, int start, object?[] objects, int first)
    {
        ImmutableArray<FieldSchema> fields = layout.Fields;
        for (int i = 0; i < fields.Length; i++)
        {
            FieldSchema field = fields[i];
            if (field.IsComputed)
            {
                continue;
            }

            if (!RecordLayout.IsNumber(field))
            {
                WriteObject(writer, objects[first + layout.Place(i)]);
            }
            else if (!FactRow.TryGet(numbers, start, layout, i, out long bits))
            {
                writer.Bool(false);
            }
            else if (field.Storage == Storage.Double)
            {
                writer.Bool(true);
                writer.Bits(bits);
            }
            else
            {
                writer.Bool(true);
                writer.Number(bits);
            }
        }
    }

    private static void WriteObject(EncodingWriter writer, object? held)
    {
        writer.Bool(held is not null);
        switch (held)
        {
            case null:
                break;
            case string text:
                writer.Text(text);
                break;
            case string[] texts:
                writer.Size(texts.Length);
                Array.ForEach(texts, writer.Text);
                break;
            case long[] values:
                writer.Size(values.Length);
                Array.ForEach(values, writer.Bits);
                break;
            case FactRow[] records:
                writer.Size(records.Length);
                Array.ForEach(records, r => Write(writer, r));
                break;
            default:
                throw new ArgumentException($"{held.GetType().Name} is no form of a value", nameof(held));
        }
    }

    private static void ReadKnown(ref EncodingReader reader, FactRow row, FieldSchema field)
    {
        switch (field.Storage)
        {
            case Storage.Double:
                row.SetNumber(field.Ordinal, reader.Bits());
                break;
            case Storage.Text:
                row.SetText(field.Ordinal, reader.Text());
                break;
            case Storage.Set:
                row.Objects[row.Layout.Place(field.Ordinal)] = ReadSet(ref reader, field);
                break;
            case Storage.List:
                row.Objects[row.Layout.Place(field.Ordinal)] = ReadList(ref reader, row.Layout.Part(field.Ordinal));
                break;
            default:
                row.SetNumber(field.Ordinal, reader.Number());
                break;
        }
    }

    private static object ReadSet(ref EncodingReader reader, FieldSchema field)
    {
        int size = reader.Size();
        if (field.Element is { Storage: Storage.Text })
        {
            var texts = new string[size];
            for (int i = 0; i < size; i++)
            {
                texts[i] = reader.Text();
            }

            return texts;
        }

        var values = new long[size];
        for (int i = 0; i < size; i++)
        {
            values[i] = reader.Bits();
        }

        return values;
    }

    private static FactRow[] ReadList(ref EncodingReader reader, RecordLayout layout)
    {
        var records = new FactRow[reader.Size()];
        for (int i = 0; i < records.Length; i++)
        {
            records[i] = ReadRow(ref reader, layout);
        }

        return records;
    }
}
