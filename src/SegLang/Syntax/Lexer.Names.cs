using System.Globalization;
using System.Text;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Syntax;

internal sealed partial class Lexer
{
    private string ScanIdentifier()
    {
        int start = position;
        bool clean = true;
        while (!AtEnd)
        {
            if (IsIdentifierPart(position, out int length))
            {
                position += length;
            }
            else if (IsInvisible(Current) && Current != '\uFEFF')
            {
                clean = false;
                position++;
            }
            else
            {
                break;
            }
        }

        string written = SharedText.Of(text.AsSpan(start, position - start));
        return Normalize(clean ? written : string.Concat(written.Where(c => !IsInvisible(c))));
    }

    private (TokenKind Kind, object? Value) ScanQuotedIdentifier()
    {
        int start = position++;
        while (!AtEnd && Current is not ('`' or '\r' or '\n'))
        {
            position++;
        }

        bool closed = Current == '`' && !AtEnd;
        string name = text[(start + 1)..position];
        position += closed ? 1 : 0;
        if (!closed || string.IsNullOrWhiteSpace(name))
        {
            diagnostics.Add(Rules.MalformedQuotedName.At(source, TextSpan.FromBounds(start, position)));
        }
        else if (name.FirstOrDefault(char.IsControl) is var control && control != '\0')
        {
            diagnostics.Add(Rules.ControlCharacter.At(source, TextSpan.FromBounds(start, position), $"U+{(int)control:X4}"));
        }

        return (TokenKind.QuotedIdentifier, Normalize(name));
    }

    // Normalizing text with half a surrogate pair would throw; such text has been or is being reported.
    private static string Normalize(string value)
    {
        if (Ascii.IsValid(value))
        {
            return value;
        }

        return FindLoneSurrogate(value) < 0 ? value.Normalize(NormalizationForm.FormC) : "";
    }

    private static int FindLoneSurrogate(string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(value[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private bool IsIdentifierStart(int at, out int length)
    {
        char c = text[at];
        length = 1;
        if (c < 128)
        {
            return char.IsAsciiLetter(c) || c == '_';
        }

        return CodePointAt(at, out length) is { } point && (IsStartCategory(point) || IsOtherStart(point));
    }

    private bool IsIdentifierPart(int at, out int length)
    {
        char c = text[at];
        length = 1;
        if (c < 128)
        {
            return char.IsAsciiLetterOrDigit(c) || c == '_';
        }

        return CodePointAt(at, out length) is { } point
            && (IsStartCategory(point) || IsOtherStart(point) || IsContinueCategory(point) || IsOtherContinue(point));
    }

    private int? CodePointAt(int at, out int length)
    {
        bool found = Rune.TryGetRuneAt(text, at, out Rune rune);
        length = found ? rune.Utf16SequenceLength : 1;
        return found ? rune.Value : null;
    }

    // UAX #31 by general category; the two lists below are its Other_ID_Start and Other_ID_Continue.
    private static bool IsStartCategory(int point) => point != 0x2E2F && CharUnicodeInfo.GetUnicodeCategory(point) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber;

    private static bool IsContinueCategory(int point) => CharUnicodeInfo.GetUnicodeCategory(point) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.ConnectorPunctuation;

    private static bool IsOtherStart(int point) => point is 0x1885 or 0x1886 or 0x2118 or 0x212E or 0x309B or 0x309C;

    private static bool IsOtherContinue(int point) =>
        point is 0x00B7 or 0x0387 or (>= 0x1369 and <= 0x1371) or 0x19DA or 0x30FB or 0xFF65;
}
