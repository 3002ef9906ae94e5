using System.Text;
using System.Text.RegularExpressions;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Tests.Fixtures;

/// <summary>
/// A program with its diagnostics drawn in: under a line stands `//  ^^^^ SEG1234: message`, then perhaps
/// `//  help: …`. `&lt;` in the columns that the slashes take means that the span begins there, `|` an empty span, `…` one
/// that goes on after the line. A file holds several programs, each under a line `//// what it shows`; one called
/// `prelude` is put before all others.
/// </summary>
public static partial class Fixture
{
    /// <summary>Set to rewrite the expectations of all fixtures that run.</summary>
    public static bool Rewrites { get; } = Environment.GetEnvironmentVariable("SEG_REWRITE") == "1";

    [GeneratedRegex(@"^//(<{0,2}| +)(\^+…?|\|) SEG[0-9]{4}: |^// +help: ")]
    private static partial Regex Drawing();

    /// <summary>The program without its drawn diagnostics.</summary>
    public static string Strip(string drawn) =>
        string.Join('\n', drawn.ReplaceLineEndings("\n").Split('\n').Where(l => !Drawing().IsMatch(l)));

    /// <summary>The program with its diagnostics drawn in.</summary>
    public static string Draw(SourceText source, IEnumerable<Diagnostic> diagnostics)
    {
        ILookup<int, Diagnostic> byLine = diagnostics
            .Where(d => d.Source == source)
            .OrderBy(d => d.Span.Start).ThenBy(d => d.Code, StringComparer.Ordinal)
            .ToLookup(d => source.LineAndColumn(d.Span.Start).Line);
        List<string> lines = [];
        for (int line = 1; line <= source.LineCount; line++)
        {
            lines.Add(source.Line(line));
            lines.AddRange(byLine[line].SelectMany(d => DrawOne(source, line, d)));
        }

        return string.Join('\n', lines);
    }

    private static IEnumerable<string> DrawOne(SourceText source, int line, Diagnostic diagnostic)
    {
        int column = diagnostic.Span.Start - source.LineStart(line);
        int end = Math.Max(source.Line(line).Length, column);
        bool goesOn = diagnostic.Span.End - source.LineStart(line) > end;
        int length = Math.Min(diagnostic.Span.Length, end - column);
        string place = column >= 2 ? new string(' ', column - 2) : new string('<', column + 1);
        string carets = diagnostic.Span.Length == 0 ? "|" : new string('^', Math.Max(1, length)) + (goesOn ? "…" : "");
        yield return $"//{place}{carets} {diagnostic.Code}: {diagnostic.Message}";
        if (diagnostic.Help is { } help)
        {
            yield return $"// {new string(' ', Math.Max(0, column - 3))}help: {help}";
        }
    }

    /// <summary>The programs of a file by name; the first part, before any name, is called ``.</summary>
    public static IEnumerable<(string Name, string Text)> Programs(string file)
    {
        string name = "";
        StringBuilder text = new();
        foreach (string line in File.ReadAllText(file).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("//// ", StringComparison.Ordinal))
            {
                yield return (name, text.ToString());
                name = line[5..].Trim();
                text.Clear();
            }
            else
            {
                text.Append(line).Append('\n');
            }
        }

        yield return (name, text.ToString());
    }

    /// <summary>Replaces one program of a file.</summary>
    public static void Rewrite(string file, string name, string text)
    {
        StringBuilder result = new();
        foreach ((string other, string content) in Programs(file))
        {
            result.Append(other.Length == 0 ? "" : $"//// {other}\n").Append(other == name ? text : content);
        }

        File.WriteAllText(file, result.ToString());
    }
}
