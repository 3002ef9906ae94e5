using System.Collections.Immutable;
using SegLang.Syntax;

namespace SegLang.Editing;

/// <summary>Looks for declared things by a few letters of their names, over all files.</summary>
public static class SymbolSearch
{
    /// <summary>
    /// The best matches first, at most <paramref name="limit"/>: exact names, then prefixes, then starts of words, then letters in
    /// order anywhere; ties by length, then by name. An empty query finds the declarations of all files.
    /// </summary>
    public static ImmutableArray<FoundSymbol> Find(RuleSnapshot snapshot, string query, int limit = 200)
    {
        List<(int Score, FoundSymbol Symbol)> found = [];
        foreach (SyntaxTree tree in snapshot.Trees)
        {
            foreach (OutlineItem item in RuleOutline.Of(tree))
            {
                Add(found, tree, item, null, query);
                foreach (OutlineItem child in item.Children)
                {
                    Add(found, tree, child, item.Name, query);
                }
            }
        }

        return [.. found
            .OrderByDescending(f => f.Score)
            .ThenBy(f => f.Symbol.Name.Length)
            .ThenBy(f => f.Symbol.Name, StringComparer.Ordinal)
            .Take(limit)
            .Select(f => f.Symbol)];
    }

    private static void Add(List<(int Score, FoundSymbol Symbol)> found, SyntaxTree tree, OutlineItem item, string? container, string query)
    {
        bool matches = query.Length == 0 ? container is null : Match(query, item.Name) > 0;
        if (matches)
        {
            // Of equals the declaration itself comes before its members.
            int score = (Match(query, item.Name) * 2) + (container is null ? 1 : 0);
            found.Add((score, new(item.Name, container, item.Kind, tree.Source, item.NameSpan, item.IsDeprecated)));
        }
    }

    /// <summary>How well a name fits a query whose letters it has in order, without regard to case: the greater the better; 0 where it does not.</summary>
    public static int Match(string query, string name)
    {
        if (query.Length == 0)
        {
            return 1;
        }

        if (name.StartsWith(query, StringComparison.OrdinalIgnoreCase))
        {
            bool sameCase = name.StartsWith(query, StringComparison.Ordinal);
            return (name.Length == query.Length ? 2_000 : 1_000) + (sameCase ? 1 : 0);
        }

        int score = 1, at = 0;
        bool adjacent = false;
        foreach (char letter in query)
        {
            int next = IndexOf(name, letter, at, adjacent);
            if (next < 0)
            {
                return 0;
            }

            score += StartsWord(name, next) ? 10 : adjacent && next == at ? 5 : 1;
            at = next + 1;
            adjacent = true;
        }

        return score;
    }

    // The next letter of the query: right behind the last one, else at the start of a word, else anywhere.
    private static int IndexOf(string name, char letter, int from, bool adjacent)
    {
        if (adjacent && from < name.Length && Same(name[from], letter))
        {
            return from;
        }

        int anywhere = -1;
        for (int i = from; i < name.Length; i++)
        {
            if (Same(name[i], letter))
            {
                if (StartsWord(name, i))
                {
                    return i;
                }

                anywhere = anywhere < 0 ? i : anywhere;
            }
        }

        return anywhere;
    }

    private static bool StartsWord(string name, int index) =>
        index == 0 || !char.IsLetterOrDigit(name[index - 1]) || (char.IsUpper(name[index]) && !char.IsUpper(name[index - 1]));

    private static bool Same(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
