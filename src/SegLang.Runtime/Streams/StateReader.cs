using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>Reads a profile out of its state: the visible events only.</summary>
public readonly struct StateReader(ProfileState state) : IFactReader
{
    /// <inheritdoc />
    public bool Bool(int field, out bool value)
    {
        bool known = Number(field, out long bits);
        value = bits != 0;
        return known;
    }

    /// <inheritdoc />
    public bool Int32(int field, out int value)
    {
        bool known = Number(field, out long bits);
        value = (int)bits;
        return known;
    }

    /// <inheritdoc />
    public bool Int64(int field, out long value) => Number(field, out value);

    /// <inheritdoc />
    public bool Double(int field, out double value)
    {
        bool known = Number(field, out long bits);
        value = BitConverter.Int64BitsToDouble(bits);
        return known;
    }

    /// <inheritdoc />
    public bool Text(int field, out string value) => AsText(Object(field), out value);

    /// <inheritdoc />
    public int Size(int field) => SizeOf(Object(field));

    /// <inheritdoc />
    public bool ItemBool(int field, int item, int part, out bool value) => AsBool(Item(Object(field), item, part, out long bits), bits, out value);

    /// <inheritdoc />
    public bool ItemInt32(int field, int item, int part, out int value) => AsInt32(Item(Object(field), item, part, out long bits), bits, out value);

    /// <inheritdoc />
    public bool ItemInt64(int field, int item, int part, out long value) => Item(Object(field), item, part, out value);

    /// <inheritdoc />
    public bool ItemDouble(int field, int item, int part, out double value) => AsDouble(Item(Object(field), item, part, out long bits), bits, out value);

    /// <inheritdoc />
    public bool ItemText(int field, int item, int part, out string value) => AsText(ItemObject(Object(field), item, part), out value);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int EventCount(int type) => state.Events(type) is { } block ? block.Visible : 0;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long EventTime(int type, int index) => Block(type).Time(index);

    /// <inheritdoc />
    public long EventOrder(int type, int index) => Block(type).Order(index);

    /// <inheritdoc />
    public long EventArrival(int type, int index) => Block(type).Arrival(index);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool EventBool(int type, int index, int field, out bool value) => AsBool(Block(type).TryGet(index, field, out long bits), bits, out value);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool EventInt32(int type, int index, int field, out int value) => AsInt32(Block(type).TryGet(index, field, out long bits), bits, out value);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool EventInt64(int type, int index, int field, out long value) => Block(type).TryGet(index, field, out value);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool EventDouble(int type, int index, int field, out double value) => AsDouble(Block(type).TryGet(index, field, out long bits), bits, out value);

    /// <inheritdoc />
    public bool EventText(int type, int index, int field, out string value) => AsText(Block(type).Object(index, field), out value);

    /// <inheritdoc />
    public int EventSize(int type, int index, int field) => SizeOf(Block(type).Object(index, field));

    /// <inheritdoc />
    public bool EventItemBool(int type, int index, int field, int item, int part, out bool value) =>
        AsBool(Item(Block(type).Object(index, field), item, part, out long bits), bits, out value);

    /// <inheritdoc />
    public bool EventItemInt32(int type, int index, int field, int item, int part, out int value) =>
        AsInt32(Item(Block(type).Object(index, field), item, part, out long bits), bits, out value);

    /// <inheritdoc />
    public bool EventItemInt64(int type, int index, int field, int item, int part, out long value) =>
        Item(Block(type).Object(index, field), item, part, out value);

    /// <inheritdoc />
    public bool EventItemDouble(int type, int index, int field, int item, int part, out double value) =>
        AsDouble(Item(Block(type).Object(index, field), item, part, out long bits), bits, out value);

    /// <inheritdoc />
    public bool EventItemText(int type, int index, int field, int item, int part, out string value) =>
        AsText(ItemObject(Block(type).Object(index, field), item, part), out value);

    /// <inheritdoc />
    public int PartSize(int type, int index, int field, int item, int part) => SizeOf(Part(type, index, field, item, part));

    /// <inheritdoc />
    public bool PartBool(int type, int index, int field, int item, int part, int element, int inner, out bool value) =>
        AsBool(Item(Part(type, index, field, item, part), element, inner, out long bits), bits, out value);

    /// <inheritdoc />
    public bool PartInt32(int type, int index, int field, int item, int part, int element, int inner, out int value) =>
        AsInt32(Item(Part(type, index, field, item, part), element, inner, out long bits), bits, out value);

    /// <inheritdoc />
    public bool PartInt64(int type, int index, int field, int item, int part, int element, int inner, out long value) =>
        Item(Part(type, index, field, item, part), element, inner, out value);

    /// <inheritdoc />
    public bool PartDouble(int type, int index, int field, int item, int part, int element, int inner, out double value) =>
        AsDouble(Item(Part(type, index, field, item, part), element, inner, out long bits), bits, out value);

    /// <inheritdoc />
    public bool PartText(int type, int index, int field, int item, int part, int element, int inner, out string value) =>
        AsText(ItemObject(Part(type, index, field, item, part), element, inner), out value);

    /// <inheritdoc />
    public int FirstEventFrom(int type, long time, int start)
    {
        if (state.Events(type) is not { } block)
        {
            return 0;
        }

        int index = block.Visible;
        while (index > start && block.Time(index - 1) >= time)
        {
            index--;
        }

        return Math.Max(index, start);
    }

    /// <inheritdoc />
    public bool Journey(int journey, JourneyFact fact, long at, out long value) => state.Memory.Journey(journey).TryGet(fact, at, out value);

    /// <inheritdoc />
    public int FirstUnfolded(int type) => state.Events(type) is { } block ? block.Folded : 0;

    /// <inheritdoc />
    public long Folded(int place) => state.FoldedAt(place);

    private EventBlock Block(int type) => state.Events(type) ?? throw new ArgumentOutOfRangeException(nameof(type));

    private bool Number(int field, out long bits)
    {
        FactRow row = state.Fields;
        return FactRow.TryGet(row.Numbers, 0, row.Layout, field, out bits);
    }

    private object? Object(int field) => state.Fields.Objects[state.Fields.Layout.Place(field)];

    private object? Part(int type, int index, int field, int item, int part)
    {
        object? list = type < 0 ? Object(field) : Block(type).Object(index, field);
        return ItemObject(list, item, part);
    }

    private static int SizeOf(object? held) => held is Array array ? array.Length : 0;

    private static bool Item(object? held, int item, int part, out long bits)
    {
        if (held is FactRow[] records)
        {
            FactRow row = records[item];
            return FactRow.TryGet(row.Numbers, 0, row.Layout, part, out bits);
        }

        bits = held is long[] set ? set[item] : 0;
        return held is long[];
    }

    private static object? ItemObject(object? held, int item, int part) => held switch
    {
        string[] texts => texts[item],
        FactRow[] records => records[item].Objects[records[item].Layout.Place(part)],
        _ => null,
    };

    private static bool AsBool(bool known, long bits, out bool value)
    {
        value = bits != 0;
        return known;
    }

    private static bool AsInt32(bool known, long bits, out int value)
    {
        value = (int)bits;
        return known;
    }

    private static bool AsDouble(bool known, long bits, out double value)
    {
        value = BitConverter.Int64BitsToDouble(bits);
        return known;
    }

    private static bool AsText(object? held, out string value)
    {
        value = held as string ?? "";
        return held is string;
    }
}
