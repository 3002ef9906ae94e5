using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>What occurs in a journey: its parts, the actions that it asks for, and what its conditions ask of other journeys.</summary>
internal sealed class JourneyConstructs(BoundRuleSet rules)
{
    private static readonly string[] Lines = ["on", "when", "after", "at"];

    /// <summary>All that can occur.</summary>
    public static ImmutableSortedSet<string> Universe { get; } =
    [
        "start on", "start on where", "start when", "several starts", "reenter never", "reenter always", "reenter after", "final stage",
        "several final stages", "no final stage", "enter", "enter in anywhere", "split", "stage without lines",
        .. Lines.SelectMany(l => new[] { l + " ->", l + " do", l + " -> do", l + " in anywhere" }),
        "on where", "after without", "after without where", "after at clock", "a line to its own stage", "argument", "argument of the event",
        "argument left out", "several actions", "requires", "cap", "limit", "hours", "hours over midnight", "asks for a stage", "asks for since",
        "asks for entered", "asks as of", "asks through a segment", "is asked for", "once by", "once by for", "kept order",
    ];

    /// <summary>What occurs in a journey.</summary>
    public HashSet<string> In(BoundJourney journey)
    {
        HashSet<string> found = [.. Parts(journey)];
        foreach (BoundLine line in journey.Anywhere)
        {
            found.Add(Kind(line) + " in anywhere");
        }

        foreach (BoundLine line in LinesOf(journey))
        {
            found.UnionWith(InLine(line));
        }

        found.UnionWith(LinesOf(journey).SelectMany(l => l.Actions).Select(c => c.Action).Distinct().SelectMany(InAction));
        found.UnionWith(Asked(journey));
        if (rules.Definitions.Any(d => d != journey && BoundTree.Children(d).SelectMany(BoundTree.SelfAndDescendants).Any(e => BoundTree.Reference(e) == journey.Symbol)))
        {
            found.Add("is asked for");
        }

        return found;
    }

    /// <summary>The kind of a line by its first word.</summary>
    public static string Kind(BoundLine line) => line switch
    {
        BoundEnterLine => "enter",
        BoundOnLine => "on",
        BoundWhenLine => "when",
        BoundAfterLine => "after",
        BoundAtLine => "at",
        _ => "split",
    };

    private static IEnumerable<BoundLine> LinesOf(BoundJourney journey) => journey.Stages.SelectMany(s => s.Lines).Concat(journey.Anywhere);

    private static IEnumerable<string> Parts(BoundJourney journey)
    {
        foreach (BoundStart start in journey.Starts)
        {
            yield return start.Variable is null ? "start when" : start.Condition is null ? "start on" : "start on where";
        }

        int finals = journey.Stages.Count(s => s.Stage.IsFinal);
        yield return finals switch { 0 => "no final stage", 1 => "final stage", _ => "several final stages" };
        if (journey.Starts.Length > 1)
        {
            yield return "several starts";
        }

        if (finals > 0)
        {
            yield return !journey.Reentry.IsAllowed ? "reenter never" : journey.Reentry.After is null ? "reenter always" : "reenter after";
        }

        if (journey.Stages.Any(s => !s.Stage.IsFinal && s.Lines.IsEmpty))
        {
            yield return "stage without lines";
        }

        if (journey.Stages.Any(s => s.Lines.Any(l => l.Target == s.Stage)))
        {
            yield return "a line to its own stage";
        }

        foreach (EventSymbol type in LinesOf(journey).OfType<BoundOnLine>().Select(l => l.Variable.Event).Concat(journey.Starts.Select(s => s.Variable?.Event).OfType<EventSymbol>()))
        {
            yield return type.Name switch { "Purchase" => "once by", "Click" => "once by for", _ => "kept order" };
        }
    }

    private static IEnumerable<string> InLine(BoundLine line)
    {
        string kind = Kind(line);
        yield return line is BoundEnterLine or BoundSplitLine ? kind : kind + (line.Target is null ? "" : " ->") + (line.Actions.IsEmpty ? "" : " do");
        if (line is BoundOnLine { Where: not null })
        {
            yield return "on where";
        }

        if (line is BoundAfterLine after)
        {
            yield return after.LastSeen is null ? "after ->" : after.LastSeen is BoundAggregate { Query.Steps: [{ Where: not null }] } ? "after without where" : "after without";
            yield return after.AtTime is null ? "after ->" : "after at clock";
        }

        if (line.Actions.Length > 1)
        {
            yield return "several actions";
        }

        foreach (BoundExpression? argument in line.Actions.SelectMany(a => a.Arguments))
        {
            yield return argument is null ? "argument left out"
                : line is BoundOnLine on && BoundTree.SelfAndDescendants(argument).Any(e => e is BoundEventField f && f.Variable == on.Variable) ? "argument of the event"
                : "argument";
        }
    }

    private IEnumerable<string> InAction(ActionSymbol symbol)
    {
        BoundAction action = rules.Actions.First(a => a.Action == symbol);
        if (action.Requires is not null)
        {
            yield return "requires";
        }

        if (action.Caps.Length > 0)
        {
            yield return "cap";
        }

        if (action.Hours is { } hours)
        {
            yield return hours.From > hours.Until ? "hours over midnight" : "hours";
        }

        if (rules.Limits.Any(l => l.Actions.Contains(symbol) && l.Caps.Length > 0))
        {
            yield return "limit";
        }
    }

    // What its conditions ask of other journeys, directly or through other rules.
    private IEnumerable<string> Asked(BoundJourney journey)
    {
        foreach (BoundExpression part in BoundTree.Children(journey).SelectMany(BoundTree.SelfAndDescendants))
        {
            switch (part)
            {
                case BoundJourneyRef reference:
                    yield return reference.Part switch { JourneyPart.Stage => "asks for a stage", JourneyPart.Since => "asks for since", _ => "asks for entered" };
                    break;
                case BoundAsOf past when BoundTree.SelfAndDescendants(past.Value).Any(e => e is BoundJourneyRef):
                    yield return "asks as of";
                    break;
                case BoundSegmentRef segment when BoundTree.Children(rules.Definition(segment.Segment)).SelectMany(BoundTree.SelfAndDescendants).Any(e => e is BoundJourneyRef):
                    yield return "asks through a segment";
                    break;
            }
        }
    }
}
