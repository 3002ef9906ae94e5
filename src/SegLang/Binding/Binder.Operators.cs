using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Binding;

public sealed partial class Binder
{
    private BoundExpression BindUnary(UnarySyntax syntax)
    {
        if (syntax.Operator.Text == "not")
        {
            BoundExpression condition = BindCondition(syntax.Operand);
            return condition is BoundError ? condition : new BoundNot(syntax, condition);
        }

        BoundExpression operand = Elapsed(Bind(syntax.Operand));
        switch (operand)
        {
            case { Type.IsError: true }:
                return operand;
            case BoundConstant { Value: long.MinValue } least when syntax.Operand is LiteralSyntax or MoneySyntax:
                return least with { Syntax = syntax }; // The parser gives that number to a literal after `-` only.
            case BoundConstant { Value: long value } constant when value != long.MinValue && constant.Type != SegType.DateTime:
                return new BoundConstant(syntax, constant.Type, -value);
            case BoundConstant { Value: double value } constant:
                return new BoundConstant(syntax, constant.Type, -value);
            case BoundConstant { Value: SpanValue span } constant:
                return new BoundConstant(syntax, constant.Type, span with { Count = -span.Count });
        }

        bool isNumeric = operand.Type.IsExact || operand.Type == SegType.Number || operand.Type == SegType.Duration;
        if (!isNumeric)
        {
            return Report(syntax, Rules.ArgumentType.At(source, syntax.Span, "-", operand.Type.Name));
        }

        return Flows(operand) ? RefuseNow(syntax) : new BoundNegate(syntax, operand);
    }

    private BoundExpression BindLogical(LogicalSyntax syntax)
    {
        ImmutableArray<BoundExpression> operands = [.. syntax.Operands.Select(BindCondition)];
        return operands.Any(o => o is BoundError)
            ? new BoundError(syntax)
            : new BoundLogical(syntax, syntax.Operators[0].Text == "and", operands);
    }

    private BoundExpression BindElse(BinarySyntax syntax, SegType? expected)
    {
        var (value, otherwise) = BindPair(syntax.Left, syntax.Right, expected);
        if (value.Type.IsError || otherwise.Type.IsError)
        {
            return new BoundError(syntax);
        }

        if (value is BoundSetLiteral || value.Type is EventType or ListType || CommonType([value, otherwise]) is not { } common)
        {
            return Report(syntax, Incomparable(syntax, value.Type, otherwise.Type));
        }

        return new BoundElse(syntax, Widen(value, common), Widen(otherwise, common));
    }

    private BoundExpression BindArithmetic(BinarySyntax syntax)
    {
        BoundExpression left = Bind(syntax.Left);
        BoundExpression right = Bind(syntax.Right);
        if (left.Type.IsError || right.Type.IsError)
        {
            return new BoundError(syntax);
        }

        ArithmeticOperator op = syntax.Operator.Kind switch
        {
            TokenKind.Plus => ArithmeticOperator.Add,
            TokenKind.Minus => ArithmeticOperator.Subtract,
            TokenKind.Star => ArithmeticOperator.Multiply,
            _ => ArithmeticOperator.Divide,
        };
        BoundExpression? result = Calendar(syntax, op, left, right) ?? Numeric(syntax, op, left, right);
        if (result is null)
        {
            return Report(syntax, NoOperation(syntax, left.Type, right.Type));
        }

        return result is not BoundError && MixesNow(op, left, right) ? RefuseNow(syntax) : result;
    }

