using System.Text;
using SegLang.Data;
using SegLang.Runtime;

namespace SegLang.Tests.Checkpoints;

/// <summary>Once a profile is removed, no file knows anything of it.</summary>
public sealed class Erasure : IDisposable
{
    private const string Key = "kunde-4711-geheim";
    private readonly TemporaryFolder folder = new();
    private readonly RuleProgram program = StreamCase.Compile(StreamCase.Rules);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void No_byte_of_its_key_or_fields_is_left_in_any_file()
    {
        string[] secrets = [Key, "Liechtenstein", "/geheime/seite", "bestellung-0815"];
        StreamCase live = new(program);
        using CheckpointStore store = CheckpointStore.Open(folder["store"], program);
        Happen(live, store, Key, secrets);
        Happen(live, store, "other", ["other", "France", "/page", "order-1"]);
        Assert.All(secrets, s => Assert.True(IsAnywhere(s), s));

        Assert.True(store.Remove(live.Engine, new ProfileKey(Key), [7]));

        Assert.All(secrets, s => Assert.False(IsAnywhere(s), s));
        Assert.True(IsAnywhere("other"));
        Assert.False(live.Engine.Contains(new ProfileKey(Key)));
        Assert.False(store.Remove(live.Engine, new ProfileKey(Key), [7]));
    }

    [Fact]
    public void What_is_stored_after_that_has_the_others_only()
    {
        StreamCase live = new(program);
        using (CheckpointStore store = CheckpointStore.Open(folder["store"], program))
        {
            Happen(live, store, Key, [Key, "a", "b", "c"]);
            Happen(live, store, "other", ["other", "France", "/page", "order-1"]);
            store.Remove(live.Engine, new ProfileKey(Key), [7]);
            live.Event("other", "Visit", "2026-04-01T10:00:00Z");
            store.Append(live.Engine, [8]);
        }

        using CheckpointStore again = CheckpointStore.Open(folder["store"], program);
        StreamCase read = new(program);
        again.Restore(read.Engine);
        Assert.Equal(["other"], read.States().Keys);
        Assert.Equal(live.States(), read.States());
    }

    private static void Happen(StreamCase live, CheckpointStore store, string key, string[] texts)
    {
        live.Set(key, "2026-03-20T10:00:00Z", ("country", texts[1]));
        store.Append(live.Engine, [1]);
        live.Event(key, "Visit", "2026-03-20T11:00:00Z", ("page", texts[2]));
        store.Append(live.Engine, [2]);
        live.Event(key, "Purchase", "2026-03-20T12:00:00Z", ("order", texts[3]));
        store.Append(live.Engine, [3]);
    }

    private bool IsAnywhere(string text)
    {
        byte[][] forms = [Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text)];
        return Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) != "lock")
            .Any(f => forms.Any(form => File.ReadAllBytes(f).AsSpan().IndexOf(form) >= 0));
    }
}
