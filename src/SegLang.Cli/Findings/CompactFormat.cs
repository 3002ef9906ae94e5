using System.Collections.Immutable;
using SegLang.Diagnostics;

namespace SegLang.Cli;

/// <summary>`file:line:col: severity CODE: message`</summary>
internal static class CompactFormat
{
    /// <summary>A line for each finding.</summary>
    public static void Write(TextWriter writer, ImmutableArray<Diagnostic> findings)
    {
        foreach (Diagnostic f in findings)
        {
            Place place = Place.Of(f);
            writer.WriteLine(FormattableString.Invariant(
                $"{Paint.Safe(f.Source.Path)}:{place.Line}:{place.Column}: {Report.Word(f.Severity)} {f.Code}: {Paint.Safe(f.Message)}"));
        }
    }
}
