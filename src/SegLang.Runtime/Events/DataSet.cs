using System.Collections.Immutable;

namespace SegLang.Runtime;

/// <summary>Events of one type as they arrive, before they are grouped by profile.</summary>
public sealed class EventTable
{
    private readonly FixedBuilder<int> profiles;
    private readonly FixedBuilder<long> times;
    private readonly FixedBuilder<long> orders = new();
    private FixedBuilder<long>? arrivals;
    private bool anyOrder;

    /// <summary>No events of a type yet.</summary>
    /// <param name="schema">The event type.</param>
    /// <param name="capacity">How many events are expected; more may come.</param>
    public EventTable(EventSchema schema, int capacity = 0)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema = schema;
        profiles = new(capacity);
        times = new(capacity);
        Fields = [.. schema.Fields.Select(f => f.IsComputed ? null : ColumnBuilder.For(f, capacity))];
    }

    /// <summary>The event type.</summary>
    public EventSchema Schema { get; }

    /// <summary>A builder per field by ordinal (null: computed): append to each, then call <see cref="EndRow"/>.</summary>
    public ImmutableArray<ColumnBuilder?> Fields { get; }

    /// <summary>How many events.</summary>
    public int Count => profiles.Count;

    /// <summary>Ends an event whose fields have been appended.</summary>
    /// <param name="profile">The profile's row.</param>
    /// <param name="time">Its instant.</param>
    /// <param name="order">Its order, 0 where the source gives none.</param>
    /// <param name="arrival">
    /// Its place among the events of all types of that profile, given for every event or for none; without it the types come in order
    /// of declaration.
    /// </param>
    public void EndRow(int profile, long time, long order = 0, long? arrival = null)
    {
        if (arrival is { } place)
        {
            (arrivals ??= new()).Append(place);
        }

        profiles.Append(profile);
        times.Append(time);
        if (order != 0 && !anyOrder)
        {
            anyOrder = true;
            while (orders.Count < profiles.Count - 1)
            {
                orders.Append(0);
            }
        }

        if (anyOrder)
        {
            orders.Append(order);
        }
    }

    /// <summary>Takes back what was appended to the fields since the last whole row.</summary>
    public void DropRow()
    {
        foreach (ColumnBuilder? builder in Fields)
        {
            builder?.Truncate(Count);
            (builder as NestedBuilder)?.DropElements();
        }
    }

    internal int[] TakeProfiles() => profiles.TakeValues();

    internal long[] TakeTimes() => times.TakeValues();

    internal long[]? TakeOrders() => anyOrder ? orders.TakeValues() : null;

    internal long[]? TakeArrivals() => arrivals?.TakeValues();
}

/// <summary>
/// The events of one type grouped by profile: those of profile p are the rows from Offsets[p] up to Offsets[p + 1], in order of
/// time, order, arrival, with repetitions (`once by`) dropped.
/// </summary>
public sealed class EventStore
{
    internal EventStore(EventSchema schema, int[] offsets, long[] times, long[]? orders, Column?[] fields)
    {
        Schema = schema;
        Offsets = offsets;
        Times = times;
        Orders = orders;
        Fields = fields;
        for (int profile = 0; profile + 1 < offsets.Length; profile++)
        {
            MostPerProfile = Math.Max(MostPerProfile, offsets[profile + 1] - offsets[profile]);
        }
    }

    /// <summary>The event type.</summary>
    public EventSchema Schema { get; }

    /// <summary>Where each profile's events begin; one more than profiles.</summary>
    public readonly int[] Offsets;

    /// <summary>The instants.</summary>
    public readonly long[] Times;

    /// <summary>The orders, or null where all are 0.</summary>
    public readonly long[]? Orders;

    /// <summary>The fields by ordinal; null where computed.</summary>
    public readonly Column?[] Fields;

    /// <summary>Each event's place among the events of all types of its profile; null where the types come in order of declaration.</summary>
    public long[]? Arrivals { get; internal init; }

    /// <summary>How many events.</summary>
    public int Count => Times.Length;

    /// <summary>The most events that a profile has.</summary>
    public int MostPerProfile { get; }

    /// <summary>How many repetitions `once by` dropped.</summary>
    public long Repetitions { get; internal init; }

    /// <summary>How many of those differ from what they repeat in other fields.</summary>
    public long DifferingRepetitions { get; internal init; }
}

/// <summary>Profiles and their events, ready to be evaluated. Immutable, for many threads.</summary>
public sealed class DataSet
{
    private DataSet(RuleSchema schema, int profileCount, Column?[] profile, EventStore[] events)
    {
        Schema = schema;
        ProfileCount = profileCount;
        Profile = profile;
        Given = profile;
        Events = events;
    }

    /// <summary>The schema of the data.</summary>
    public RuleSchema Schema { get; }

    /// <summary>How many profiles.</summary>
    public int ProfileCount { get; }

    /// <summary>The profile's fields by ordinal; null where computed.</summary>
    public readonly Column?[] Profile;

    /// <summary>The events by type ordinal.</summary>
    public readonly EventStore[] Events;

    /// <summary>The profile's fields by ordinal as they were before the first of <see cref="Changes"/>.</summary>
    public Column?[] Given { get; private init; }

    /// <summary>What changed of the profiles' fields until <see cref="Profile"/> was so, in any order; empty where that is not known.</summary>
    public IReadOnlyList<FieldChange> Changes { get; private init; } = [];

    /// <summary>The journeys of the profiles at the instant of evaluation; null where none was run.</summary>
    public JourneyColumns? Journeys { get; private init; }

    /// <summary>The same data with journeys.</summary>
    public DataSet With(JourneyColumns journeys) =>
        new(Schema, ProfileCount, Profile, Events) { Given = Given, Changes = Changes, Journeys = journeys };

    /// <summary>The same data with the history of the profiles' fields: how they were at first, and what changed since.</summary>
    public DataSet With(Column?[] given, IReadOnlyList<FieldChange> changes) =>
        new(Schema, ProfileCount, Profile, Events) { Given = given, Changes = changes };

    /// <summary>
    /// Groups the events by profile. The tables are used up: their columns are released one by one, so that little more than one
    /// column exists twice at any time.
    /// </summary>
    /// <param name="schema">The schema; <paramref name="events"/> has a table for each of its event types, by ordinal.</param>
    /// <param name="profileCount">How many profiles.</param>
    /// <param name="profile">The profile's columns by ordinal; null where computed.</param>
    /// <param name="events">The events as they arrived.</param>
    /// <param name="calendar">The calendar of the rule set's zone, for `once by … for`.</param>
    /// <param name="threads">How many threads may be used; the result does not depend on it.</param>
    public static DataSet Build(
        RuleSchema schema, int profileCount, Column?[] profile, IReadOnlyList<EventTable> events, Calendar calendar, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(events);
        var stores = new EventStore[events.Count];
        for (int type = 0; type < stores.Length; type++)
        {
            stores[type] = EventIndex.Build(events[type], profileCount, calendar, threads <= 0 ? Environment.ProcessorCount : threads);
        }

        return new DataSet(schema, profileCount, profile, stores);
    }

    /// <summary>The instant of the last event, or null without events.</summary>
    public long? Latest()
    {
        long? latest = null;
        foreach (EventStore store in Events)
        {
            foreach (long time in store.Times)
            {
                latest = latest is { } known && known >= time ? known : time;
            }
        }

        return latest;
    }
}
