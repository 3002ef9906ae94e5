namespace SegLang.Runtime;

/// <summary>
/// Rows of numbers and objects of some profiles: pieces of large arrays, of few lengths. A piece that is given back serves another profile. Where each
/// profile had arrays of its own, the collector would carry those that replace outgrown ones through its generations, and look through all old objects
/// near those that refer to them. Pinned arrays stay where they are, and are old from the first.
/// </summary>
internal class RowShelf(int stride, int objects, RowPages? spare)
{
    private const int PageLength = 16 * 1024; // Numbers.

    private readonly List<(int Capacity, Stack<RowPiece> Pieces)> free = [];
    private List<RowPiece> pages = [];
    private RowPiece page = RowPiece.None;
    private int cut; // Rows of the page.
    private long rows; // Of all pages.
    private long freeRows;
    private long largeRows;

    /// <summary>How many numbers a row has.</summary>
    public int Stride => stride;

    /// <summary>The bytes of all arrays, also of what is free in them, and of what tells where that is.</summary>
    public long Bytes => ((rows + largeRows) * 8 * (stride + objects)) + (48L * pages.Count) + free.Sum(f => 24L * f.Pieces.Capacity);

    /// <summary>Whether so much is free in pieces that nobody takes that it is time to <see cref="Pack"/>.</summary>
    public bool IsLoose => freeRows * 6 > rows && rows > 4 * (PageLength / stride);

    /// <summary>The capacity to take for a number of rows. There are few, so that what one profile has outgrown serves another.</summary>
    public static int CapacityFor(int count)
    {
        int capacity = Math.Min(count, 1);
        while (capacity < count)
        {
            capacity = After(capacity);
        }

        return capacity;
    }

    /// <summary>Room for rows. What is in the numbers is anything, objects are null.</summary>
    /// <param name="capacity">One that <see cref="CapacityFor"/> gives.</param>
    public RowPiece Take(int capacity)
    {
        if (capacity == 0)
        {
            return RowPiece.None;
        }

        if (IsLarge(capacity))
        {
            largeRows += capacity;
            return RowPiece.Of(capacity, stride, objects);
        }

        if (FreeOf(capacity).TryPop(out RowPiece piece))
        {
            freeRows -= capacity;
            return piece;
        }

        return Cut(capacity);
    }

    /// <summary>Room that is not used any more.</summary>
    public void Give(in RowPiece piece)
    {
        if (IsLarge(piece.Capacity))
        {
            largeRows -= piece.Capacity;
        }
        else if (piece.Capacity > 0)
        {
            Array.Clear(piece.Objects, piece.First * objects, piece.Capacity * objects);
            FreeOf(piece.Capacity).Push(piece);
            freeRows += piece.Capacity;
        }
    }

    /// <summary>
    /// Moves everything together. What is moved takes room and does not give back what it had; rows that are <see cref="IsLarge"/> stay where they are.
    /// </summary>
    public void Pack(Action move)
    {
        List<RowPiece> left = pages;
        free.Clear();
        (pages, page, cut, rows, freeRows) = ([], RowPiece.None, 0, 0, 0);
        move();
        foreach (RowPiece old in left)
        {
            if (old.Capacity == PageLength / stride)
            {
                Array.Clear(old.Numbers);
                Array.Clear(old.Objects);
                spare?.Give(old);
            }
        }
    }

    /// <summary>Whether so many rows have an array of their own.</summary>
    public bool IsLarge(int capacity) => capacity * stride > PageLength / 4;

    private Stack<RowPiece> FreeOf(int capacity)
    {
        while (free.Count == 0 || free[^1].Capacity < capacity)
        {
            free.Add((free.Count == 0 ? 1 : After(free[^1].Capacity), []));
        }

        int place = 0;
        while (free[place].Capacity != capacity)
        {
            place++;
        }

        return free[place].Pieces;
    }

    private RowPiece Cut(int capacity)
    {
        if (cut + capacity > page.Capacity)
        {
            page = NextPage(capacity);
            pages.Add(page);
            rows += page.Capacity;
            cut = 0;
        }

        RowPiece piece = page with { First = cut, Capacity = capacity };
        cut += capacity;
        return piece;
    }

    // Larger by half of all before, up to a limit: what is empty counts for each profile.
    private RowPiece NextPage(int capacity)
    {
        int most = PageLength / stride;
        int size = (int)Math.Clamp(rows / 2, capacity, most);
        return size == most && spare is not null && spare.TryTake(out RowPiece used) ? used : RowPiece.Of(size, stride, objects);
    }

    // The capacity that follows.
    private static int After(int capacity) => capacity < 4 ? 2 * capacity : capacity + (capacity / 2);
}

/// <summary>Room for some rows: those of an array of numbers and of one of objects.</summary>
/// <param name="Numbers">The rows' numbers, of other pieces too.</param>
/// <param name="Objects">The rows' objects, of other pieces too.</param>
/// <param name="First">The first row.</param>
/// <param name="Capacity">How many rows.</param>
internal readonly record struct RowPiece(long[] Numbers, object?[] Objects, int First, int Capacity)
{
    /// <summary>No room.</summary>
    public static RowPiece None { get; } = new([], [], 0, 0);

    /// <summary>Arrays of their own for rows of so many numbers and objects, all 0 and null.</summary>
    public static RowPiece Of(int rows, int stride, int objects) => new(
        GC.AllocateArray<long>(rows * stride, pinned: true), objects == 0 ? [] : GC.AllocateArray<object?>(rows * objects, pinned: true), 0, rows);
}

/// <summary>Pages that one shelf has left, for the others of the same rows. For many threads.</summary>
internal sealed class RowPages
{
    private const int Most = 256;

    private readonly Stack<RowPiece> pages = [];

    /// <summary>The bytes of their arrays.</summary>
    public long Bytes
    {
        get
        {
            lock (pages)
            {
                return pages.Sum(p => 48 + (8L * p.Numbers.Length) + (8L * p.Objects.Length));
            }
        }
    }

    /// <summary>A page, if there is one.</summary>
    public bool TryTake(out RowPiece page)
    {
        lock (pages)
        {
            return pages.TryPop(out page);
        }
    }

    /// <summary>A page in which nothing is any more; not all are kept.</summary>
    public void Give(in RowPiece page)
    {
        lock (pages)
        {
            if (pages.Count < Most)
            {
                pages.Push(page);
            }
        }
    }
}