    private Diagnostic NoOperation(BinarySyntax syntax, SegType left, SegType right)
    {
        string op = syntax.Operator.Text;
        switch (left, right)
        {
            case (MoneyType a, MoneyType b) when a.Currency != b.Currency:
                return Rules.DifferentCurrencies.At(source, syntax.Span, a.Currency, b.Currency);
            case (MoneyType a, _) when right.IsPlainNumber && op is "+" or "-" && left is MoneyType:
                return Rules.MoneyAndNumber.At(source, syntax.Span, a.Currency, $"write the currency: `… {a.Currency}`");
            case (_, MoneyType b) when left.IsPlainNumber && op is "+" or "-" && right is MoneyType:
                return Rules.MoneyAndNumber.At(source, syntax.Span, b.Currency, $"write the currency: `… {b.Currency}`");
            case (MoneyType or DecimalType, ScalarType { Kind: ScalarKind.Number }):
                return Rules.NoSuchOperation.At(source, syntax.Span, op, left.Name, right.Name, "a `number` is inexact; declare it as `decimal(6)`, for example");
            default:
                return Rules.NoSuchOperation.At(source, syntax.Span, op, left.Name, right.Name);
        }
    }

    // Instants, dates, durations and spans.
    private BoundExpression? Calendar(BinarySyntax syntax, ArithmeticOperator op, BoundExpression left, BoundExpression right)
    {
        bool adds = op is ArithmeticOperator.Add or ArithmeticOperator.Subtract;
        if (op == ArithmeticOperator.Add && left.Type is SpanType && IsInstant(right.Type))
        {
            return Calendar(syntax, op, right, left); // 30 days + x   =>   x + 30 days
        }

        if (adds && IsInstant(left.Type) && right.Type is SpanType)
        {
            return AddSpan(syntax, op, left, right);
        }

        if (op == ArithmeticOperator.Subtract && IsInstant(left.Type) && IsInstant(right.Type))
        {
            return Make(syntax, op, Widen(left, SegType.DateTime), Widen(right, SegType.DateTime), SegType.Duration);
        }

        if (op == ArithmeticOperator.Add && left.Type == SegType.Duration && IsInstant(right.Type))
        {
            return Calendar(syntax, op, right, left); // d + x   =>   x + d
        }

        if (adds && IsInstant(left.Type) && right.Type == SegType.Duration)
        {
            return Make(syntax, op, Widen(left, SegType.DateTime), right, SegType.DateTime);
        }

        return Durations(syntax, op, left, right);
    }

    private BoundExpression AddSpan(BinarySyntax syntax, ArithmeticOperator op, BoundExpression left, BoundExpression right)
    {
        if (op == ArithmeticOperator.Subtract && left is BoundNow && right is BoundConstant { Value: SpanValue { Count: >= 0 } span })
        {
            // now - 30 days   =>   30 days ago
            return new BoundAgo(syntax, new BoundAmount(new BoundConstant(right.Syntax, SegType.Int, span.Count), span.Unit));
        }

        bool finer = right is BoundConstant { Value: SpanValue { Unit: TimeUnit.Second or TimeUnit.Minute or TimeUnit.Hour } };
        bool toInstant = left.Type == SegType.DateTime || finer || right is not BoundConstant;
        return Make(syntax, op, toInstant ? Widen(left, SegType.DateTime) : left, right, toInstant ? SegType.DateTime : SegType.Date);
    }

    private BoundExpression? Durations(BinarySyntax syntax, ArithmeticOperator op, BoundExpression left, BoundExpression right)
    {
        (left, right) = (Elapsed(left), Elapsed(right));
        if (left is BoundError || right is BoundError)
        {
            return new BoundError(syntax);
        }

        bool leftIs = left.Type == SegType.Duration || left.Type is SpanType;
        bool rightIs = right.Type == SegType.Duration || right.Type is SpanType;
        if (left.Type is SpanType && right is BoundConstant { Value: long factor } && right.Type == SegType.Int && op == ArithmeticOperator.Multiply)
        {
            return ScaleSpan(syntax, left, factor);
        }

        if (right.Type is SpanType && left is BoundConstant { Value: long times } && left.Type == SegType.Int && op == ArithmeticOperator.Multiply)
        {
            return ScaleSpan(syntax, right, times);
        }

        if (leftIs && rightIs && op != ArithmeticOperator.Multiply && !(left.Type is SpanType && right.Type is SpanType))
        {
            SegType type = op == ArithmeticOperator.Divide ? SegType.Number : SegType.Duration;
            return Make(syntax, op, Widen(left, SegType.Duration), Widen(right, SegType.Duration), type);
        }

        bool scales = (left.Type == SegType.Duration && right.Type == SegType.Int && op is ArithmeticOperator.Multiply or ArithmeticOperator.Divide && left.Type == SegType.Duration && right.Type == SegType.Int)
            || (left.Type == SegType.Int && right.Type == SegType.Duration && op == ArithmeticOperator.Multiply);
        return scales ? Make(syntax, op, left, right, SegType.Duration) : null;
    }

