namespace SegLang.Runtime;

/// <summary>
/// All that is held of one profile: its fields, the events that some rule can still need, what was folded of the others, its journeys, and what
/// was last published of it. For one thread at a time.
/// </summary>
public sealed class ProfileState
{
    internal ProfileState(StreamLayout layout, FactRow fields)
    {
        Layout = layout;
        Fields = fields;
        Events = new EventBlock?[layout.Events.Length];
        Memory = new ProfileMemory(layout);
    }

    internal StreamLayout Layout { get; }

    /// <summary>The profile's fields as they are now.</summary>
    public FactRow Fields { get; internal set; }

    /// <summary>The first input, microseconds since 1970-01-01T00:00Z; null where there was none yet.</summary>
    public long? Begin => Memory.Begin == long.MaxValue ? null : Memory.Begin;

    internal EventBlock?[] Events { get; }

    /// <summary>All that is not facts: what a rewind must set back.</summary>
    internal ProfileMemory Memory { get; set; }

    /// <summary>What was folded of events that are no longer held; empty where nothing was.</summary>
    internal long[] Folded { get; set; } = [];

    internal EventBlock Block(int type) => Events[type] ??= new EventBlock(Layout.Events[type]);
}

/// <summary>How facts are laid out for a program.</summary>
internal sealed class StreamLayout(RuleSchema schema, JourneySet journeys)
{
    public StreamLayout(RuleProgram program)
        : this(program.Schema, program.Journeys)
    {
    }

    /// <summary>The profile's fields.</summary>
    public RecordLayout Profile { get; } = new(schema.Profile);

    /// <summary>The event types' fields.</summary>
    public RecordLayout[] Events { get; } = [.. schema.Events.Select(e => new RecordLayout(e.Fields))];

    /// <summary>The journeys.</summary>
    public JourneySet Journeys { get; } = journeys;
}

/// <summary>
/// What engines remember of a profile besides its facts: the state of its journeys, actions that wait or were asked for, what was last published.
/// </summary>
internal sealed class ProfileMemory
{
    public ProfileMemory(StreamLayout layout)
    {
        Journeys = new JourneyState[layout.Journeys.Journeys.Length];
        Journeys.AsSpan().Fill(JourneyState.NotBegun);
    }

    private ProfileMemory(ProfileMemory other)
    {
        Begin = other.Begin;
        Current = other.Current;
        Deadline = other.Deadline;
        Journeys = [.. other.Journeys];
        for (int i = 0; i < Journeys.Length; i++)
        {
            Journeys[i].Detach();
        }

        Waiting = other.Waiting is null ? null : [.. other.Waiting];
        Asked = other.Asked is null ? null : [.. other.Asked];
        Published = [.. other.Published];
    }

    /// <summary>The profile's begin; the greatest number where it has none yet.</summary>
    public long Begin { get; set; } = long.MaxValue;

    /// <summary>The instant of the last occasion; the least number before the first.</summary>
    public long Current { get; set; } = long.MinValue;

    /// <summary>The next instant at which time alone may change something; the greatest number if none.</summary>
    public long Deadline { get; set; } = long.MaxValue;

    /// <summary>The journeys in the order in which they are processed.</summary>
    public JourneyState[] Journeys { get; }

    /// <summary>Actions that wait for their hours, in the order in which they fell due.</summary>
    public List<WaitingAction>? Waiting { get; set; }

    /// <summary>Actions that were asked for and that a cap may still count, in order of time.</summary>
    public List<AskedAction>? Asked { get; set; }

    /// <summary>What was last published: a word of bits per 64 segments, then a class's entry (−1: unknown) each; empty before the first time.</summary>
    public long[] Published { get; set; } = [];

    /// <summary>The same in a memory of its own.</summary>
    public ProfileMemory Copy() => new(this);
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

/// <summary>The state of one journey of one profile.</summary>
internal struct JourneyState
{
    /// <summary>The stage's ordinal, −1 where the journey has not begun.</summary>
    public int Stage;

    /// <summary>Counts the stays, so that what belongs to an earlier one is told apart.</summary>
    public int Stay;

    /// <summary>When the stage was entered; of a final stage also when the journey ended.</summary>
    public long Since;

    /// <summary>When the journey began.</summary>
    public long Began;

    /// <summary>Lines without `->` that have acted in this stay, a bit each: the stage's, then those of `anywhere`.</summary>
    public LineBits Acted;

    /// <summary>`when` lines whose condition was true at the end of the last occasion; in a final stage: `start … when` lines that have been false since.</summary>
    public LineBits Held;

    /// <summary>The armed instants of `at` lines in order of the lines; null where there are none.</summary>
    public long[]? Armed;

    /// <summary>How often each stage was entered; null where no rule asks.</summary>
    public int[]? Entered;

    /// <summary>The stays before this one, oldest first; null where no rule asks.</summary>
    public Stay[]? Past;

    /// <summary>Not begun.</summary>
    public static JourneyState NotBegun => new() { Stage = -1 };

    /// <summary>Makes what it refers to its own, after it was copied.</summary>
    public void Detach()
    {
        Armed = (long[]?)Armed?.Clone();
        Entered = (int[]?)Entered?.Clone();
        Acted.Detach();
        Held.Detach();
    }

    /// <summary>A part of the state at an instant not before which something has changed, or of a past stay.</summary>
    public readonly bool TryGet(JourneyFact fact, long at, out long value)
    {
        value = 0;
        if (Stage < 0)
        {
            return false;
        }

        if (Since <= at)
        {
            value = fact switch
            {
                JourneyFact.Stage => Stage,
                JourneyFact.Since => Since,
                _ => Entered is null ? 0 : Entered[Stage],
            };
            return true;
        }

        return Past is not null && JourneyColumns.TryGet(Past, fact, at, out value);
    }
}

/// <summary>A bit per line: the first 64 in place, the others, which few stages have, beside.</summary>
internal struct LineBits
{
    private ulong first;
    private ulong[]? others;

    /// <summary>The bit of a line.</summary>
    public bool this[int line]
    {
        readonly get => line < 64 ? (first >> line & 1) != 0 : others is not null && (line >> 6) <= others.Length && (others[(line >> 6) - 1] >> line & 1) != 0;
        set
        {
            if (line < 64)
            {
                first = value ? first | (1UL << line) : first & ~(1UL << line);
                return;
            }

            if (others is null || (line >> 6) > others.Length)
            {
                Array.Resize(ref others, line >> 6);
            }

            ref ulong word = ref others[(line >> 6) - 1];
            word = value ? word | (1UL << line) : word & ~(1UL << line);
        }
    }

    /// <summary>The words, for storing them.</summary>
    public readonly ulong[] Words => others is null ? [first] : [first, .. others];

    /// <summary>The bits of words.</summary>
    public static LineBits Of(ReadOnlySpan<ulong> words) => new() { first = words[0], others = words.Length > 1 ? words[1..].ToArray() : null };

    /// <summary>Makes the words its own, after it was copied.</summary>
    public void Detach() => others = (ulong[]?)others?.Clone();
}
