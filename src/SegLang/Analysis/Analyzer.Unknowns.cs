using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Diagnostics;

namespace SegLang.Analysis;

public sealed partial class Analyzer
{
    // not (age > 30)   leaves out those without an age, as do `!=`, `not in` and a negated text comparison,
    // unless a sibling asks whether the value is known:   age is unknown or not (age > 30)
    private void FindUnknowns(BoundExpression condition)
    {
        HashSet<int> reported = [];
        FindUnknowns(condition, negated: false, [], reported);
        foreach (BoundExpression expression in BoundTree.SelfAndDescendants(condition))
        {
            IEnumerable<BoundExpression?> filters = expression switch
            {
                BoundAggregate aggregate => aggregate.Query.Steps.Select(s => s.Where),
                BoundQuantifier quantifier => [quantifier.Where],
                _ => [],
            };
            foreach (BoundExpression filter in filters.OfType<BoundExpression>())
            {
                FindUnknowns(filter, negated: false, [], reported);
            }
        }
    }

    private void FindUnknowns(BoundExpression condition, bool negated, ImmutableHashSet<Shape> guarded, HashSet<int> reported)
    {
        switch (condition)
        {
            case BoundNot not:
                FindUnknowns(not.Operand, !negated, guarded, reported);
                break;
            case BoundLogical logical:
                bool isAnd = logical.IsAnd != negated;
                ImmutableHashSet<Shape> inside = guarded.Union(logical.Operands.Select(o => Guarded(o, isAnd, negated)).OfType<Shape>());
                foreach (BoundExpression operand in logical.Operands)
                {
                    FindUnknowns(operand, negated, inside, reported);
                }

                break;
            default:
                bool isNegative = condition is BoundComparison { Operator: ComparisonOperator.NotEqual } ? !negated : negated;
                if (isNegative && IsLeaf(condition))
                {
                    ReportUnknown(condition, guarded, reported);
                }

                break;
        }
    }

    private static bool IsLeaf(BoundExpression condition) => condition
        is BoundComparison or BoundIn or BoundSetTest or BoundTextTest or BoundMatches or BoundInWindow
        or BoundProfileField or BoundEventField or BoundRecordField;

    // In an `and`, `x is known` guards its siblings; in an `or`, `x is unknown` does.
    private Shape? Guarded(BoundExpression operand, bool isAnd, bool negated)
    {
        bool isNegated = negated;
        while (operand is BoundNot not)
        {
            (operand, isNegated) = (not.Operand, !isNegated);
        }

        return operand is BoundIsKnown known && isNegated != isAnd ? identity.Of(known.Value) : null;
    }

    private void ReportUnknown(BoundExpression leaf, ImmutableHashSet<Shape> guarded, HashSet<int> reported)
    {
        BoundExpression? lacking = Lacking(leaf).FirstOrDefault(l => !guarded.Contains(identity.Of(l)));
        if (lacking is null || !reported.Add(leaf.Syntax.Span.Start))
        {
            return;
        }

        string what = Shorten(lacking);
        string whose = lacking switch { BoundEventField => "events", BoundRecordField => "records", _ => "profiles" };
        bag.Add(Rules.UnknownLeftOut.At(source, leaf.Syntax.Span, whose, what, $"add `or {what} is unknown`, or say so with `{what} is known and …`"));
    }

    // The parts of a value that are unknown for lack of data, not for arithmetic.
    private IEnumerable<BoundExpression> Lacking(BoundExpression expression) => expression switch
    {
        BoundProfileField or BoundEventField or BoundRecordField => expression.MayBeUnknown ? [expression] : [],
        BoundAggregate { Kind: AggregateKind.Avg or AggregateKind.Min or AggregateKind.Max or AggregateKind.Median
            or AggregateKind.Mode or AggregateKind.First or AggregateKind.Last } => [expression],
        BoundEventMember or BoundJourneyRef => [expression],
        BoundTraitRef reference => Lacking(((BoundTrait)rules.Definition(reference.Trait)).Expression).Any() ? [expression] : [],
        BoundClassRef => expression.MayBeUnknown ? [expression] : [],
        BoundElse choice => Lacking(choice.Otherwise),
        BoundAggregate or BoundQuantifier or BoundAgo or BoundSegmentRef or BoundScoreRef or BoundIsKnown => [],
        BoundInWindow window => Lacking(window.Value),
        _ => BoundTree.Children(expression).SelectMany(Lacking),
    };
}
