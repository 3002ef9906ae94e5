using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Runtime;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Plan;

internal sealed partial class Planner
{
    private readonly List<PlanValue> asked = [];
    private readonly HashSet<int> keepsHistory = [];
    private readonly HashSet<int> countsEntries = [];
    private ImmutableArray<JourneySymbol> journeys = [];
    private int firstAsked;

    private PlanJourneyFact JourneyFact(JourneySymbol journey, JourneyPart part, SegType type, PlanInstant instant)
    {
        int index = journeys.IndexOf(journey);
        if (instant.Number > 0)
        {
            keepsHistory.Add(index);
        }

        if (part == JourneyPart.Entered)
        {
            countsEntries.Add(index);
        }

        return Share(
            $"journey {index} {part} {instant.Number}",
            id => new PlanJourneyFact(id, index, (JourneyFact)(int)part, instant, type));
    }

    /// <summary>
    /// The journeys as tables; what they ask becomes values in <see cref="asked"/>, numbered on from <paramref name="first"/>.
    /// Empty without journeys, whatever actions there are.
    /// </summary>
    private JourneySet LowerJourneys(int first)
    {
        firstAsked = first;
        if (journeys.IsEmpty)
        {
            return JourneySet.Empty;
        }

        ImmutableArray<ActionSchema> actions = [.. rules.Actions.Select(LowerAction)];
        ImmutableArray<CapSchema> caps =
        [
            .. rules.Actions.SelectMany(a => a.Caps.Select(c => LowerCap(a.Action.Name, c, [a.Action]))),
            .. rules.Limits.SelectMany(l => l.Caps.Select(c => LowerCap(l.Limit.Name, c, l.Actions))),
        ];
        ImmutableArray<JourneySchema> lowered = [.. rules.JourneyDefinitions.Select(LowerJourney)];

        // Only now is it known what is asked of each.
        return new(
            [.. lowered.Select((j, i) => j with { KeepsHistory = keepsHistory.Contains(i), CountsEntries = countsEntries.Contains(i) })],
            actions,
            caps);
    }

    private ActionSchema LowerAction(BoundAction action) => new(
        action.Action.Name,
        [.. action.Action.Parameters.Select((p, i) => SchemaMapping.MapType(p.Name, i, p.Type))],
        AskTruth(action.Requires, Root),
        action.Hours?.From ?? -1,
        action.Hours?.Until ?? -1);

    private CapSchema LowerCap(string name, BoundCap cap, ImmutableArray<ActionSymbol> actions) => new(
        name, cap.Most, Ask(cap.Per.Count, Root), (CalendarUnit)cap.Per.Unit, [.. actions.Select(ActionIndex)]);

    private int ActionIndex(ActionSymbol action)
    {
        for (int i = 0; i < rules.Actions.Length; i++)
        {
            if (rules.Actions[i].Action == action)
            {
                return i;
            }
        }

        throw new System.Diagnostics.UnreachableException(action.Name);
    }

    private JourneySchema LowerJourney(BoundJourney journey)
    {
        current = journey.Symbol;
        return new(
            journey.Journey.Name,
            journey.Journey.Title,
            [.. journey.Starts.Select(s => LowerStart(s, journey))],
            new(
                journey.Reentry.IsAllowed,
                journey.Reentry.After is { } after ? Ask(after.Count, Root) : -1,
                (CalendarUnit)(journey.Reentry.After?.Unit ?? TimeUnit.Second)),
            [.. journey.Anywhere.Select(l => LowerLine(l, journey))],
            [.. journey.Stages.Select(s => LowerStage(s, journey))],
            SchemaMapping.EarlierNames(journey.Journey),
            false,
            false);
    }

    private StageSchema LowerStage(BoundStage stage, BoundJourney journey) => new(
        stage.Stage.Name,
        stage.Stage.Label,
        stage.Stage.IsFinal,
        SchemaMapping.EarlierNames(stage.Stage),
        [.. stage.Lines.Select(l => LowerLine(l, journey))]);

    private StartSchema LowerStart(BoundStart start, BoundJourney journey) => new(
        start.Stage.Ordinal,
        start.Variable?.Event.Ordinal ?? -1,
        AskTruth(start.Condition, start.Variable is { } variable ? About(variable) : Root),
        LineText.Of(journey.Symbol.Source, start.Syntax.Keyword.Span, start.Syntax.Span));

    private LineSchema LowerLine(BoundLine line, BoundJourney journey)
    {
        Scope scope = line is BoundOnLine about ? About(about.Variable) : Root;
        LineKind kind = line switch
        {
            BoundEnterLine => LineKind.Enter,
            BoundOnLine => LineKind.On,
            BoundWhenLine => LineKind.When,
            BoundAfterLine => LineKind.After,
            BoundAtLine => LineKind.At,
            _ => LineKind.Split,
        };
        LineSchema made = new(
            kind,
            LineText.Of(journey.Symbol.Source, line.Syntax.Keyword.Span, line.Syntax.Span),
            line.Target?.Ordinal ?? -1,
            [.. line.Actions.Select(a => new CallSchema(ActionIndex(a.Action), [.. a.Arguments.Select(v => Ask(v, scope))]))]);
        return line switch
        {
            BoundOnLine on => made with { Event = on.Variable.Event.Ordinal, Condition = AskTruth(on.Where, scope) },
            BoundWhenLine condition => made with { Condition = AskTruth(condition.Condition, scope) },
            BoundAfterLine after => made with
            {
                Count = Ask(after.Delay.Count, scope),
                Unit = (CalendarUnit)after.Delay.Unit,
                LastSeen = Ask(after.LastSeen, scope),
                AtMinute = after.AtTime ?? -1,
            },
            BoundAtLine at => made with { Instant = Ask(at.Instant, scope) },
            BoundSplitLine split => made with { Branches = [.. split.Branches.Select(b => new BranchSchema(b.UpTo, b.Target.Ordinal))] },
            _ => made,
        };
    }

    // What an `on` line asks is about its event, the first variable.
    private Scope About(EventVariable variable) => Enter(variable, 0, Root with { NextSlot = 1 }).Inner;

    private int AskTruth(BoundExpression? condition, Scope scope) =>
        condition is null ? -1 : Ask(LowerTruth(condition, scope, wanted: true));

    private int Ask(BoundExpression? expression, Scope scope) => expression is null ? -1 : Ask(Lower(expression, scope));

    private int Ask(PlanValue value)
    {
        int place = asked.IndexOf(value);
        if (place < 0)
        {
            place = asked.Count;
            asked.Add(value);
        }

        return firstAsked + place;
    }
}
