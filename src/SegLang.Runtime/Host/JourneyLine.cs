using System.Collections.Immutable;
using SegLang.Runtime;

namespace SegLang;

/// <summary>What happened in a step of journeys: a stage was entered, or something came of an action.</summary>
/// <param name="Time">From when on it holds.</param>
/// <param name="Journey">The journey.</param>
/// <param name="From">The stage before; null where the journey has just begun, or of an action.</param>
/// <param name="To">The stage that was entered; null of an action.</param>
/// <param name="Cause">The line of the journey as written.</param>
/// <param name="Action">The action; null where a stage was entered.</param>
public sealed record JourneyLine(DateTimeOffset Time, string Journey, string? From, string? To, string Cause, JourneyAction? Action)
{
    internal static JourneyLine Of(RuleProgram program, FeedLine line)
    {
        DateTimeOffset time = HostValues.ToInstant(line.Time);
        if (line.Kind == FeedKind.Action)
        {
            string asks = program.Journeys.Journeys[line.From].Name;
            return new(time, asks, null, null, line.Cause ?? "", JourneyAction.Of(program, line.Calls[0], (ActionOutcome)line.To));
        }

        JourneySchema journey = program.Journeys.Journeys[line.Subject];
        return new(time, journey.Name, line.From < 0 ? null : journey.Stages[line.From].Name, journey.Stages[line.To].Name, line.Cause ?? "", null);
    }
}

/// <summary>An action that fell due in a journey.</summary>
/// <param name="Name">Its name in the rules.</param>
/// <param name="Outcome">What came of it: the host is to do what is <see cref="ActionOutcome.Asked"/>.</param>
/// <param name="Arguments">
/// The values by the parameters' names, in the host's types that fit best (as of <see cref="ProfileResult"/>); what is unknown or left out does not
/// appear.
/// </param>
public sealed record JourneyAction(string Name, ActionOutcome Outcome, ImmutableDictionary<string, object> Arguments)
{
    internal static JourneyAction Of(RuleProgram program, ActionCall call, ActionOutcome outcome)
    {
        ActionSchema action = program.Journeys.Actions[call.Action];
        return new(action.Name, outcome, call.Arguments.Zip(action.Parameters).Where(a => a.First is not null)
            .ToImmutableDictionary(a => a.Second.Name, a => OutputValues.Boxed(a.Second, a.First ?? ""), StringComparer.Ordinal));
    }
}
