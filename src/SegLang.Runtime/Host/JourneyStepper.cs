namespace SegLang.Runtime;

/// <summary>
/// Moves the journeys of one profile on, over facts that a host gives each time, as a stream does over those that it holds: with the same runner, so
/// that both mean the same. For one thread at a time; allocates only for what happens, for sets and lists, and for more events than ever before.
/// </summary>
internal sealed class JourneyStepper : IReaderUse
{
    private readonly RuleSchema schema;
    private readonly ProfileRunner runner;
    private readonly ProfileState state;
    private readonly FactRow given;
    private readonly FactRow[] events;
    private readonly EventMark[] seen;
    private readonly List<FeedLine> lines = [];
    private ProfileJourneys? journeys;
    private long now;

    public JourneyStepper(RuleProgram program, StreamLayout layout)
    {
        schema = program.Schema;
        runner = new ProfileRunner(program, publishes: false);
        given = new FactRow(layout.Profile);
        state = new ProfileState(layout, new FactRow(layout.Profile));
        events = [.. layout.Events.Select(e => new FactRow(e))];
        seen = new EventMark[events.Length];
    }

    /// <summary>What happened in the last step, in order.</summary>
    public IReadOnlyList<FeedLine> Told => lines;

    /// <summary>Begins a step of journeys to an instant, which a reader's facts end. An instant before the last step is an <see cref="ArgumentException"/>.</summary>
    public void Begin(ProfileJourneys stepped, long instant)
    {
        if (instant < stepped.SteppedUntil)
        {
            throw new ArgumentOutOfRangeException(nameof(instant), "a step must not lie before the last one");
        }

        (journeys, now) = (stepped, instant);
        lines.Clear();
    }

    /// <summary>Takes the step, and writes it into the journeys only when all of it is done.</summary>
    public void Use<TReader>(in TReader reader)
        where TReader : struct, IFactReader
    {
        ProfileJourneys stepped = journeys ?? throw new InvalidOperationException("a step has not begun");
        ReaderFacts.Profile(given, in reader);
        for (int type = 0; type < events.Length; type++)
        {
            Load(in reader, type, stepped);
        }

        state.Memory = stepped.Memory;
        FieldChange[] changes = Changes(stepped.Fields);
        (stepped.Fields ?? given).CopyTo(state.Fields);
        JourneyBatch.Run(runner, state, changes, now, BeginOf(stepped), lines);
        Store(stepped, changes.Length > 0);
    }

    // The events up to now; those of earlier steps are visible already, the others happen in this one.
    private void Load<TReader>(in TReader reader, int type, ProfileJourneys stepped)
        where TReader : struct, IFactReader
    {
        EventBlock block = state.Block(type);
        block.Clear();
        int count = reader.EventCount(type);
        for (int index = 0; index < count && reader.EventTime(type, index) <= now; index++)
        {
            ReaderFacts.Event(events[type], in reader, type, index);
            block.Insert(events[type], reader.EventTime(type, index), reader.EventOrder(type, index), reader.EventArrival(type, index));
        }

        Check(block, type, stepped);
        block.Visible = stepped.Seen[type].Count;
        seen[type] = block.Count == 0 ? default : new(block.Count, block.Time(block.Count - 1), block.Order(block.Count - 1));
    }

    private void Check(EventBlock block, int type, ProfileJourneys stepped)
    {
        EventMark last = stepped.Seen[type];
        bool isSame = last.Count <= block.Count
            && (last.Count == 0 || (block.Time(last.Count - 1), block.Order(last.Count - 1)) == (last.Time, last.Order));
        if (!isSame || (last.Count < block.Count && block.Time(last.Count) < stepped.SteppedUntil))
        {
            throw new RuleDataException(
                $"event `{schema.Events[type].Name}`",
                "the events before the last step are not those that it has seen: one came late, or is gone; begin the journeys anew, or use a stream, which takes late events",
                null);
        }
    }

    // What the host has changed since the last step holds from this one on, before its events.
    private FieldChange[] Changes(FactRow? before)
    {
        if (before is null || before.Same(given))
        {
            return [];
        }

        List<(int Field, object? Value)> values = [];
        foreach (FieldSchema field in schema.Profile)
        {
            if (!field.IsComputed && !FactRow.SameValue(before[field.Ordinal], given[field.Ordinal]))
            {
                values.Add((field.Ordinal, given[field.Ordinal]));
            }
        }

        return values.Count == 0 ? [] : [new(0, now, long.MinValue, values)];
    }

    // A profile begins with its first input where that is earlier.
    private long? BeginOf(ProfileJourneys stepped) =>
        stepped.Begin is { } begin && state.FirstInvisible() is var (type, index) && (type < 0 || begin <= state.Block(type).Time(index)) ? begin : null;

    private void Store(ProfileJourneys stepped, bool hasChanged)
    {
        stepped.Memory.Take(state);
        seen.CopyTo(stepped.Seen, 0);
        stepped.SteppedUntil = now;
        if (stepped.Fields is null || hasChanged)
        {
            stepped.Fields = given.Copy();
        }
    }
}
