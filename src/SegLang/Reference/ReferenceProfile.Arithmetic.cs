using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Reference;

// Arithmetic, conversions and functions.
public sealed partial class ReferenceProfile
{
    private object? Compute(BoundExpression expression, ReferenceScope? scope) => expression switch
    {
        BoundNegate negate => Negate(Evaluate(negate.Operand, scope)),
        BoundArithmetic arithmetic => Arithmetic(arithmetic, scope),
        BoundConversion conversion => Convert(conversion, scope),
        BoundCall call => Call(call, scope),
        _ => throw new UnreachableException(expression.GetType().Name),
    };

    private static object? Negate(object? value) => value switch
    {
        null => null,
        long exact => ReferenceArithmetic.Fit(-(BigInteger)exact),
        double number => ReferenceArithmetic.Finite(-number),
        SpanValue span => span.Count == long.MinValue ? null : span with { Count = -span.Count },
        _ => throw new UnreachableException(value.GetType().Name),
    };

    private object? Arithmetic(BoundArithmetic expression, ReferenceScope? scope)
    {
        if (Evaluate(expression.Left, scope) is not { } left || Evaluate(expression.Right, scope) is not { } right)
        {
            return null;
        }

        return (left, right) switch
        {
            (SpanValue span, long factor) => Times(span, factor),
            (long factor, SpanValue span) when expression.Type is SpanType => Times(span, factor),
            (_, SpanValue span) => PlusSpan(expression, expression.Left, left, span),
            (SpanValue span, _) => PlusSpan(expression, expression.Right, right, span),
            (int a, int b) => (a - (long)b) * ReferenceCalendar.MicrosecondsPerDay, // date − date
            _ when expression.Type == SegType.Number => OfNumbers(expression, left, right),
            _ when expression.Type == SegType.DateTime => InCalendar(OfExact(expression, left, right)),
            _ => OfExact(expression, left, right),
        };
    }

    private static object? Times(SpanValue span, long factor) =>
        ReferenceArithmetic.Fit((BigInteger)span.Count * factor) is long count ? span with { Count = count } : null;

    private static object? InCalendar(object? instant) =>
        instant is long known && known >= ReferenceCalendar.FirstInstant && known <= ReferenceCalendar.LastInstant ? instant : null;

    private static object? OfNumbers(BoundArithmetic expression, object left, object right)
    {
        double a = ReferenceArithmetic.ToDouble(left, expression.Left.Type);
        double b = ReferenceArithmetic.ToDouble(right, expression.Right.Type);
        return ReferenceArithmetic.Finite(expression.Operator switch
        {
            ArithmeticOperator.Add => a + b,
            ArithmeticOperator.Subtract => a - b,
            ArithmeticOperator.Multiply => a * b,
            _ => a / b,
        });
    }

    // int, decimal, money; instants and durations count microseconds, which have no scale.
    private static object? OfExact(BoundArithmetic expression, object left, object right)
    {
        int s = expression.Left.Type.Scale ?? 0;
        int t = expression.Right.Type.Scale ?? 0;
        int scale = expression.Type.Scale ?? 0;
        return expression.Operator switch
        {
            ArithmeticOperator.Add => ReferenceArithmetic.Add(left, s, right, t, scale),
            ArithmeticOperator.Subtract => ReferenceArithmetic.Subtract(left, s, right, t, scale),
            ArithmeticOperator.Multiply => ReferenceArithmetic.Multiply(left, s, right, t, scale),
            _ => ReferenceArithmetic.Divide(left, s, right, t, scale),
        };
    }