    // A param that holds a span moves an instant by its unit; in all other arithmetic it is elapsed time.
    private BoundExpression Elapsed(BoundExpression value) =>
        value.Type is SpanType && value is not BoundConstant ? Widen(value, SegType.Duration) : value;

    // 2 * 30 days   =>   60 days
    private static BoundConstant? ScaleSpan(BinarySyntax syntax, BoundExpression span, long factor) =>
        span is BoundConstant { Value: SpanValue value } && Math.Abs(factor) <= LongestSpan && Math.Abs(value.Count) <= LongestSpan
            ? new BoundConstant(syntax, SegType.Span, value with { Count = value.Count * factor })
            : null;

    private static BoundExpression Make(SyntaxNode syntax, ArithmeticOperator op, BoundExpression left, BoundExpression right, SegType type) =>
        left.Type.IsError || right.Type.IsError ? new BoundError(syntax) : new BoundArithmetic(syntax, op, left, right, type);

    private static bool IsInstant(SegType type) => type == SegType.Date || type == SegType.DateTime;

    private BoundExpression? Numeric(BinarySyntax syntax, ArithmeticOperator op, BoundExpression left, BoundExpression right) =>
        (left.Type, right.Type) switch
        {
            (MoneyType a, MoneyType b) when a.Currency == b.Currency => op switch
            {
                ArithmeticOperator.Multiply => null,
                ArithmeticOperator.Divide => Make(syntax, op, left, right, SegType.Number),
                _ => Make(syntax, op, left, right, a.Digits > b.Digits ? a : b),
            },
            (MoneyType money, { Scale: { } scale }) when right.Type is not MoneyType => ScaleMoney(syntax, op, left, right, money, scale),
            ({ Scale: { } scale }, MoneyType money) when left.Type is not MoneyType && op == ArithmeticOperator.Multiply =>
                Make(syntax, op, left, right, money with { Digits = Math.Min(9, money.Digits + scale) }),
            _ when left.Type.IsPlainNumber && right.Type.IsPlainNumber => Plain(syntax, op, left, right),
            _ => null,
        };

    private static BoundExpression? ScaleMoney(
        BinarySyntax syntax, ArithmeticOperator op, BoundExpression left, BoundExpression right, MoneyType money, int scale) => op switch
        {
            ArithmeticOperator.Multiply => Make(syntax, op, left, right, money with { Digits = Math.Min(9, money.Digits + scale) }),
            ArithmeticOperator.Divide => Make(syntax, op, left, right, money with { Digits = Math.Min(9, money.Digits + 4) }),
            _ => null,
        };

    private BoundExpression Plain(BinarySyntax syntax, ArithmeticOperator op, BoundExpression left, BoundExpression right)
    {
        if (op == ArithmeticOperator.Divide || left.Type == SegType.Number || right.Type == SegType.Number)
        {
            return Make(syntax, op, Widen(left, SegType.Number), Widen(right, SegType.Number), SegType.Number);
        }

        if (left.Type == SegType.Int && right.Type == SegType.Int)
        {
            return Make(syntax, op, left, right, SegType.Int);
        }

        int a = left.Type.Scale ?? 0;
        int b = right.Type.Scale ?? 0;
        int scale = op == ArithmeticOperator.Multiply ? Math.Min(9, a + b) : Math.Max(a, b);
        return Make(syntax, op, left, right, new DecimalType(scale));
    }
}
