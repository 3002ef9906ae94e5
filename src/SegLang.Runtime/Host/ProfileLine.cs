using SegLang.Runtime;

namespace SegLang;

/// <summary>A line of a stream's feed in the words of its rules: what has become different with a profile.</summary>
/// <param name="Key">The profile's key.</param>
/// <param name="Time">From when on it holds.</param>
/// <param name="Seen">When that became known; later than <paramref name="Time"/> where an input came late.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Name">The segment, class or journey; of an action the journey that asks for it.</param>
/// <param name="From">Class, stage: what was before, or null.</param>
/// <param name="To">Class, stage: what is now, or null.</param>
public sealed record ProfileLine(ProfileKey Key, DateTimeOffset Time, DateTimeOffset Seen, FeedKind Kind, string Name, string? From, string? To)
{
    /// <summary>Stage, action: the line of the journey as written; null otherwise.</summary>
    public string? Cause { get; init; }

    /// <summary>Action: what fell due, and what came of it; the host is to do what is <see cref="ActionOutcome.Asked"/>. Null otherwise.</summary>
    public JourneyAction? Action { get; init; }

    /// <summary>Retract: the line that does not hold, as it was told; null otherwise.</summary>
    public ProfileLine? Retracted { get; init; }

    /// <summary>The words for a line of an engine that runs the program.</summary>
    internal static ProfileLine Of(RuleProgram program, ProfileKey key, FeedLine line)
    {
        (string name, string? from, string? to) = Names(program, line.Retracted ?? line);
        return new(key, HostValues.ToInstant(line.Time), HostValues.ToInstant(line.Seen), line.Kind, name, from, to)
        {
            Cause = line.Cause,
            Action = line.Kind == FeedKind.Action ? JourneyAction.Of(program, line.Calls[0], (ActionOutcome)line.To) : null,
            Retracted = line.Retracted is { } gone ? Of(program, key, gone) : null,
        };
    }

    private static (string Name, string? From, string? To) Names(RuleProgram program, FeedLine line)
    {
        switch (line.Kind)
        {
            case FeedKind.Class:
                OutputSchema output = program.Outputs[line.Subject];
                return (output.Name, line.From < 0 ? null : output.Value.Members[line.From], line.To < 0 ? null : output.Value.Members[line.To]);
            case FeedKind.Stage:
                JourneySchema journey = program.Journeys.Journeys[line.Subject];
                return (journey.Name, line.From < 0 ? null : journey.Stages[line.From].Name, line.To < 0 ? null : journey.Stages[line.To].Name);
            case FeedKind.Action:
                return (program.Journeys.Journeys[line.From].Name, null, null);
            default:
                return (program.Outputs[line.Subject].Name, null, null);
        }
    }
}
