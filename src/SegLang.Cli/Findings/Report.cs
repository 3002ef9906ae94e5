using System.Collections.Immutable;
using SegLang.Diagnostics;

namespace SegLang.Cli;

/// <summary>How findings and test results are written.</summary>
internal enum Format
{
    /// <summary>For people: excerpt, underline, note, help.</summary>
    Human,

    /// <summary>One line each.</summary>
    Compact,

    /// <summary>The JSON contract.</summary>
    Json,

    /// <summary>SARIF 2.1.0.</summary>
    Sarif,

    /// <summary>JUnit XML.</summary>
    Junit,

    /// <summary>GitHub workflow commands.</summary>
    Github,

    /// <summary>The form that MSBuild knows.</summary>
    Msbuild,
}

/// <summary>Puts findings into their one order and writes them.</summary>
internal static class Report
{
    /// <summary>By file, place, code and message, so that output does not depend on who found what first.</summary>
    public static ImmutableArray<Diagnostic> Sort(IEnumerable<Diagnostic> findings) =>
    [
        .. findings
            .OrderBy(f => f.Source.Path, StringComparer.Ordinal)
            .ThenBy(f => f.Span.Start)
            .ThenBy(f => f.Span.Length)
            .ThenBy(f => f.Code, StringComparer.Ordinal)
            .ThenBy(f => f.Message, StringComparer.Ordinal),
    ];

    /// <summary>Writes sorted findings in a format.</summary>
    public static void Write(TextWriter writer, Format format, bool colour, ImmutableArray<Diagnostic> findings)
    {
        switch (format)
        {
            case Format.Human:
                HumanFormat.Write(writer, new Paint(colour), findings);
                break;
            case Format.Compact:
                CompactFormat.Write(writer, findings);
                break;
            case Format.Json:
                JsonFormat.Write(writer, findings);
                break;
            case Format.Sarif:
                SarifFormat.Write(writer, findings);
                break;
            case Format.Junit:
                JunitFormat.Write(writer, findings);
                break;
            case Format.Github:
                GithubFormat.Write(writer, findings);
                break;
            case Format.Msbuild:
                MsbuildFormat.Write(writer, findings);
                break;
        }
    }

    /// <summary>The word for a severity.</summary>
    public static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "info",
    };
}

/// <summary>Where a finding stands, counted from 1, columns in UTF-16 units.</summary>
internal readonly record struct Place(int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>The place of a finding.</summary>
    public static Place Of(Diagnostic finding) => Of(finding.Source, finding.Span);

    /// <summary>The place of a span.</summary>
    public static Place Of(Text.SourceText source, Text.TextSpan span)
    {
        int length = source.Content.Length;
        (int line, int column) = source.LineAndColumn(Math.Clamp(span.Start, 0, length));
        (int endLine, int endColumn) = source.LineAndColumn(Math.Clamp(span.End, 0, length));
        return new(line, column, endLine, endColumn);
    }
}
