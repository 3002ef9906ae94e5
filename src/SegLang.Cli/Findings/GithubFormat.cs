using System.Collections.Immutable;
using SegLang.Diagnostics;

namespace SegLang.Cli;

/// <summary>Workflow commands that GitHub shows as annotations.</summary>
internal static class GithubFormat
{
    /// <summary>A command for each finding.</summary>
    public static void Write(TextWriter writer, ImmutableArray<Diagnostic> findings)
    {
        foreach (Diagnostic f in findings)
        {
            Place place = Place.Of(f);
            string command = f.Severity == Severity.Info ? "notice" : Report.Word(f.Severity);
            string message = f.Help is null ? f.Message : $"{f.Message} ({f.Help})";
            WriteCommand(writer, command, f.Source.Path, place, f.Code, message);
        }
    }

    /// <summary>One command; properties and message are escaped as GitHub asks.</summary>
    public static void WriteCommand(TextWriter writer, string command, string file, Place place, string title, string message) =>
        writer.WriteLine(FormattableString.Invariant(
            $"::{command} file={Property(file)},line={place.Line},endLine={place.EndLine},col={place.Column},endColumn={place.EndColumn},title={Property(title)}::{Data(message)}"));

    private static string Data(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
