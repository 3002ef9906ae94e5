namespace SegLang.Runtime;

/// <summary>Reads fields by their schema, of the profile (type −1) or of an event, whatever they hold.</summary>
internal static class FactWalk
{
    /// <summary>Adds a field's value to a hash; false where it is unknown. The elements of a set count in any order.</summary>
    public static bool TryHash<TReader>(in TReader reader, int type, int index, FieldSchema field, ref KeyHash hash)
        where TReader : struct, IFactReader
    {
        int ordinal = field.Ordinal;
        bool isKnown;
        switch (field.Storage)
        {
            case Storage.Bool:
                isKnown = type < 0 ? reader.Bool(ordinal, out bool flag) : reader.EventBool(type, index, ordinal, out flag);
                return hash.Add(flag ? 1UL : 0UL) && isKnown;
            case Storage.Int32:
                isKnown = type < 0 ? reader.Int32(ordinal, out int small) : reader.EventInt32(type, index, ordinal, out small);
                return hash.Add((ulong)small) && isKnown;
            case Storage.Int64:
                isKnown = type < 0 ? reader.Int64(ordinal, out long exact) : reader.EventInt64(type, index, ordinal, out exact);
                return hash.Add((ulong)exact) && isKnown;
            case Storage.Double:
                isKnown = type < 0 ? reader.Double(ordinal, out double number) : reader.EventDouble(type, index, ordinal, out number);
                return hash.Add(number == 0 ? 0 : (ulong)BitConverter.DoubleToInt64Bits(number)) && isKnown;
            case Storage.Text:
                isKnown = type < 0 ? reader.Text(ordinal, out string text) : reader.EventText(type, index, ordinal, out text);
                hash.Add(text);
                return isKnown;
            default:
                return HashItems(reader, type, index, field, ref hash);
        }
    }

    /// <summary>A number that stands for an element of a set: the same for the same values.</summary>
    public static UInt128 HashOfItem<TReader>(in TReader reader, int type, int index, FieldSchema field, int item, int part, FieldSchema value)
        where TReader : struct, IFactReader
    {
        KeyHash hash = default;
        int o = field.Ordinal;
        switch (value.Storage)
        {
            case Storage.Bool:
                _ = type < 0 ? reader.ItemBool(o, item, part, out bool flag) : reader.EventItemBool(type, index, o, item, part, out flag);
                hash.Add(flag ? 1UL : 0UL);
                break;
            case Storage.Int32:
                _ = type < 0 ? reader.ItemInt32(o, item, part, out int small) : reader.EventItemInt32(type, index, o, item, part, out small);
                hash.Add((ulong)small);
                break;
            case Storage.Int64:
                _ = type < 0 ? reader.ItemInt64(o, item, part, out long exact) : reader.EventItemInt64(type, index, o, item, part, out exact);
                hash.Add((ulong)exact);
                break;
            case Storage.Double:
                _ = type < 0 ? reader.ItemDouble(o, item, part, out double number) : reader.EventItemDouble(type, index, o, item, part, out number);
                hash.Add(number == 0 ? 0 : (ulong)BitConverter.DoubleToInt64Bits(number));
                break;
            case Storage.Text:
                _ = type < 0 ? reader.ItemText(o, item, part, out string text) : reader.EventItemText(type, index, o, item, part, out text);
                hash.Add(text);
                break;
        }

        return hash.Value;
    }

    /// <summary>How many elements a set or list has.</summary>
    public static int Size<TReader>(in TReader reader, int type, int index, FieldSchema field)
        where TReader : struct, IFactReader => type < 0 ? reader.Size(field.Ordinal) : reader.EventSize(type, index, field.Ordinal);

    private static bool HashItems<TReader>(in TReader reader, int type, int index, FieldSchema field, ref KeyHash hash)
        where TReader : struct, IFactReader
    {
        int size = Size(reader, type, index, field);
        UInt128 sum = 0;
        for (int item = 0; item < size; item++)
        {
            if (field.Element is { } element)
            {
                sum += HashOfItem(reader, type, index, field, item, -1, element);
            }

            foreach (FieldSchema part in field.Fields)
            {
                if (!part.IsComputed)
                {
                    sum += HashOfItem(reader, type, index, field, item, part.Ordinal, part);
                }
            }
        }

        return hash.Add((ulong)sum) && hash.Add((ulong)(sum >> 64)) && hash.Add((ulong)size);
    }
}
