using System.Globalization;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Mends texts, numbers, dates and comments that the lexer could not read.</summary>
internal static class LexicalFixes
{
    public static Fix RemoveCharacter { get; } = new("remove the character", false, context => FixContext.Offer($"Remove `{context.Written}`", context.Replace(context.Span, "")));

    // At the end of the line, or before the brackets that the line ends with.
    public static Fix CloseText { get; } = new("close the text", false, context =>
    {
        string line = context.Written.TrimEnd();
        string inner = line.TrimEnd('}', ')', ']', ' ', '\t');
        return new[] { inner, line }.Distinct().SelectMany(t => FixContext.Offer("Close the text with `\"`", context.Insert(context.Span.Start + t.Length, "\"")));
    });

    public static Fix DoubleBackslash { get; } = new("write the backslash twice", false, context => FixContext.Offer("Write `\\\\`", context.Insert(context.Span.Start, "\\")));

    public static Fix EscapeCharacter { get; } = new("write the character as an escape", false, context =>
    {
        if (context.Span.Length == 0)
        {
            return [];
        }

        string escape = string.Create(CultureInfo.InvariantCulture, $"\\u{{{(int)context.Text[context.Span.Start]:X4}}}");
        bool isText = context.TokenAt(context.Span.Start).Kind == TokenKind.String;
        return isText ? FixContext.Offer($"Write `{escape}`", context.Replace(context.Span, escape)) : [];
    });

    public static Fix RemoveInvisible { get; } = new("remove the character", false, context => FixContext.Offer("Remove the character", context.Replace(context.Span, "")));

    public static Fix CloseComment { get; } = new("close the comment", false, context =>
    {
        int line = context.Text.IndexOfAny(['\r', '\n'], context.Span.Start);
        int end = line < 0 ? context.Text.Length : line;
        return FixContext.Offer("Close the comment with `*/`", context.Insert(end, " */"));
    });

    // `` => a name      `big fans => `big` fans, up to the first blank
    public static Fix CloseName { get; } = new("complete the name in backticks", false, context =>
    {
        string written = context.Written;
        if (written.Trim('`').Length == 0)
        {
            return FixContext.Offer("Give it a name", context.Replace(context.Span, "`new name`"));
        }

        int blank = written.IndexOfAny([' ', '\t', '{', '}', ')', ',']);
        return FixContext.Offer("Close the name with a backtick", context.Insert(context.Span.Start + (blank < 0 ? written.Length : blank), "`"));
    });

    public static Fix Largest { get; } = new("write the largest number", false, context =>
        FixContext.Offer("Write the largest whole number", context.Replace(context.Span, "9223372036854775807")));

    public static Fix NineDecimals { get; } = new("leave out the digits beyond the ninth", false, context =>
        context.Written.IndexOf('.', StringComparison.Ordinal) is > 0 and var point && context.Written.Length > point + 10
            ? context.Instead(context.Written[..(point + 10)] + (context.Written.EndsWith('%') ? "%" : ""))
            : []);

    // 2000-1-1   =>   2000-01-01
    public static Fix DateDigits { get; } = new("write the date with four, two and two digits", false, context =>
    {
        string[] parts = context.Written.Split('T', 2);
        string[] days = parts[0].Split('-');
        bool isDate = days.Length == 3 && days.All(d => int.TryParse(d, NumberStyles.None, CultureInfo.InvariantCulture, out _)) && days[0].Length == 4;
        return isDate ? context.Instead($"{days[0]}-{days[1].PadLeft(2, '0')}-{days[2].PadLeft(2, '0')}" + (parts.Length == 2 ? "T" + PadTime(parts[1]) : "")) : [];
    });

    // 2001-02-29   =>   2001-02-28
    public static Fix LastDay { get; } = new("write the last day of that month", false, context =>
    {
        string written = context.Written;
        bool isDate = written.Length >= 10
            && int.TryParse(written.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out int year)
            & int.TryParse(written.AsSpan(5, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int month)
            && year >= 1 && month is >= 1 and <= 12;
        if (!isDate)
        {
            return [];
        }

        string prefix = written[..8];
        int last = DateTime.DaysInMonth(
            int.Parse(written.AsSpan(0, 4), CultureInfo.InvariantCulture), int.Parse(written.AsSpan(5, 2), CultureInfo.InvariantCulture));
        return context.Instead(prefix + last.ToString("00", CultureInfo.InvariantCulture) + written[10..]);
    });

    // 25:00 => 23:00      9:00 => 09:00
    public static Fix TimeOfDay { get; } = new("write a time that the clock has", false, context =>
    {
        string[] parts = context.Written.Split('T', 2);
        string time = PadTime(parts[^1]);
        return context.Instead(parts.Length == 2 ? parts[0] + "T" + time : time);
    });

    public static Fix RemoveHalf { get; } = new("remove the half character", false, context =>
    {
        int start = context.Written.IndexOf("\\u{D", StringComparison.OrdinalIgnoreCase);
        int end = start < 0 ? -1 : context.Written.IndexOf('}', start);
        return end < 0 ? [] : FixContext.Offer("Remove the half character", context.Replace(new(context.Span.Start + start, end + 1 - start), ""));
    });

    public static Fix StraightQuotes { get; } = new("put the text in straight double quotes", true, context =>
        context.TokenAt(context.Span.Start) is { Kind: TokenKind.String } token && context.Slice(token.Span) is { Length: >= 2 } written
            ? FixContext.Offer("Write `\"…\"`", context.Replace(token.Span, "\"" + written[1..^1].Replace("\"", "\\\"", StringComparison.Ordinal) + "\""))
            : []);

    public static Fix Slashes { get; } = new("begin the comment with `//`", true, context => context.Instead("//"));

    private static string PadTime(string time)
    {
        string[] parts = time.Split(':');
        int[] most = [23, 59, 59];
        return string.Join(':', parts.Select((p, i) =>
            i < 3 && int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
                ? Math.Min(value, most[i]).ToString("00", CultureInfo.InvariantCulture)
                : p));
    }
}
