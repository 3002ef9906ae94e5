using SegLang.Runtime;

namespace SegLang.Tests.Streams;

/// <summary>Rows of many profiles lie in shared arrays, and none ever sees another's.</summary>
public sealed class RowShelves
{
    [Fact]
    public void Pieces_that_are_in_use_never_overlap()
    {
        Random random = new(11);
        RowShelf shelf = new(stride: 3, objects: 2);
        List<(RowPiece Piece, int Mark)> used = [];
        for (int mark = 1; mark <= 5_000; mark++)
        {
            RowPiece piece = shelf.Take(RowShelf.CapacityFor(random.Next(0, 40)));
            Assert.All(piece.Objects.Skip(piece.First * 2).Take(piece.Capacity * 2), Assert.Null);
            piece.Numbers.AsSpan(piece.First * 3, piece.Capacity * 3).Fill(mark);
            piece.Objects.AsSpan(piece.First * 2, piece.Capacity * 2).Fill(mark);
            used.Add((piece, mark));
            if (random.Next(3) > 0)
            {
                int place = random.Next(used.Count);
                Check(used[place].Piece, used[place].Mark);
                shelf.Give(used[place].Piece);
                used.RemoveAt(place);
            }
        }

        used.ForEach(u => Check(u.Piece, u.Mark));
    }

    [Fact]
    public void What_was_given_back_is_used_before_there_is_more_room()
    {
        RowShelf shelf = new(stride: 3, objects: 1);
        RowPiece[] pieces = [.. Enumerable.Range(0, 5_000).Select(i => shelf.Take(RowShelf.CapacityFor(i % 9)))];
        Array.ForEach(pieces, p => shelf.Give(p));
        long bytes = shelf.Bytes;
        for (int i = 0; i < pieces.Length; i++)
        {
            _ = shelf.Take(RowShelf.CapacityFor(i % 9));
        }

        Assert.Equal(bytes, shelf.Bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000_000)]
    public void Many_rows_fit_and_are_let_go_of(int count)
    {
        RowShelf shelf = new(stride: 2, objects: 0);
        RowPiece piece = shelf.Take(RowShelf.CapacityFor(count));
        Assert.InRange(piece.Capacity, count, Math.Max(2 * count, 1));
        shelf.Give(piece);
        Assert.InRange(shelf.Bytes, 0, 10_000);
    }

    private static void Check(RowPiece piece, int mark)
    {
        Assert.All(piece.Numbers.Skip(piece.First * 3).Take(piece.Capacity * 3), n => Assert.Equal(mark, n));
        Assert.All(piece.Objects.Skip(piece.First * 2).Take(piece.Capacity * 2), o => Assert.Equal(mark, o));
    }
}
