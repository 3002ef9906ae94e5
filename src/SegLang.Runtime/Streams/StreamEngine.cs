namespace SegLang.Runtime;

/// <summary>
/// Keeps every answer of a program current as inputs arrive and as time passes, and tells what changes. Without I/O. May be used by several threads:
/// calls about one profile follow one another, those about different ones may run at once.
/// </summary>
/// <remarks>
/// The engine's clock is the latest `now` it was given. An input happens at its own instant. One that lies before what is already known of its
/// profile, but no further than the lateness before the clock, sets that profile back to before it, and what followed is replayed: lines that no
/// longer hold are retracted, new ones tell their true time. An action that was asked for is neither withdrawn nor asked twice: where the same line
/// asks for the same action with the same arguments within the replayed stretch, at whatever instant, it is taken for the one that was asked for,
/// which caps count from its instant on, whether or not it would be asked for now. An input after the clock is held until the clock reaches it.
/// Of the feed, what belongs to one instant of a profile is net as of its last input of that instant: one more retracts.
/// Lines of the feed are values, and the room of events that are no longer needed serves others: an event in order allocates some dozens of bytes besides
/// the room that its facts take, more where a journey asks for an action or a profile is set back; so does a change of fields.
/// </remarks>
public sealed partial class StreamEngine
{
    // Not the number of threads, on which nothing may depend.
    private const int ShardCount = 64;

    private readonly StreamOptions options;
    private readonly StreamLayout layout;
    private readonly StreamShard[] shards = new StreamShard[ShardCount];
    private readonly Lock batch = new();
    private long clock = long.MinValue;
    private long arrivals;
    private long lines;

    /// <summary>
    /// An engine without profiles. The program's params must not change any more; one that was compiled for a batch
    /// (<see cref="RuleProgram.ServesStreams"/>) is an <see cref="ArgumentException"/>.
    /// </summary>
    public StreamEngine(RuleProgram program, StreamOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (!program.ServesStreams)
        {
            throw new ArgumentException("the rules were compiled for a batch, not for a stream", nameof(program));
        }

        Program = program;
        this.options = options ?? new StreamOptions();
        layout = new StreamLayout(program);
        for (int i = 0; i < shards.Length; i++)
        {
            shards[i] = new StreamShard(program, layout, this.options);
        }
    }

    /// <summary>The program.</summary>
    public RuleProgram Program { get; }

    /// <summary>How a profile's fields are laid out.</summary>
    public RecordLayout ProfileLayout => layout.Profile;

    /// <summary>The latest instant that a host has given; the least number before the first.</summary>
    public long Clock => Volatile.Read(ref clock);

    /// <summary>How many profiles there are.</summary>
    public int ProfileCount => shards.Sum(s => s.Profiles.Count);

    /// <summary>What was done since the engine was made.</summary>
    public StreamCounters Counters => shards.Aggregate(Earlier, (sum, shard) => sum + shard.Counters) with { Lines = Earlier.Lines + Volatile.Read(ref lines) };

    /// <summary>How the fields of events of a type are laid out.</summary>
    public RecordLayout EventLayout(int type) => layout.Events[type];

