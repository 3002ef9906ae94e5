using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Analysis;

public sealed partial class Analyzer
{
    // Of more lines than anybody writes, each is not compared with each.
    private const int MostCompared = 300;

    private void AnalyzeJourney(BoundJourney journey)
    {
        foreach (BoundExpression condition in journey.Starts.Select(s => s.Condition).Concat(LinesOf(journey).Select(Condition)).OfType<BoundExpression>())
        {
            FindUnknowns(condition);
        }

        FindDeprecated(journey);
        FindStages(journey);
        FindHiddenStarts(journey.Starts);
        FindHidden(journey.Anywhere, isAnywhere: true);
        foreach (BoundStage stage in journey.Stages)
        {
            FindHidden(stage.Lines, isAnywhere: false);
        }
    }

    private static IEnumerable<BoundLine> LinesOf(BoundJourney journey) => journey.Anywhere.Concat(journey.Stages.SelectMany(s => s.Lines));

    private static BoundExpression? Condition(BoundLine line) => line switch
    {
        BoundOnLine on => on.Where,
        BoundWhenLine other => other.Condition,
        BoundAfterLine after => after.LastSeen,
        _ => null,
    };

    private void FindDeprecated(BoundJourney journey)
    {
        foreach (BoundStart start in journey.Starts)
        {
            FindDeprecated(start.Stage, start.Syntax.Stage.Span, journey.Journey);
            if (start is { Variable: { } variable, Syntax.Event: { } name })
            {
                FindDeprecated(variable.Event, name.Span, journey.Journey);
            }
        }

        foreach (BoundLine line in LinesOf(journey))
        {
            if (line is { Target: { } target, Syntax.Target: { } arrow })
            {
                FindDeprecated(target, arrow.Span, journey.Journey);
            }

            if (line is BoundOnLine on)
            {
                FindDeprecated(on.Variable.Event, ((OnLineSyntax)on.Syntax).Event.Span, journey.Journey);
            }

            foreach (BoundActionCall call in line.Actions)
            {
                FindDeprecated(call.Action, call.Syntax.Name.Span, journey.Journey);
            }
        }
    }

    private static IEnumerable<MemberSymbol> Targets(IEnumerable<BoundLine> lines) => lines.SelectMany(line => line switch
    {
        BoundSplitLine split => split.Branches.Select(b => b.Target),
        { Target: { } target } => [target],
        _ => Enumerable.Empty<MemberSymbol>(),
    });

    private void FindStages(BoundJourney journey)
    {
        ILookup<MemberSymbol, MemberSymbol> next = journey.Stages
            .SelectMany(s => Targets(s.Lines), (stage, target) => (stage.Stage, target))
            .ToLookup(p => p.Stage, p => p.target);
        ImmutableArray<MemberSymbol> anywhere = [.. Targets(journey.Anywhere).Distinct()];
        HashSet<MemberSymbol> entered = [];
        Reach(journey.Starts.Select(s => s.Stage), next, anywhere, entered);
        foreach (MemberSymbol stage in journey.Stages.Select(s => s.Stage).Where(s => !s.IsFinal && entered.Contains(s)))
        {
            if (next[stage].Concat(anywhere).Any(t => t != stage))
            {
                continue;
            }

            bag.Add(Rules.StageNeverLeft.At(source, stage.NameSpan, stage.Name, "add a line with `->`, or make it a `final stage`"));
        }

        // Of stages that lead to one another only the first is named: with it the others are entered too.
        List<MemberSymbol> missed = [.. journey.Stages.Select(s => s.Stage).Where(s => !entered.Contains(s))];
        HashSet<MemberSymbol> follow = [.. missed.SelectMany(m => next[m].Where(t => t != m))];
        foreach (MemberSymbol stage in missed.OrderBy(follow.Contains))
        {
            if (!entered.Contains(stage))
            {
                bag.Add(Rules.StageNeverEntered.At(source, stage.NameSpan, stage.Name, "lead to it with `->` or `start`, or remove it"));
                Reach([stage], next, anywhere, entered);
            }
        }
    }

    private static void Reach(
        IEnumerable<MemberSymbol> from, ILookup<MemberSymbol, MemberSymbol> next, ImmutableArray<MemberSymbol> anywhere, HashSet<MemberSymbol> entered)
    {
        Stack<MemberSymbol> open = new(from);
        bool isAnywhereOpen = false;
        while (open.TryPop(out MemberSymbol? stage))
        {
            if (!entered.Add(stage))
            {
                continue;
            }

            foreach (MemberSymbol target in stage.IsFinal || isAnywhereOpen ? next[stage] : next[stage].Concat(anywhere))
            {
                open.Push(target);
            }

            isAnywhereOpen |= !stage.IsFinal;
        }
    }

