using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Plan;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Emit;

internal sealed partial class BlockPlanner
{
    // A condition as a test of one value, where it is one.
    private (PlanValue Subject, BlockTest Test)? TestOf(PlanValue value, bool wanted) => value switch
    {
        PlanComparison comparison => Comparison(comparison, wanted),
        PlanIn { Set: PlanSet set } membership => Test(BlockOperator.In, membership.Value, set.Elements, membership.IgnoreCase, wanted),
        PlanIn { Set: PlanConstant { Value: SetValue set, Type: SetType type } } membership =>
            InConstant(membership, set, type.Element, wanted),
        PlanTextTest text => Test(OperatorOf(text.Test), text.Left, [text.Right], text.IgnoreCase, wanted),
        PlanMatches matches => (matches.Text, new BlockTest(
            BlockOperator.Matches, [new BlockOperand(-1, 0, PatternTranslation.ToRegex(matches.Pattern), true)], 0, 0, false, wanted)),
        PlanInRange range => Range(range, wanted),
        PlanIsKnown known => (known.Value, new BlockTest(BlockOperator.IsKnown, [], 0, 0, false, wanted)),
        PlanProfileField or PlanEventField when Equals(value.Type, SegType.Bool) =>
            (value, new BlockTest(BlockOperator.IsTrue, [], 0, 0, false, wanted)),
        _ => null,
    };

    private (PlanValue, BlockTest)? Comparison(PlanComparison comparison, bool wanted)
    {
        BlockOperator op = OperatorOf(comparison.Operator);
        return Test(op, comparison.Left, [comparison.Right], comparison.IgnoreCase, wanted)
            ?? Test(Mirrored(op), comparison.Right, [comparison.Left], comparison.IgnoreCase, wanted);
    }

    private (PlanValue, BlockTest)? Test(
        BlockOperator op, PlanValue subject, ImmutableArray<PlanValue> others, bool ignoreCase, bool wanted)
    {
        if (subject is not (PlanProfileField or PlanEventField or PlanAggregate or PlanArithmetic) || others.IsEmpty)
        {
            return null;
        }

        var settled = ImmutableArray.CreateBuilder<BlockOperand>();
        foreach (PlanValue other in others)
        {
            if (Operand(other) is not { } operand || (other.Type.Scale ?? 0) != (others[0].Type.Scale ?? 0))
            {
                return null;
            }

            settled.Add(operand);
        }

        return (subject, new(op, settled.ToImmutable(), Scale(subject.Type), Scale(others[0].Type), ignoreCase, wanted));
    }

    private static (PlanValue, BlockTest)? InConstant(PlanIn membership, SetValue set, SegType element, bool wanted)
    {
        var settled = ImmutableArray.CreateBuilder<BlockOperand>();
        foreach (object item in set.Items)
        {
            settled.Add(item switch
            {
                string text => new(-1, 0, text, true),
                bool flag => Constant(flag ? 1 : 0),
                int number => Constant(number),
                long number => Constant(number),
                double number => Constant(BitConverter.DoubleToInt64Bits(number)),
                _ => throw new System.Diagnostics.UnreachableException(item.GetType().Name),
            });
        }

        return membership.Value is PlanProfileField or PlanEventField or PlanAggregate or PlanArithmetic && settled.Count > 0
            ? (membership.Value, new(
                BlockOperator.In, settled.ToImmutable(), Scale(membership.Value.Type), Scale(element), membership.IgnoreCase, wanted))
            : null;
    }

    private (PlanValue, BlockTest)? Range(PlanInRange range, bool wanted) =>
        EdgeOf(range.From) is { } from && EdgeOf(range.Until) is { } until
            ? (range.Value, new BlockTest(BlockOperator.InRange, [from, until], 0, 0, false, wanted))
            : null;

