using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Cli;

/// <summary>Findings for people: the message, the line with an underline, notes and help.</summary>
internal static class HumanFormat
{
    private const int LongestExcerpt = 160;

    /// <summary>Writes all findings, each followed by an empty line.</summary>
    public static void Write(TextWriter writer, Paint paint, ImmutableArray<Diagnostic> findings)
    {
        foreach (Diagnostic finding in findings)
        {
            Write(writer, paint, finding);
            writer.WriteLine();
        }
    }

    /// <summary>`2 errors and 1 warning`, or `no findings`.</summary>
    public static string Summary(ImmutableArray<Diagnostic> findings)
    {
        string[] parts =
        [
            .. new[] { Severity.Error, Severity.Warning, Severity.Info }
                .Select(s => (Word: Report.Word(s), Count: findings.Count(f => f.Severity == s)))
                .Where(p => p.Count > 0)
                .Select(p => Count(p.Count, p.Word)),
        ];
        return parts.Length switch
        {
            0 => "no findings",
            1 => parts[0],
            _ => string.Join(", ", parts[..^1]) + " and " + parts[^1],
        };
    }

    /// <summary>`1 file`, `3 files`.</summary>
    public static string Count(long count, string noun)
    {
        string plural = noun == "info" ? noun : noun.EndsWith('s') ? noun + "es" : noun + "s";
        return string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? noun : plural)}");
    }

    private static void Write(TextWriter writer, Paint paint, Diagnostic finding)
    {
        string head = $"{Report.Word(finding.Severity)}[{finding.Code}]";
        writer.WriteLine($"{Tint(paint, finding.Severity, head)}{paint.Bold(": " + Paint.Safe(finding.Message))}");
        int digits = Place.Of(finding).EndLine.ToString(CultureInfo.InvariantCulture).Length;
        string margin = new(' ', digits);
        WriteExcerpt(writer, paint, margin, finding.Source, finding.Span, finding.Severity, "-->");
        foreach (RelatedPlace related in finding.Related.IsDefault ? [] : finding.Related)
        {
            writer.WriteLine($"{margin} {paint.Blue("= note:")} {Paint.Safe(related.Message)}");
            WriteExcerpt(writer, paint, margin, related.Source, related.Span, null, ":::");
        }

        if (finding.Help is { } help)
        {
            writer.WriteLine($"{margin} {paint.Blue("= help:")} {Paint.Safe(help)}");
        }
    }

    private static void WriteExcerpt(
        TextWriter writer, Paint paint, string margin, SourceText source, TextSpan span, Severity? severity, string arrow)
    {
        Place place = Place.Of(source, span);
        string where = string.Create(CultureInfo.InvariantCulture, $"{Paint.Safe(source.Path)}:{place.Line}:{place.Column}");
        if (source.Content.Length == 0 || source.Fault == EncodingFault.Binary)
        {
            writer.WriteLine($"{margin}{paint.Blue(arrow)} {Paint.Safe(source.Path)}");
            return;
        }

        writer.WriteLine($"{margin}{paint.Blue(arrow)} {where}");
        string line = source.Line(place.Line);
        int from = Math.Min(place.Column - 1, line.Length);
        int to = place.EndLine == place.Line ? Math.Min(place.EndColumn - 1, line.Length) : line.Length;
        (string excerpt, int lead, int length) = Excerpt(line, from, to);
        string number = place.Line.ToString(CultureInfo.InvariantCulture).PadLeft(margin.Length);
        string mark = new(severity is null ? '-' : '^', Math.Max(1, length));
        writer.WriteLine($"{margin} {paint.Blue("|")}");
        writer.WriteLine($"{paint.Blue(number + " |")} {excerpt}".TrimEnd());
        writer.WriteLine($"{margin} {paint.Blue("|")} {new string(' ', lead)}{Tint(paint, severity ?? Severity.Info, mark)}");
    }

    // The line as shown, how many columns stand before the span in it, and how many the span has.
    private static (string Text, int Lead, int Length) Excerpt(string line, int from, int to)
    {
        int begin = from > LongestExcerpt / 2 ? from - LongestExcerpt / 4 : 0;
        int end = Math.Min(line.Length, begin + LongestExcerpt);
        begin = begin > 0 && char.IsLowSurrogate(line[begin]) ? begin - 1 : begin;
        end = end < line.Length && end > begin && char.IsHighSurrogate(line[end - 1]) ? end - 1 : end;
        StringBuilder text = new(begin > 0 ? "…" : "");
        int column = text.Length, lead = -1, stop = -1, at = begin;
        foreach (Rune rune in line[begin..end].EnumerateRunes())
        {
            lead = lead < 0 && at >= from ? column : lead;
            stop = stop < 0 && at >= to ? column : stop;
            string shown = rune.Value == '\t' ? "    " : Paint.Safe(rune.ToString());
            text.Append(shown);
            column += shown.Length > rune.Utf16SequenceLength ? shown.Length : Paint.Width(rune);
            at += rune.Utf16SequenceLength;
        }

        lead = lead < 0 ? column : lead;
        stop = stop < 0 ? column : stop;
        text.Append(end < line.Length ? "…" : "");
        return (text.ToString(), lead, stop - lead);
    }

    private static string Tint(Paint paint, Severity severity, string text) => severity switch
    {
        Severity.Error => paint.Red(text),
        Severity.Warning => paint.Yellow(text),
        _ => paint.Blue(text),
    };
}
