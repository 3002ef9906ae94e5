using SegLang.Runtime;

namespace SegLang;

/// <summary>A host's class of events of one type as inputs of streams. Immutable, for many threads.</summary>
/// <typeparam name="TEvent">The host's class.</typeparam>
public sealed class BoundEvents<TEvent>
{
    private readonly RowSource<TEvent> source;
    private readonly RecordLayout layout;
    private FactRow? spare;

    internal BoundEvents(RuleSet rules, EventSchema type, RowSource<TEvent> source)
    {
        Rules = rules;
        Type = type;
        this.source = source;
        layout = rules.Layout.Events[type.Ordinal];
    }

    /// <summary>The rules.</summary>
    public RuleSet Rules { get; }

    /// <summary>The event type.</summary>
    public EventSchema Type { get; }

    /// <summary>
    /// The event as an input, at its own instant; a profile that there is not is created where its fields allow that. What the fields cannot hold, and a
    /// key of another kind than the profile's, is a <see cref="RuleDataException"/> that names the place.
    /// </summary>
    public StreamInput Input(TEvent happened, ProfileKey of, DateTimeOffset now) => Input(happened, of, now, new FactRow(layout));

    /// <summary>Gives the event to an engine; allocates nothing for that but for sets and lists.</summary>
    internal InputOutcome Apply(StreamEngine engine, TEvent happened, ProfileKey of, DateTimeOffset now)
    {
        FactRow row = Interlocked.Exchange(ref spare, null) ?? new FactRow(layout);
        InputOutcome outcome = engine.Take(Input(happened, of, now, row));
        spare = row; // The engine copies it.
        return outcome;
    }

    private StreamInput Input(TEvent happened, ProfileKey of, DateTimeOffset now, FactRow row)
    {
        if (happened is null)
        {
            throw new ArgumentNullException(nameof(happened));
        }

        Rules.CheckKey(of);
        (long time, long order) = source.Read(happened, row);
        return StreamInput.Event(of, Type.Ordinal, row, time, HostValues.Instant(now), order);
    }
}
