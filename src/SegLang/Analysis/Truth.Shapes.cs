using System.Globalization;
using SegLang.Binding;

namespace SegLang.Analysis;

// Shapes by meaning, where those of Identity are by structure.
internal sealed partial class Truth
{
    /// <summary>Conditions of equal shapes are true for the same profiles: `count(E) > 7` and `not (count(E) &lt; 8)`, `any(E)` and `count(E) > 0`.</summary>
    public Shape ShapeOf(BoundExpression condition) => ShapeOf(condition, negated: false);

    private Shape ShapeOf(BoundExpression condition, bool negated)
    {
        if (condition is BoundNot not)
        {
            return ShapeOf(not.Operand, !negated);
        }

        bool? isAnd = condition is BoundLogical logical ? logical.IsAnd != negated : Elements(condition) is not null ? negated : null;
        if (isAnd is not { } joins)
        {
            return OfAtom(condition, negated);
        }

        SortedSet<Shape> parts = [];
        AddParts(condition, negated, joins, parts);
        return parts.Count == 1 ? parts.Min : parts.Aggregate(default(Shape).With(joins), (shape, part) => shape.With(part));
    }

    // x in [a, b]   =>   x == a or x == b
    private static IEnumerable<BoundComparison>? Elements(BoundExpression condition) =>
        condition is BoundIn { Set: BoundSetLiteral { Elements: { Length: > 0 } elements } } membership
            ? elements.Select(e => new BoundComparison(membership.Syntax, ComparisonOperator.Equal, membership.Value, e, membership.IgnoreCase))
            : null;

    // (a and b) and c   =>   a and b and c
    private void AddParts(BoundExpression condition, bool negated, bool isAnd, SortedSet<Shape> parts)
    {
        switch (condition)
        {
            case BoundNot not:
                AddParts(not.Operand, !negated, isAnd, parts);
                break;
            case BoundLogical logical when logical.IsAnd != negated == isAnd:
                foreach (BoundExpression operand in logical.Operands)
                {
                    AddParts(operand, negated, isAnd, parts);
                }

                break;
            case BoundIn when negated == isAnd && Elements(condition) is { } elements:
                parts.UnionWith(elements.Select(e => OfAtom(e, negated)));
                break;
            default:
                _ = parts.Add(ShapeOf(condition, negated));
                break;
        }
    }

    private Shape OfAtom(BoundExpression condition, bool negated)
    {
        Atom atom = ReadFact(condition, negated);
        if (ReadAtom(condition, negated) is { } compared)
        {
            atom = compared with { Domain = compared.Domain.And(Range(compared.Operand)) };
            bool isPresence = atom.Domain is { From: 1, To: null } or { From: 0, To: 0 } && PresenceOf(atom) is not null;
            atom = isPresence ? Consequences(atom).Last() : atom;
        }

        return default(Shape).With(atom.Id).With(Text(atom.Domain));
    }

    private static string Text(Domain domain)
    {
        string values = domain.Values is null ? "" : string.Join('\u0001', domain.Values);
        return string.Create(CultureInfo.InvariantCulture, $"{domain.From:G29} {domain.FromOpen} {domain.To:G29} {domain.ToOpen} {values}");
    }
}
