using System.Collections.Immutable;
using System.Globalization;

namespace SegLang.Graph;

/// <summary>The words that all diagrams share.</summary>
internal static class GraphText
{
    private const long Second = 1_000_000;

    /// <summary>`do Email, Push`; empty without actions.</summary>
    public static string Actions(GraphLine line) => line.Actions.IsEmpty ? "" : $"do {string.Join(", ", line.Actions)}";

    /// <summary>A line that stays: `after 14 days do Email`.</summary>
    public static string Staying(GraphLine line) => $"{line.Cause} {Actions(line)}".Trim();

    /// <summary>What stands at an edge, line by line.</summary>
    public static IEnumerable<string> Edge(GraphEdge edge) =>
        edge.Lines.SelectMany(l => (string[])[l.Cause, Actions(l)]).Where(t => t.Length > 0);

    /// <summary>`1 204 · 3.5 days`</summary>
    public static string Traffic(EdgeTraffic traffic) =>
        traffic.MedianMicroseconds is { } median ? $"{Number(traffic.Count)} · {Duration(median)}" : Number(traffic.Count);

    /// <summary>A count, its thousands set apart by no-break spaces.</summary>
    public static string Number(long count) =>
        count.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '\u00A0');

    /// <summary>A duration in its largest fitting unit, to a tenth.</summary>
    public static string Duration(long microseconds) => (Math.Abs(microseconds) / Second) switch
    {
        < 60 => Round(microseconds, Second, "s"),
        < 3600 => Round(microseconds, 60 * Second, "min"),
        < 2 * 86400 => Round(microseconds, 3600 * Second, "h"),
        _ => Round(microseconds, 86400 * Second, "days"),
    };

    /// <summary>A text on one line: control characters and line breaks as spaces.</summary>
    public static string OneLine(string text) =>
        string.Join(' ', string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Round(long microseconds, long unit, string name) => string.Create(
        CultureInfo.InvariantCulture, $"{Math.Round((decimal)microseconds / unit, 1, MidpointRounding.AwayFromZero):0.#} {name}");

    /// <summary>Breaks a text into lines that are at most so wide, cutting what is beyond the last one.</summary>
    public static ImmutableArray<string> Wrap(string text, double width, double size, int most)
    {
        List<string> lines = [""];
        foreach (string word in OneLine(text).Split(' '))
        {
            string longer = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
            if (lines[^1].Length == 0 || TextWidth.Of(longer, size) <= width)
            {
                lines[^1] = longer;
            }
            else if (lines.Count < most)
            {
                lines.Add(word);
            }
            else
            {
                lines[^1] = longer + "…";
                break;
            }
        }

        return [.. lines.Select(l => Cut(l, width, size))];
    }

    private static string Cut(string text, double width, double size)
    {
        if (TextWidth.Of(text, size) <= width)
        {
            return text;
        }

        int length = text.Length - 1;
        while (length > 1 && TextWidth.Of(text[..length], size) > width - TextWidth.Of("…", size))
        {
            length--;
        }

        length -= char.IsHighSurrogate(text[length - 1]) ? 1 : 0;
        return text[..length].TrimEnd() + "…";
    }
}
