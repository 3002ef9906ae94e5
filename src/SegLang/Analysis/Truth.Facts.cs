using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Analysis;

// What follows from one condition alone.
internal sealed partial class Truth
{
    private static readonly Domain AtLeastOne = new(1, false, null, false, null);
    private static readonly Domain Zero = new(0, false, 0, false, null);

    // none(…)   =>   not any(…)
    // a != b    =>   not a == b
    private Atom ReadFact(BoundExpression condition, bool negated) => condition switch
    {
        BoundAggregate { Kind: AggregateKind.None } none => new(identity.OfPresence(none), condition, negated ? TrueOnly : FalseOnly),
        BoundComparison { Operator: ComparisonOperator.NotEqual } different => ReadFact(different with { Operator = ComparisonOperator.Equal }, !negated),
        _ => new(identity.Of(condition), condition, negated ? FalseOnly : TrueOnly),
    };

    // Whether the condition says that something has happened.
    private static bool IsPresence(BoundAggregate aggregate, bool negated) =>
        aggregate.Kind == AggregateKind.Any ? !negated : aggregate.Kind == AggregateKind.None && negated;

    // any(E)   =>   count(E) >= 1
    private Atom CountOf(BoundAggregate presence, bool happens)
    {
        BoundAggregate count = presence with { Kind = AggregateKind.Count, Type = SegType.Int };
        return new(identity.Of(count), count, happens ? AtLeastOne : Zero);
    }

    // x > 5          =>   x is known
    // count(E) > 5   =>   any(E)
    private IEnumerable<Atom> Consequences(Atom atom)
    {
        BoundIsKnown known = new(atom.Operand.Syntax, atom.Operand);
        yield return new(identity.Of(known), known, TrueOnly);
        if (PresenceOf(atom) is { } happens)
        {
            BoundAggregate any = (BoundAggregate)atom.Operand with { Kind = AggregateKind.Any, Type = SegType.Bool };
            yield return new(identity.Of(any), any, happens ? TrueOnly : FalseOnly);
        }
    }

    private static bool? PresenceOf(Atom atom)
    {
        if (atom.Operand is not BoundAggregate { Kind: AggregateKind.Count, Value: null })
        {
            return null;
        }

        return atom.Domain.From >= 1 ? true : atom.Domain.To <= 0 ? false : null;
    }

    // any(E in last 7 days)   =>   any(E in last 30 days)
    private bool HappensWithin(List<Atom> given, BoundExpression condition, bool negated) =>
        condition is BoundAggregate { Query.IsSequence: false } wanted && IsPresence(wanted, negated)
        && given.Any(a => ReferenceEquals(a.Domain, TrueOnly)
            && a.Operand is BoundAggregate { Kind: AggregateKind.Any or AggregateKind.None, Query.IsSequence: false } happened
            && Covers(wanted.Query.Steps[0].Window, happened.Query.Steps[0].Window) && WithoutWindow(happened) == WithoutWindow(wanted));

    private Shape WithoutWindow(BoundAggregate aggregate) =>
        identity.OfPresence(aggregate with { Query = aggregate.Query with { Steps = [aggregate.Query.Steps[0] with { Window = null }] } });

    private static bool Covers(BoundWindow? wider, BoundWindow? window) => (wider, window) switch
    {
        (null, _) => true,
        (BoundLastWindow a, BoundLastWindow b) => Length(a.Amount) is { } long1 && Length(b.Amount) is { } long2 && long1.Kind == long2.Kind && long1.Units >= long2.Units,
        _ => false,
    };

    // Lengths of one kind can be compared: exact ones, those in days, those in months.
    private static (int Kind, decimal Units)? Length(BoundAmount amount) => amount.Count is not BoundConstant { Value: long count } ? null : amount.Unit switch
    {
        TimeUnit.Second => (0, count),
        TimeUnit.Minute => (0, count * 60m),
        TimeUnit.Hour => (0, count * 3600m),
        TimeUnit.Day => (1, count),
        TimeUnit.Week => (1, count * 7m),
        TimeUnit.Month => (2, count),
        TimeUnit.Quarter => (2, count * 3m),
        TimeUnit.Year => (2, count * 12m),
        _ => null,
    };
}