    private void FindHiddenStarts(ImmutableArray<BoundStart> starts)
    {
        for (int i = 0; i < Math.Min(starts.Length, MostCompared); i++)
        {
            BoundStart start = starts[i];
            BoundStart? first = starts.Take(i).FirstOrDefault(s => s.Variable?.Event == start.Variable?.Event && Covers(s.Condition, start.Condition));
            if (first is not null)
            {
                ReportHidden(start.Syntax, $"`{Shorten(first.Syntax.Span)}` comes first");
            }
        }
    }

    private void FindHidden(ImmutableArray<BoundLine> lines, bool isAnywhere)
    {
        int count = Math.Min(lines.Length, MostCompared);
        for (int i = 0; i < count; i++)
        {
            if (Condition(lines[i]) is { } condition && lines[i] is not BoundAfterLine && truth.IsNever(condition))
            {
                ReportHidden(lines[i].Syntax, "its condition is never true");
            }
            else if (lines.Take(count).Where((l, k) => k != i && Hides(l, lines[i], k < i, isAnywhere)).FirstOrDefault() is { } first)
            {
                ReportHidden(lines[i].Syntax, $"`{Shorten(first.Syntax.Span)}` comes first");
            }
        }
    }

    private void ReportHidden(SyntaxNode line, string why) => bag.Add(Rules.LineNeverFires.At(source, line.Span, why, "remove it, or change what comes first"));

    // Whether the profile has always left by the first line when the second would fire.
    private bool Hides(BoundLine first, BoundLine second, bool isAbove, bool isAnywhere) => (first, second) switch
    {
        (BoundSplitLine, BoundSplitLine or BoundWhenLine) => isAbove,
        ({ Target: null }, _) => false,
        (BoundOnLine on, BoundOnLine { Target: not null } other) => isAbove && on.Variable.Event == other.Variable.Event && Covers(on.Where, other.Where),
        (BoundWhenLine line, BoundWhenLine other) => isAbove && Covers(line.Condition, other.Condition),
        (BoundWhenLine line, BoundSplitLine) => isAbove && truth.IsAlways(line.Condition),
        (BoundAfterLine after, BoundAfterLine other) => !isAnywhere && IsDueBefore(after, other, isAbove),
        (BoundAtLine at, BoundAtLine other) => isAbove && identity.Of(at.Instant) == identity.Of(other.Instant),
        _ => false,
    };

    // Whether a condition, or none, holds wherever the other one does.
    private bool Covers(BoundExpression? wide, BoundExpression? narrow) =>
        wide is null || truth.IsAlways(wide) || (narrow is not null && truth.Implies(narrow, wide));

    private bool IsDueBefore(BoundAfterLine after, BoundAfterLine other, bool isAbove)
    {
        bool waitsForSame = after.LastSeen is not { } seen || (other.LastSeen is { } otherSeen && identity.Of(seen) == identity.Of(otherSeen));
        if (!waitsForSame || (after.AtTime is not null && after.AtTime != other.AtTime) || Length(after.Delay) is not { } length || Length(other.Delay) is not { } longer)
        {
            return false;
        }

        return length.Kind == longer.Kind && (length.Count < longer.Count || (length.Count == longer.Count && isAbove));
    }

    // Days have no fixed number of hours and months none of days, so only lengths of one kind compare.
    private static (int Kind, long Count)? Length(BoundAmount amount) => amount.Count is not BoundConstant { Value: long count }
        ? null
        : amount.Unit switch
        {
            TimeUnit.Second => (0, count),
            TimeUnit.Minute => (0, 60 * count),
            TimeUnit.Hour => (0, 3600 * count),
            TimeUnit.Day => (1, count),
            TimeUnit.Week => (1, 7 * count),
            TimeUnit.Month => (2, count),
            TimeUnit.Quarter => (2, 3 * count),
            _ => (2, 12 * count),
        };

    private void AnalyzeActions()
    {
        HashSet<ActionSymbol> used = [.. rules.JourneyDefinitions.SelectMany(LinesOf).SelectMany(l => l.Actions).Select(c => c.Action)];
        foreach (BoundAction action in rules.Actions)
        {
            source = action.Action.Source ?? source;
            if (action.Requires is { } requires)
            {
                identity.Begin([requires]);
                AnalyzeUses(requires, action.Action);
                FindUnknowns(requires);
            }

            if (!used.Contains(action.Action))
            {
                bag.Add(Rules.UnusedAction.At(source, action.Action.NameSpan, action.Action.Name, "ask for it with `do` in a journey, or remove it"));
            }
        }

        foreach (BoundLimit limit in rules.Limits.Where(l => l.Caps.IsEmpty || l.Actions.IsEmpty))
        {
            string help = limit.Caps.IsEmpty ? "add `at most 3 per 7 days`, for example" : "name the actions that it is for";
            bag.Add(Rules.EmptyLimit.At(limit.Limit.Source ?? source, limit.Limit.NameSpan, limit.Limit.Name, help));
        }
    }
}
