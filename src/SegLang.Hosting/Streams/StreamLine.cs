using System.Collections.Immutable;
using SegLang.Data;
using SegLang.Runtime;

namespace SegLang;

/// <summary>A line of the feed: what has become different with a profile.</summary>
/// <param name="Key">The profile's key.</param>
/// <param name="Time">From when on it holds.</param>
/// <param name="Seen">When that became known; later than <paramref name="Time"/> where an input came late.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Name">The segment, class, journey or action.</param>
/// <param name="From">Class, stage: what was before, or null. Action: the journey. Retract: as the line that does not hold.</param>
/// <param name="To">Class, stage: what is now, or null. Action: `asked`, `waits`, `dropped`, `refused` or `capped`.</param>
/// <param name="Cause">Stage, action: the line of the journey as written. Retract: the kind of the line that does not hold.</param>
/// <param name="Actions">Stage: the actions that fell due with it. Action: that action.</param>
public sealed record StreamLine(
    string Key, DateTimeOffset Time, DateTimeOffset Seen, FeedKind Kind, string Name, string? From, string? To, string? Cause, ImmutableArray<StreamAction> Actions);

/// <summary>An action with its arguments; what is unknown or left out does not appear.</summary>
/// <param name="Name">Its name in the rules.</param>
/// <param name="Arguments">The values as text, as files carry them, by the parameters' names.</param>
public sealed record StreamAction(string Name, ImmutableDictionary<string, string> Arguments);

/// <summary>Lines of an engine in the words of its rules.</summary>
internal static class StreamLines
{
    private static readonly ImmutableArray<string> Kinds = ["enter", "leave", "class", "stage", "action", "retract"];
    private static readonly ImmutableArray<string> Outcomes = ["asked", "waits", "dropped", "refused", "capped"];

    public static StreamLine Of(RuleProgram program, ProfileKey key, FeedLine line)
    {
        FeedLine told = line.Retracted ?? line;
        (string name, string? from, string? to) = Names(program, told);
        string? cause = line.Retracted is null ? line.Cause : Kinds[(int)told.Kind];
        return new(
            key.ToString(), Instants.ToHost(line.Time), Instants.ToHost(line.Seen), line.Kind, name, from, to, cause, [.. told.Calls.Select(c => Action(program, c))]);
    }

    private static (string Name, string? From, string? To) Names(RuleProgram program, FeedLine line)
    {
        switch (line.Kind)
        {
            case FeedKind.Class:
                ImmutableArray<string> entries = program.Outputs[line.Subject].Value.Members;
                return (program.Outputs[line.Subject].Name, line.From < 0 ? null : entries[line.From], line.To < 0 ? null : entries[line.To]);
            case FeedKind.Stage:
                JourneySchema journey = program.Journeys.Journeys[line.Subject];
                return (journey.Name, line.From < 0 ? null : journey.Stages[line.From].Name, line.To < 0 ? null : journey.Stages[line.To].Name);
            case FeedKind.Action:
                return (program.Journeys.Actions[line.Subject].Name, program.Journeys.Journeys[line.From].Name, Outcomes[line.To]);
            default:
                return (program.Outputs[line.Subject].Name, null, null);
        }
    }

    private static StreamAction Action(RuleProgram program, ActionCall call)
    {
        ActionSchema action = program.Journeys.Actions[call.Action];
        return new(
            action.Name,
            call.Arguments.Select((value, i) => (action.Parameters[i], value)).Where(a => a.value is not null)
                .ToImmutableDictionary(a => a.Item1.Name, a => Text(a.Item1, a.value ?? ""), StringComparer.Ordinal));
    }

    private static string Text(FieldSchema field, object value) => value is object[] items
        ? string.Join('|', items.Select(i => ValueFormat.Scalar(field.Element ?? field, i)))
        : ValueFormat.Scalar(field, value);
}
