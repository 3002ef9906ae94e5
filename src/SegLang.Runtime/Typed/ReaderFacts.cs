namespace SegLang.Runtime;

/// <summary>Takes rows out of a reader, in the forms in which states hold them.</summary>
internal static class ReaderFacts
{
    // Where a value lies: of an event or (type −1) the profile, in an item of its field, in an element of that item's part; −1 where it lies no deeper.
    private readonly record struct Place(int Type, int Index, int Field, int Item = -1, int Part = -1, int Element = -1, int Inner = -1);

    /// <summary>The profile's fields.</summary>
    public static FactRow Profile<TReader>(RecordLayout layout, in TReader reader)
        where TReader : struct, IFactReader
    {
        FactRow row = new(layout);
        Profile(row, in reader);
        return row;
    }

    /// <summary>The profile's fields into a row that is used again: allocates only for sets and lists.</summary>
    public static void Profile<TReader>(FactRow into, in TReader reader)
        where TReader : struct, IFactReader => Fill(into, in reader, new(-1, 0, 0));

    /// <summary>An event's fields.</summary>
    public static FactRow Event<TReader>(RecordLayout layout, in TReader reader, int type, int index)
        where TReader : struct, IFactReader
    {
        FactRow row = new(layout);
        Event(row, in reader, type, index);
        return row;
    }

    /// <summary>An event's fields into a row that is used again: allocates only for sets and lists.</summary>
    public static void Event<TReader>(FactRow into, in TReader reader, int type, int index)
        where TReader : struct, IFactReader => Fill(into, in reader, new(type, index, 0));

    private static void Fill<TReader>(FactRow row, in TReader reader, Place owner)
        where TReader : struct, IFactReader
    {
        row.Clear();
        foreach (FieldSchema field in row.Layout.Fields)
        {
            if (!field.IsComputed)
            {
                Fill(row, field, in reader, owner with { Field = field.Ordinal });
            }
        }
    }

    private static void Fill<TReader>(FactRow row, FieldSchema field, in TReader reader, Place at)
        where TReader : struct, IFactReader
    {
        switch (field.Storage)
        {
            case Storage.Set or Storage.List:
                row[field.Ordinal] = Value(row.Layout, field, in reader, at);
                break;
            case Storage.Text:
                row.SetText(field.Ordinal, Text(in reader, at, out string text) ? text : null);
                break;
            default:
                if (TryBits(field, in reader, at, out long bits))
                {
                    row.SetNumber(field.Ordinal, bits);
                }

                break;
        }
    }

    // A scalar as a row holds it among its numbers.
    private static bool TryBits<TReader>(FieldSchema field, in TReader reader, Place at, out long bits)
        where TReader : struct, IFactReader
    {
        bool isKnown;
        switch (field.Storage)
        {
            case Storage.Bool:
                isKnown = Bool(in reader, at, out bool flag);
                bits = flag ? 1 : 0;
                return isKnown;
            case Storage.Int32:
                isKnown = Int32(in reader, at, out int small);
                bits = small;
                return isKnown;
            case Storage.Double:
                isKnown = Double(in reader, at, out double number);
                bits = BitConverter.DoubleToInt64Bits(number);
                return isKnown;
            default:
                return Int64(in reader, at, out bits);
        }
    }

    private static object? Value<TReader>(RecordLayout layout, FieldSchema field, in TReader reader, Place at)
        where TReader : struct, IFactReader => field.Storage switch
        {
            Storage.Set => Set(field, in reader, at),
            Storage.List => Records(layout.Part(field.Ordinal), in reader, at),
            _ => Scalar(field, in reader, at),
        };

    private static object[]? Set<TReader>(FieldSchema field, in TReader reader, Place at)
        where TReader : struct, IFactReader
    {
        var values = new object[Size(in reader, at)];
        for (int i = 0; i < values.Length; i++)
        {
            Place element = at.Item < 0 ? at with { Item = i } : at with { Element = i };
            values[i] = (field.Element is { } type ? Scalar(type, in reader, element) : null) ?? throw new InvalidOperationException("a set holds no unknown");
        }

        return values.Length == 0 ? null : values;
    }

    private static FactRow[]? Records<TReader>(RecordLayout layout, in TReader reader, Place at)
        where TReader : struct, IFactReader
    {
        var rows = new FactRow[Size(in reader, at)];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = new FactRow(layout);
            foreach (FieldSchema part in layout.Fields)
            {
                if (!part.IsComputed)
                {
                    Place place = at.Item < 0 ? at with { Item = i, Part = part.Ordinal } : at with { Element = i, Inner = part.Ordinal };
                    rows[i][part.Ordinal] = Value(layout, part, in reader, place);
                }
            }
        }

