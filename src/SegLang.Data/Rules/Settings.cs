using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Data;

/// <summary>Where the data of a rule set lies: files as the command line would name them, relative ones resolved.</summary>
public sealed record DataFiles(
    ImmutableArray<string> Profiles, ImmutableArray<(string Event, string File)> Events, ImmutableArray<string> Changes)
{
    /// <summary>No data.</summary>
    public static DataFiles None { get; } = new([], [], []);

    /// <summary>Whether neither profiles nor events are given.</summary>
    public bool IsEmpty => Profiles.IsEmpty && Events.IsEmpty;
}

/// <summary>
/// What the nearest `seglang.json` upwards settles; flags of the command line come before it. A severity of null switches a
/// warning off; <see cref="Problems"/> are the findings about the file itself.
/// </summary>
public sealed record Settings(
    string? File,
    DataFiles Data,
    string? Now,
    string? Delimiter,
    ImmutableDictionary<string, string> Params,
    ImmutableDictionary<string, Severity?> Severities,
    Severity FailLevel,
    ImmutableArray<Diagnostic> Problems)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "seglang.json";

    /// <summary>What holds without a file.</summary>
    public static Settings Default { get; } = new(
        null,
        DataFiles.None,
        null,
        null,
        ImmutableDictionary<string, string>.Empty,
        ImmutableDictionary<string, Severity?>.Empty,
        Severity.Error,
        []);

    /// <summary>Reads the nearest `seglang.json` from a folder upwards; the defaults where there is none.</summary>
    public static Settings Nearest(string folder)
    {
        for (DirectoryInfo? at = new(Path.GetFullPath(folder)); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, FileName);
            if (System.IO.File.Exists(candidate))
            {
                return Read(candidate);
            }
        }

        return Default;
    }

    /// <summary>Reads one settings file.</summary>
    public static Settings Read(string path)
    {
        (SourceText? text, Diagnostic? finding) = StrictText.Read(
            path, FileName, RuleFolder.FileLimit, source => Rules.FileTooLarge.At(source, default));
        return text is null
            ? Default with { File = path, Problems = finding is null ? [] : [finding] }
            : new SettingsReader(path, text).Read();
    }

    /// <summary>Reads a settings file whose text is at hand, such as one that is not saved yet.</summary>
    public static Settings Parse(string path, SourceText text) => new SettingsReader(path, text).Read();

    /// <summary>The finding with the severity that the settings give its code; null where it is switched off. Errors stay errors.</summary>
    public Diagnostic? Apply(Diagnostic finding)
    {
        if (finding.Severity == Severity.Error || !Severities.TryGetValue(finding.Code, out Severity? severity))
        {
            return finding;
        }

        return severity is { } given ? finding with { Severity = given } : null;
    }
}