    /// <summary>
    /// Adds a profile as it is, its key among its fields, without an input: it begins with its first input, or at <paramref name="begin"/>, not after
    /// the clock or any of its inputs. False where there is one of that key.
    /// </summary>
    public bool Add(FactRow fields, long? begin = null)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ProfileKey key = ProfileKey.Of(fields, Program.Schema.Key.Ordinal);
        StreamShard shard = ShardOf(key);
        long now = begin is { } instant ? Reach(instant) : Clock;
        lock (shard)
        {
            bool isNew = shard.Add(key, fields, begin, now);
            Tell(shard);
            return isNew;
        }
    }

    /// <summary>An event happens; its profile is brought up to <paramref name="now"/>.</summary>
    public InputOutcome Apply(ProfileKey key, int type, FactRow? facts, long time, long now, long order = 0) =>
        Take(StreamInput.Event(key, type, facts, time, now, order));

    /// <summary>
    /// Fields of a profile change; it is brought up to <paramref name="now"/>. A profile that does not exist is created with the others at their
    /// defaults or unknown, where they allow it.
    /// </summary>
    public InputOutcome Set(ProfileKey key, IReadOnlyList<(int Field, object? Value)> changes, long time, long now) =>
        Take(StreamInput.Change(key, changes, time, now));

    /// <summary>One input; its profile is brought up to its `now`.</summary>
    public InputOutcome Take(in StreamInput input)
    {
        StreamShard shard = ShardOf(input.Key);
        long now = Reach(input.Now);
        lock (shard)
        {
            InputOutcome outcome = shard.Take(input, Interlocked.Increment(ref arrivals), now);
            Tell(shard);
            return outcome;
        }
    }

    /// <summary>
    /// Many inputs in order, in parallel over profiles; each has its own `now`. The profiles concerned are brought up to the `now` of their last
    /// input. The same as one <see cref="Take"/> after the other, but that consecutive inputs of a profile at one instant publish once.
    /// </summary>
    public void TakeAll(IReadOnlyList<StreamInput> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        lock (batch)
        {
            long first = Interlocked.Add(ref arrivals, inputs.Count) - inputs.Count + 1;
            ReadOnlyMemory<StreamInput> all = Contiguous(inputs);
            (int[] places, int[] offsets, uint[] hashes, long[] nows) = Partition(all.Span);
            InParallel(s =>
            {
                int count = offsets[s + 1] - offsets[s];
                if (count > 0)
                {
                    shards[s].TakeAll(new InputBatch(all.Span, places.AsSpan(offsets[s], count), hashes, nows, first));
                }
            });
        }
    }

    /// <summary>Lets time pass: everything happens up to an instant, that included. Costs in proportion to what happens.</summary>
    public void AdvanceTo(long instant)
    {
        lock (batch)
        {
            long now = Reach(instant);
            InParallel(s => shards[s].AdvanceTo(now));
        }
    }

    private StreamShard ShardOf(ProfileKey key) => shards[ShardOf(key.Hash)];

    private static int ShardOf(uint hash) => (int)(hash >> 26);

    // The clock, which never goes back.
    private long Reach(long instant)
    {
        long known = Clock;
        while (instant > known)
        {
            long seen = Interlocked.CompareExchange(ref clock, instant, known);
            if (seen == known)
            {
                return instant;
            }

            known = seen;
        }

        return known;
    }

    // Where they lie, or copies where that is no array: an input is large.
    private static ReadOnlyMemory<StreamInput> Contiguous(IReadOnlyList<StreamInput> inputs) => inputs switch
    {
        StreamInput[] array => array,
        ArraySegment<StreamInput> segment => segment,
        _ => inputs.ToArray(),
    };

    // The inputs' places by shard, the hashes of their keys, and the clock at each.
    private (int[] Places, int[] Offsets, uint[] Hashes, long[] Nows) Partition(ReadOnlySpan<StreamInput> inputs)
    {
        int[] places = new int[inputs.Length];
        int[] offsets = new int[ShardCount + 1];
        uint[] hashes = new uint[inputs.Length];
        long[] nows = new long[inputs.Length];
        long now = Clock;
        for (int i = 0; i < inputs.Length; i++)
        {
            ref readonly StreamInput input = ref inputs[i];
            hashes[i] = input.Key.Hash;
            offsets[ShardOf(hashes[i]) + 1]++;
            nows[i] = now = Math.Max(now, input.Now);
        }

        Reach(now);
        for (int s = 0; s < ShardCount; s++)
        {
            offsets[s + 1] += offsets[s];
        }

        int[] next = [.. offsets];
        for (int i = 0; i < inputs.Length; i++)
        {
            places[next[ShardOf(hashes[i])]++] = i;
        }

        return (places, offsets, hashes, nows);
    }

    private void InParallel(Action<int> work)
    {
        int threads = options.Threads <= 0 ? Environment.ProcessorCount : options.Threads;
        Parallel.For(0, ShardCount, new ParallelOptions { MaxDegreeOfParallelism = threads }, s =>
        {
            lock (shards[s])
            {
                work(s);
            }
        });

        foreach (StreamShard shard in shards)
        {
            lock (shard)
            {
                Tell(shard);
            }
        }
    }

    private void Tell(StreamShard shard)
    {
        if (shard.Feed.Count == 0)
        {
            return;
        }

        Interlocked.Add(ref lines, shard.Feed.Count);
        if (options.Feed is { } feed)
        {
            foreach ((ProfileKey key, FeedLine line) in shard.Feed)
            {
                feed(key, line);
            }
        }

        shard.Feed.Clear();
    }
}
