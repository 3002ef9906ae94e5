using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>
/// The events of one type of one profile in event order. A row is time, order, arrival, then as in a <see cref="FactRow"/>. Only the first
/// <see cref="Visible"/> exist for those who read.
/// </summary>
internal sealed class EventBlock(EventShelf shelf)
{
    private readonly int stride = shelf.Stride;
    private RowPiece piece = RowPiece.None;

    /// <summary>The bytes of this object.</summary>
    public const long Bytes = 64;

    /// <summary>Where the fields lie.</summary>
    public RecordLayout Layout => shelf.Layout;

    /// <summary>How many events are held.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them are seen by rules.</summary>
    public int Visible { get; set; }

    /// <summary>How many at the beginning have been folded and stay only as the first, last, least or greatest of something.</summary>
    public int Folded { get; set; }

    /// <summary>The instant of an event.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Time(int index) => piece.Numbers[Start(index)];

    /// <summary>The order of an event.</summary>
    public long Order(int index) => piece.Numbers[Start(index) + 1];

    /// <summary>The arrival of an event.</summary>
    public long Arrival(int index) => piece.Numbers[Start(index) + 2];

    /// <summary>Reads a little of each line of memory that holds the rows' numbers.</summary>
    public long Approach()
    {
        const int Line = 8;
        long read = piece.Objects.Length;
        for (int i = Start(0); i < Start(Count); i += Line)
        {
            read += piece.Numbers[i];
        }

        return read;
    }

    /// <summary>An event's place in event order.</summary>
    public (long Time, long Order, long Arrival) Place(int index) => (Time(index), Order(index), Arrival(index));

    /// <summary>A scalar of an event.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(int index, int field, out long bits) => FactRow.TryGet(piece.Numbers, Start(index) + EventShelf.Head, shelf.Layout, field, out bits);

    /// <summary>A text, set or list of an event; null is unknown or empty.</summary>
    public object? Object(int index, int field) => piece.Objects[ObjectsOf(index) + Layout.Place(field)];

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
        if (Count == piece.Capacity)
        {
            Resize(RowShelf.CapacityFor(Count + 1));
        }

        Move(index, index + 1, Count - index);
        int start = Start(index);
        piece.Numbers[start] = time;
        piece.Numbers[start + 1] = order;
        piece.Numbers[start + 2] = arrival;
        if (row is null)
        {
            Array.Clear(piece.Numbers, start + EventShelf.Head, Layout.Numbers);
            Array.Clear(piece.Objects, ObjectsOf(index), Layout.Objects);
        }
        else
        {
            row.Numbers.CopyTo(piece.Numbers, start + EventShelf.Head);
            CopyObjects(row.Objects, 0, piece.Objects, ObjectsOf(index), Layout.Objects);
        }

        Count++;
        return index;
    }

    /// <summary>The values of an event in a row of its own.</summary>
    public FactRow Row(int index)
    {
        FactRow row = new(Layout);
        Array.Copy(piece.Numbers, Start(index) + EventShelf.Head, row.Numbers, 0, Layout.Numbers);
        Array.Copy(piece.Objects, ObjectsOf(index), row.Objects, 0, Layout.Objects);
        return row;
    }

    /// <summary>Lets go of all events, and keeps the room for others.</summary>
    public void Clear()
    {
        Array.Clear(piece.Objects, ObjectsOf(0), Count * Layout.Objects);
        (Count, Visible, Folded) = (0, 0, 0);
    }

    /// <summary>Lets go of all events and of their room, in which nothing stays of them.</summary>
    public void Release()
    {
        Clear();
        Array.Clear(piece.Numbers, Start(0), piece.Capacity * stride);
        Resize(0);
    }

    /// <summary>Moves the events to other room, while all do.</summary>
    public void Pack()
    {
        if (!shelf.IsLarge(piece.Capacity))
        {
            MoveTo(shelf.Take(RowShelf.CapacityFor(Count)));
        }
    }

    /// <summary>Takes out an event; those after it move up.</summary>
    public void RemoveAt(int index)
    {
        Move(index + 1, index, Count - index - 1);
        Count--;
        Array.Clear(piece.Objects, ObjectsOf(Count), Layout.Objects);
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
                Move(from, to, 1);
                to++;
            }

            if (from == end - 1)
            {
                Folded = to;
            }
        }

        Array.Clear(piece.Objects, ObjectsOf(to), (Count - to) * Layout.Objects);
        Visible -= Count - to;
        Count = to;
        if (Count * 2 < piece.Capacity)
        {
            Resize(RowShelf.CapacityFor(Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Start(int index) => (piece.First + index) * stride;

    private int ObjectsOf(int index) => (piece.First + index) * Layout.Objects;

    private bool IsAfter(int index, long time, long order, long arrival)
    {
        int start = Start(index);
        long[] numbers = piece.Numbers;
        return numbers[start] != time ? numbers[start] > time
            : numbers[start + 1] != order ? numbers[start + 1] > order
            : numbers[start + 2] > arrival;
    }

    private void Resize(int capacity)
    {
        RowPiece old = piece;
        MoveTo(shelf.Take(capacity));
        shelf.Give(old);
    }

    private void MoveTo(in RowPiece room)
    {
        RowPiece old = piece;
        piece = room;
        Array.Copy(old.Numbers, old.First * stride, piece.Numbers, Start(0), Count * stride);
        CopyObjects(old.Objects, old.First * Layout.Objects, piece.Objects, ObjectsOf(0), Count * Layout.Objects);
    }

    private void Move(int from, int to, int count)
    {
        if (from != to && count > 0)
        {
            Array.Copy(piece.Numbers, Start(from), piece.Numbers, Start(to), count * stride);
            CopyObjects(piece.Objects, ObjectsOf(from), piece.Objects, ObjectsOf(to), count * Layout.Objects);
        }
    }

    // One after the other: after a copy of a range the collector looks through all that lies there, whether or not it refers to anything new.
    private static void CopyObjects(object?[] from, int start, object?[] to, int target, int count)
    {
        bool isBackwards = start < target;
        for (int i = 0; i < count; i++)
        {
            int next = isBackwards ? count - 1 - i : i;
            to[target + next] = from[start + next];
        }
    }
}
