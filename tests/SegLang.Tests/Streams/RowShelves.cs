using SegLang.Runtime;

namespace SegLang.Tests.Streams;

/// <summary>Rows of many profiles lie in shared arrays, and none ever sees another's.</summary>
public sealed class RowShelves
{
    [Fact]
    public void Pieces_that_are_in_use_never_overlap()
    {
        Random random = new(11);
        RowShelf shelf = new(stride: 3, objects: 2, new RowPages());
        List<(RowPiece Piece, int Mark)> used = [];
        for (int mark = 1; mark <= 5_000; mark++)
        {
            RowPiece piece = shelf.Take(RowShelf.CapacityFor(random.Next(0, 40)));
            Assert.All(piece.Objects.Skip(piece.First * 2).Take(piece.Capacity * 2), Assert.Null);
            used.Add((Filled(piece, mark), mark));
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
        RowShelf shelf = new(stride: 3, objects: 1, null);
        RowPiece[] pieces = [.. Enumerable.Range(0, 5_000).Select(i => shelf.Take(RowShelf.CapacityFor(i % 9)))];
        Array.ForEach(pieces, p => shelf.Give(p));
        long bytes = shelf.Bytes;
        for (int i = 0; i < pieces.Length; i++)
        {
            _ = shelf.Take(RowShelf.CapacityFor(i % 9));
        }

        Assert.Equal(bytes, shelf.Bytes);
    }

    [Fact]
    public void Packing_moves_all_together_and_leaves_pages_to_others()
    {
        RowPages pages = new();
        RowShelf shelf = new(stride: 3, objects: 2, pages);
        RowPiece[] pieces = [.. Enumerable.Range(0, 40_000).Select(i => Filled(shelf.Take(2), i))];
        for (int i = 0; i < pieces.Length; i += 4)
        {
            shelf.Give(pieces[i]);
        }

        Assert.True(shelf.IsLoose);
        long bytes = shelf.Bytes;
        int[] kept = [.. Enumerable.Range(0, pieces.Length).Where(i => i % 4 != 0)];
        shelf.Pack(() => Array.ForEach(kept, i => pieces[i] = Filled(shelf.Take(2), i)));
        Assert.All(kept, i => Check(pieces[i], i));
        Assert.False(shelf.IsLoose);
        Assert.InRange(shelf.Bytes, 1, bytes * 4 / 5);
        Assert.InRange(pages.Bytes, 1, bytes);
        Assert.True(pages.TryTake(out RowPiece page));
        Assert.True(page.Numbers.All(n => n == 0) && page.Objects.All(o => o is null));
    }

    [Fact]
    public void Profiles_keep_their_events_where_a_room_is_packed()
    {
        RuleProgram program = StreamRules.OfShop.Program;
        EventRoom room = new(new StreamLayout(program));
        ProfileTable profiles = new(program.Schema.Key.Ordinal);
        for (int i = 0; i < 4_000; i++)
        {
            FactRow fields = new(room.Layout.Profile) { [program.Schema.Key.Ordinal] = $"p{i}" };
            ProfileState profile = new(room, fields);
            Assert.True(profiles.TryAdd(new ProfileKey($"p{i}"), profile));
            for (int time = 0; time < i % 11; time++)
            {
                profile.Block(0).Insert(null, i + time, 0, time);
            }
        }

        Assert.True(profiles.Remove(new ProfileKey("p10"), out ProfileState? gone));
        gone.Erase();
        foreach (ProfileState profile in profiles.States)
        {
            profile.Events(0)?.Drop(5, [false, true, false, false, false]);
        }

        long bytes = room.EventBytes;
        Assert.True(room.Of(0).IsLoose);
        string[] before = [.. profiles.States.Select(Times)];
        room.Pack(profiles);
        Assert.Equal(before, profiles.States.Select(Times));
        Assert.False(room.Of(0).IsLoose);
        Assert.InRange(room.EventBytes, 1, bytes * 3 / 4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000_000)]
    public void Many_rows_fit_and_are_let_go_of(int count)
    {
        RowShelf shelf = new(stride: 2, objects: 0, null);
        RowPiece piece = shelf.Take(RowShelf.CapacityFor(count));
        Assert.InRange(piece.Capacity, count, Math.Max(2 * count, 1));
        shelf.Give(piece);
        Assert.InRange(shelf.Bytes, 0, 10_000);
    }

    private static string Times(ProfileState profile) =>
        string.Join(' ', Enumerable.Range(0, profile.Events(0)?.Count ?? 0).Select(i => profile.Events(0)?.Place(i)));

    private static RowPiece Filled(RowPiece piece, int mark)
    {
        piece.Numbers.AsSpan(piece.First * 3, piece.Capacity * 3).Fill(mark);
        piece.Objects.AsSpan(piece.First * 2, piece.Capacity * 2).Fill(mark);
        return piece;
    }

    private static void Check(RowPiece piece, int mark)
    {
        Assert.All(piece.Numbers.Skip(piece.First * 3).Take(piece.Capacity * 3), n => Assert.Equal(mark, n));
        Assert.All(piece.Objects.Skip(piece.First * 2).Take(piece.Capacity * 2), o => Assert.Equal(mark, o));
    }
}
