using System.Text;
using SegLang.Data;

namespace SegLang.Tests.Checkpoints;

/// <summary>Whatever is done to the files of a checkpoint, what is read from them was once stored, or they are refused in words.</summary>
public sealed class DamagedFiles : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string> stored = [];
    private readonly SortedDictionary<string, string> states = new(StringComparer.Ordinal);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_stored_is_read()
    {
        Store();
        using CheckpointFolder opened = CheckpointFolder.Open(folder["store"]);
        Assert.Equal("4", Encoding.UTF8.GetString(opened.Head));
        Assert.Equal(stored["4"], Read(opened));
        Assert.False(opened.HasLost);
        Assert.False(opened.NeedsReset);
        Assert.Equal("rules", Encoding.UTF8.GetString(opened.Manifest));
    }

    [Fact]
    public void Two_generations_are_kept()
    {
        Store();
        Assert.Equal(
            ["00000002.log", "00000002.snapshot", "00000003.log", "00000003.snapshot"],
            folder.Files("store").Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_cut_off_anywhere_gives_an_earlier_state()
    {
        Store();
        IReadOnlyDictionary<string, byte[]> files = folder.Files("store");
        foreach ((string name, byte[] content) in files)
        {
            for (int length = 0; length < content.Length; length++)
            {
                Check(files, name, content[..length], $"{name} cut off at {length}");
            }
        }
    }

    [Fact]
    public void A_byte_changed_anywhere_gives_an_earlier_state()
    {
        Store();
        IReadOnlyDictionary<string, byte[]> files = folder.Files("store");
        foreach ((string name, byte[] content) in files)
        {
            for (int at = 0; at < content.Length; at++)
            {
                byte[] changed = [.. content];
                changed[at] ^= (byte)(1 << (at % 8));
                Check(files, name, changed, $"{name} changed at {at}");
            }
        }
    }

    [Fact]
    public void A_file_that_is_gone_gives_an_earlier_state()
    {
        Store();
        IReadOnlyDictionary<string, byte[]> files = folder.Files("store");
        foreach (string name in files.Keys)
        {
            Check(files.Where(f => f.Key != name).ToDictionary(), name);
        }
    }

    [Fact]
    public void Without_a_whole_snapshot_nothing_is_guessed()
    {
        Store();
        IReadOnlyDictionary<string, byte[]> files = folder.Files("store");
        Dictionary<string, byte[]> broken = files.ToDictionary(f => f.Key, f => f.Key.EndsWith(".snapshot", StringComparison.Ordinal) ? f.Value[..^1] : f.Value);
        CheckpointException refused = Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(folder.With("broken", broken)));
        Assert.Equal("SEG6030", refused.Finding.Code);
        Assert.NotNull(refused.Finding.Help);
    }

    [Fact]
    public void A_newer_format_is_refused()
    {
        Store();
        IReadOnlyDictionary<string, byte[]> files = folder.Files("store");
        byte[] newer = [.. files["00000003.snapshot"]];
        using MemoryStream preamble = new(newer);
        Frames.WritePreamble(preamble, Frames.Version + 1);
        Dictionary<string, byte[]> changed = new(files) { ["00000003.snapshot"] = newer };
        CheckpointException refused = Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(folder.With("newer", changed)));
        Assert.Equal("SEG6031", refused.Finding.Code);
    }

    [Fact]
    public void One_process_at_a_time_has_it()
    {
        using CheckpointFolder first = CheckpointFolder.Open(folder["store"]);
        CheckpointException refused = Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(folder["store"]));
        Assert.Equal("SEG6033", refused.Finding.Code);
    }

    [Fact]
    public void After_erasing_one_generation_is_left()
    {
        Store();
        using (CheckpointFolder opened = CheckpointFolder.Open(folder["store"]))
        {
            states.Remove("b");
            opened.Erase("5"u8, All());
        }

        Assert.Equal(["00000004.log", "00000004.snapshot"], folder.Files("store").Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(folder.Files("store").Values, f => f.AsSpan().IndexOf("of b"u8) >= 0);
    }

    private void Check(IReadOnlyDictionary<string, byte[]> files, string name, byte[] content, string what) =>
        Check(new Dictionary<string, byte[]>(files) { [name] = content }, what);

    // The older generation is whole, or the newer one is: so there is always a state, of one of the commits.
    private void Check(IReadOnlyDictionary<string, byte[]> files, string what)
    {
        using CheckpointFolder opened = CheckpointFolder.Open(folder.With("damaged", files));
        string head = Encoding.UTF8.GetString(opened.Head);
        Assert.True(stored.TryGetValue(head, out string? then), $"{what}: nothing was stored at `{head}`");
        Assert.True(then == Read(opened), $"{what}: the state at `{head}` is another");
        Assert.True(string.CompareOrdinal(head, "1") >= 0, what);
    }

    // Three generations, of which two are left: 1 and 2 are in the second, 3 and 4 in the third.
    private void Store()
    {
        using CheckpointFolder opened = CheckpointFolder.Open(folder["store"]);
        Assert.True(opened.IsNew);
        Put("a", "of a at first");
        Remember("0");
        opened.Reset("rules"u8.ToArray(), "0"u8, All());
        Put("b", "of b at first");
        Remember("1");
        opened.Append("1"u8, [State("b")], []);
        opened.Snapshot(All());
        Put("a", "of a, changed");
        Put("c", "of c");
        Remember("2");
        opened.Append("2"u8, [State("a"), State("c")], []);
        states.Remove("c");
        Remember("3");
        opened.Append("3"u8, [], [Encoding.UTF8.GetBytes("c")]);
        opened.Snapshot(All());
        Put("d", "of d");
        Remember("4");
        opened.Append("4"u8, [State("d")], []);
    }

    private void Put(string key, string state) => states[key] = state;

    private void Remember(string head) => stored[head] = Text(states);

    private StoredState State(string key) => new(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(states[key]));

    private IEnumerable<StoredState> All() => [.. states.Keys.Select(State)];

    private static string Read(CheckpointFolder opened)
    {
        SortedDictionary<string, string> read = new(StringComparer.Ordinal);
        foreach ((StoredState state, bool isRemoved) in opened.Read())
        {
            string key = Encoding.UTF8.GetString(state.Key.Span);
            if (isRemoved)
            {
                read.Remove(key);
            }
            else
            {
                read[key] = Encoding.UTF8.GetString(state.State.Span);
            }
        }

        return Text(read);
    }

    private static string Text(IReadOnlyDictionary<string, string> states) => string.Join('\n', states.Select(s => $"{s.Key}: {s.Value}"));
}