    // The events for which a condition is known and as wanted; null where it is about more than the event itself.
    private int? Where(PlanValue value, PlanVariable variable, bool wanted)
    {
        if (!whereOf.TryGetValue((value.Id, variable, wanted), out int? place))
        {
            place = value switch
            {
                PlanNot not => Where(not.Operand, variable, !wanted),
                PlanIsTrue truth when wanted => Where(truth.Value, variable, truth.Wanted),
                _ => MakeWhere(value, variable, wanted) is { } made ? AddWhere(made) : null,
            };
            whereOf.Add((value.Id, variable, wanted), place);
        }

        return place;
    }

    private int AddWhere(BlockNode node)
    {
        wheres.Add(node);
        return wheres.Count - 1;
    }

    private BlockNode? MakeWhere(PlanValue value, PlanVariable variable, bool wanted)
    {
        switch (value)
        {
            case PlanLogical logical:
                int?[] parts = [.. logical.Parts.Select(p => Where(p, variable, wanted))];
                return Array.TrueForAll(parts, p => p is not null)
                    ? Combine(logical.IsAnd == wanted, [.. parts.Select(p => p ?? -1)])
                    : null;
            case PlanIsTrue truth:
                return Where(truth.Value, variable, truth.Wanted) is { } inner ? new(BlockNodeKind.Not, [inner], 0, null, -1) : null;
            case PlanIsKnown when !wanted:
                return Where(value, variable, wanted: true) is { } known ? new(BlockNodeKind.Not, [known], 0, null, -1) : null;
            default:
                return TestOf(value, wanted) is var (subject, test) && Value(subject, variable) is { } place
                    ? new(BlockNodeKind.Value, [], place, test, -1)
                    : null;
        }
    }

    // A value of the event alone: a stored field, its time, or exact arithmetic over such without rounding.
    private int? Value(PlanValue value, PlanVariable variable)
    {
        if (!valueOf.TryGetValue((value.Id, variable), out int? place))
        {
            place = MakeValue(value, variable) is { } made ? AddValue(made) : null;
            valueOf.Add((value.Id, variable), place);
        }

        return place;
    }

    private int AddValue(BlockValue value)
    {
        values.Add(value);
        return values.Count - 1;
    }

    private BlockValue? MakeValue(PlanValue value, PlanVariable variable)
    {
        if (value is PlanEventField field && field.Variable == variable && field.Field.Type is not (SetType or ListType))
        {
            return field.Field == field.Event.Time ? new(-1, ' ', 0, 0, 1, 1)
                : field.Field == field.Event.Order ? null
                : new(field.Field.Ordinal, ' ', 0, 0, 1, 1);
        }

        if (value is not PlanArithmetic { Type.IsExact: true, Operator: not ArithmeticOperator.Divide } arithmetic
            || arithmetic.Left.Type.Scale is not { } left || arithmetic.Right.Type.Scale is not { } right
            || (arithmetic.Operator == ArithmeticOperator.Multiply && left + right > 9)
            || Value(arithmetic.Left, variable) is not { } a || Value(arithmetic.Right, variable) is not { } b)
        {
            return null;
        }

        int scale = Math.Max(left, right);
        return arithmetic.Operator switch
        {
            ArithmeticOperator.Multiply => new(-2, '*', a, b, 1, 1),
            ArithmeticOperator.Add => new(-2, '+', a, b, Exact.Power(scale - left), Exact.Power(scale - right)),
            _ => new(-2, '-', a, b, Exact.Power(scale - left), Exact.Power(scale - right)),
        };
    }

    private static byte Scale(SegType type) => (byte)(type.Scale ?? 0);

    private static BlockOperator OperatorOf(ComparisonOperator op) => (BlockOperator)(int)op;

    private static BlockOperator OperatorOf(TextTest test) => test switch
    {
        TextTest.Contains => BlockOperator.Contains,
        TextTest.StartsWith => BlockOperator.StartsWith,
        _ => BlockOperator.EndsWith,
    };

    private static BlockOperator Mirrored(BlockOperator op) => op switch
    {
        BlockOperator.Less => BlockOperator.Greater,
        BlockOperator.LessOrEqual => BlockOperator.GreaterOrEqual,
        BlockOperator.Greater => BlockOperator.Less,
        BlockOperator.GreaterOrEqual => BlockOperator.LessOrEqual,
        _ => op,
    };
}
