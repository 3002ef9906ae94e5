namespace SegLang.Runtime;

/// <summary>
/// The journeys of one profile that a reader gives, taken from its first event to an instant. It is replayed when the first question comes, which
/// allocates, and kept until <see cref="Clear"/>. For one thread.
/// </summary>
/// <param name="program">The program.</param>
public sealed class JourneyReplay(RuleProgram program)
{
    private readonly StreamLayout layout = new(program);
    private readonly ProfileRunner runner = new(program, publishes: false);
    private ProfileState? state;

    /// <summary>Another profile, or another instant.</summary>
    public void Clear() => state = null;

    /// <summary>A part of a journey's state at an instant not after <paramref name="now"/>; false where the journey has not begun.</summary>
    /// <typeparam name="TReader">How facts are read.</typeparam>
    public bool TryGet<TReader>(in TReader reader, long now, int journey, JourneyFact fact, long at, out long value)
        where TReader : struct, IFactReader
    {
        state ??= Run(in reader, now);
        return JourneyColumns.TryGet(JourneyBatch.Stays(state.Memory.Journey(journey)), fact, at, out value);
    }

    private ProfileState Run<TReader>(in TReader reader, long now)
        where TReader : struct, IFactReader
    {
        ProfileState made = new(layout, ReaderFacts.Profile(layout.Profile, in reader));
        for (int type = 0; type < layout.Events.Length; type++)
        {
            int count = reader.EventCount(type);
            for (int index = 0; index < count && reader.EventTime(type, index) <= now; index++)
            {
                made.Block(type).Insert(
                    ReaderFacts.Event(layout.Events[type], in reader, type, index),
                    reader.EventTime(type, index),
                    reader.EventOrder(type, index),
                    reader.EventArrival(type, index));
            }
        }

        JourneyBatch.Run(runner, made, [], now, begin: null, log: null);
        return made;
    }
}
