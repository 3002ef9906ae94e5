namespace SegLang.Runtime;

/// <summary>Where the events of some profiles lie, and what was folded of others. For one thread at a time.</summary>
internal sealed class EventRoom(StreamLayout layout)
{
    private readonly EventShelf?[] shelves = new EventShelf?[layout.Events.Length];

    /// <summary>Where folded values lie; empty before <see cref="FoldedOf"/>.</summary>
    public RowShelf Folded { get; private set; } = new(0, 0, null);

    /// <summary>How facts are laid out.</summary>
    public StreamLayout Layout => layout;

    /// <summary>The bytes of all arrays of events, also of what is free in them.</summary>
    public long EventBytes => shelves.Sum(s => s?.Bytes ?? 0);

    /// <summary>Where the events of a type lie.</summary>
    public EventShelf Of(int type) => shelves[type] ??= new EventShelf(layout.Events[type], layout.SpareRows[type]);

    /// <summary>Moves the events of these profiles together, of types of which much room is free. They are all that use the room.</summary>
    public void Pack(ProfileTable profiles)
    {
        for (int type = 0; type < shelves.Length; type++)
        {
            if (shelves[type] is { IsLoose: true } shelf)
            {
                int packed = type;
                shelf.Pack(() =>
                {
                    foreach (ProfileState profile in profiles.States)
                    {
                        profile.Events(packed)?.Pack();
                    }
                });
            }
        }
    }

    /// <summary>Where folded values lie, so many of each profile. It is the same number for all.</summary>
    public RowShelf FoldedOf(int count)
    {
        Folded = Folded.Stride == 0 ? new RowShelf(count, 0, null) : Folded;
        return Folded.Stride == count ? Folded : throw new InvalidDataException("profiles differ in how many values are folded");
    }
}

/// <summary>The events of one type.</summary>
internal sealed class EventShelf(RecordLayout layout, RowPages spare) : RowShelf(Head + layout.Numbers, layout.Objects, spare)
{
    /// <summary>The numbers before a row's values.</summary>
    public const int Head = 3;

    /// <summary>Where the fields lie.</summary>
    public RecordLayout Layout => layout;
}
