using System.Globalization;

namespace SegLang.Benchmarks.Run;

/// <summary>The table, printed line by line as it comes, in Markdown so that it can be recorded.</summary>
internal sealed class Report
{
    private readonly List<string> losses = [];

    /// <summary>A heading with its columns.</summary>
    public void Begin(string title)
    {
        Console.WriteLine();
        Console.WriteLine($"### {title}");
        Console.WriteLine();
        Console.WriteLine("| case | ours | other | ratio | target | |");
        Console.WriteLine("|---|---|---|---|---|---|");
    }

    /// <summary>Ours must be at least so many times faster than the other; null asks for nothing.</summary>
    public void Faster(string name, Measured ours, string otherName, Measured other, double? target) =>
        Line(name, Text(ours), $"{otherName} {Text(other)}", other.Median / ours.Median, target, isCeiling: false);

    /// <summary>Ours may take at most so many times what the other takes.</summary>
    public void Ceiling(string name, Measured ours, string otherName, Measured other, double? target) =>
        Line(name, Text(ours), $"{otherName} {Text(other)}", ours.Median / other.Median, target, isCeiling: true);

    /// <summary>A value that must not lie above (or, as a floor, below) the target; NaN asks for nothing.</summary>
    public void Value(string name, string shown, double value, double target, string unit, bool isFloor = false)
    {
        bool? passes = double.IsNaN(target) ? null : isFloor ? value >= target : value <= target;
        Write(name, shown, "", "", passes is null ? "" : $"{(isFloor ? "≥" : "≤")} {Number(target)} {unit}", passes);
    }

    /// <summary>A line of its own, outside the table.</summary>
    public static void Note(string text)
    {
        Console.WriteLine();
        Console.WriteLine(text);
    }

    /// <summary>What missed its target, again, at the end.</summary>
    public int Close()
    {
        Note(losses.Count == 0 ? "Every target was met." : $"Missed {losses.Count}: {string.Join("; ", losses)}.");
        return losses.Count == 0 ? 0 : 1;
    }

    private void Line(string name, string ours, string other, double ratio, double? target, bool isCeiling)
    {
        bool? passes = target is { } t ? (isCeiling ? ratio <= t : ratio >= t) : null;
        Write(name, ours, other, $"{Number(ratio)} ×", target is { } x ? $"{(isCeiling ? "≤" : "≥")} {Number(x)} ×" : "", passes);
    }

    private void Write(string name, string ours, string other, string ratio, string target, bool? passes)
    {
        var verdict = passes switch { true => "met", false => "**missed**", _ => "" };
        Console.WriteLine($"| {name} | {ours} | {other} | {ratio} | {target} | {verdict} |");
        if (passes == false)
        {
            losses.Add($"{name} ({(ratio.Length > 0 ? ratio : ours)}, asked {target})");
        }
    }

    private static string Text(Measured m) => m.Median < 0.1
        ? $"{Number(m.Median * 1e6)} ns ({Number(m.Min * 1e6)}–{Number(m.Max * 1e6)})"
        : $"{Number(m.Median)} ms ({Number(m.Min)}–{Number(m.Max)})";

    private static string Number(double value) => value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
