using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SegLang.Runtime;

/// <summary>
/// What engines remember of a profile besides its facts: the state of its journeys, actions that wait or were asked for, what was last published. The
/// part of a <see cref="ProfileState"/> that a rewind sets back; by itself where it is kept for one.
/// </summary>
public class ProfileMemory
{
    private const int Few = 2;

    private RareMemory? rare;
    private long[]? published;
    private JourneyPlace[]? many;
    private FewPlaces few; // Most rule sets have one journey or two.
    private long publishedWord;
    private ushort journeyCount;
    private bool isPublished;

    internal ProfileMemory(StreamLayout layout)
    {
        journeyCount = (ushort)layout.Journeys.Journeys.Length;
        many = journeyCount > Few ? new JourneyPlace[journeyCount] : null;
        Places.Fill(JourneyState.NotBegun.Place);
    }

    private ProfileMemory(ProfileMemory other) => Take(other);

    /// <summary>The profile's begin; the greatest number where it has none yet.</summary>
    internal long Begin { get; set; } = long.MaxValue;

    /// <summary>The instant of the last occasion; the least number before the first.</summary>
    internal long Current { get; set; } = long.MinValue;

    /// <summary>The next instant at which time alone may change a journey; the greatest number if none.</summary>
    internal long JourneysNext { get; set; } = long.MaxValue;

    /// <summary>The next instant at which time alone may change a segment or class, as long as no journey moves; the greatest number if none.</summary>
    internal long OutputsNext { get; set; } = long.MaxValue;

    /// <summary>The next instant at which time alone may change something; to set it is to look at everything then.</summary>
    internal long Deadline
    {
        get => Math.Min(JourneysNext, OutputsNext);
        set => (JourneysNext, OutputsNext) = (value, value);
    }

    /// <summary>How many journeys there are.</summary>
    internal int JourneyCount => journeyCount;

    // In the order in which they are processed.
    private Span<JourneyPlace> Places => many is null ? MemoryMarshal.CreateSpan(ref Unsafe.As<FewPlaces, JourneyPlace>(ref few), journeyCount) : many;

    /// <summary>Actions that wait for their hours, in the order in which they fell due. Replaced, never changed.</summary>
    internal WaitingAction[] Waiting
    {
        get => rare?.Waiting ?? [];
        set => rare = RareMemory.Of(value, Asked, rare?.Details);
    }

    /// <summary>
    /// Actions that were asked for and that a cap may still count; after a rewind also some of later than <see cref="Current"/>. Replaced, never
    /// changed.
    /// </summary>
    internal AskedAction[] Asked
    {
        get => rare?.Asked ?? [];
        set => rare = RareMemory.Of(Waiting, value, rare?.Details);
    }

    /// <summary>What was last published: a word of bits per 64 segments, then a class's entry (−1: unknown) each; empty before the first time.</summary>
    internal Span<long> Published => published ?? (isPublished ? MemoryMarshal.CreateSpan(ref publishedWord, 1) : []);

    /// <summary>Makes room for what is published, to be filled.</summary>
    internal Span<long> Publish(int words)
    {
        isPublished = words > 0;
        publishedWord = 0;
        published = words > 1 ? new long[words] : null; // Most rule sets have few segments.
        return Published;
    }

    /// <summary>Reads a little of each line of memory that it occupies.</summary>
    private protected long ApproachMemory() => Deadline + (journeyCount == 0 ? 0 : Places[0].Since + Places[^1].Began);

    /// <summary>The state of a journey, by the order in which they are processed.</summary>
    internal JourneyState Journey(int journey) => new(Places[journey], rare?.Details is { } details ? details[journey] : null);

    /// <summary>Sets the state of a journey.</summary>
    internal void SetJourney(int journey, in JourneyState state)
    {
        Places[journey] = state.Place;
        JourneyDetail?[]? details = rare?.Details;
        if (!ReferenceEquals(details?[journey], state.Detail))
        {
            details = details is null ? new JourneyDetail?[journeyCount] : [.. details];
            details[journey] = state.Detail;
            rare = RareMemory.Of(Waiting, Asked, details);
        }
    }

    /// <summary>The same in a memory of its own.</summary>
    internal ProfileMemory Copy() => new(this);

    /// <summary>Becomes the same as another.</summary>
    internal void Take(ProfileMemory other)
    {
        Begin = other.Begin;
        Current = other.Current;
        JourneysNext = other.JourneysNext;
        OutputsNext = other.OutputsNext;
        rare = other.rare;
        journeyCount = other.journeyCount;
        few = other.few;
        many = other.many is null ? null : Copied(many ?? [], other.many);
        isPublished = other.isPublished;
        publishedWord = other.publishedWord;
        published = other.published is null ? null : Copied(published ?? [], other.published);
    }

    /// <summary>Whether both are the same but for the instants of the last and the next occasion.</summary>
    internal bool Same(ProfileMemory other) =>
        Begin == other.Begin && ReferenceEquals(rare, other.rare) && isPublished == other.isPublished
        && Places.SequenceEqual(other.Places) && Published.SequenceEqual(other.Published);

    private static T[] Copied<T>(T[] into, T[] from)
    {
        into = into.Length == from.Length ? into : new T[from.Length];
        from.CopyTo(into, 0);
        return into;
    }

    // Few profiles have any of it. Never changed.
    private sealed record RareMemory(WaitingAction[] Waiting, AskedAction[] Asked, JourneyDetail?[]? Details)
    {
        public static RareMemory? Of(WaitingAction[] waiting, AskedAction[] asked, JourneyDetail?[]? details) =>
            waiting.Length + asked.Length == 0 && (details is null || Array.TrueForAll(details, d => d is null)) ? null : new(waiting, asked, details);
    }

    [InlineArray(Few)]
    private struct FewPlaces
    {
        private JourneyPlace first;
    }
}

/// <summary>An action that waits for its hours.</summary>
/// <param name="Due">When it fell due.</param>
/// <param name="Opens">When its hours open.</param>
/// <param name="Journey">The journey that asks.</param>
/// <param name="Stay">The stay that it belongs to.</param>
/// <param name="Cause">The line that asks, as written.</param>
/// <param name="Call">The action and its arguments.</param>
internal sealed record WaitingAction(long Due, long Opens, int Journey, int Stay, string Cause, ActionCall Call);

/// <summary>An action that was asked for.</summary>
internal readonly record struct AskedAction(int Action, long Time);

/// <summary>An action with its arguments, in the forms of <see cref="FactRow"/>; null is unknown or left out.</summary>
/// <param name="Action">Its place in <see cref="JourneySet.Actions"/>.</param>
/// <param name="Arguments">A value per parameter.</param>
public sealed record ActionCall(int Action, object?[] Arguments)
{
    /// <summary>Whether both ask for the same with the same arguments.</summary>
    public bool Same(ActionCall other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Action == other.Action && Arguments.AsSpan().SequenceEqual(other.Arguments, ValueComparer.Instance);
    }

    private sealed class ValueComparer : IEqualityComparer<object?>
    {
        public static ValueComparer Instance { get; } = new();

        public new bool Equals(object? x, object? y) => x is object[] set && y is object[] other
            ? set.AsSpan().SequenceEqual(other)
            : object.Equals(x, y);

        public int GetHashCode(object? obj) => 0;
    }
}
