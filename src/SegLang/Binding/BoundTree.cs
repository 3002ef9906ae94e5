using SegLang.Symbols;

namespace SegLang.Binding;

/// <summary>Walks bound expressions; definitions behind references are not entered.</summary>
public static class BoundTree
{
    /// <summary>The expressions directly inside an expression, in written order, those of its queries and windows too.</summary>
    public static IEnumerable<BoundExpression> Children(BoundExpression expression) => expression switch
    {
        BoundEventMember member => [member.Event],
        BoundNot not => [not.Operand],
        BoundLogical logical => logical.Operands,
        BoundNegate negate => [negate.Operand],
        BoundArithmetic arithmetic => [arithmetic.Left, arithmetic.Right],
        BoundComparison comparison => [comparison.Left, comparison.Right],
        BoundSetLiteral set => set.Elements,
        BoundIn membership => [membership.Value, membership.Set],
        BoundSetTest test => [test.Set, test.Elements],
        BoundTextTest test => [test.Left, test.Right],
        BoundMatches matches => [matches.Text],
        BoundElse choice => [choice.Value, choice.Otherwise],
        BoundIsKnown known => [known.Value],
        BoundConversion conversion => [conversion.Value],
        BoundCall call => call.Arguments,
        BoundPart part => [part.Value],
        BoundAgo ago => [ago.Amount.Count],
        BoundUnits units => [units.Operand],
        BoundInWindow window => [window.Value, .. Children(window.Window)],
        BoundAsOf asOf => [asOf.Value, asOf.Instant],
        BoundAggregate aggregate => aggregate.Value is { } value
            ? Children(aggregate.Query).Append(value)
            : Children(aggregate.Query),
        BoundQuantifier quantifier => [quantifier.List, .. Given(quantifier.Where), .. Given(quantifier.Value)],
        BoundPopulation population => [population.Value],
        _ => [],
    };

    /// <summary>The expressions directly inside a query: windows, conditions and spans of its steps.</summary>
    public static IEnumerable<BoundExpression> Children(BoundQuery query) => query.Steps.SelectMany(step =>
        Children(step.Window).Concat(Given(step.Where)).Concat(Given(step.Within?.Count)));

    /// <summary>The expressions directly inside a window.</summary>
    public static IEnumerable<BoundExpression> Children(BoundWindow? window) => window switch
    {
        BoundLastWindow last => [last.Amount.Count],
        BoundNextWindow next => [next.Amount.Count],
        BoundPreviousWindow previous => [previous.Amount.Count],
        BoundRangeWindow range => [.. Given(range.From?.Value), .. Given(range.Until?.Value)],
        _ => [],
    };

    /// <summary>The expressions directly inside a definition.</summary>
    public static IEnumerable<BoundExpression> Children(BoundDefinition definition) => definition switch
    {
        BoundTrait trait => [trait.Expression],
        BoundSegment segment => [segment.Condition],
        BoundClass entries => entries.Entries.SelectMany(e => Given(e.Expression).Concat(Given(e.Floor))),
        BoundScore score => score.Lines.SelectMany(line => line switch
        {
            BoundScoreWhen condition => [condition.Condition],
            BoundScorePer per => Children(per.Query),
            _ => Enumerable.Empty<BoundExpression>(),
        }),
        BoundJourney journey => journey.Starts.SelectMany(s => Given(s.Condition)).Concat(Given(journey.Reentry.After?.Count))
            .Concat(journey.Stages.SelectMany(s => s.Lines).Concat(journey.Anywhere).SelectMany(Children)),
        _ => [],
    };

    /// <summary>The expressions directly inside a line of a journey: its condition, delay and instant, then the arguments of its actions.</summary>
    public static IEnumerable<BoundExpression> Children(BoundLine line)
    {
        IEnumerable<BoundExpression> own = line switch
        {
            BoundOnLine on => Given(on.Where),
            BoundWhenLine condition => [condition.Condition],
            BoundAfterLine after => Given(after.LastSeen).Prepend(after.Delay.Count),
            BoundAtLine at => [at.Instant],
            _ => [],
        };
        return own.Concat(line.Actions.SelectMany(a => a.Arguments).OfType<BoundExpression>());
    }

    /// <summary>An expression and all that are inside it, outer before inner.</summary>
    public static IEnumerable<BoundExpression> SelfAndDescendants(BoundExpression expression)
    {
        List<BoundExpression> all = [];
        Collect(expression, all);
        return all;
    }

    private static void Collect(BoundExpression expression, List<BoundExpression> all)
    {
        all.Add(expression);
        foreach (BoundExpression child in Children(expression))
        {
            Collect(child, all);
        }
    }

    /// <summary>The trait, segment, class, score or journey that an expression refers to, if it is such a reference.</summary>
    public static Symbol? Reference(BoundExpression expression) => expression switch
    {
        BoundTraitRef trait => trait.Trait,
        BoundSegmentRef segment => segment.Segment,
        BoundClassRef reference => reference.Class,
        BoundScoreRef score => score.Score,
        BoundJourneyRef journey => journey.Journey,
        _ => null,
    };

    private static IEnumerable<BoundExpression> Given(BoundExpression? expression) => expression is null ? [] : [expression];
}
