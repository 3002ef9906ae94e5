using System.Globalization;
using System.Text;

namespace SegLang.Cli;

/// <summary>Colours as escape sequences, or plain text; and text of users made safe to show.</summary>
internal readonly record struct Paint(bool IsOn)
{
    /// <summary>Errors.</summary>
    public string Red(string text) => Wrap("1;31", text);

    /// <summary>Warnings.</summary>
    public string Yellow(string text) => Wrap("1;33", text);

    /// <summary>What passed.</summary>
    public string Green(string text) => Wrap("1;32", text);

    /// <summary>Help and frames.</summary>
    public string Blue(string text) => Wrap("1;34", text);

    /// <summary>What matters.</summary>
    public string Bold(string text) => Wrap("1", text);

    /// <summary>What matters less.</summary>
    public string Dim(string text) => Wrap("2", text);

    /// <summary>
    /// The text on one line, with every character that could move the cursor, reorder the line or hide (controls, bidirectional
    /// controls, line separators, zero-width joiners) as `\u{…}`.
    /// </summary>
    public static string Safe(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        StringBuilder safe = new(text.Length + 16);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsUnsafe(rune))
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
            }
            else
            {
                safe.Append(rune.ToString());
            }
        }

        return safe.ToString();
    }

    /// <summary>How many columns a terminal gives a character: 0 for combining ones, 2 for wide ones.</summary>
    public static int Width(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => 0,
        _ => rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3)
            or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60)
            or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD) ? 2 : 1,
    };

    /// <summary>Whether a character is shown by its number.</summary>
    public static bool IsUnsafe(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned;

    private string Wrap(string code, string text) => IsOn ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
