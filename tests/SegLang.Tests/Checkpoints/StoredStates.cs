using SegLang.Data;
using SegLang.Runtime;

namespace SegLang.Tests.Checkpoints;

/// <summary>A state that was stored and read again is the same state: as bytes, and in all that follows.</summary>
public sealed class StoredStates : IDisposable
{
    private static readonly Lazy<RuleProgram> Program = new(() => StreamCase.Compile(StreamCase.Rules));
    private readonly TemporaryFolder folder = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_is_restored_goes_on_as_what_was_stored(int seed)
    {
        Random random = new(seed);
        StreamCase first = new(Program.Value);
        Inputs inputs = new(random, Program.Value, first.Engine);
        for (int step = 0; step < 3; step++)
        {
            inputs.Give(120, first.Engine);
            StreamCase second = Copy(first);
            Assert.Equal(first.States(), second.States());
            Assert.Equal(first.Engine.Counters, second.Engine.Counters);
            first.Feed.Clear();
            inputs.Give(60, first.Engine, second.Engine);
            Assert.Equal(first.Feed, second.Feed);
            Assert.Equal(first.States(), second.States());
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_store_that_is_opened_again_has_the_last_state(int seed)
    {
        Random random = new(seed);
        StreamCase live = new(Program.Value);
        Inputs inputs = new(random, Program.Value, live.Engine);
        CheckpointStore store = CheckpointStore.Open(folder["store"], Program.Value);
        try
        {
            for (int commit = 0; commit < 40; commit++)
            {
                inputs.Give(random.Next(20), live.Engine);
                if (random.Next(8) == 0)
                {
                    store.Remove(live.Engine, inputs.AnyKey(), [(byte)commit]);
                }
                else if (random.Next(8) == 0)
                {
                    live.Engine.Merge(inputs.AnyKey(), inputs.AnyKey(), live.Engine.Clock);
                }

                store.Append(live.Engine, [(byte)commit]);
                if (random.Next(5) == 0)
                {
                    store.Dispose();
                    store = CheckpointStore.Open(folder["store"], Program.Value);
                    StreamCase read = new(Program.Value);
                    Assert.Empty(store.Restore(read.Engine));
                    Assert.Equal([(byte)commit], store.Position);
                    Assert.Equal(live.States(), read.States());
                    Assert.Equal(live.Engine.Clock, read.Engine.Clock);
                    live = read;
                }
            }
        }
        finally
        {
            store.Dispose();
        }
    }

    [Fact]
    public void Bytes_that_are_no_state_are_refused()
    {
        StreamCase live = new(Program.Value);
        new Inputs(new Random(5), Program.Value, live.Engine).Give(60, live.Engine);
        byte[] state = live.Engine.EncodeAll().MaxBy(s => s.State.Length).State;
        StateManifest manifest = StateManifest.Of(Program.Value, "");
        for (int length = 0; length < state.Length; length++)
        {
            StreamRestore restore = new(new StreamEngine(Program.Value), manifest, manifest, live.Engine.EncodeClock());
            Assert.Throws<InvalidDataException>(() => restore.Put(state.AsSpan(0, length)));
        }
    }

    private static StreamCase Copy(StreamCase live)
    {
        StreamCase copy = new(Program.Value);
        StateManifest manifest = StateManifest.Of(Program.Value, "");
        StreamRestore restore = new(copy.Engine, manifest, StateManifest.Decode(manifest.Encode()), live.Engine.EncodeClock());
        foreach ((_, byte[] state) in live.Engine.EncodeAll())
        {
            restore.Put(state);
        }

        RestoreReport report = restore.Finish([]);
        Assert.Empty(report.Anew);
        return copy;
    }

    /// <summary>Random inputs: some late, some ahead of the clock, some repeated.</summary>
    private sealed class Inputs(Random random, RuleProgram program, StreamEngine engine)
    {
        private static readonly string[] Pages = ["/a", "/b", "ä\nö", ""];
        private long clock = StreamCase.At("2026-03-20T07:30:00Z");

        public ProfileKey AnyKey() => new($"k{random.Next(6)}");

        public void Give(int count, params StreamEngine[] engines)
        {
            for (int i = 0; i < count; i++)
            {
                clock += random.Next(4) switch
                {
                    0 => 0,
                    1 => random.Next(1_000_000),
                    2 => random.NextInt64(3 * Calendar.Hour),
                    _ => random.NextInt64(20 * Calendar.Hour),
                };
                if (random.Next(6) == 0)
                {
                    Array.ForEach(engines, e => e.AdvanceTo(clock));
                    continue;
                }

                StreamInput input = Any();
                Array.ForEach(engines, e => e.Take(input));
            }
        }

        private StreamInput Any()
        {
            long time = clock + random.Next(5) switch
            {
                0 => -random.NextInt64(Calendar.Hour),
                1 => random.NextInt64(5 * Calendar.Hour),
                _ => 0,
            };
            return random.Next(4) switch
            {
                0 => StreamInput.Change(AnyKey(), Change(), time, clock),
                1 => StreamInput.Event(AnyKey(), 1, Purchase(), time, clock, random.Next(3)),
                _ => StreamInput.Event(AnyKey(), 0, Visit(), time, clock),
            };
        }

        private FactRow Visit()
        {
            FactRow row = new(engine.EventLayout(0));
            row[0] = random.Next(3) == 0 ? null : Pages[random.Next(Pages.Length)];
            row[1] = random.Next(2);
            return row;
        }

        private FactRow Purchase()
        {
            FactRow row = new(engine.EventLayout(1));
            row[0] = random.Next(5) == 0 ? null : $"o{random.Next(12)}";
            row[1] = random.NextInt64(4000);
            return row;
        }

        private (int Field, object? Value)[] Change()
        {
            (string Name, object? Value)[] all =
            [
                ("country", random.Next(3) switch { 0 => null, 1 => "DE", _ => "FR" }),
                ("visits", random.NextInt64(-5, 1_000_000_000_000)),
                ("weight", random.Next(2) == 0 ? null : random.NextDouble() - 0.5),
                ("vip", random.Next(2) == 0),
                ("born", random.Next(-9000, 20000)),
                ("tags", random.Next(2) == 0 ? new object[] { "a", "x|y" } : Array.Empty<object>()),
                ("channels", new object[] { random.Next(2) }),
            ];
            return [.. all.Where(_ => random.Next(3) == 0).Select(v => (program.Schema.Profile.Single(f => f.Name == v.Name).Ordinal, v.Value))];
        }
    }
}
