using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>
/// Exact arithmetic on 64-bit integers scaled by powers of ten (scales 0 … 9), through 128 bits where needed. Methods that return
/// bool say whether there is an answer; no answer is the language's unknown. Rounding goes half away from zero.
/// </summary>
public static class Exact
{
    private static readonly long[] Powers =
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
        10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ];

    /// <summary>10 to a power of 0 … 18.</summary>
    public static long Power(int exponent) => Powers[exponent];

    /// <summary>A 128-bit value as 64 bits, where it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fit(Int128 value, out long result)
    {
        result = unchecked((long)value);
        return result == value;
    }

    /// <summary>a + b of one scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Add(long a, long b, out long result)
    {
        result = unchecked(a + b);
        return ((a ^ result) & (b ^ result)) >= 0;
    }

    /// <summary>a − b of one scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Subtract(long a, long b, out long result)
    {
        result = unchecked(a - b);
        return ((a ^ b) & (a ^ result)) >= 0;
    }

    /// <summary>a + b at the larger of two scales.</summary>
    public static bool Add(long a, int scaleA, long b, int scaleB, out long result) =>
        Fit(Widened(a, scaleA, scaleB) + Widened(b, scaleB, scaleA), out result);

    /// <summary>a − b at the larger of two scales.</summary>
    public static bool Subtract(long a, int scaleA, long b, int scaleB, out long result) =>
        Fit(Widened(a, scaleA, scaleB) - Widened(b, scaleB, scaleA), out result);

    /// <summary>a × b of whole numbers, or of factors whose scales add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Multiply(long a, long b, out long result)
    {
        long high = Math.BigMul(a, b, out result);
        return high == result >> 63;
    }

    /// <summary>a × b; scales add, and beyond 9 are rounded to 9.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Multiply(long a, int scaleA, long b, int scaleB, out long result)
    {
        if (scaleA + scaleB <= 9)
        {
            return Multiply(a, b, out result);
        }

        return Fit(Round((Int128)a * b, Powers[scaleA + scaleB - 9]), out result);
    }

    /// <summary>a ÷ b at a scale of the result: money by a plain number.</summary>
    public static bool Divide(long a, int scaleA, long b, int scaleB, int scale, out long result)
    {
        result = 0;
        if (b == 0)
        {
            return false;
        }

        // a / 10^sA ÷ (b / 10^sB) · 10^s = a · 10^(sB + s − sA) / b; sB + s ≤ 18 and |a| < 2^63 stay below 128 bits.
        int shift = scaleB + scale - scaleA;
        return shift >= 0
            ? Fit(Round((Int128)a * Powers[shift], b), out result)
            : Fit(Round(a, (Int128)b * Powers[-shift]), out result);
    }

    /// <summary>a mod b at the larger scale, with the sign of a; nothing for b = 0.</summary>
    public static bool Mod(long a, int scaleA, long b, int scaleB, out long result)
    {
        result = 0;
        return b != 0 && Fit(Widened(a, scaleA, scaleB) % Widened(b, scaleB, scaleA), out result);
    }

    /// <summary>−a.</summary>
    public static bool Negate(long a, out long result)
    {
        result = unchecked(-a);
        return a != long.MinValue;
    }

    /// <summary>|a|.</summary>
    public static bool Abs(long a, out long result)
    {
        result = a < 0 ? unchecked(-a) : a;
        return a != long.MinValue;
    }

    /// <summary>a at another scale: exactly, or rounded to fewer digits.</summary>
    public static bool Rescale(long a, int from, int to, out long result) => to >= from
        ? Fit((Int128)a * Powers[to - from], out result)
        : Fit(Round(a, Powers[from - to]), out result);

    /// <summary>The greatest whole number not above a, at scale 0.</summary>
    public static long Floor(long a, int scale)
    {
        long whole = Math.DivRem(a, Powers[scale], out long rest);
        return rest < 0 ? whole - 1 : whole;
    }

    /// <summary>The smallest whole number not below a, at scale 0.</summary>
    public static long Ceil(long a, int scale)
    {
        long whole = Math.DivRem(a, Powers[scale], out long rest);
        return rest > 0 ? whole + 1 : whole;
    }

    /// <summary>Less than, equal to or greater than zero as a is to b; never rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Compare(long a, int scaleA, long b, int scaleB) =>
        scaleA == scaleB ? a.CompareTo(b) : Widened(a, scaleA, scaleB).CompareTo(Widened(b, scaleB, scaleA));

    /// <summary>(double)a / 10^scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToNumber(long a, int scale) => scale == 0 ? a : a / (double)Powers[scale];

    /// <summary>A sum as two numbers that may be added each by itself to those of another sum.</summary>
    public static void Fold(Int128 sum, out long high, out long low)
    {
        high = (long)(sum >> 32);
        low = (long)(sum & uint.MaxValue);
    }

    /// <summary>The sum of what <see cref="Fold"/> gave.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int128 Unfold(long high, long low) => ((Int128)high << 32) + low;

    /// <summary>The same in the two halves of 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Unfold(long high, long low, out ulong lower, out long upper)
    {
        Int128 sum = Unfold(high, low);
        lower = (ulong)(sum & ulong.MaxValue);
        upper = (long)(sum >> 64);
    }

    /// <summary>A number if it is finite; −0 becomes 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Number(double value, out double result)
    {
        result = value + 0.0;
        return double.IsFinite(value);
    }

    /// <summary>The greatest whole number not above a number.</summary>
    public static bool FloorNumber(double value, out long result) => Whole(Math.Floor(value), out result);

    /// <summary>The smallest whole number not below a number.</summary>
    public static bool CeilNumber(double value, out long result) => Whole(Math.Ceiling(value), out result);

    /// <summary>A sum divided by a count, at a larger scale than the sum's.</summary>
    public static bool Mean(Int128 sum, long count, int scaleUp, out long result)
    {
        result = 0;
        return count > 0 && Fit(Round(sum * Powers[scaleUp], count), out result);
    }

    /// <summary>A quotient, rounded half away from zero.</summary>
    public static Int128 Round(Int128 dividend, Int128 divisor)
    {
        (Int128 quotient, Int128 rest) = Int128.DivRem(dividend, divisor);
        Int128 magnitude = Int128.Abs(rest);
        if (magnitude >= Int128.Abs(divisor) - magnitude)
        {
            quotient += Int128.IsNegative(dividend) == Int128.IsNegative(divisor) ? 1 : -1;
        }

        return quotient;
    }

    private static Int128 Widened(long value, int scale, int other) =>
        other > scale ? (Int128)value * Powers[other - scale] : value;

    private static bool Whole(double value, out long result)
    {
        bool fits = value is >= -9223372036854775808.0 and < 9223372036854775808.0;
        result = fits ? (long)value : 0;
        return fits;
    }
}
