using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>
/// All that is held of one profile: its fields, the events that some rule can still need, what was folded of the others, its journeys, and what
/// was last published of it. For one thread at a time.
/// </summary>
public sealed class ProfileState : ProfileMemory
{
    private readonly EventRoom room;
    private RareState? rare;
    private long[]? folded; // Among those of other profiles.
    private int foldedStart;
    private object? events; // An EventBlock where there is one type, otherwise an array of them; null without any.

    /// <summary>A profile by itself.</summary>
    internal ProfileState(StreamLayout layout, FactRow fields)
        : this(new EventRoom(layout), fields)
    {
    }

    /// <summary>A profile among others whose events lie in the same room, until <see cref="Erase"/>.</summary>
    internal ProfileState(EventRoom room, FactRow fields)
        : base(room.Layout)
    {
        this.room = room;
        Fields = fields;
    }

    internal StreamLayout Layout => room.Layout;

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

    /// <summary>How many types of events there are.</summary>
    internal int EventTypes => room.Layout.Events.Length;

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
    internal ReadOnlySpan<long> Folded
    {
        get => folded is null ? [] : folded.AsSpan(foldedStart, room.Folded.Stride);
        set
        {
            if (value.IsEmpty)
            {
                GiveFolded();
                return;
            }

            if (folded is null)
            {
                RowPiece piece = room.FoldedOf(value.Length).Take(1);
                (folded, foldedStart) = (piece.Numbers, piece.First * value.Length);
            }

            value.CopyTo(folded.AsSpan(foldedStart));
            Version++;
        }
    }

    /// <summary>One of the folded values; 0 where nothing was folded.</summary>
    internal long FoldedAt(int place) => folded is null ? 0 : folded[foldedStart + place];

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
        return Events(type) ?? Add(type);
    }

    /// <summary>The events of a type; null where there never were any.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal EventBlock? Events(int type) => events is EventBlock only ? only : Unsafe.As<EventBlock?[]>(events)?[type];

    private void GiveFolded()
    {
        if (folded is not null)
        {
            folded.AsSpan(foldedStart, room.Folded.Stride).Clear();
            room.Folded.Give(new RowPiece(folded, [], foldedStart / room.Folded.Stride, 1));
            folded = null;
            Version++;
        }
    }

    private EventBlock Add(int type)
    {
        EventBlock block = new(room.Of(type));
        if (EventTypes == 1)
        {
            events = block;
        }
        else
        {
            events ??= new EventBlock?[EventTypes];
            Unsafe.As<EventBlock?[]>(events)[type] = block;
        }

        return block;
    }

    /// <summary>The bytes of the objects that hold events, besides the room where they lie.</summary>
    internal long EventBytes
    {
        get
        {
            long bytes = events is EventBlock?[] ? 24 + (8 * EventTypes) : 0;
            for (int type = 0; type < EventTypes; type++)
            {
                bytes += Events(type) is null ? 0 : EventBlock.Bytes;
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
        1 => FoldedAt(0) + Fields.Numbers.Length + (EventTypes > 0 ? Events(0)?.Count ?? 0 : 0),
        _ => (step == 2 ? Fields.Approach() : 0) + ApproachEvents(step),
    };

    private long ApproachEvents(int step)
    {
        long read = 0;
        for (int type = 0; type < EventTypes; type++)
        {
            read += Events(type) is not { } block ? 0 : step == 2 ? block.Count : block.Approach();
        }

        return read;
    }

    /// <summary>The first event in event order that is not visible yet, by type (−1: none) and index.</summary>
    internal (int Type, int Index) FirstInvisible()
    {
        (int Type, int Index) first = (-1, 0);
        for (int type = 0; type < EventTypes; type++)
        {
            if (Events(type) is { } block && block.Visible < block.Count
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
        Release();
        Fields = new FactRow(Layout.Profile);
        Memory = new ProfileMemory(Layout);
        (Once, History, Held) = (null, null, null);
    }

    /// <summary>Lets go of all events and of what was folded: others use their room.</summary>
    internal void Release()
    {
        Folded = [];
        for (int type = 0; type < EventTypes; type++)
        {
            Events(type)?.Release();
        }

        events = null;
        Version++;
    }

    /// <summary>Hides the events after an instant, so that they can happen again.</summary>
    internal void HideAfter(long instant)
    {
        Version++;
        for (int type = 0; type < EventTypes; type++)
        {
            if (Events(type) is { } block)
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

    /// <summary>By event type: room that some shard has left, for the others.</summary>
    public RowPages[] SpareRows { get; } = [.. schema.Events.Select(_ => new RowPages())];

    /// <summary>The journeys.</summary>
    public JourneySet Journeys { get; } = journeys;
}
