using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using SegLang.Binding;

namespace SegLang.Plan;

/// <summary>
/// Translates a pattern, a tree over code points, to a .NET regular expression over UTF-16 for <see cref="Runtime.TextPattern"/>:
/// only literals, classes, groups, alternation, counted repeats, `\A` and `\z`, so that it means the same in linear time.
/// </summary>
public static class PatternTranslation
{
    private const int LastCodePoint = 0x10FFFF;

    /// <summary>The expression of a pattern.</summary>
    public static string ToRegex(Pattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var text = new StringBuilder();
        Write(text, pattern.Root);
        return text.ToString();
    }

    private static void Write(StringBuilder text, PatternNode node)
    {
        switch (node)
        {
            case PatternEmpty: text.Append("(?:)"); break;
            case PatternAnchor anchor: text.Append(anchor.IsStart ? "\\A" : "\\z"); break;
            case PatternSequence sequence: WriteAll(text, sequence.Parts, ""); break;
            case PatternAlternation alternation: WriteAll(text, alternation.Choices, "|"); break;
            case PatternRepeat repeat: WriteRepeat(text, repeat); break;
            case PatternClass set: WriteClass(text, set); break;
            default: throw new UnreachableException(node.GetType().Name);
        }
    }

    private static void WriteAll(StringBuilder text, ImmutableArray<PatternNode> nodes, string separator)
    {
        text.Append("(?:");
        for (int i = 0; i < nodes.Length; i++)
        {
            text.Append(i == 0 ? "" : separator);
            Write(text, nodes[i]);
        }

        text.Append(')');
    }

    private static void WriteRepeat(StringBuilder text, PatternRepeat repeat)
    {
        // (a+|){1,3}   =>   (a+|){0,3}, which is the same, but .NET denies that the former matches the empty text.
        int minimum = MayBeEmpty(repeat.Part) ? 0 : repeat.Minimum;
        text.Append("(?:");
        Write(text, repeat.Part);
        text.Append(CultureInfo.InvariantCulture, $"){{{minimum},{repeat.Maximum}}}");
    }

    // Wherever it stands: an anchor is empty too, but not everywhere.
    private static bool MayBeEmpty(PatternNode node) => node switch
    {
        PatternEmpty => true,
        PatternSequence sequence => sequence.Parts.All(MayBeEmpty),
        PatternAlternation alternation => alternation.Choices.Any(MayBeEmpty),
        PatternRepeat repeat => repeat.Minimum == 0 || MayBeEmpty(repeat.Part),
        _ => false,
    };

    private static void WriteClass(StringBuilder text, PatternClass set)
    {
        var choices = new List<string>();
        var units = new StringBuilder();
        IEnumerable<(int From, int To)> ranges = set.Negated ? Complement(set.Ranges) : set.Ranges;
        foreach ((int from, int to) in ranges)
        {
            AddUnits(units, from, Math.Min(to, 0xD7FF));
            AddUnits(units, Math.Max(from, 0xE000), Math.Min(to, 0xFFFF));
            AddPairs(choices, Math.Max(from, 0x10000), to);
        }

        if (units.Length > 0)
        {
            choices.Insert(0, $"[{units}]");
        }

        // A class of nothing never matches.
        text.Append(choices.Count == 0 ? "[^\\s\\S]" : $"(?:{string.Join('|', choices)})");
    }

    private static List<(int From, int To)> Complement(ImmutableArray<(int From, int To)> ranges)
    {
        var rest = new List<(int, int)>();
        int next = 0;
        foreach ((int from, int to) in ranges)
        {
            if (from > next)
            {
                rest.Add((next, from - 1));
            }

            next = Math.Max(next, to + 1);
        }

        if (next <= LastCodePoint)
        {
            rest.Add((next, LastCodePoint));
        }

        return rest;
    }

    private static void AddUnits(StringBuilder units, int from, int to)
    {
        if (from <= to)
        {
            units.Append(Unit(from)).Append('-').Append(Unit(to));
        }
    }

    // Beyond U+FFFF: the rest of the first high surrogate's block, whole blocks, the beginning of the last block.
    private static void AddPairs(List<string> choices, int from, int to)
    {
        while (from <= to)
        {
            int first = (from - 0x10000) >> 10;
            int last = (to - 0x10000) >> 10;
            int low = (from - 0x10000) & 0x3FF;
            bool whole = low == 0 && to >= 0x10000 + (first << 10) + 0x3FF;
            int end = whole
                ? (((to - 0x10000) & 0x3FF) == 0x3FF ? last : last - 1)
                : first;
            int reached = whole ? 0x10000 + (end << 10) + 0x3FF : Math.Min(to, 0x10000 + (first << 10) + 0x3FF);
            choices.Add($"[{Unit(0xD800 + first)}-{Unit(0xD800 + end)}][{Unit(0xDC00 + low)}-{Unit(0xDC00 + ((reached - 0x10000) & 0x3FF))}]");
            from = reached + 1;
        }
    }

    private static string Unit(int unit) => "\\u" + unit.ToString("X4", CultureInfo.InvariantCulture);
}
