using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using SegLang.Runtime;
using Calendar = SegLang.Runtime.Calendar;

namespace SegLang.Data;

/// <summary>
/// Reads cells as values in the forms of <see cref="FieldSchema.Default"/> (bool, string, long, double, int, object[] for sets),
/// object?[][] for lists: what is read often goes straight into columns instead.
/// </summary>
public static class FieldValues
{
    /// <summary>The value of a cell that is not empty; null unless the outcome is Ok.</summary>
    public static object? Read(FieldSchema field, Cell cell, Calendar calendar, out Outcome outcome)
    {
        object? value = field.Kind switch
        {
            FieldKind.Set => ReadSet(field, cell, calendar, out outcome),
            FieldKind.List => ReadList(field, cell, calendar, out outcome),
            _ => ReadScalar(field, cell, calendar, out outcome),
        };
        return outcome == Outcome.Ok ? value : null;
    }

    /// <summary>The value of a text, as a command line gives it.</summary>
    public static object? Read(FieldSchema field, string text, Calendar calendar, out Outcome outcome) =>
        Read(field, new Cell(Encoding.UTF8.GetBytes(text), CellKind.Text), calendar, out outcome);

    /// <summary>Appends a value to a column; null is unknown.</summary>
    public static void Append(ColumnBuilder builder, object? value)
    {
        switch (builder)
        {
            case NestedBuilder nested:
                AppendItems(nested, value);
                break;
            case FixedBuilder<byte> bits when value is bool bit:
                bits.Append(bit ? (byte)1 : (byte)0);
                break;
            case FixedBuilder<int> ints when value is int number:
                ints.Append(number);
                break;
            case FixedBuilder<long> longs when value is long number:
                longs.Append(number);
                break;
            case FixedBuilder<double> doubles when value is double number:
                doubles.Append(number);
                break;
            case TextBuilder texts when value is string text:
                texts.Append(text);
                break;
            default:
                builder.AppendUnknown();
                break;
        }
    }

    /// <summary>The value of a row of a column; null where unknown.</summary>
    public static object? ValueAt(FieldSchema field, Column? column, int row) => column switch
    {
        NestedColumn nested when field.Kind == FieldKind.Set => SetAt(field, nested, row),
        NestedColumn nested => ListAt(field, nested, row),
        null => null,
        _ when !column.IsKnown(row) => null,
        FixedColumn<byte> bits => bits.Values[row] != 0,
        TextColumn texts => texts.Dictionary[texts.Values[row]],
        FixedColumn<int> ints => ints.Values[row],
        FixedColumn<long> longs => longs.Values[row],
        FixedColumn<double> doubles => doubles.Values[row],
        _ => null,
    };

    /// <summary>The order of two values of one scalar type: text by code point, everything else by value.</summary>
    public static int Compare(object left, object right) => (left, right) switch
    {
        (string a, string b) => Runtime.Text.Compare(a, b),
        (IComparable a, _) => a.CompareTo(right),
        _ => 0,
    };

    private static object? ReadScalar(FieldSchema field, Cell cell, Calendar calendar, out Outcome outcome)
    {
        ReadOnlySpan<byte> text = cell.Bytes;
        if (cell.Kind is CellKind.Json or CellKind.Other || !Fits(field.Kind, cell.Kind))
        {
            outcome = Outcome.Malformed;
            return null;
        }

        switch (field.Kind)
        {
            case FieldKind.Bool:
                outcome = Scalars.Bool(text, out bool bit);
                return bit;
            case FieldKind.Text:
                outcome = Utf8.IsValid(text) ? Outcome.Ok : Outcome.NotUtf8;
                return outcome == Outcome.Ok ? Runtime.Text.Normalize(Encoding.UTF8.GetString(text)) : null;
            case FieldKind.Number:
                outcome = Scalars.Number(text, out double number);
                return number;
            case FieldKind.Date:
                outcome = Scalars.Date(text, out int date);
                return date;
            case FieldKind.DateTime:
                outcome = Scalars.DateTime(text, calendar, out long instant);
                return instant;
            case FieldKind.Duration:
                outcome = Scalars.Duration(text, out long duration);
                return duration;
            case FieldKind.Enum:
                int member = field.Members.IndexOf(Runtime.Text.Normalize(Encoding.UTF8.GetString(text)));
                outcome = member >= 0 ? Outcome.Ok : Outcome.NoSuchMember;
                return member;
            default:
                outcome = Scalars.Exact(text, field.Scale, out long exact);
                return exact;
        }
    }

    // JSON says more than text: a bool is no number, and no text either.
    internal static bool Fits(FieldKind field, CellKind cell) => cell switch
    {
        CellKind.Text => true,
        CellKind.Bool => field == FieldKind.Bool,
        CellKind.Number => field is FieldKind.Text or FieldKind.Int or FieldKind.Decimal or FieldKind.Money
            or FieldKind.Number or FieldKind.Bool,
        _ => false,
    };

    // `a|b|c` or a JSON array; ascending and distinct.
    private static object[]? ReadSet(FieldSchema field, Cell cell, Calendar calendar, out Outcome outcome)
    {
        outcome = Outcome.Ok;
        if (field.Element is not { } element)
        {
            return [];
        }

        SortedSet<object> values = new(Comparer<object>.Create(Compare));
        ReadOnlySpan<byte> text = cell.Bytes.Trim((byte)' ');
        if (cell.Kind == CellKind.Json || (cell.Kind == CellKind.Text && text.StartsWith("["u8)))
        {
            return ReadSetOfJson(element, text, values, calendar, out outcome);
        }

