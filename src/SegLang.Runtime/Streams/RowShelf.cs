namespace SegLang.Runtime;

/// <summary>
/// Rows of numbers and objects of some profiles: pieces of large arrays, of few lengths. A piece that is given back serves another profile. Where each
/// profile had arrays of its own, the collector would carry those that replace outgrown ones through its generations, and look through all old objects
/// near those that refer to them. Pinned arrays stay where they are, and are old from the first.
/// </summary>
internal class RowShelf(int stride, int objects)
{
    private const int PageLength = 16 * 1024; // Numbers.

    private readonly List<(int Capacity, Stack<RowPiece> Pieces)> free = [];
    private RowPiece page = RowPiece.None;
    private int cut; // Rows of the page.
    private long bytes; // Of the arrays.

    /// <summary>How many numbers a row has.</summary>
    public int Stride => stride;

    /// <summary>The bytes of all arrays, also of what is free in them, and of what tells where that is.</summary>
    public long Bytes => bytes + free.Sum(f => 24L * f.Pieces.Capacity);

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
            return Make(capacity);
        }

        return FreeOf(capacity).TryPop(out RowPiece piece) ? piece : Cut(capacity);
    }

    /// <summary>Room that is not used any more.</summary>
    public void Give(in RowPiece piece)
    {
        if (IsLarge(piece.Capacity))
        {
            bytes -= BytesOf(piece.Capacity);
        }
        else if (piece.Capacity > 0)
        {
            Array.Clear(piece.Objects, piece.First * objects, piece.Capacity * objects);
            FreeOf(piece.Capacity).Push(piece);
        }
    }

    private bool IsLarge(int capacity) => capacity * stride > PageLength / 4;

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

    // Each page is larger by half of all before, up to a limit: what is empty counts for each profile.
    private RowPiece Cut(int capacity)
    {
        if (cut + capacity > page.Capacity)
        {
            long rows = bytes / (2 * BytesOf(1));
            page = Make((int)Math.Clamp(rows, capacity, PageLength / stride));
            cut = 0;
        }

        RowPiece piece = page with { First = cut, Capacity = capacity };
        cut += capacity;
        return piece;
    }

    // The capacity that follows.
    private static int After(int capacity) => capacity < 4 ? 2 * capacity : capacity + (capacity / 2);

    private RowPiece Make(int rows)
    {
        bytes += BytesOf(rows);
        return new RowPiece(
            GC.AllocateArray<long>(rows * stride, pinned: true), objects == 0 ? [] : GC.AllocateArray<object?>(rows * objects, pinned: true), 0, rows);
    }

    private long BytesOf(int rows) => 24 + (8L * rows * stride) + (objects == 0 ? 0 : 24 + (8L * rows * objects));
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
}
