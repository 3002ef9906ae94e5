using System.Collections.Immutable;

namespace SegLang.Cli;

/// <summary>What `seg run` is asked for. `seg replay` and `seg graph` read rules and data in the same way.</summary>
internal sealed record RunOptions(
    string Path,
    ImmutableArray<string> Profiles,
    ImmutableArray<string> Events,
    ImmutableArray<string> Changes,
    string? Rejects,
    bool Strict,
    string? Delimiter,
    int Threads,
    ImmutableArray<string> Params,
    Format Format)
{
    /// <summary>The instant as written; null for the settings' or the clock's.</summary>
    public string? Now { get; init; }

    /// <summary>The results that are asked for; none for all.</summary>
    public ImmutableArray<string> Select { get; init; } = [];

    /// <summary>The segment whose members are asked for.</summary>
    public string? Where { get; init; }

    /// <summary>The file to write; null for stdout.</summary>
    public string? Out { get; init; }

    /// <summary>The engine's name.</summary>
    public string Engine { get; init; } = "il";

    /// <summary>Whether members and shares are shown instead of rows.</summary>
    public bool Summary { get; init; }
}
