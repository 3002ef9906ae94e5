using SegLang.Text;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>The edits that give a text another layout: only what stands between words changes, and line ends stay of the kind that they are.</summary>
internal static class LayoutEdits
{
    /// <summary>
    /// The edits from one text to the same text in canonical layout, in order. Where more than white space differs, one edit replaces
    /// what is between the common beginning and end.
    /// </summary>
    public static IReadOnlyList<(TextSpan Span, string Text)> Of(string before, string after)
    {
        string end = before.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        string wanted = end == "\n" ? after : after.Replace("\n", end, StringComparison.Ordinal);
        List<(TextSpan, string)> edits = [];
        int left = 0, right = 0;
        while (left < before.Length || right < wanted.Length)
        {
            int blank = Blank(before, left), other = Blank(wanted, right);
            if (!before.AsSpan(left, blank).SequenceEqual(wanted.AsSpan(right, other)))
            {
                edits.Add((new(left, blank), wanted.Substring(right, other)));
            }

            left += blank;
            right += other;
            if (left == before.Length || right == wanted.Length)
            {
                return left == before.Length && right == wanted.Length ? edits : [Whole(before, wanted)];
            }

            if (before[left] != wanted[right])
            {
                return [Whole(before, wanted)];
            }

            left++;
            right++;
        }

        return edits;
    }

    private static int Blank(string text, int from)
    {
        int at = from;
        while (at < text.Length && text[at] is ' ' or '\t' or '\r' or '\n')
        {
            at++;
        }

        return at - from;
    }

    private static (TextSpan, string) Whole(string before, string after)
    {
        int head = before.AsSpan().CommonPrefixLength(after);
        int most = Math.Min(before.Length, after.Length) - head;
        int tail = 0;
        while (tail < most && before[^(tail + 1)] == after[^(tail + 1)])
        {
            tail++;
        }

        return (TextSpan.FromBounds(head, before.Length - tail), after[head..^tail]);
    }
}
