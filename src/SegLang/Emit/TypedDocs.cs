using System.Text;

namespace SegLang.Emit;

/// <summary>
/// Documentation comments of C# from what users wrote. It cannot leave its comment: whatever ends a line in C# begins a new `///` line, XML's signs are
/// escaped, and control and format characters are left out.
/// </summary>
internal static class TypedDocs
{
    private static readonly char[] LineEnds = ['\n', '\r', '\u0085', '\u2028', '\u2029', '\v', '\f'];

    /// <summary>A `summary` of lines: those of a text, or of the other where there is none.</summary>
    public static IEnumerable<string> Summary(string? text, string otherwise)
    {
        string[] lines = [.. (string.IsNullOrWhiteSpace(text) ? otherwise : text).Split(LineEnds, StringSplitOptions.TrimEntries).Select(Escape)];
        return lines.Length == 1
            ? [$"/// <summary>{lines[0]}</summary>"]
            : lines.Select(l => $"/// {l}".TrimEnd()).Prepend("/// <summary>").Append("/// </summary>");
    }

    private static string Escape(string line)
    {
        StringBuilder escaped = new(line.Length);
        foreach (Rune rune in line.EnumerateRunes())
        {
            string? written = rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                _ => Rune.GetUnicodeCategory(rune) switch
                {
                    System.Globalization.UnicodeCategory.Control
                        or System.Globalization.UnicodeCategory.Format
                        or System.Globalization.UnicodeCategory.LineSeparator
                        or System.Globalization.UnicodeCategory.ParagraphSeparator
                        or System.Globalization.UnicodeCategory.OtherNotAssigned
                        or System.Globalization.UnicodeCategory.PrivateUse => null,
                    _ => rune.ToString(),
                },
            };
            escaped.Append(written);
        }

        return escaped.ToString();
    }
}
