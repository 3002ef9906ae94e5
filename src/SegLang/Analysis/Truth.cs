using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Analysis;

/// <summary>
/// Proofs by shape: conditions that are never or always true, and one that implies another. Sound, not complete: it knows
/// comparisons with constants, lists of constants, and conditions that are the same.
/// </summary>
internal sealed partial class Truth(BoundRuleSet rules, Identity identity)
{
    private const int MaximumParts = 256;
    private readonly Dictionary<(Shape, bool), bool> never = [];
    private int budget;

    /// <summary>Whether the condition is true for nobody.</summary>
    public bool IsNever(BoundExpression condition) => IsNever(condition, negated: false);

    /// <summary>Whether the condition is true for everybody: its negation never, and it is never unknown.</summary>
    public bool IsAlways(BoundExpression condition) => !MayLack(condition) && IsNever(condition, negated: true);

    /// <summary>Whether the second is true wherever the first is.</summary>
    public bool Implies(BoundExpression first, BoundExpression second)
    {
        List<Atom> given = [];
        Collect(first, negated: false, given);
        budget = MaximumParts;
        return given.Count <= MaximumParts && IsGiven(given, second, negated: false);
    }

    private bool IsNever(BoundExpression condition, bool negated)
    {
        (Shape, bool) key = (identity.Of(condition), negated);
        if (!never.TryGetValue(key, out bool result))
        {
            never[key] = false;
            never[key] = result = FindNever(condition, negated);
        }

        return result;
    }

    private bool FindNever(BoundExpression condition, bool negated) => condition switch
    {
        BoundNot not => IsNever(not.Operand, !negated),
        BoundConstant { Value: bool value } => value == negated,
        BoundSegmentRef reference when !negated => IsNever(ConditionOf(reference), negated: false),
        BoundLogical logical when logical.IsAnd == negated => logical.Operands.All(o => IsNever(o, negated)),
        BoundLogical logical => logical.Operands.Any(o => IsNever(o, negated)) || IsContradiction(condition, negated),
        BoundIsKnown known when negated => !MayLack(known.Value),
        BoundAggregate aggregate when IsPresence(aggregate, negated) =>
            aggregate.Query.Steps.Any(s => !s.IsNo && s.Where is { } where && IsNever(where, negated: false)),
        _ => ReadAtom(condition, negated) is { } atom && atom.Domain.And(Range(atom.Operand)).IsEmpty,
    };

    // a > 5 and a < 3, also behind segments, and anything beside its own negation.
    private bool IsContradiction(BoundExpression condition, bool negated)
    {
        List<Atom> atoms = [];
        Collect(condition, negated, atoms);
        return atoms.Count <= MaximumParts
            && atoms.GroupBy(a => a.Id).Any(group =>
                group.Aggregate(Range(group.First().Operand), (domain, atom) => domain.And(atom.Domain)).IsEmpty);
    }

    // The conditions that all hold where this one is true.
    private void Collect(BoundExpression condition, bool negated, List<Atom> atoms)
    {
        switch (condition)
        {
            case BoundNot not:
                Collect(not.Operand, !negated, atoms);
                break;
            case BoundLogical logical when logical.IsAnd != negated:
                foreach (BoundExpression operand in logical.Operands)
                {
                    Collect(operand, negated, atoms);
                }

                break;
            default:
                CollectAtom(condition, negated, atoms);
                break;
        }
    }

    private void CollectAtom(BoundExpression condition, bool negated, List<Atom> atoms)
    {
        atoms.Add(ReadFact(condition, negated));
        if (ReadAtom(condition, negated) is { } atom)
        {
            atoms.Add(atom);
            atoms.AddRange(Consequences(atom));
        }

        if (condition is BoundAggregate { Kind: AggregateKind.Any or AggregateKind.None } aggregate)
        {
            atoms.Add(CountOf(aggregate, IsPresence(aggregate, negated)));
        }

        if (condition is BoundSegmentRef reference && !negated && atoms.Count < MaximumParts)
        {
            Collect(ConditionOf(reference), negated: false, atoms);
        }
    }

    private static readonly Domain TrueOnly = Domain.Of(["true"]);
    private static readonly Domain FalseOnly = Domain.Of(["false"]);

    private bool IsGiven(List<Atom> given, BoundExpression condition, bool negated)
    {
        if (--budget < 0)
        {
            return false;
        }

        return condition switch
        {
            BoundNot not => IsGiven(given, not.Operand, !negated),
            BoundLogical logical when logical.IsAnd != negated => logical.Operands.All(o => IsGiven(given, o, negated)),
            BoundLogical logical => Holds(given, condition, negated) || logical.Operands.Any(o => IsGiven(given, o, negated)),
            BoundSegmentRef reference when !negated =>
                Holds(given, condition, negated) || IsGiven(given, ConditionOf(reference), negated),
            _ => Holds(given, condition, negated),
        };
    }

    private bool Holds(List<Atom> given, BoundExpression condition, bool negated)
    {
        Atom fact = ReadFact(condition, negated);
        if (given.Any(a => a.Id == fact.Id && a.Domain.IsWithin(fact.Domain)) || HappensWithin(given, condition, negated))
        {
            return true;
        }

        return ReadAtom(condition, negated) is { } atom
            && given.Where(a => a.Id == atom.Id).ToList() is { Count: > 0 } same
            && same.Aggregate(Range(atom.Operand), (domain, a) => domain.And(a.Domain)).IsWithin(atom.Domain);
    }

