using System.Numerics;

namespace SegLang.Diagnostics;

/// <summary>Did-you-mean: the nearest of the names that would have been right.</summary>
public static class Suggestions
{
    /// <summary>`did you mean …?` for the closest candidate, or null where none is close (optimal string alignment distance at most a third of the length).</summary>
    public static string? DidYouMean(string name, IEnumerable<string> candidates) =>
        Closest(name, candidates) is { } best ? $"did you mean `{best}`?" : null;

    /// <summary>The closest candidate, ties to the first in ordinal order; null where none is close.</summary>
    public static string? Closest(string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > 100)
        {
            return null;
        }

        int limit = name.Length < 2 ? 0 : (name.Length + 1) / 3;
        ulong letters = Letters(name);
        (string? best, int least) = (null, limit);
        foreach (string candidate in candidates)
        {
            if (candidate == name || Math.Abs(candidate.Length - name.Length) > least || IsFar(letters, Letters(candidate), least))
            {
                continue;
            }

            int distance = Distance(name, candidate);
            if (distance < least || (distance == least && (best is null || string.CompareOrdinal(candidate, best) < 0)))
            {
                (best, least) = (candidate, distance);
            }
        }

        return best;
    }

    // Which letters there are, whatever their case; a few share a bit.
    private static ulong Letters(string text)
    {
        ulong letters = 0;
        foreach (char c in text)
        {
            letters |= 1UL << (char.ToUpperInvariant(c) & 63);
        }

        return letters;
    }

    // Each edit brings at most one letter and takes at most one away.
    private static bool IsFar(ulong left, ulong right, int limit) =>
        BitOperations.PopCount(left & ~right) > limit || BitOperations.PopCount(right & ~left) > limit;

    // Edits, with a swap of neighbours as one (optimal string alignment); a change of case alone costs nothing.
    private static int Distance(string left, string right)
    {
        int[,] cost = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            cost[i, 0] = i;
        }

        for (int j = 0; j <= right.Length; j++)
        {
            cost[0, j] = j;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            for (int j = 1; j <= right.Length; j++)
            {
                int change = Same(left[i - 1], right[j - 1]) ? 0 : 1;
                int best = Math.Min(Math.Min(cost[i - 1, j] + 1, cost[i, j - 1] + 1), cost[i - 1, j - 1] + change);
                bool swapped = i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]);
                cost[i, j] = swapped ? Math.Min(best, cost[i - 2, j - 2] + 1) : best;
            }
        }

        return cost[left.Length, right.Length];
    }

    private static bool Same(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
