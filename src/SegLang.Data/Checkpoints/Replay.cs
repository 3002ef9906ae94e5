using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SegLang.Diagnostics;
using SegLang.Runtime;
using SegLang.Text;

namespace SegLang.Data;

/// <summary>
/// Takes the inputs of data through a <see cref="StreamEngine"/> in order of time and writes the feed: by instant, then key, then as it happened. With
/// a checkpoint it may end at any moment, and one that goes on writes the same feed as one that was never interrupted.
/// </summary>
public sealed class Replay : IDisposable
{
    private const int BatchSize = 16_384;
    private const string Changes = "--changes";

    private readonly ReplayOptions options;
    private readonly DataInputs inputs;
    private readonly StreamEngine engine;
    private readonly FeedWriter writer;
    private readonly CheckpointStore? store;
    private readonly FeedFile? file;
    private readonly List<(ProfileKey Key, FeedLine Line)> lines = [];
    private readonly long[] counts;
    private readonly ulong[] sums;
    private readonly bool[] isKnown;
    private readonly long until;
    private Stream? target;
    private long instant = long.MinValue;
    private int at;

    private Replay(RuleProgram program, DataSet data, ProfileKeys keys, ReplayOptions options)
    {
        this.options = options;
        inputs = new DataInputs(program, data, keys);
        engine = new StreamEngine(program, new StreamOptions { Lateness = 0, Threads = options.Threads, Feed = (key, line) => lines.Add((key, line)) });
        writer = new FeedWriter(program, options.AsJsonLines);
        counts = new long[program.Schema.Events.Length + 1];
        sums = new ulong[counts.Length];
        isKnown = new bool[inputs.ProfileCount];
        until = options.Until ?? (inputs.Count > 0 ? inputs.Time(inputs.Count - 1) : long.MinValue);
        if (options.Checkpoint is { } folder)
        {
            store = CheckpointStore.Open(folder, program, options.Parameters);
            try
            {
                file = Resume(store, folder);
            }
            catch
            {
                store.Dispose();
                throw;
            }
        }
    }

    /// <summary>How many inputs there are up to the end.</summary>
    public long InputCount => inputs.FirstAfter(until);

    /// <summary>How many of them a checkpoint had taken already.</summary>
    public long Resumed { get; private set; }

    /// <summary>What the engine has done.</summary>
    public StreamCounters Counters => engine.Counters;

    /// <summary>The last instant.</summary>
    public long? Until => until == long.MinValue ? null : until;

