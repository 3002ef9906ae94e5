namespace SegLang.Benchmarks.Run;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): the same numbers from the same seed on every runtime.</summary>
internal struct SplitMix(ulong seed)
{
    private ulong state = seed;

    /// <summary>64 even bits.</summary>
    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 to below <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>From 0 to below 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True in that share of the calls.</summary>
    public bool Chance(double share) => Unit() < share;

    /// <summary>One of them.</summary>
    public T Pick<T>(ReadOnlySpan<T> items) => items[Below(items.Length)];
}
