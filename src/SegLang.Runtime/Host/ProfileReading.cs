using System.Collections.Immutable;

namespace SegLang.Runtime;

/// <summary>What is known of one profile up to an instant, taken out of a host's objects: for what looks at it as a whole.</summary>
internal sealed class ProfileReading(RuleProgram program, long now) : IReaderUse
{
    private readonly StreamLayout layout = new(program);

    /// <summary>The instant.</summary>
    public long Now => now;

    /// <summary>The profile's fields.</summary>
    public FactRow Fields { get; private set; } = new(new RecordLayout([]));

    /// <summary>The events up to the instant in event order, repetitions (`once by`) left out.</summary>
    public ImmutableArray<EventReading> Events { get; private set; } = [];

    /// <inheritdoc />
    public void Use<TReader>(in TReader reader)
        where TReader : struct, IFactReader
    {
        Fields = ReaderFacts.Profile(layout.Profile, in reader);
        List<(EventReading Event, long Arrival)> events = [];
        for (int type = 0; type < layout.Events.Length; type++)
        {
            int count = reader.EventCount(type);
            for (int index = 0; index < count && reader.EventTime(type, index) <= now; index++)
            {
                EventReading happened = new(
                    type, reader.EventTime(type, index), reader.EventOrder(type, index), ReaderFacts.Event(layout.Events[type], in reader, type, index));
                events.Add((happened, reader.EventArrival(type, index)));
            }
        }

        Events = [.. events.OrderBy(e => e.Event.Time).ThenBy(e => e.Event.Order).ThenBy(e => e.Arrival).Select(e => e.Event)];
    }
}

/// <summary>An event of a profile.</summary>
internal sealed record EventReading(int Type, long Time, long Order, FactRow Fields);