    /// <summary>Prepares a replay; a checkpoint that cannot be used is a <see cref="CheckpointException"/>.</summary>
    public static Replay Create(RuleProgram program, DataSet data, ProfileKeys keys, ReplayOptions options)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        return new(program, data, keys, options);
    }

    /// <summary>Runs to the end and writes the whole feed: as it comes, with a checkpoint at the end.</summary>
    public void Run(Func<Stream> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        target = file is null ? output() : null;
        if (file is null || file.Length == 0)
        {
            Write(Encoding.UTF8.GetBytes(writer.Header));
        }

        long committed = at;
        int end = inputs.FirstAfter(until);
        bool hasBegun = options.From is not { } from || instant >= from || from > until;
        while (instant < until)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            hasBegun = Step(end, hasBegun);
            options.OnProgress?.Invoke(at, end);
            if (at - committed >= options.CheckpointEvery || instant >= until)
            {
                Commit();
                committed = at;
            }
        }

        file?.CopyTo(output());
    }

    /// <summary>The value of an output for a profile at the end, in the forms of <see cref="FactRow"/>; false where it has not begun.</summary>
    public bool TryEvaluate(ProfileKey key, int output, out object? value) => engine.TryEvaluate(key, output, out value);

    /// <inheritdoc />
    public void Dispose()
    {
        file?.Dispose();
        store?.Dispose();
    }

    // Some inputs, up to the end of an instant, and everything that time alone changes before the next one.
    private bool Step(int end, bool hasBegun)
    {
        int limit = hasBegun ? end : Math.Min(end, inputs.FirstAfter((options.From ?? 0) - 1));
        int stop = Math.Min(limit, at + (store is null ? BatchSize : Math.Clamp(options.CheckpointEvery, 1, BatchSize)));
        while (stop > at && stop < limit && inputs.Time(stop) == inputs.Time(stop - 1))
        {
            stop++;
        }

        Take(stop);
        if (!hasBegun && at == limit && options.From is { } from)
        {
            engine.AdvanceTo(from - 1);
            Begin(from, end);
            Take(Math.Min(end, inputs.FirstAfter(from)));
            hasBegun = true;
        }

        instant = at < end ? inputs.Time(at) - 1 : until;
        engine.AdvanceTo(instant);
        Tell();
        return hasBegun;
    }

    private void Take(int stop)
    {
        StreamInput[] batch = new StreamInput[stop - at];
        for (int i = 0; i < batch.Length; i++, at++)
        {
            int row = inputs.Profile(at);
            if (!isKnown[row])
            {
                isKnown[row] = true;
                _ = engine.Add(inputs.Fields(row));
            }

            batch[i] = inputs[at];
            Count(at);
        }

        engine.TakeAll(batch);
    }

    // Profiles without an input until then begin; those with one at that very instant begin with it.
    private void Begin(long from, int end)
    {
        HashSet<int> waiting = [];
        for (int place = at; place < end && inputs.Time(place) == from; place++)
        {
            waiting.Add(inputs.Profile(place));
        }

        for (int row = 0; row < inputs.ProfileCount; row++)
        {
            if (!isKnown[row] && !waiting.Contains(row))
            {
                _ = engine.Add(inputs.Fields(row), from);
            }
        }
    }

    private void Tell()
    {
        if (lines.Count == 0)
        {
            return;
        }

        using StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        foreach ((ProfileKey key, FeedLine line) in lines.OrderBy(l => l.Line.Time).ThenBy(l => l.Key))
        {
            if (line.Time >= (options.From ?? long.MinValue) && (options.Names?.Contains(writer.NameOf(line)) ?? true))
            {
                options.OnLine?.Invoke(key, line);
                writer.Write(text, key, line, line.Time);
            }
        }

        lines.Clear();
        Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private void Write(byte[] bytes)
    {
        target?.Write(bytes);
        file?.Write(bytes);
    }

    private void Commit()
    {
        if (store is null || file is null)
        {
            return;
        }

        file.Flush();
        store.Append(engine, new ReplayPosition(instant, Asked(), file.Length, file.Sum, [.. Prints()]).Encode());
    }

    private void Count(int place)
    {
        int source = inputs.Type(place) + 1;
        counts[source]++;
        sums[source] += inputs.Print(place);
    }

    private IEnumerable<SourcePrint> Prints() =>
        counts.Select((count, i) => new SourcePrint(i == 0 ? Changes : engine.Program.Schema.Events[i - 1].Name, count, sums[i]));

    private string Asked() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(options.From is { } from ? $"--from {ValueFormat.Instant(from)} " : "")}{(options.Names is { } names ? $"--select {string.Join(',', names.Order(StringComparer.Ordinal))} " : "")}{(options.AsJsonLines ? "as JSON Lines" : "as CSV")}");

    private FeedFile? Resume(CheckpointStore checkpoint, string folder)
    {
        string path = Path.Combine(folder, options.AsJsonLines ? "feed.jsonl" : "feed.csv");
        if (checkpoint.IsNew)
        {
            return FeedFile.Open(path, 0, 0);
        }

        SourceText source = new(folder, "");
        ReplayPosition position = ReplayPosition.Decode(checkpoint.Position) ?? throw checkpoint.Damaged();
        if (position.Asked != Asked())
        {
            throw new CheckpointException(Rules.OtherReplay.At(source, default, position.Asked, Asked(), "ask for the same again, or give another folder"));
        }

        if (position.Instant > until)
        {
            throw new CheckpointException(Rules.CheckpointAhead.At(
                source, default, ValueFormat.Instant(position.Instant), "go on to a later instant, or give another folder"));
        }

        ImmutableArray<Diagnostic> notes = checkpoint.Restore(engine, options.Forgotten);
        notes = checkpoint.HasLost
            ? [Rules.CheckpointBehind.At(source, default, ValueFormat.Instant(position.Instant)), .. notes]
            : notes;
        options.OnNotes?.Invoke(notes);
        Skip(position, source);
        return FeedFile.Open(path, position.FeedLength, position.FeedSum) ?? throw checkpoint.Damaged();
    }

    // The inputs up to the position are in the state; they must be the same as then.
    private void Skip(ReplayPosition position, SourceText source)
    {
        instant = position.Instant;
        int stop = inputs.FirstAfter(instant);
        for (; at < stop; at++)
        {
            isKnown[inputs.Profile(at)] = true;
            Count(at);
        }

        Resumed = at;
        SourcePrint[] prints = [.. Prints()];
        for (int i = 0; i < prints.Length; i++)
        {
            ImmutableArray<string> was = i == 0 ? [] : engine.Program.Schema.Events[i - 1].Was;
            SourcePrint? then = position.Sources.FirstOrDefault(s => s.Name == prints[i].Name) ?? position.Sources.FirstOrDefault(s => was.Contains(s.Name));
            if (then is not null && (then.Count, then.Sum) != (prints[i].Count, prints[i].Sum))
            {
                throw new CheckpointException(Rules.InputsDiffer.At(
                    source, default, prints[i].Name, ValueFormat.Instant(instant), "give the same inputs, to which later ones may be added, or another folder"));
            }
        }
    }
}
