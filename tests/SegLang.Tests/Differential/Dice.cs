namespace SegLang.Tests.Differential;

/// <summary>
/// Seeded chance. Not FsCheck: a case here is a whole rule set with data, drawn by type and weight and shrunk as source text,
/// for which its generators would only be a wrapper; and a seed must give the same cases in every version.
/// </summary>
internal sealed class Dice(int seed)
{
    private readonly Random random = new(seed);

    public int Next(int below) => random.Next(below);

    public int Between(int low, int high) => random.Next(low, high + 1);

    public long NextLong() => random.NextInt64(long.MinValue, long.MaxValue);

    public bool Chance(int percent) => random.Next(100) < percent;

    public T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    public T Of<T>(params ReadOnlySpan<T> items) => items[random.Next(items.Length)];

    /// <summary>Calls one of the choices, by weight.</summary>
    public T Weighted<T>(params ReadOnlySpan<(int Weight, Func<T> Make)> choices)
    {
        int total = 0;
        foreach ((int weight, _) in choices)
        {
            total += weight;
        }

        int at = random.Next(total);
        foreach ((int weight, Func<T> make) in choices)
        {
            if ((at -= weight) < 0)
            {
                return make();
            }
        }

        throw new System.Diagnostics.UnreachableException();
    }
}
