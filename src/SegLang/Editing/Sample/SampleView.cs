using System.Collections.Immutable;
using SegLang.Symbols;

namespace SegLang.Editing;

/// <summary>How many profiles of the sample belong to something, and how many did before the edits since the last save; null where that is not known.</summary>
public sealed record SampleCount(long Members, long? Before);

/// <summary>A value that the sample has, as it is written in rules, and how often.</summary>
public sealed record SampleValue(string Text, long Count);

/// <summary>
/// What the rules say about sample data, as of <see cref="Now"/> (µs since 1970-01-01T00:00Z). Immutable; whoever evaluates makes it,
/// features only show it.
/// </summary>
public sealed class SampleView(
    long now,
    long profiles,
    IReadOnlyDictionary<string, SampleCount> counts,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, SampleCount>> entries,
    Func<string, string, ImmutableArray<SampleValue>> values)
{
    /// <summary>The instant of evaluation.</summary>
    public long Now { get; } = now;

    /// <summary>How many profiles the sample has.</summary>
    public long Profiles { get; } = profiles;

    /// <summary>Members by name of a segment.</summary>
    public IReadOnlyDictionary<string, SampleCount> Counts { get; } = counts;

    /// <summary>Members by name of a class or journey, then of its entry or stage.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, SampleCount>> Entries { get; } = entries;

    /// <summary>Whether the rules or the data have changed since.</summary>
    public bool IsStale { get; init; }

    /// <summary>The most frequent values of a field, most frequent first; empty where none is known.</summary>
    public ImmutableArray<SampleValue> Values(FieldSymbol field) => field.Owner is { } owner ? values(owner.Name, field.Name) : [];

    /// <summary>The same counts, marked as those of earlier rules.</summary>
    public SampleView AsStale() => IsStale ? this : new(Now, Profiles, Counts, Entries, values) { IsStale = true };
}
