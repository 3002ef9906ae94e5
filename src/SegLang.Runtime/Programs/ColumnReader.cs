using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>Reads one profile out of columns.</summary>
public readonly struct ColumnReader(DataSet data, int profile) : IFactReader
{
    private readonly Column?[] fields = data.Profile;
    private readonly EventStore[] events = data.Events;
    private readonly JourneyColumns? journeys = data.Journeys;

    /// <summary>The profile's row.</summary>
    public int Profile => profile;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Bool(int field, out bool value) => AsBool(fields[field], profile, out value);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Int32(int field, out int value) => Of<int>(fields[field]).TryGet(profile, out value);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Int64(int field, out long value) => Of<long>(fields[field]).TryGet(profile, out value);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Double(int field, out double value) => Of<double>(fields[field]).TryGet(profile, out value);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Text(int field, out string value) => Texts(fields[field]).TryGetText(profile, out value);

    /// <inheritdoc />
    public int Size(int field) => Nested(fields[field]).Size(profile);

    /// <inheritdoc />
    public bool ItemBool(int field, int item, int part, out bool value) =>
        AsBool(Item(fields[field], profile, item, part, out int row), row, out value);

    /// <inheritdoc />
    public bool ItemInt32(int field, int item, int part, out int value) =>
        Of<int>(Item(fields[field], profile, item, part, out int row)).TryGet(row, out value);

    /// <inheritdoc />
    public bool ItemInt64(int field, int item, int part, out long value) =>
        Of<long>(Item(fields[field], profile, item, part, out int row)).TryGet(row, out value);

    /// <inheritdoc />
    public bool ItemDouble(int field, int item, int part, out double value) =>
        Of<double>(Item(fields[field], profile, item, part, out int row)).TryGet(row, out value);

    /// <inheritdoc />
    public bool ItemText(int field, int item, int part, out string value) =>
        Texts(Item(fields[field], profile, item, part, out int row)).TryGetText(row, out value);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int EventCount(int type)
    {
        int[] offsets = events[type].Offsets;
        return offsets[profile + 1] - offsets[profile];
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long EventTime(int type, int index) => events[type].Times[events[type].Offsets[profile] + index];

    /// <inheritdoc />
    public long EventOrder(int type, int index) => events[type].Orders is { } orders ? orders[events[type].Offsets[profile] + index] : 0;

    /// <inheritdoc />
    public long EventArrival(int type, int index) =>
        events[type].Arrivals is { } arrivals ? arrivals[events[type].Offsets[profile] + index] : ((long)type << 32) + index;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool EventBool(int type, int index, int field, out bool value) =>
        AsBool(Event(type, index, field, out int row), row, out value);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool EventInt32(int type, int index, int field, out int value) =>
        Of<int>(Event(type, index, field, out int row)).TryGet(row, out value);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool EventInt64(int type, int index, int field, out long value) =>
        Of<long>(Event(type, index, field, out int row)).TryGet(row, out value);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool EventDouble(int type, int index, int field, out double value) =>
        Of<double>(Event(type, index, field, out int row)).TryGet(row, out value);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool EventText(int type, int index, int field, out string value) =>
        Texts(Event(type, index, field, out int row)).TryGetText(row, out value);

    /// <inheritdoc />
    public int EventSize(int type, int index, int field) => Nested(Event(type, index, field, out int row)).Size(row);

    /// <inheritdoc />
    public bool EventItemBool(int type, int index, int field, int item, int part, out bool value) =>
        AsBool(Item(Event(type, index, field, out int row), row, item, part, out int place), place, out value);

    /// <inheritdoc />
    public bool EventItemInt32(int type, int index, int field, int item, int part, out int value) =>
        Of<int>(Item(Event(type, index, field, out int row), row, item, part, out int place)).TryGet(place, out value);

    /// <inheritdoc />
    public bool EventItemInt64(int type, int index, int field, int item, int part, out long value) =>
        Of<long>(Item(Event(type, index, field, out int row), row, item, part, out int place)).TryGet(place, out value);

    /// <inheritdoc />
    public bool EventItemDouble(int type, int index, int field, int item, int part, out double value) =>
        Of<double>(Item(Event(type, index, field, out int row), row, item, part, out int place)).TryGet(place, out value);

    /// <inheritdoc />
    public bool EventItemText(int type, int index, int field, int item, int part, out string value) =>
        Texts(Item(Event(type, index, field, out int row), row, item, part, out int place)).TryGetText(place, out value);

    /// <inheritdoc />
    public int PartSize(int type, int index, int field, int item, int part) =>
        Nested(Part(type, index, field, item, part, out int row)).Size(row);

    /// <inheritdoc />
    public bool PartBool(int type, int index, int field, int item, int part, int element, int inner, out bool value) =>
        AsBool(Item(Part(type, index, field, item, part, out int row), row, element, inner, out int place), place, out value);

    /// <inheritdoc />
    public bool PartInt32(int type, int index, int field, int item, int part, int element, int inner, out int value) =>
        Of<int>(Item(Part(type, index, field, item, part, out int row), row, element, inner, out int place)).TryGet(place, out value);

    /// <inheritdoc />
    public bool PartInt64(int type, int index, int field, int item, int part, int element, int inner, out long value) =>
        Of<long>(Item(Part(type, index, field, item, part, out int row), row, element, inner, out int place)).TryGet(place, out value);

    /// <inheritdoc />
    public bool PartDouble(int type, int index, int field, int item, int part, int element, int inner, out double value) =>
        Of<double>(Item(Part(type, index, field, item, part, out int row), row, element, inner, out int place)).TryGet(place, out value);

    /// <inheritdoc />
    public bool PartText(int type, int index, int field, int item, int part, int element, int inner, out string value) =>
        Texts(Item(Part(type, index, field, item, part, out int row), row, element, inner, out int place)).TryGetText(place, out value);

    /// <inheritdoc />
    public int FirstEventFrom(int type, long time, int start)
    {
        EventStore store = events[type];
        int from = store.Offsets[profile];
        int low = from + start;
        int high = store.Offsets[profile + 1];
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) >> 1);
            if (store.Times[middle] < time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - from;
    }

    /// <inheritdoc />
    public bool Journey(int journey, JourneyFact fact, long at, out long value)
    {
        value = 0;
        return journeys is { } states && states.TryGet(profile, journey, fact, at, out value);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int FirstUnfolded(int type) => 0;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Folded(int place) => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Column? Event(int type, int index, int field, out int row)
    {
        EventStore store = events[type];
        row = store.Offsets[profile] + index;
        return store.Fields[field];
    }

    private Column? Part(int type, int index, int field, int item, int part, out int row)
    {
        int owner = profile;
        Column? list = type < 0 ? fields[field] : Event(type, index, field, out owner);
        return Item(list, owner, item, part, out row);
    }

    private static Column? Item(Column? column, int owner, int item, int part, out int row)
    {
        NestedColumn nested = Nested(column);
        row = nested.Offsets[owner] + item;
        return nested.Items[part < 0 ? 0 : part];
    }

    // Emitted code asks with the ordinals and kinds of the schema that the columns were built from.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FixedColumn<T> Of<T>(Column? column)
        where T : unmanaged, IEquatable<T>, IComparable<T> => Unsafe.As<FixedColumn<T>>(column)
            ?? throw new InvalidOperationException("a computed field has no column");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TextColumn Texts(Column? column) => Unsafe.As<TextColumn>(column)
        ?? throw new InvalidOperationException("a computed field has no column");

    private static NestedColumn Nested(Column? column) => Unsafe.As<NestedColumn>(column)
        ?? throw new InvalidOperationException("a computed field has no column");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AsBool(Column? column, int row, out bool value)
    {
        bool known = Of<byte>(column).TryGet(row, out byte bit);
        value = bit != 0;
        return known;
    }
}
