using System.CommandLine;

namespace SegLang.Cli;

/// <summary>The options that name data and say how it is read, which several commands have in common.</summary>
internal sealed class DataFlags
{
    /// <summary>`--profiles FILE`.</summary>
    public Option<string[]> Profiles { get; } =
        CommandLine.Many("--profiles", "FILE", "The profiles: CSV, JSON Lines or SQLite (`file.db#table`), each also `.gz`.");

    /// <summary>`--events NAME=FILE`.</summary>
    public Option<string[]> Events { get; } = CommandLine.Many("--events", "NAME=FILE", "The events of a type.");

    /// <summary>`--changes FILE`.</summary>
    public Option<string[]> Changes { get; } =
        CommandLine.Many("--changes", "FILE", "Changes of profile fields: key, time and the changed fields.");

    /// <summary>`--rejects FILE`.</summary>
    public Option<string?> Rejects { get; } = new("--rejects") { HelpName = "FILE", Description = "List the rows that were not taken, with the reason." };

    /// <summary>`--strict`.</summary>
    public Option<bool> Strict { get; } = new("--strict") { Description = "Fail when a row is not taken." };

    /// <summary>`--delimiter C`.</summary>
    public Option<string?> Delimiter { get; } =
        new("--delimiter") { HelpName = "C", Description = "The delimiter of CSV; found by the header row otherwise." };

    /// <summary>`--threads N`.</summary>
    public Option<int> Threads { get; } = CommandLine.Count("--threads", "How many threads to use; all cores by default.");

    /// <summary>`--param NAME=VALUE`.</summary>
    public Option<string[]> Params { get; } = CommandLine.Params();

    /// <summary>What was given of them; an option that a command does not have was not given.</summary>
    public RunOptions Read(ParseResult parsed, string path, Format format) => new(
        path,
        [.. parsed.GetValue(Profiles) ?? []],
        [.. parsed.GetValue(Events) ?? []],
        [.. parsed.GetValue(Changes) ?? []],
        parsed.GetValue(Rejects),
        parsed.GetValue(Strict),
        parsed.GetValue(Delimiter),
        parsed.GetValue(Threads),
        [.. parsed.GetValue(Params) ?? []],
        format);
}
