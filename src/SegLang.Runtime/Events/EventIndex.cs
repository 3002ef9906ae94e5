namespace SegLang.Runtime;

/// <summary>Groups the events of a type by profile, in order of time, order, arrival, and applies `once by`.</summary>
internal static class EventIndex
{
    public static EventStore Build(EventTable table, int profileCount, Calendar calendar, int threads)
    {
        int[] profiles = table.TakeProfiles();
        long[] times = table.TakeTimes();
        long[]? orders = table.TakeOrders();
        long[]? arrivals = table.TakeArrivals();
        var fields = new Column?[table.Fields.Length];
        RowGrouping? grouping = IsSorted(profiles, times, orders) ? null : new RowGrouping(profiles, profileCount, times, orders, threads);
        int[] offsets = grouping?.Offsets ?? Offsets(profiles, profileCount);
        if (arrivals is not null)
        {
            grouping?.Apply(arrivals);
        }

        for (int i = 0; i < fields.Length; i++)
        {
            Column? column = table.Fields[i]?.Build();
            fields[i] = grouping is null ? column : column?.Regroup(grouping);
        }

        var store = new EventStore(table.Schema, offsets, times, orders, fields) { Arrivals = arrivals };
        return table.Schema.OnceBy.IsEmpty ? store : Once.Apply(store, calendar);
    }

    private static int[] Offsets(int[] profiles, int profileCount)
    {
        var offsets = new int[profileCount + 1];
        foreach (int profile in profiles)
        {
            offsets[profile + 1]++;
        }

        for (int i = 0; i < profileCount; i++)
        {
            offsets[i + 1] += offsets[i];
        }

        return offsets;
    }

    private static bool IsSorted(int[] profiles, long[] times, long[]? orders)
    {
        for (int row = 1; row < profiles.Length; row++)
        {
            if (profiles[row] < profiles[row - 1]
                || (profiles[row] == profiles[row - 1] && IsAfter(row - 1, row, times, orders)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAfter(int a, int b, long[] times, long[]? orders) =>
        times[a] > times[b] || (times[a] == times[b] && orders is not null && orders[a] > orders[b]);
}