    private BoundExpression ConditionOf(BoundSegmentRef reference) => ((BoundSegment)rules.Definition(reference.Segment)).Condition;

    /// <summary>What a condition says about one operand.</summary>
    private sealed record Atom(Shape Id, BoundExpression Operand, Domain Domain);

    private Atom? ReadAtom(BoundExpression condition, bool negated) => condition switch
    {
        BoundComparison { IgnoreCase: false } comparison => ReadComparison(comparison, negated),
        BoundIn { IgnoreCase: false, Set: BoundSetLiteral set } membership when !negated && set.Elements.All(e => Plain(e) is BoundConstant) =>
            Plain(membership.Value) is var operand && set.Elements.All(e => Number(e) is null)
                ? new(identity.Of(operand), operand, Domain.Of(set.Elements.Select(e => Word((BoundConstant)Plain(e)))))
                : null,
        _ => null,
    };

    private Atom? ReadComparison(BoundComparison comparison, bool negated)
    {
        BoundExpression left = Plain(comparison.Left), right = Plain(comparison.Right);
        bool flipped = left is BoundConstant;
        (BoundExpression operand, BoundExpression other) = flipped ? (right, left) : (left, right);
        if (other is not BoundConstant constant || operand is BoundConstant)
        {
            return null;
        }

        ComparisonOperator sign = negated ? Negate(comparison.Operator) : comparison.Operator;
        sign = flipped ? Flip(sign) : sign;
        Domain? domain = Number(constant) is { } value ? Interval(sign, value, Step(operand.Type))
            : sign == ComparisonOperator.Equal ? Domain.Of([Word(constant)])
            : null;
        return domain is null ? null : new(identity.Of(operand), operand, domain);
    }

    private static Domain? Interval(ComparisonOperator sign, decimal value, decimal? step) => sign switch
    {
        ComparisonOperator.Equal => new(value, false, value, false, null),
        ComparisonOperator.Less => step is { } below ? new(null, false, Floor(value - below, value, below), false, null) : new(null, false, value, true, null),
        ComparisonOperator.LessOrEqual => new(null, false, step is { } s ? decimal.Floor(value / s) * s : value, false, null),
        ComparisonOperator.Greater => step is { } above ? new((decimal.Floor(value / above) * above) + above, false, null, false, null) : new(value, true, null, false, null),
        ComparisonOperator.GreaterOrEqual => new(step is { } t ? decimal.Ceiling(value / t) * t : value, false, null, false, null),
        _ => null,
    };

    // The greatest value of that step below another.
    private static decimal Floor(decimal below, decimal value, decimal step) =>
        decimal.Floor(value / step) * step is var floor && floor < value ? floor : below;

    private static ComparisonOperator Negate(ComparisonOperator sign) => sign switch
    {
        ComparisonOperator.Equal => ComparisonOperator.NotEqual,
        ComparisonOperator.NotEqual => ComparisonOperator.Equal,
        ComparisonOperator.Less => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.LessOrEqual => ComparisonOperator.Greater,
        ComparisonOperator.Greater => ComparisonOperator.LessOrEqual,
        _ => ComparisonOperator.Less,
    };

    private static ComparisonOperator Flip(ComparisonOperator sign) => sign switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        _ => sign,
    };

    // Widening changes no value that matters here.
    private static BoundExpression Plain(BoundExpression expression) =>
        expression is BoundConversion conversion ? Plain(conversion.Value) : expression;

    private static decimal? Number(BoundExpression expression) => Plain(expression) switch
    {
        BoundConstant { Type.IsExact: true, Value: long unscaled } constant => unscaled / Power(constant.Type.Scale ?? 0),
        BoundConstant { Value: double value } when Math.Abs(value) < 1e15 => (decimal)value,
        BoundConstant { Value: long ticks } => ticks,
        BoundConstant { Value: int days, Type: ScalarType } => days,
        _ => null,
    };

    private static decimal Power(int scale)
    {
        decimal power = 1;
        for (int i = 0; i < scale; i++)
        {
            power *= 10;
        }

        return power;
    }

    private static string Word(BoundConstant constant) => $"{constant.Type.Name} {constant.Value}";

    private static decimal? Step(SegType type) =>
        type.Scale is { } scale ? 1 / Power(scale) : type == SegType.Date || type == SegType.DateTime ? 1 : null;

    // Counts are never below zero.
    private static Domain Range(BoundExpression operand) => operand
        is BoundAggregate { Kind: AggregateKind.Count or AggregateKind.Distinct }
        or BoundQuantifier { Kind: QuantifierKind.Count }
        or BoundCall { Function: FunctionKind.Length or FunctionKind.Size }
        or BoundUnits
        ? new(0, false, null, false, null)
        : Domain.Everything;

    private bool MayLack(BoundExpression condition) => condition switch
    {
        BoundSegmentRef or BoundIsKnown => false,
        BoundConversion conversion => MayLack(conversion.Value),
        BoundComparison comparison => MayLack(comparison.Left) || MayLack(comparison.Right),
        BoundNot not => MayLack(not.Operand),
        BoundLogical logical => logical.Operands.Any(MayLack),
        BoundTraitRef reference => MayLack(((BoundTrait)rules.Definition(reference.Trait)).Expression),
        BoundAggregate { Kind: AggregateKind.Sum } => false,
        _ => condition.MayBeUnknown,
    };
}
