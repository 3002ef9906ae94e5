using System.Numerics;
using SegLang.Symbols;

namespace SegLang.Reference;

/// <summary>Exact arithmetic in unlimited integers, then the check that the result has 64 bits; no answer is null.</summary>
internal static class ReferenceArithmetic
{
    public static BigInteger PowerOfTen(int exponent) => BigInteger.Pow(10, exponent);

    /// <summary>The value where it has 64 bits.</summary>
    public static object? Fit(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? (long)value : null;

    /// <summary>The double where it is finite; negative zero becomes zero.</summary>
    public static object? Finite(double value) => double.IsFinite(value) ? value + 0.0 : null;

    /// <summary>A quotient rounded half away from zero; the divisor is not 0.</summary>
    public static BigInteger DivideHalfAway(BigInteger dividend, BigInteger divisor)
    {
        var magnitude = ((2 * BigInteger.Abs(dividend)) + BigInteger.Abs(divisor)) / (2 * BigInteger.Abs(divisor));
        return dividend.Sign * divisor.Sign < 0 ? -magnitude : magnitude;
    }

    /// <summary>An unscaled value at another scale, rounded half away from zero where digits are lost.</summary>
    public static BigInteger Rescale(BigInteger value, int from, int to) =>
        to >= from ? value * PowerOfTen(to - from) : DivideHalfAway(value, PowerOfTen(from - to));

    /// <summary>A number, an exact value or a duration (its microseconds) as a number.</summary>
    public static double ToDouble(object value, SegType type) =>
        value is double number ? number : (long)value / Math.Pow(10, type.Scale ?? 0);

    public static object? Add(object left, int leftScale, object right, int rightScale, int scale) =>
        Fit(Rescale((long)left, leftScale, scale) + Rescale((long)right, rightScale, scale));

    public static object? Subtract(object left, int leftScale, object right, int rightScale, int scale) =>
        Fit(Rescale((long)left, leftScale, scale) - Rescale((long)right, rightScale, scale));

    public static object? Multiply(object left, int leftScale, object right, int rightScale, int scale) =>
        Fit(Rescale((BigInteger)(long)left * (long)right, leftScale + rightScale, scale));

    public static object? Divide(object left, int leftScale, object right, int rightScale, int scale)
    {
        if ((long)right == 0)
        {
            return null;
        }

        // (a / 10^s) / (b / 10^t) = a · 10^(t + r) / (b · 10^s), unscaled at scale r
        return Fit(DivideHalfAway((long)left * PowerOfTen(rightScale + scale), (long)right * PowerOfTen(leftScale)));
    }

    public static object? Modulo(object left, int leftScale, object right, int rightScale, int scale) =>
        (long)right == 0
            ? null
            : Fit(BigInteger.Remainder(Rescale((long)left, leftScale, scale), Rescale((long)right, rightScale, scale)));

    public static object? Round(object value, int from, int to) => Fit(Rescale((long)value, from, to));

    /// <summary>The greatest whole number not above an exact value.</summary>
    public static object? Floor(object value, int scale) => Fit(FloorDivide((long)value, PowerOfTen(scale)));

    /// <summary>The smallest whole number not below an exact value.</summary>
    public static object? Ceiling(object value, int scale) => Fit(-FloorDivide(-(BigInteger)(long)value, PowerOfTen(scale)));

    /// <summary>A whole double as an int.</summary>
    public static object? WholeNumber(double value) =>
        value is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)value : null;

    /// <summary>Compares two values of one type, exact ones perhaps of different scale, texts by code point.</summary>
    public static int Compare(object left, SegType leftType, object right, SegType rightType) => (left, right) switch
    {
        (string a, string b) => ReferenceText.Compare(a, b),
        (long a, long b) when leftType.Scale is { } s && rightType.Scale is { } t =>
            (a * PowerOfTen(t)).CompareTo(b * PowerOfTen(s)),
        (SetValue a, SetValue b) => CompareSets(a, b, leftType, rightType),
        (IComparable a, _) => a.CompareTo(right),
        _ => throw new ArgumentException($"values of {leftType} have no order", nameof(left)),
    };

    private static int CompareSets(SetValue left, SetValue right, SegType leftType, SegType rightType)
    {
        SegType a = ((SetType)leftType).Element;
        SegType b = ((SetType)rightType).Element;
        return left.Items.Zip(right.Items, (x, y) => Compare(x, a, y, b)).FirstOrDefault(c => c != 0) is var first && first != 0
            ? first
            : left.Items.Length.CompareTo(right.Items.Length);
    }

    private static BigInteger FloorDivide(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }
}
