using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Runtime;

namespace SegLang.Data;

/// <summary>How data is to be read.</summary>
/// <param name="Delimiter">The delimiter of CSV, or null to find it.</param>
/// <param name="Now">The evaluation instant in µs since 1970-01-01T00:00Z, or null for the last event's.</param>
/// <param name="Threads">How many threads may be used; 0 for all.</param>
public sealed record LoadOptions(char? Delimiter = null, long? Now = null, int Threads = 0)
{
    /// <summary>Told while a file is read: its name, bytes so far, bytes in all.</summary>
    public Action<string, long, long>? OnProgress { get; init; }

    /// <summary>Where rejected rows are listed, or null.</summary>
    public TextWriter? RejectList { get; init; }

    /// <summary>Ends the reading early with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>
/// Profiles and events as read. <see cref="Data"/> is null when a finding is an error; <see cref="IsBroken"/> tells a file that
/// could not be read at all from one whose content is wrong.
/// </summary>
public sealed record LoadedData(
    DataSet? Data,
    ProfileKeys? Keys,
    long Now,
    Rejects Rejects,
    ImmutableArray<FileCount> Files,
    ImmutableArray<Diagnostic> Findings)
{
    /// <summary>Nothing was read.</summary>
    public static LoadedData None { get; } = new(null, null, 0, new Rejects(null), [], []);

    /// <summary>Whether a file could not be read at all.</summary>
    public bool IsBroken => Findings.Any(f => f.Code == Rules.PathNotFound.Code || f.Code == Rules.CannotRead.Code);
}

/// <summary>How many rows a file had, and how many of them were taken.</summary>
public sealed record FileCount(string File, long Rows, long Taken);
