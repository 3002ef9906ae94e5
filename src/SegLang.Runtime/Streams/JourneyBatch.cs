namespace SegLang.Runtime;

/// <summary>A field change of a profile in a batch.</summary>
/// <param name="Profile">The profile's row.</param>
/// <param name="Time">The instant.</param>
/// <param name="Arrival">Its place among the inputs of its profile, as for events.</param>
/// <param name="Values">The fields that change (by ordinal) and their values in the forms of <see cref="FactRow"/>.</param>
public sealed record FieldChange(int Profile, long Time, long Arrival, IReadOnlyList<(int Field, object? Value)> Values);

/// <summary>Journeys in bulk: takes every profile of a data set from its begin to an instant.</summary>
public static class JourneyBatch
{
    private const int ProfilesPerTask = 256;

    /// <summary>
    /// The journeys of all profiles, each at an instant of its own. Profiles begin at their first input, or at <paramref name="begin"/> where that
    /// is earlier. <paramref name="log"/>, where given, gets the lines of each profile; it is called by several threads at once.
    /// </summary>
    public static JourneyColumns Run(
        RuleProgram program,
        DataSet data,
        Func<int, long> now,
        Func<int, long?>? begin = null,
        Action<int, IReadOnlyList<FeedLine>>? log = null,
        int threads = 0,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(now);
        ILookup<int, FieldChange> byProfile = data.Changes.ToLookup(c => c.Profile);
        StreamLayout layout = new(program);
        JourneyColumns columns = new(program.Journeys.Journeys.Length, data.ProfileCount);
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads <= 0 ? Environment.ProcessorCount : threads, CancellationToken = cancellation };
        int tasks = (data.ProfileCount + ProfilesPerTask - 1) / ProfilesPerTask;
        Parallel.For(0, tasks, options, () => new ProfileRunner(program, publishes: false), (task, _, runner) =>
        {
            int end = Math.Min(data.ProfileCount, (task + 1) * ProfilesPerTask);
            for (int row = task * ProfilesPerTask; row < end; row++)
            {
                List<FeedLine>? lines = log is null ? null : [];
                ProfileState state = new(layout, ColumnFacts.Row(layout.Profile, data.Given, row));
                Load(state, data, row);
                Run(runner, state, [.. byProfile[row].OrderBy(c => c.Time).ThenBy(c => c.Arrival)], now(row), begin?.Invoke(row), lines);
                for (int journey = 0; journey < state.Memory.JourneyCount; journey++)
                {
                    columns.Set(row, journey, Stays(state.Memory.Journey(journey)));
                }

                log?.Invoke(row, lines ?? []);
            }

            return runner;
        }, _ => { });
        return columns;
    }

    /// <summary>The stays of a journey in order of time, as far as some rule asks for them.</summary>
    internal static Stay[] Stays(JourneyState state) => state.Stage < 0
        ? []
        : [.. state.Past ?? [], new Stay(state.Stage, state.Since, state.Entered is { } entered ? entered[state.Stage] : 0)];

    /// <summary>Takes a profile, whose events are loaded, from its begin to an instant.</summary>
    internal static void Run(ProfileRunner runner, ProfileState state, FieldChange[] changes, long now, long? begin, List<FeedLine>? log)
    {
        int change = 0;
        long open = long.MinValue;
        if (begin is { } told && told <= now)
        {
            Step(told);
        }

        while (true)
        {
            (int type, int index) = First(state);
            bool isChange = change < changes.Length && (type < 0 || IsBefore(changes[change], state.Block(type), index));
            long time = isChange ? changes[change].Time : type < 0 ? long.MaxValue : state.Block(type).Time(index);
            if (time > now)
            {
                break;
            }

            Step(time);
            if (isChange)
            {
                foreach ((int field, object? value) in changes[change++].Values)
                {
                    state.Fields[field] = value;
                }

                runner.Change(state, log);
            }
            else
            {
                runner.Event(state, type, index, log);
            }
        }

        if (open != long.MinValue)
        {
            runner.Settle(state, open, log);
        }

        runner.Advance(state, now, log);

        void Step(long time)
        {
            if (open != time && open != long.MinValue)
            {
                runner.Settle(state, open, log);
            }

            open = time;
            runner.Open(state, time, log);
        }
    }

    private static void Load(ProfileState state, DataSet data, int row)
    {
        ColumnReader reader = new(data, row);
        for (int type = 0; type < data.Events.Length; type++)
        {
            EventStore store = data.Events[type];
            int first = store.Offsets[row];
            for (int index = 0; first + index < store.Offsets[row + 1]; index++)
            {
                state.Block(type).Insert(
                    ColumnFacts.Event(data, state.Layout.Events[type], type, first + index),
                    store.Times[first + index],
                    reader.EventOrder(type, index),
                    reader.EventArrival(type, index));
            }
        }
    }

    // The first event in event order that is not visible yet.
    private static (int Type, int Index) First(ProfileState state)
    {
        (int Type, int Index) first = (-1, 0);
        for (int type = 0; type < state.EventTypes; type++)
        {
            if (state.Events(type) is { } block && block.Visible < block.Count
                && (first.Type < 0 || IsBefore(block, block.Visible, state.Block(first.Type), first.Index)))
            {
                first = (type, block.Visible);
            }
        }

        return first;
    }

    private static bool IsBefore(EventBlock block, int index, EventBlock other, int otherIndex) =>
        (block.Time(index), block.Order(index), block.Arrival(index)).CompareTo((other.Time(otherIndex), other.Order(otherIndex), other.Arrival(otherIndex))) < 0;

    private static bool IsBefore(FieldChange change, EventBlock block, int index) =>
        (change.Time, 0L, change.Arrival).CompareTo((block.Time(index), block.Order(index), block.Arrival(index))) < 0;
}
