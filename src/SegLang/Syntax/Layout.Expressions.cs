using System.Collections.Immutable;

namespace SegLang.Syntax;

internal sealed partial class Layout
{
    private void PlanIfAny(ExpressionSyntax? expression, int level)
    {
        if (expression is not null)
        {
            PlanExpression(expression, level, 0);
        }
    }

    // A line may break before this token; `depth` counts the brackets around it, `looseness` orders the operators inside one.
    private void MayFoldAt(int token, int level, int depth, int looseness)
    {
        marks[token].MayFold = true;
        marks[token].Priority = depth * 4 + looseness;
        marks[token].Indent = level + depth;
    }

    private void PlanExpression(ExpressionSyntax expression, int level, int depth)
    {
        switch (expression)
        {
            case LogicalSyntax logical:
                PlanLogical(logical, level, depth);
                break;
            case BinarySyntax binary:
                PlanExpression(binary.Left, level, depth);
                MayFoldAt(Index(binary.Operator), level, depth, 3);
                PlanExpression(binary.Right, level, depth);
                break;
            case ParenthesizedSyntax parenthesized:
                PlanExpression(parenthesized.Expression, level, depth + 1);
                break;
            case UnarySyntax unary:
                marks[Index(unary.Operand)].Space = unary.Operator.Kind == TokenKind.Minus ? 0 : 1;
                PlanExpression(unary.Operand, level, depth);
                break;
            case ListSyntax list:
                PlanElements(list.Elements, level, depth + 1);
                break;
            case RecordValueSyntax record:
                PlanRecord(record, level);
                break;
            case MemberAccessSyntax member:
                PlanExpression(member.Target, level, depth);
                break;
            case AsOfSyntax asOf:
                PlanExpression(asOf.Value, level, depth);
                PlanExpression(asOf.Instant, level, depth);
                break;
            case UnitsSyntax units:
                PlanExpression(units.Operand, level, depth);
                break;
            case CallSyntax call:
                marks[Index(call.Name) + 1].Space = 0;
                PlanElements(call.Arguments, level, depth + 1);
                break;
            case AggregateSyntax aggregate:
                marks[Index(aggregate.Name) + 1].Space = 0;
                PlanQuery(aggregate.Query, level, depth + 1);
                break;
            case QuantifierSyntax quantifier:
                marks[Index(quantifier.Name) + 1].Space = 0;
                PlanExpression(quantifier.List, level, depth + 1);
                PlanWhere(quantifier.Where, level, depth + 1);
                break;
            default:
                PlanComparison(expression, level, depth);
                break;
        }
    }

    private void PlanComparison(ExpressionSyntax expression, int level, int depth)
    {
        ImmutableArray<ExpressionSyntax> parts = expression switch
        {
            ComparisonSyntax comparison => [comparison.Left, comparison.Right],
            InSyntax membership => [membership.Value, membership.Collection],
            InWindowSyntax window => [window.Value],
            InPopulationSyntax population => [population.Value],
            BetweenSyntax between => [between.Value, between.Low, between.High],
            ContainsSyntax contains => [contains.Left, contains.Right],
            AffixSyntax affix => [affix.Left, affix.Right],
            MatchesSyntax matches => [matches.Left],
            IsKnownSyntax known => [known.Value],
            _ => [],
        };
        foreach (ExpressionSyntax part in parts)
        {
            PlanExpression(part, level, depth);
        }
    }

    private void PlanLogical(LogicalSyntax logical, int level, int depth)
    {
        int looseness = logical.Operators[0].Text == "or" ? 0 : 1;
        foreach (Token sign in logical.Operators)
        {
            MayFoldAt(Index(sign), level, depth, looseness);
        }

        foreach (ExpressionSyntax operand in logical.Operands)
        {
            PlanExpression(operand, level, depth);
        }
    }

    private void PlanElements(ImmutableArray<ExpressionSyntax> elements, int level, int depth)
    {
        for (int i = 0; i < elements.Length; i++)
        {
            if (i > 0)
            {
                MayFoldAt(Index(elements[i]), level, depth, 0);
            }

            PlanExpression(elements[i], level, depth);
        }
    }

    private void PlanQuery(QuerySyntax query, int level, int depth)
    {
        for (int i = 0; i < query.Steps.Length; i++)
        {
            if (i > 0)
            {
                MayFoldAt(Index(query.Steps[i]) - 1, level, depth, 0);
            }

            PlanWindow(query.Steps[i].Window, level, depth);
            PlanWhere(query.Steps[i].Where, level, depth);
        }
    }

    private void PlanWhere(ExpressionSyntax? where, int level, int depth)
    {
        if (where is not null)
        {
            MayFoldAt(Index(where) - 1, level + 1, depth, 2);
            PlanExpression(where, level + 1, depth + 1);
        }
    }

    private void PlanWindow(WindowSyntax? window, int level, int depth)
    {
        ImmutableArray<ExpressionSyntax> bounds = window switch
        {
            SinceWindowSyntax since => [since.From],
            BeforeWindowSyntax before => [before.Until],
            FromUntilWindowSyntax range => [range.From, range.Until],
            _ => [],
        };
        foreach (ExpressionSyntax bound in bounds)
        {
            PlanExpression(bound, level, depth);
        }
    }
}
