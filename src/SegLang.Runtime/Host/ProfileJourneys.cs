using System.Collections.Immutable;
using SegLang.Runtime;

namespace SegLang;

/// <summary>
/// Where one profile stands in its journeys: a small state that the host keeps, stores as bytes, and moves on with
/// <see cref="BoundRules{TProfile}.Step"/>. It holds the profile's fields as they were at the last step, so it is personal data as these are. Not
/// for several threads at once.
/// </summary>
public sealed class ProfileJourneys
{
    private readonly long? begin;

    internal ProfileJourneys(RuleSet rules, long? begin)
    {
        Rules = rules;
        this.begin = begin;
        Memory = new ProfileMemory(rules.Layout);
        Seen = new EventMark[rules.Layout.Events.Length];
    }

    /// <summary>The rules whose journeys they are.</summary>
    public RuleSet Rules { get; }

    /// <summary>The instant of the last step; null before the first.</summary>
    public DateTimeOffset? SteppedTo => SteppedUntil == long.MinValue ? null : HostValues.ToInstant(SteppedUntil);

    /// <summary>
    /// The next instant at which time alone may change something, for a step then; null if there is none as long as nothing happens to the profile.
    /// Now and then it is too early, never too late.
    /// </summary>
    public DateTimeOffset? Next => (Begin ?? Memory.JourneysNext) is var next && next == long.MaxValue ? null : HostValues.ToInstant(next);

    /// <summary>The stage in each journey, in the order in which journeys are processed.</summary>
    public ImmutableArray<JourneyStage> Stages => [.. Rules.Program.Journeys.Journeys.Select((j, i) => Stage(j, Memory.Journey(i)))];

    /// <summary>What is remembered besides the profile's facts.</summary>
    internal ProfileMemory Memory { get; }

    /// <summary>The profile's fields at the last step; null before the first.</summary>
    internal FactRow? Fields { get; set; }

    /// <summary>By event type, what was seen of the events.</summary>
    internal EventMark[] Seen { get; }

    /// <summary>The instant of the last step; the least number before the first.</summary>
    internal long SteppedUntil { get; set; } = long.MinValue;

    /// <summary>When the profile begins without an input; null where it has begun, or only begins with one.</summary>
    internal long? Begin => Memory.Begin == long.MaxValue ? begin : null;

    /// <summary>The state as bytes, the same for the same state. <see cref="RuleSet.ReadJourneys"/> reads them, with the same journeys.</summary>
    public byte[] ToBytes() => JourneyBytes.Write(this);

    private static JourneyStage Stage(JourneySchema journey, JourneyState state) => state.Stage < 0
        ? new(journey.Name, null, null, null, false)
        : new(
            journey.Name,
            journey.Stages[state.Stage].Name,
            journey.Stages[state.Stage].Title,
            HostValues.ToInstant(state.Since),
            journey.Stages[state.Stage].IsFinal);
}

/// <summary>What was seen of the events of a type: how many, and the place of the last.</summary>
internal readonly record struct EventMark(int Count, long Time, long Order);