    private object? Convert(BoundConversion conversion, ReferenceScope? scope)
    {
        SegType from = conversion.Value.Type;
        return Evaluate(conversion.Value, scope) switch
        {
            null => null,
            SpanValue { Unit: TimeUnit.Month or TimeUnit.Quarter or TimeUnit.Year } => null, // A host gave it to a param: it has no fixed length.
            SpanValue span => ReferenceArithmetic.Fit((BigInteger)span.Count * ReferenceCalendar.Length(span.Unit)),
            int date when conversion.Type == SegType.DateTime => calendar.StartOfDay(date),
            { } value when conversion.Type == SegType.Number => ReferenceArithmetic.Finite(ReferenceArithmetic.ToDouble(value, from)),
            long exact when conversion.Type.Scale is { } scale =>
                ReferenceArithmetic.Fit(ReferenceArithmetic.Rescale(exact, from.Scale ?? 0, scale)),
            { } value => value,
        };
    }

    private object? Call(BoundCall call, ReferenceScope? scope)
    {
        List<object> arguments = [];
        foreach (var argument in call.Arguments)
        {
            if (Evaluate(argument, scope) is not { } value)
            {
                return null;
            }

            arguments.Add(value);
        }

        return Call(call, arguments);
    }

    private object? Call(BoundCall call, List<object> arguments)
    {
        object first = arguments[0];
        return call.Function switch
        {
            FunctionKind.Lower => ReferenceText.Lower((string)first),
            FunctionKind.Upper => ReferenceText.Upper((string)first),
            FunctionKind.Trim => ReferenceText.Trim((string)first),
            FunctionKind.Length => ReferenceText.Length((string)first),
            FunctionKind.Abs => first is double number ? Math.Abs(number) : (long)first < 0 ? Negate(first) : first,
            FunctionKind.Round => ReferenceArithmetic.Round(first, Scale(call, 0), call.Type.Scale ?? 0),
            FunctionKind.Floor => first is double number
                ? ReferenceArithmetic.WholeNumber(Math.Floor(number))
                : ReferenceArithmetic.Floor(first, Scale(call, 0)),
            FunctionKind.Ceil => first is double number
                ? ReferenceArithmetic.WholeNumber(Math.Ceiling(number))
                : ReferenceArithmetic.Ceiling(first, Scale(call, 0)),
            FunctionKind.Mod => ReferenceArithmetic.Modulo(first, Scale(call, 0), arguments[1], Scale(call, 1), call.Type.Scale ?? 0),
            FunctionKind.Least => Extreme(call, arguments, -1),
            FunctionKind.Greatest => Extreme(call, arguments, 1),
            FunctionKind.Size => first is SetValue set ? (long)set.Items.Length : ((ImmutableArray<RecordValue>)first).Length,
            FunctionKind.Sample => Sample((long)first, Scale(call, 0), (string)arguments[1]),
            FunctionKind.Anniversary => ReferenceCalendar.Anniversary((int)first, Today),
            _ => throw new UnreachableException(call.Function.ToString()),
        };
    }

    private static int Scale(BoundCall call, int argument) => call.Arguments[argument].Type.Scale ?? 0;

    private static object Extreme(BoundCall call, List<object> arguments, int sign)
    {
        object extreme = arguments[0];
        foreach (object argument in arguments)
        {
            if (sign * ReferenceArithmetic.Compare(argument, call.Type, extreme, call.Type) > 0)
            {
                extreme = argument;
            }
        }

        return extreme;
    }

    // The first 8 hex digits of MD5(salt:key), as a fraction of 2^32, lie below the share.
    private object? Sample(long share, int scale, string salt)
    {
        if (evaluator.Rules.Profile.Key is not { } key || Field(facts, key) is not { } id)
        {
            return null;
        }

        string text = System.Convert.ToString(id, CultureInfo.InvariantCulture) ?? "";
#pragma warning disable CA5351 // A spread that every engine has, not a secret.
        string digest = System.Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes($"{salt}:{text}")));
#pragma warning restore CA5351
        var drawn = BigInteger.Parse("0" + digest[..8], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return drawn * ReferenceArithmetic.PowerOfTen(scale) < share * BigInteger.Pow(2, 32);
    }
}
