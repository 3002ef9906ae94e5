using System.Globalization;
using System.Text;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Syntax;

internal sealed partial class Lexer
{
    // The magnitude of the least number, which fits only after a `-`: its token holds that number, and the parser refuses it elsewhere.
    private const ulong LeastMagnitude = 1UL << 63;

    private (TokenKind Kind, object? Value) ScanText(char open, char close)
    {
        int start = position++;
        int reported = diagnostics.Count;
        if (open != '"')
        {
            diagnostics.Add(Rules.ForeignQuotes.At(source, new(start, 1), "write `\"…\"`"));
        }

        if (ScanPlainText(close) is { } plain)
        {
            return (TokenKind.String, plain);
        }

        StringBuilder value = new();
        while (!AtEnd && Current != close && Current is not ('\r' or '\n'))
        {
            ScanTextPart(value, diagnostics.Count == reported);
        }

        bool closed = !AtEnd && Current == close;
        position += closed ? 1 : 0;
        TextSpan span = TextSpan.FromBounds(start, position);
        if (diagnostics.Count == reported && CheckText(value, closed, span) is { } fault)
        {
            diagnostics.Add(fault);
        }

        bool readable = diagnostics.Count == reported || open != '"';
        return (TokenKind.String, readable ? Normalize(value.ToString()) : null);
    }

    // Nearly all texts: short, in ASCII and without escapes.
    private string? ScanPlainText(char close)
    {
        ReadOnlySpan<char> rest = text.AsSpan(position, Math.Min(text.Length - position, Limits.TextBytes));
        int end = rest.IndexOf(close);
        if (end < 0 || rest[..end].ContainsAnyExceptInRange(' ', '~') || rest[..end].Contains('\\'))
        {
            return null;
        }

        position += end + 1;
        return SharedText.Of(rest[..end]);
    }

    private Diagnostic? CheckText(StringBuilder value, bool closed, TextSpan span)
    {
        if (!closed)
        {
            return Rules.UnterminatedText.At(source, span);
        }

        string content = value.ToString();
        return FindLoneSurrogate(content) >= 0 ? Rules.LoneSurrogate.At(source, span)
            : content.Length > Limits.TextBytes / 3 && Encoding.UTF8.GetByteCount(content) > Limits.TextBytes ? Rules.TextTooLong.At(source, span)
            : null;
    }

    // Only the first mistake in a text is reported.
    private void ScanTextPart(StringBuilder value, bool report)
    {
        if (Current == '\\')
        {
            ScanEscape(value, report);
            return;
        }

        if (report && Current < ' ' && Current != '\t')
        {
            diagnostics.Add(Rules.ControlCharacter.At(
                source, new(position, 1), $"U+{(int)Current:X4}", $"write `\\u{{{(int)Current:X}}}`"));
        }

        value.Append(Current);
        position++;
    }

    private void ScanEscape(StringBuilder value, bool report)
    {
        int start = position++;
        if (Current == 'u' && Peek(1) == '{')
        {
            ScanUnicodeEscape(value, start, report);
            return;
        }

        char? meant = Current switch { '"' => '"', '\\' => '\\', 'n' => '\n', 't' => '\t', _ => null };
        if (meant is { } character && !AtEnd)
        {
            position++;
            value.Append(character);
            return;
        }

        if (!AtEnd && Current is not ('\r' or '\n'))
        {
            position += char.IsSurrogatePair(Current, Peek(1)) ? 2 : 1;
            ReportEscape(start, report, $"write `\\\\{text[(start + 1)..position]}` for a backslash in the text");
        }
    }

    private void ScanUnicodeEscape(StringBuilder value, int start, bool report)
    {
        position += 2;
        int digits = position;
        while (char.IsAsciiHexDigit(Current))
        {
            position++;
        }

        string hex = text[digits..position];
        bool closed = Current == '}';
        position += closed ? 1 : 0;
        bool isNumber = int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int point);
        if (closed && hex.Length <= 6 && isNumber && Rune.IsValid(point))
        {
            value.Append(new Rune(point).ToString());
        }
        else if (closed && isNumber && point is >= 0xD800 and <= 0xDFFF)
        {
            Add(report, Rules.LoneSurrogate.At(source, TextSpan.FromBounds(start, position), "write the whole character, as in `\\u{1F600}`"));
        }
        else
        {
            ReportEscape(start, report, "write the number of the character, as in `\\u{1F600}`");
        }
    }

    private void ReportEscape(int start, bool report, string help)
    {
        TextSpan span = TextSpan.FromBounds(start, position);
        Add(report, Rules.UnknownEscape.At(source, span, source.Slice(span), help));
    }

    private void Add(bool report, Diagnostic diagnostic)
    {
        if (report)
        {
            diagnostics.Add(diagnostic);
        }
    }

    private (TokenKind Kind, object? Value) ScanNumber()
    {
        if (ScanDateLike() is { } date)
        {
            return date;
        }

        int start = position;
        SkipDigits();
        if (position - start <= 2 && Current == ':' && char.IsAsciiDigit(Peek(1)) && char.IsAsciiDigit(Peek(2)) && !char.IsAsciiDigit(Peek(3)))
        {
            return ScanTimeOfDay(start);
        }

        int whole = position;
        if (Current == '.' && char.IsAsciiDigit(Peek(1)))
        {
            position++;
            SkipDigits();
        }

        int decimals = text[whole..position].Count(char.IsAsciiDigit);
        string digits = text[start..position].Replace("_", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);
        bool isPercent = Current == '%' && !AtEnd;
        position += isPercent ? 1 : 0;
        bool isDecimal = isPercent || position > whole;
        long? value = ReadNumber(start, digits, decimals + (isPercent ? 2 : 0));
        TokenKind kind = isPercent ? TokenKind.Percent : isDecimal ? TokenKind.Decimal : TokenKind.Int;
        return (kind, value is not { } number ? null : isDecimal ? new DecimalValue(number, decimals + (isPercent ? 2 : 0)) : number);
    }

    private long? ReadNumber(int start, string digits, int scale)
    {
        TextSpan span = TextSpan.FromBounds(start, position);
        if (scale > 9)
        {
            diagnostics.Add(Rules.TooManyDecimals.At(source, span, source.Slice(span)));
            return null;
        }

        if (ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ulong magnitude) && magnitude == LeastMagnitude)
        {
            return long.MinValue;
        }

        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long value))
        {
            diagnostics.Add(Rules.NumberTooLarge.At(source, span, source.Slice(span)));
            return null;
        }

        return value;
    }

    // A single underscore may stand between two digits.
    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Current) || (Current == '_' && char.IsAsciiDigit(Peek(1))))
        {
            position++;
        }
    }

    private (TokenKind Kind, object? Value) ScanTimeOfDay(int start)
    {
        bool exact = position - start == 2;
        position += 3;
        TextSpan span = TextSpan.FromBounds(start, position);
        string written = source.Slice(span);
        if (exact && TimeOnly.TryParseExact(written, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time))
        {
            return (TokenKind.TimeOfDay, time);
        }

        diagnostics.Add(Rules.NoSuchTime.At(source, span, written, exact ? null : $"write `0{written}`"));
        return (TokenKind.TimeOfDay, null);
    }
}
