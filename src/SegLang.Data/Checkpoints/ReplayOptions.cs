using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Runtime;

namespace SegLang.Data;

/// <summary>What a replay is asked for.</summary>
public sealed record ReplayOptions
{
    /// <summary>Profiles begin no later than this instant, and the feed begins with it; null: with their first input. Microseconds since 1970-01-01T00:00Z.</summary>
    public long? From { get; init; }

    /// <summary>The last instant; null: that of the last input.</summary>
    public long? Until { get; init; }

    /// <summary>The segments, classes, journeys and actions of which the feed tells; null: all.</summary>
    public IReadOnlySet<string>? Names { get; init; }

    /// <summary>Whether the feed is JSON Lines, otherwise CSV.</summary>
    public bool AsJsonLines { get; init; }

    /// <summary>How many threads may be used; 0 for all. The feed does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>The folder of the checkpoint, or null.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>After how many inputs, about, a checkpoint is written.</summary>
    public int CheckpointEvery { get; init; } = 20_000;

    /// <summary>Stages that are gone from the rules, and journeys, whose profiles may be let go of.</summary>
    public IReadOnlyCollection<string> Forgotten { get; init; } = [];

    /// <summary>A text for the values of the rules' params, the same for the same values.</summary>
    public string Parameters { get; init; } = "";

    /// <summary>Told each line that the feed tells, in its order.</summary>
    public Action<ProfileKey, FeedLine>? OnLine { get; init; }

    /// <summary>Told how many inputs are done, and of how many.</summary>
    public Action<long, long>? OnProgress { get; init; }

    /// <summary>Told, before it goes on, what is worth knowing about the checkpoint.</summary>
    public Action<ImmutableArray<Diagnostic>>? OnNotes { get; init; }

    /// <summary>Ends it early with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; init; }
}
