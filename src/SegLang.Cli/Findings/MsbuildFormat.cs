using System.Collections.Immutable;
using SegLang.Diagnostics;

namespace SegLang.Cli;

/// <summary>`file(line,col,endline,endcol): severity CODE: message`, which MSBuild and editors take for an error or warning of the build.</summary>
internal static class MsbuildFormat
{
    /// <summary>A line for each finding.</summary>
    public static void Write(TextWriter writer, ImmutableArray<Diagnostic> findings)
    {
        foreach (Diagnostic f in findings)
        {
            string message = f.Help is null ? f.Message : $"{f.Message} ({f.Help})";
            WriteLine(writer, f.Source.Path, Place.Of(f), $"{Report.Word(f.Severity)} {f.Code}", message);
        }
    }

    /// <summary>One line.</summary>
    public static void WriteLine(TextWriter writer, string file, Place place, string kind, string message) => writer.WriteLine(FormattableString.Invariant(
        $"{Paint.Safe(file)}({place.Line},{place.Column},{place.EndLine},{place.EndColumn}): {kind}: {Paint.Safe(message)}"));
}
