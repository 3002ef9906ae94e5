namespace SegLang.Runtime;

/// <summary>
/// All that is held of one profile: its fields, the events that some rule can still need, what was folded of the others, its journeys, and what
/// was last published of it. For one thread at a time.
/// </summary>
public sealed class ProfileState : ProfileMemory
{
    private RareState? rare;

    internal ProfileState(StreamLayout layout, FactRow fields)
        : base(layout)
    {
        Layout = layout;
        Fields = fields;
        Events = layout.NoEvents;
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

    /// <summary>By type; shared by all profiles without events.</summary>
    internal EventBlock?[] Events { get; private set; }

    /// <summary>All that is not facts, which is in this very object; to set it is to become the same.</summary>
    internal ProfileMemory Memory
    {
        get => this;
        set
        {
            Take(value);
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
    internal OnceKeys?[]? Once
    {
        get => rare?.Once;
        set => rare = RareState.Of(value, Held);
    }

    /// <summary>What a rewind needs; null where nothing happened within the lateness.</summary>
    internal ProfileHistory? History { get; set; }

    /// <summary>Inputs after the host's clock, in order; null where there are none.</summary>
    internal List<HeldInput>? Held
    {
        get => rare?.Held;
        set => rare = RareState.Of(Once, value);
    }

    /// <summary>The earliest entry for it among its shard's alarms; the greatest number if there is none.</summary>
    internal long Alarm { get; set; } = long.MaxValue;

    /// <summary>Its place in the table of its shard, as long as it is there.</summary>
    internal int Place { get; set; }

    /// <summary>A mark for whoever works on it at the moment; 0 otherwise.</summary>
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
        return Events[type] ?? Put(type, new EventBlock(Layout.Events[type]));
    }

    /// <summary>Sets the events of a type.</summary>
    internal EventBlock Put(int type, EventBlock block)
    {
        if (ReferenceEquals(Events, Layout.NoEvents))
        {
            Events = new EventBlock?[Layout.NoEvents.Length];
        }

        return Events[type] = block;
    }

    /// <summary>The bytes that events occupy, with what it takes to hold them, what their texts and sets refer to apart.</summary>
    internal long EventBytes
    {
        get
        {
            long bytes = ReferenceEquals(Events, Layout.NoEvents) ? 0 : 24 + (8 * Events.Length);
            foreach (EventBlock? block in Events)
            {
                bytes += block?.Bytes ?? 0;
            }

            return bytes;
        }
    }

    /// <summary>How many steps it takes to read ahead what an occasion reads.</summary>
    internal const int Steps = 4;

    /// <summary>
    /// Reads a little of what an occasion will read, so far as a number of references lead. To be done with many profiles, one step of all after the
    /// other, before anything happens with them: the loads of a step overlap, while an occasion waits for each.
    /// </summary>
    internal long Approach(int step) => step switch
    {
        0 => ApproachMemory() + Alarm + Version,
        1 => Folded.Length + Fields.Numbers.Length + Events.Length,
        _ => (step == 2 ? Fields.Approach() : 0) + ApproachEvents(step),
    };

    private long ApproachEvents(int step)
    {
        long read = 0;
        foreach (EventBlock? block in Events)
        {
            read += block is null ? 0 : step == 2 ? block.Count : block.Approach();
        }

        return read;
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
        Events = Layout.NoEvents;
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

    // Few profiles have any of it.
    private sealed record RareState(OnceKeys?[]? Once, List<HeldInput>? Held)
    {
        public static RareState? Of(OnceKeys?[]? once, List<HeldInput>? held) => once is null && held is null ? null : new(once, held);
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

    /// <summary>No events of any type; never changed.</summary>
    public EventBlock?[] NoEvents { get; } = new EventBlock?[schema.Events.Length];

    /// <summary>The journeys.</summary>
    public JourneySet Journeys { get; } = journeys;
}