        return rows.Length == 0 ? null : rows;
    }

    private static int Size<TReader>(in TReader reader, Place at)
        where TReader : struct, IFactReader => at switch
        {
            { Item: >= 0 } => reader.PartSize(at.Type, at.Index, at.Field, at.Item, at.Part),
            { Type: >= 0 } => reader.EventSize(at.Type, at.Index, at.Field),
            _ => reader.Size(at.Field),
        };

    private static object? Scalar<TReader>(FieldSchema field, in TReader reader, Place at)
        where TReader : struct, IFactReader => field.Storage switch
        {
            Storage.Bool => Bool(in reader, at, out bool value) ? value : null,
            Storage.Int32 => Int32(in reader, at, out int value) ? value : null,
            Storage.Double => Double(in reader, at, out double value) ? value : null,
            Storage.Text => Text(in reader, at, out string value) ? value : null,
            _ => Int64(in reader, at, out long value) ? value : null,
        };

    private static bool Bool<TReader>(in TReader reader, Place at, out bool value)
        where TReader : struct, IFactReader => at switch
        {
            { Element: >= 0 } => reader.PartBool(at.Type, at.Index, at.Field, at.Item, at.Part, at.Element, at.Inner, out value),
            { Item: >= 0, Type: >= 0 } => reader.EventItemBool(at.Type, at.Index, at.Field, at.Item, at.Part, out value),
            { Item: >= 0 } => reader.ItemBool(at.Field, at.Item, at.Part, out value),
            { Type: >= 0 } => reader.EventBool(at.Type, at.Index, at.Field, out value),
            _ => reader.Bool(at.Field, out value),
        };

    private static bool Int32<TReader>(in TReader reader, Place at, out int value)
        where TReader : struct, IFactReader => at switch
        {
            { Element: >= 0 } => reader.PartInt32(at.Type, at.Index, at.Field, at.Item, at.Part, at.Element, at.Inner, out value),
            { Item: >= 0, Type: >= 0 } => reader.EventItemInt32(at.Type, at.Index, at.Field, at.Item, at.Part, out value),
            { Item: >= 0 } => reader.ItemInt32(at.Field, at.Item, at.Part, out value),
            { Type: >= 0 } => reader.EventInt32(at.Type, at.Index, at.Field, out value),
            _ => reader.Int32(at.Field, out value),
        };

    private static bool Int64<TReader>(in TReader reader, Place at, out long value)
        where TReader : struct, IFactReader => at switch
        {
            { Element: >= 0 } => reader.PartInt64(at.Type, at.Index, at.Field, at.Item, at.Part, at.Element, at.Inner, out value),
            { Item: >= 0, Type: >= 0 } => reader.EventItemInt64(at.Type, at.Index, at.Field, at.Item, at.Part, out value),
            { Item: >= 0 } => reader.ItemInt64(at.Field, at.Item, at.Part, out value),
            { Type: >= 0 } => reader.EventInt64(at.Type, at.Index, at.Field, out value),
            _ => reader.Int64(at.Field, out value),
        };

    private static bool Double<TReader>(in TReader reader, Place at, out double value)
        where TReader : struct, IFactReader => at switch
        {
            { Element: >= 0 } => reader.PartDouble(at.Type, at.Index, at.Field, at.Item, at.Part, at.Element, at.Inner, out value),
            { Item: >= 0, Type: >= 0 } => reader.EventItemDouble(at.Type, at.Index, at.Field, at.Item, at.Part, out value),
            { Item: >= 0 } => reader.ItemDouble(at.Field, at.Item, at.Part, out value),
            { Type: >= 0 } => reader.EventDouble(at.Type, at.Index, at.Field, out value),
            _ => reader.Double(at.Field, out value),
        };

    private static bool Text<TReader>(in TReader reader, Place at, out string value)
        where TReader : struct, IFactReader => at switch
        {
            { Element: >= 0 } => reader.PartText(at.Type, at.Index, at.Field, at.Item, at.Part, at.Element, at.Inner, out value),
            { Item: >= 0, Type: >= 0 } => reader.EventItemText(at.Type, at.Index, at.Field, at.Item, at.Part, out value),
            { Item: >= 0 } => reader.ItemText(at.Field, at.Item, at.Part, out value),
            { Type: >= 0 } => reader.EventText(at.Type, at.Index, at.Field, out value),
            _ => reader.Text(at.Field, out value),
        };
}