        foreach (Range range in cell.Bytes.Split((byte)'|'))
        {
            ReadOnlySpan<byte> part = cell.Bytes[range];
            if (part.IsEmpty)
            {
                continue;
            }

            object? value = ReadScalar(element, new Cell(part, cell.Kind), calendar, out outcome);
            if (outcome != Outcome.Ok || value is null)
            {
                return null;
            }

            values.Add(value);
        }

        return [.. values];
    }

    private static object[]? ReadSetOfJson(
        FieldSchema element, ReadOnlySpan<byte> text, SortedSet<object> values, Calendar calendar, out Outcome outcome)
    {
        outcome = Outcome.Malformed;
        using JsonDocument? document = Parse(text);
        if (document is not { RootElement.ValueKind: JsonValueKind.Array })
        {
            return null;
        }

        foreach (JsonElement item in document.RootElement.EnumerateArray())
        {
            outcome = Outcome.Malformed;
            object? value = ReadJson(element, item, calendar, out outcome);
            if (outcome != Outcome.Ok || value is null)
            {
                outcome = outcome == Outcome.Ok ? Outcome.Malformed : outcome;
                return null;
            }

            values.Add(value);
        }

        outcome = Outcome.Ok;
        return [.. values];
    }

    // A list is a JSON array of objects: each gives the record's fields by their column or name, ignoring case.
    private static object?[][]? ReadList(FieldSchema field, Cell cell, Calendar calendar, out Outcome outcome)
    {
        outcome = Outcome.Malformed;
        using JsonDocument? document = cell.Kind is CellKind.Json or CellKind.Text ? Parse(cell.Bytes) : null;
        if (document is not { RootElement.ValueKind: JsonValueKind.Array })
        {
            return null;
        }

        List<object?[]> records = [];
        foreach (JsonElement item in document.RootElement.EnumerateArray())
        {
            object?[]? record = ReadRecord(field, item, calendar, out outcome);
            if (record is null)
            {
                return null;
            }

            records.Add(record);
        }

        outcome = Outcome.Ok;
        return [.. records];
    }

    private static object?[]? ReadRecord(FieldSchema list, JsonElement item, Calendar calendar, out Outcome outcome)
    {
        outcome = Outcome.Malformed;
        if (item.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        object?[] values = new object?[list.Fields.Length];
        foreach (FieldSchema part in list.Fields)
        {
            if (part.IsComputed)
            {
                continue;
            }

            object? value = null;
            if (Member(item, part.Column ?? part.Name) is { ValueKind: not JsonValueKind.Null } given)
            {
                value = ReadJson(part, given, calendar, out outcome);
                if (outcome != Outcome.Ok)
                {
                    return null;
                }
            }

            values[part.Ordinal] = value ?? part.Default;
            if (values[part.Ordinal] is null && !MayBeMissing(part))
            {
                outcome = Outcome.Malformed;
                return null;
            }
        }

        outcome = Outcome.Ok;
        return values;
    }

    /// <summary>Whether a field needs no value: optional, with a default, a set or a list.</summary>
    internal static bool MayBeMissing(FieldSchema field) =>
        field.IsOptional || field.Default is not null || field.Kind is FieldKind.Set or FieldKind.List;

    private static JsonElement? Member(JsonElement item, string name)
    {
        foreach (JsonProperty property in item.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }

    private static object? ReadJson(FieldSchema field, JsonElement item, Calendar calendar, out Outcome outcome)
    {
        (string text, CellKind kind) = item.ValueKind switch
        {
            JsonValueKind.String => (item.GetString() ?? "", CellKind.Text),
            JsonValueKind.Number => (item.GetRawText(), CellKind.Number),
            JsonValueKind.True => ("true", CellKind.Bool),
            JsonValueKind.False => ("false", CellKind.Bool),
            JsonValueKind.Null => ("", CellKind.Other),
            _ => (item.GetRawText(), CellKind.Json),
        };
        return Read(field, new Cell(Encoding.UTF8.GetBytes(text), kind), calendar, out outcome);
    }

    private static JsonDocument? Parse(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonDocument.Parse(text.ToArray(), new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void AppendItems(NestedBuilder nested, object? value)
    {
        if (value is object[] and not object?[][])
        {
            foreach (object item in (object[])value)
            {
                Append(nested.Items[0] ?? throw new InvalidOperationException("a set has an element"), item);
            }
        }
        else if (value is object?[][] records)
        {
            foreach (object?[] record in records)
            {
                for (int i = 0; i < record.Length; i++)
                {
                    if (nested.Items[i] is { } part)
                    {
                        Append(part, record[i]);
                    }
                }
            }
        }

        nested.EndRow();
    }

    private static object[] SetAt(FieldSchema field, NestedColumn nested, int row)
    {
        object[] items = new object[nested.Size(row)];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = ValueAt(field.Element ?? field, nested.Items[0], nested.Offsets[row] + i) ?? "";
        }

        return items;
    }

    private static object?[][] ListAt(FieldSchema field, NestedColumn nested, int row)
    {
        object?[][] records = new object?[nested.Size(row)][];
        for (int i = 0; i < records.Length; i++)
        {
            int at = nested.Offsets[row] + i;
            records[i] = [.. field.Fields.Select(f => ValueAt(f, nested.Items[f.Ordinal], at))];
        }

        return records;
    }
}
