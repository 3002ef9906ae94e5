using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>
/// The events of one type of one profile in event order. A row is time, order, arrival, then as in a <see cref="FactRow"/>. Only the first
/// <see cref="Visible"/> exist for those who read.
/// </summary>
internal sealed class EventBlock(RecordLayout layout)
{
    /// <summary>The numbers before a row's values.</summary>
    public const int Head = 3;

    private readonly int stride = Head + layout.Numbers;
    private long[] numbers = [];
    private object?[] objects = [];

    /// <summary>Where the fields lie.</summary>
    public RecordLayout Layout => layout;

    /// <summary>How many events are held.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them are seen by rules.</summary>
    public int Visible { get; set; }

    /// <summary>How many at the beginning have been folded and stay only as the first, last, least or greatest of something.</summary>
    public int Folded { get; set; }

    /// <summary>The bytes that the events occupy, with this object and its arrays, what their texts and sets refer to apart.</summary>
    public long Bytes => 64 + Of(numbers) + Of(objects);

    /// <summary>The rows' numbers.</summary>
    public long[] Numbers => numbers;

    /// <summary>Where a row begins among <see cref="Numbers"/>.</summary>
    public int Start(int index) => index * stride;

    /// <summary>The instant of an event.</summary>
    public long Time(int index) => numbers[index * stride];

    /// <summary>The order of an event.</summary>
    public long Order(int index) => numbers[(index * stride) + 1];

    /// <summary>The arrival of an event.</summary>
    public long Arrival(int index) => numbers[(index * stride) + 2];

    /// <summary>Reads a little of each line of memory that holds the rows' numbers.</summary>
    public long Approach()
    {
        const int Line = 8;
        long read = objects.Length;
        for (int i = 0; i < numbers.Length; i += Line)
        {
            read += numbers[i];
        }

        return read;
    }

    /// <summary>An event's place in event order.</summary>
    public (long Time, long Order, long Arrival) Place(int index) => (Time(index), Order(index), Arrival(index));

    /// <summary>A scalar of an event.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(int index, int field, out long bits) => FactRow.TryGet(numbers, Start(index) + Head, layout, field, out bits);

    /// <summary>A text, set or list of an event; null is unknown or empty.</summary>
    public object? Object(int index, int field) => objects[(index * layout.Objects) + layout.Place(field)];

    /// <summary>The place at which an event belongs.</summary>
    public int PlaceOf(long time, long order, long arrival)
    {
        int index = Count;
        while (index > 0 && IsAfter(index - 1, time, order, arrival))
        {
            index--;
        }

        return index;
    }

    /// <summary>Takes in an event at its place, which is returned; it is not visible unless events after it are.</summary>
    public int Insert(FactRow? row, long time, long order, long arrival)
    {
        int index = PlaceOf(time, order, arrival);
        Grow();
        Array.Copy(numbers, index * stride, numbers, (index + 1) * stride, (Count - index) * stride);
        Array.Copy(objects, index * layout.Objects, objects, (index + 1) * layout.Objects, (Count - index) * layout.Objects);
        int start = index * stride;
        numbers[start] = time;
        numbers[start + 1] = order;
        numbers[start + 2] = arrival;
        if (row is null)
        {
            Array.Clear(numbers, start + Head, layout.Numbers);
            Array.Clear(objects, index * layout.Objects, layout.Objects);
        }
        else
        {
            row.Numbers.CopyTo(numbers, start + Head);
            row.Objects.CopyTo(objects, index * layout.Objects);
        }

        Count++;
        return index;
    }

    /// <summary>The values of an event in a row of its own.</summary>
    public FactRow Row(int index)
    {
        FactRow row = new(layout);
        Array.Copy(numbers, Start(index) + Head, row.Numbers, 0, layout.Numbers);
        Array.Copy(objects, index * layout.Objects, row.Objects, 0, layout.Objects);
        return row;
    }

    /// <summary>Lets go of all events, and keeps the room for others.</summary>
    public void Clear()
    {
        Array.Clear(objects, 0, Count * layout.Objects);
        (Count, Visible, Folded) = (0, 0, 0);
    }

    /// <summary>Takes out an event; those after it move up.</summary>
    public void RemoveAt(int index)
    {
        int after = Count - index - 1;
        Array.Copy(numbers, (index + 1) * stride, numbers, index * stride, after * stride);
        Array.Copy(objects, (index + 1) * layout.Objects, objects, index * layout.Objects, after * layout.Objects);
        Count--;
        Array.Clear(objects, Count * layout.Objects, layout.Objects);
        Visible -= index < Visible ? 1 : 0;
        Folded -= index < Folded ? 1 : 0;
    }

    /// <summary>Drops the events before <paramref name="end"/> that do not stay; those that do are folded ones from now on.</summary>
    public void Drop(int end, ReadOnlySpan<bool> stays)
    {
        int to = 0;
        for (int from = 0; from < Count; from++)
        {
            if (from >= end || stays[from])
            {
                Array.Copy(numbers, from * stride, numbers, to * stride, stride);
                Array.Copy(objects, from * layout.Objects, objects, to * layout.Objects, layout.Objects);
                to++;
            }

            if (from == end - 1)
            {
                Folded = to;
            }
        }

        Array.Clear(objects, to * layout.Objects, (Count - to) * layout.Objects);
        Visible -= Count - to;
        Count = to;
        Shrink();
    }

    private static long Of<T>(T[] array) => array.Length == 0 ? 0 : 24 + (8 * array.LongLength);

    private bool IsAfter(int index, long time, long order, long arrival)
    {
        int start = index * stride;
        return numbers[start] != time ? numbers[start] > time
            : numbers[start + 1] != order ? numbers[start + 1] > order
            : numbers[start + 2] > arrival;
    }

    private void Grow()
    {
        if ((Count + 1) * stride > numbers.Length)
        {
            Resize(CapacityFor(Count + 1));
        }
    }

    private void Shrink()
    {
        if (Count * stride * 2 < numbers.Length)
        {
            Resize(Count == 0 ? 0 : CapacityFor(Count));
        }
    }

    // Few capacities, so that what one profile has outgrown serves another.
    private static int CapacityFor(int count)
    {
        int capacity = 1;
        while (capacity < count)
        {
            capacity = capacity < 4 ? 4 : capacity + (capacity / 2);
        }

        return capacity;
    }

    private void Resize(int capacity)
    {
        numbers = SpareArrays<long>.Resize(numbers, capacity * stride, Count * stride);
        objects = SpareArrays<object?>.Resize(objects, capacity * layout.Objects, Count * layout.Objects);
    }
}
