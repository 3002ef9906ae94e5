namespace SegLang.Runtime;

/// <summary>An event or a change of fields of a profile, as a stream brings it.</summary>
/// <param name="Key">The profile.</param>
/// <param name="Type">The event type's ordinal; −1 for a change of fields.</param>
/// <param name="Time">Its instant, microseconds since 1970-01-01T00:00Z.</param>
/// <param name="Now">The host's clock; the engine's own never goes back.</param>
public readonly record struct StreamInput(ProfileKey Key, int Type, long Time, long Now)
{
    /// <summary>Event: its fields, which are copied; null where it has none.</summary>
    public FactRow? Facts { get; init; }

    /// <summary>Event: its order among those of the same instant.</summary>
    public long Order { get; init; }

    /// <summary>Change: the fields that change (by ordinal) and their values in the forms of <see cref="FactRow"/>; null otherwise.</summary>
    public IReadOnlyList<(int Field, object? Value)>? Changes { get; init; }

    /// <summary>Whether it changes fields.</summary>
    public bool IsChange => Type < 0;

    /// <summary>An event.</summary>
    public static StreamInput Event(ProfileKey key, int type, FactRow? facts, long time, long now, long order = 0) =>
        new(key, type, time, now) { Facts = facts, Order = order };

    /// <summary>A change of fields.</summary>
    public static StreamInput Change(ProfileKey key, IReadOnlyList<(int Field, object? Value)> changes, long time, long now) =>
        new(key, -1, time, now) { Changes = changes };
}

/// <summary>The inputs of a batch that belong to one shard.</summary>
internal readonly ref struct InputBatch(ReadOnlySpan<StreamInput> all, ReadOnlySpan<int> places, uint[] hashes, long[] nows, long firstArrival)
{
    private readonly ReadOnlySpan<StreamInput> all = all;
    private readonly ReadOnlySpan<int> places = places;

    /// <summary>How many there are.</summary>
    public int Count => places.Length;

    /// <summary>An input of the shard.</summary>
    public ref readonly StreamInput this[int i] => ref all[places[i]];

    /// <summary>The hash of an input's key.</summary>
    public uint Hash(int i) => hashes[places[i]];

    /// <summary>The engine's clock at an input.</summary>
    public long Now(int i) => nows[places[i]];

    /// <summary>An input's place in the order of arrival.</summary>
    public long Arrival(int i) => firstArrival + places[i];
}

/// <summary>What <see cref="StreamEngine.Merge(ProfileKey, ProfileKey, long)"/> did.</summary>
public enum MergeOutcome : byte
{
    /// <summary>All answers equal those of one profile that had all the inputs.</summary>
    Exact,

    /// <summary>
    /// Inputs of one of them had been dropped because no rule needed them any more: aggregates speak of all events that are still held or
    /// folded, but journeys went on from where the profile that stays was.
    /// </summary>
    Inexact,

    /// <summary>There is no such profile, or both are the same: nothing was done.</summary>
    NoProfile,
}
