using SegLang.Symbols;

namespace SegLang.Binding;

/// <summary>Exact arithmetic on the scaled integers of constants.</summary>
public static class Constants
{
    private static readonly long[] Powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    /// <summary>10^digits, digits in 0 … 9.</summary>
    public static long Power(int digits) => Powers[digits];

    /// <summary>The same value at another scale; null where digits would be lost or 64 bits do not hold it.</summary>
    public static long? Rescale(long unscaled, int from, int to)
    {
        if (to >= from)
        {
            Int128 wide = (Int128)unscaled * Powers[to - from];
            return wide >= long.MinValue && wide <= long.MaxValue ? (long)wide : null;
        }

        return unscaled % Powers[from - to] == 0 ? unscaled / Powers[from - to] : null;
    }

    /// <summary>The microseconds of a span of exact units or of days and weeks (a day is 24 hours); null for month and longer, or beyond 64 bits.</summary>
    public static long? Microseconds(SpanValue span)
    {
        long? unit = span.Unit switch
        {
            TimeUnit.Second => 1_000_000L,
            TimeUnit.Minute => 60_000_000L,
            TimeUnit.Hour => 3_600_000_000L,
            TimeUnit.Day => 86_400_000_000L,
            TimeUnit.Week => 604_800_000_000L,
            _ => null,
        };
        Int128 wide = (Int128)span.Count * (unit ?? 0);
        return unit is not null && wide >= long.MinValue && wide <= long.MaxValue ? (long)wide : null;
    }
}
