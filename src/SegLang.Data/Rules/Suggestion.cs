namespace SegLang.Data;

/// <summary>Finds the name that was probably meant.</summary>
public static class Suggestion
{
    /// <summary>`did you mean …?`, or null where nothing is near.</summary>
    public static string? Help(string name, IEnumerable<string> candidates) =>
        Nearest(name, candidates) is { } nearest ? $"did you mean `{nearest}`?" : null;

    /// <summary>The candidate with the smallest edit distance (case counts little), if it is near enough; ties to the first.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        int bestDistance = Math.Max(1, Math.Min(name.Length, 64) / 3) * 2 + 1;
        foreach (string candidate in candidates)
        {
            int distance = Distance(name, candidate, bestDistance);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    // Damerau–Levenshtein (optimal string alignment), a change counting 2 and a change of case 1.
    private static int Distance(string from, string to, int limit)
    {
        if (Math.Abs(from.Length - to.Length) * 2 >= limit || from.Length > 256 || to.Length > 256)
        {
            return limit;
        }

        int[] beforeLast = new int[to.Length + 1];
        int[] last = new int[to.Length + 1];
        int[] row = new int[to.Length + 1];
        for (int j = 0; j <= to.Length; j++)
        {
            last[j] = j * 2;
        }

        for (int i = 1; i <= from.Length; i++)
        {
            row[0] = i * 2;
            for (int j = 1; j <= to.Length; j++)
            {
                int change = last[j - 1] + Cost(from[i - 1], to[j - 1]);
                row[j] = Math.Min(change, Math.Min(last[j], row[j - 1]) + 2);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 2);
                }
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[to.Length];
    }

    private static int Cost(char a, char b) =>
        a == b ? 0 : char.ToLowerInvariant(a) == char.ToLowerInvariant(b) ? 1 : 2;
}
