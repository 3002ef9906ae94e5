using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>
/// The values of a profile, an event or a record. Values are given in the forms of <see cref="FieldSchema.Default"/>: bool, string (NFC), long,
/// double, int (date, enum), object[] (set), <see cref="FactRow"/>[] (list), null (unknown; of a set or list: empty).
/// </summary>
public sealed class FactRow
{
    /// <summary>A row of which nothing is known yet.</summary>
    public FactRow(RecordLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Layout = layout;
        Numbers = layout.Numbers == 0 ? [] : new long[layout.Numbers];
        Objects = layout.Objects == 0 ? [] : new object?[layout.Objects];
    }

    private FactRow(FactRow other)
    {
        Layout = other.Layout;
        Numbers = [.. other.Numbers];
        Objects = [.. other.Objects];
    }

    /// <summary>Where the fields lie.</summary>
    public RecordLayout Layout { get; }

    internal long[] Numbers { get; }

    internal object?[] Objects { get; }

    /// <summary>Reads a little of its numbers and objects.</summary>
    internal long Approach() => (Numbers is [var first, .., var last] ? first + last : 0) + Objects.Length;

    /// <summary>The same values in a row of its own.</summary>
    public FactRow Copy() => new(this);

    /// <summary>A field's value; null is unknown.</summary>
    public object? this[int field]
    {
        get => Get(field);
        set => Set(field, value);
    }

    /// <summary>Sets a field that lies among the numbers: a bool as 0 or 1, a double by its bits.</summary>
    public void SetNumber(int field, long bits)
    {
        int place = Layout.Place(field);
        Numbers[place >> 6] |= 1L << place;
        Numbers[Layout.MaskWords + place] = bits;
    }

    /// <summary>Sets a text; null is unknown.</summary>
    public void SetText(int field, string? text) => Objects[Layout.Place(field)] = text;

    /// <summary>Gives another row of the same layout the same values.</summary>
    internal void CopyTo(FactRow other)
    {
        Numbers.CopyTo(other.Numbers, 0);
        Objects.CopyTo(other.Objects, 0);
    }

    /// <summary>Whether another row of the same layout has the same values.</summary>
    internal bool Same(FactRow other)
    {
        for (int i = 0; i < Objects.Length; i++)
        {
            if (!SameHeld(Objects[i], other.Objects[i]))
            {
                return false;
            }
        }

        return Numbers.AsSpan().SequenceEqual(other.Numbers);
    }

    /// <summary>Nothing is known any more.</summary>
    internal void Clear()
    {
        Array.Clear(Numbers);
        Array.Clear(Objects);
    }

    /// <summary>Whether two values, in the forms in which a row gives them, are the same.</summary>
    internal static bool SameValue(object? left, object? right) => (left, right) switch
    {
        (FactRow[] a, FactRow[] b) => a.Length == b.Length && a.Zip(b).All(p =>
            p.First.Layout.Fields.All(f => f.IsComputed || SameValue(p.First[f.Ordinal], p.Second[f.Ordinal]))),
        (object[] a, object[] b) => a.AsSpan().SequenceEqual(b),
        _ => Equals(left, right),
    };

    private static bool SameHeld(object? left, object? right) => (left, right) switch
    {
        (string a, string b) => a == b,
        (string[] a, string[] b) => a.AsSpan().SequenceEqual(b),
        (long[] a, long[] b) => a.AsSpan().SequenceEqual(b),
        _ => SameValue(left, right),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryGet(long[] numbers, int start, RecordLayout layout, int field, out long bits)
    {
        int place = layout.Place(field);
        bits = numbers[start + layout.MaskWords + place];
        return (numbers[start + (place >> 6)] >> place & 1) != 0;
    }

    internal static object? Box(FieldSchema field, long bits) => field.Storage switch
    {
        Storage.Bool => bits != 0,
        Storage.Int32 => (int)bits,
        Storage.Double => BitConverter.Int64BitsToDouble(bits),
        _ => bits,
    };

    internal static long Unbox(object value) => value switch
    {
        bool flag => flag ? 1 : 0,
        int number => number,
        long number => number,
        double number => BitConverter.DoubleToInt64Bits(number),
        _ => throw new ArgumentException($"{value.GetType().Name} is no form of a value", nameof(value)),
    };

    private object? Get(int field)
    {
        FieldSchema schema = Layout.Fields[field];
        if (RecordLayout.IsNumber(schema))
        {
            return TryGet(Numbers, 0, Layout, field, out long bits) ? Box(schema, bits) : null;
        }

        object? held = Layout.Place(field) < 0 ? null : Objects[Layout.Place(field)];
        return held is long[] set && schema.Element is { } element ? Array.ConvertAll(set, b => Box(element, b) ?? b)
            : held is string[] texts ? Array.ConvertAll(texts, t => (object)t)
            : held;
    }

    private void Set(int field, object? value)
    {
        FieldSchema schema = Layout.Fields[field];
        int place = Layout.Place(field);
        if (place < 0)
        {
            return; // Computed ones are never held.
        }

        if (!RecordLayout.IsNumber(schema))
        {
            Objects[place] = value is object[] and not FactRow[] ? Held(schema, (object[])value) : value;
        }
        else if (value is null)
        {
            Numbers[place >> 6] &= ~(1L << place);
            Numbers[Layout.MaskWords + place] = 0;
        }
        else
        {
            SetNumber(field, Unbox(value));
        }
    }

    // Sets are held as their elements' bits, or texts.
    private static object Held(FieldSchema schema, object[] elements) => schema.Element is { Storage: Storage.Text }
        ? Array.ConvertAll(elements, e => (string)e)
        : Array.ConvertAll(elements, Unbox);
}
