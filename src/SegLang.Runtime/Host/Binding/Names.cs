namespace SegLang.Runtime;

/// <summary>Did-you-mean for hosts.</summary>
internal static class Names
{
    /// <summary>The nearest of some names, at most a third of its letters away; null where none is.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        (string? best, int least) = (null, ((name.Length + 1) / 3) + 1);
        foreach (string candidate in candidates.Order(StringComparer.Ordinal))
        {
            int distance = Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < least)
            {
                (best, least) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>What to say of a name that is not there.</summary>
    public static string Unknown(string what, string name, IEnumerable<string> candidates) =>
        $"there is no {what} `{name}`{(Nearest(name, candidates) is { } near ? $"; did you mean `{near}`?" : "")}";

    // Letters to add, to take away or to replace.
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int change = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
