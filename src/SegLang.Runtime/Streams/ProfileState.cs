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

    /// <summary>Counts what has happened to anything that rules can see, so that nothing is evaluated twice in between.</summary>
    internal int Version { get; set; }

    /// <summary>The profile's fields as they are now.</summary>
    public FactRow Fields
    {
        get;
        internal set
        {
            field = value;
            Version++;
        }
    }

    /// <summary>The first input, microseconds since 1970-01-01T00:00Z; null where there was none yet.</summary>
    public long? Begin => Memory.Begin == long.MaxValue ? null : Memory.Begin;

    internal EventBlock?[] Events { get; }

    /// <summary>All that is not facts: what a rewind must set back.</summary>
    internal ProfileMemory Memory
    {
        get;
        set
        {
            field = value;
            Version++;
        }
    }

    /// <summary>What was folded of events that are no longer held; empty where nothing was.</summary>
    internal long[] Folded
    {
        get;
        set
        {
            field = value;
            Version++;
        }
    } = [];

    /// <summary>By event type: what has happened once already, of types with `once by`; null where nothing has.</summary>
    internal OnceKeys?[]? Once { get; set; }

    /// <summary>What a rewind needs; null where nothing happened within the lateness.</summary>
    internal ProfileHistory? History { get; set; }

    /// <summary>Inputs after the host's clock, in order; null where there are none.</summary>
    internal List<HeldInput>? Held { get; set; }

    /// <summary>The earliest entry for it among its shard's alarms; the greatest number if there is none.</summary>
    internal long Alarm { get; set; } = long.MaxValue;

    /// <summary>A mark for whoever works on it at the moment; 0 otherwise, −1 once it was removed.</summary>
    internal int Mark { get; set; }

    /// <summary>Whether it is among those of its shard that have changed since they were last stored.</summary>
    internal bool IsChanged { get; set; }

    /// <summary>Whether events were dropped, so that rules that reach further back than those of today do not see them.</summary>
    internal bool HasDropped { get; set; }

    /// <summary>Whether events or changes of fields were dropped, so that not all of its past can be replayed.</summary>
    internal bool HasForgotten { get; set; }

    /// <summary>The next instant at which an input that is held happens, or time alone may change something.</summary>
    internal long Next => Held is { Count: > 0 } held ? Math.Min(held[0].Input.Time, Memory.Deadline) : Memory.Deadline;

    /// <summary>The events of a type, to be changed.</summary>
    internal EventBlock Block(int type)
    {
        Version++;
        return Events[type] ??= new EventBlock(Layout.Events[type]);
    }

    /// <summary>The first event in event order that is not visible yet, by type (−1: none) and index.</summary>
    internal (int Type, int Index) FirstInvisible()
    {
        (int Type, int Index) first = (-1, 0);
        for (int type = 0; type < Events.Length; type++)
        {
            if (Events[type] is { } block && block.Visible < block.Count
                && (first.Type < 0 || block.Place(block.Visible).CompareTo(Block(first.Type).Place(first.Index)) < 0))
            {
                first = (type, block.Visible);
            }
        }

        return first;
    }

    /// <summary>Takes in copies of events.</summary>
    internal void TakeEvents(EventBlock? block)
    {
        for (int index = 0; block is not null && index < block.Count; index++)
        {
            Block(Array.IndexOf(Layout.Events, block.Layout)).Insert(block.Row(index), block.Time(index), block.Order(index), block.Arrival(index));
        }
    }

    /// <summary>Lets go of everything, once the profile was removed.</summary>
    internal void Erase()
    {
        Mark = -1;
        Array.Clear(Events);
        Fields = new FactRow(Layout.Profile);
        Memory = new ProfileMemory(Layout);
        (Folded, Once, History, Held) = ([], null, null, null);
    }

    /// <summary>Hides the events after an instant, so that they can happen again.</summary>
    internal void HideAfter(long instant)
    {
        Version++;
        foreach (EventBlock? block in Events)
        {
            if (block is not null)
            {
                block.Visible = block.Count;
                while (block.Visible > 0 && block.Time(block.Visible - 1) > instant)
                {
                    block.Visible--;
                }
            }
        }
    }
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
        Journeys = layout.Journeys.Journeys.IsEmpty ? [] : new JourneyState[layout.Journeys.Journeys.Length];
        Journeys.AsSpan().Fill(JourneyState.NotBegun);
    }

    private ProfileMemory(ProfileMemory other)
    {
        Journeys = [];
        Take(other);
    }

    /// <summary>The profile's begin; the greatest number where it has none yet.</summary>
    public long Begin { get; set; } = long.MaxValue;

    /// <summary>The instant of the last occasion; the least number before the first.</summary>
    public long Current { get; set; } = long.MinValue;

    /// <summary>The next instant at which time alone may change something; the greatest number if none.</summary>
    public long Deadline { get; set; } = long.MaxValue;

    /// <summary>The journeys in the order in which they are processed.</summary>
    public JourneyState[] Journeys { get; private set; }

    /// <summary>Actions that wait for their hours, in the order in which they fell due. Replaced, never changed.</summary>
    public WaitingAction[] Waiting { get; set; } = [];

    /// <summary>
    /// Actions that were asked for and that a cap may still count; after a rewind also some of later than <see cref="Current"/>. Replaced, never
    /// changed.
    /// </summary>
    public AskedAction[] Asked { get; set; } = [];

    /// <summary>What was last published: a word of bits per 64 segments, then a class's entry (−1: unknown) each; empty before the first time.</summary>
    public long[] Published { get; set; } = [];

    /// <summary>The same in a memory of its own.</summary>
    public ProfileMemory Copy() => new(this);

    /// <summary>Becomes the same as another.</summary>
    public void Take(ProfileMemory other)
    {
        Begin = other.Begin;
        Current = other.Current;
        Deadline = other.Deadline;
        Waiting = other.Waiting;
        Asked = other.Asked;
        Journeys = Copied(Journeys, other.Journeys);
        Published = Copied(Published, other.Published);
    }

    /// <summary>Whether both are the same but for the instants of the last and the next occasion.</summary>
    public bool Same(ProfileMemory other) =>
        Begin == other.Begin && ReferenceEquals(Waiting, other.Waiting) && ReferenceEquals(Asked, other.Asked)
        && Journeys.AsSpan().SequenceEqual(other.Journeys) && Published.AsSpan().SequenceEqual(other.Published);

    private static T[] Copied<T>(T[] into, T[] from)
    {
        into = into.Length == from.Length ? into : new T[from.Length];
        from.CopyTo(into, 0);
        return into;
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
