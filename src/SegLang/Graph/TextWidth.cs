using System.Globalization;
using System.Text;

namespace SegLang.Graph;

/// <summary>How wide a text may become. Wider than most sans-serif fonts draw it, since nobody knows which one will.</summary>
internal static class TextWidth
{
    // Hundredths of the font size, U+0020 … U+007E, after DejaVu Sans, which is among the widest.
    private static ReadOnlySpan<byte> Ascii =>
    [
        32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53,
        100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50,
        50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
    ];

    /// <summary>The width of a text at a font size, in the same unit.</summary>
    public static double Of(string text, double size)
    {
        int hundredths = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            hundredths += Of(rune);
        }

        return hundredths * size / 100;
    }

    private static int Of(Rune rune)
    {
        if (rune.IsAscii)
        {
            return rune.Value is >= 0x20 and < 0x7F ? Ascii[rune.Value - 0x20] : 0;
        }

        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
        {
            return 0;
        }

        // A letter with a mark is as wide as the letter.
        char letter = rune.ToString().Normalize(NormalizationForm.FormD)[0];
        return char.IsAscii(letter) ? Ascii[letter - 0x20] : rune.Value is >= 0x1100 or 0x2026 ? 100 : 70;
    }
}
