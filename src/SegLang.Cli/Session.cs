using System.Collections.Immutable;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Cli;

/// <summary>One run of the process: where it writes, and whether it was cancelled.</summary>
internal sealed record Session(Terminal Terminal, CancellationToken Cancellation)
{
    /// <summary>Writes findings as results, to stdout.</summary>
    public void Report(Format format, ImmutableArray<Diagnostic> findings) =>
        Cli.Report.Write(Terminal.Out, format, Terminal.ColourOut && format == Format.Human, findings);

    /// <summary>Writes findings beside results, to stderr.</summary>
    public void ReportAside(Format format, ImmutableArray<Diagnostic> findings)
    {
        if (!findings.IsEmpty)
        {
            Cli.Report.Write(Terminal.Error, format, Terminal.ColourError && format == Format.Human, findings);
        }
    }
}

/// <summary>A rule set that was read from a path, with the settings that hold for it.</summary>
internal sealed record RuleInput(string Path, RuleFolder Folder, Settings Settings)
{
    /// <summary>Reads the rules at a path and the nearest settings upwards.</summary>
    public static RuleInput Read(string path) => Read([path]);

    /// <summary>Reads the rules of some files, or at one path, and the nearest settings upwards.</summary>
    public static RuleInput Read(ImmutableArray<string> paths)
    {
        RuleFolder folder = paths.Length == 1 ? RuleFolder.Read(paths[0]) : RuleFolder.ReadFiles(paths);
        return new(paths[0], folder, Settings.Nearest(folder.Root));
    }

    /// <summary>What is wrong before anything is parsed.</summary>
    public ImmutableArray<Diagnostic> Problems => [.. Folder.Findings, .. Settings.Problems];

    /// <summary>Whether a file could not be read at all.</summary>
    public bool IsBroken => Folder.Findings.Concat(Settings.Problems)
        .Any(f => f.Code == Rules.PathNotFound.Code || f.Code == Rules.CannotRead.Code);

    /// <summary>Sorts findings and gives them the severities of the settings.</summary>
    public ImmutableArray<Diagnostic> Settle(IEnumerable<Diagnostic> findings) =>
        Report.Sort(findings.Select(Settings.Apply).OfType<Diagnostic>());

    /// <summary>Findings as a format needs them: a build's tool runs anywhere, so that MSBuild needs whole paths.</summary>
    public ImmutableArray<Diagnostic> Placed(ImmutableArray<Diagnostic> findings, Format format) => format != Format.Msbuild
        ? findings
        : [.. findings.Select(f => f with { Source = new SourceText(System.IO.Path.GetFullPath(f.Source.Path, Folder.Root), f.Source.Content) })];

    /// <summary>The exit code that findings ask for.</summary>
    public int Verdict(ImmutableArray<Diagnostic> findings) =>
        findings.Any(f => f.Severity == Severity.Error || f.Severity >= Settings.FailLevel) ? ExitCode.Findings : ExitCode.Ok;
}
