namespace SegLang.Runtime;

/// <summary>Groups the events of a type by profile, in order of time, order, arrival, and applies `once by`.</summary>
internal static partial class EventIndex
{
    public static EventStore Build(EventTable table, int profileCount, Calendar calendar, int threads)
    {
        int[] profiles = table.TakeProfiles();
        long[] times = table.TakeTimes();
        long[]? orders = table.TakeOrders();
        int[] offsets = Offsets(profiles, profileCount);
        int[]? rows = Group(profiles, offsets, times, orders, threads);
        var fields = new Column?[table.Fields.Length];
        if (rows is null)
        {
            for (int i = 0; i < fields.Length; i++)
            {
                fields[i] = table.Fields[i]?.Build();
            }

            rows = null;
        }
        else
        {
            times = Gather(times, rows);
            orders = orders is null ? null : Gather(orders, rows);
            for (int i = 0; i < fields.Length; i++)
            {
                fields[i] = table.Fields[i]?.Build().Gather(rows);
            }
        }

        var store = new EventStore(table.Schema, offsets, times, orders, fields);
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

    // The rows in stored order, or null where they already are.
    private static int[]? Group(int[] profiles, int[] offsets, long[] times, long[]? orders, int threads)
    {
        if (IsSorted(profiles, times, orders))
        {
            return null;
        }

        var next = new int[offsets.Length];
        offsets.CopyTo(next, 0);
        var rows = GC.AllocateUninitializedArray<int>(profiles.Length);
        for (int row = 0; row < profiles.Length; row++)
        {
            rows[next[profiles[row]]++] = row;
        }

        int profileCount = offsets.Length - 1;
        Parallel.For(0, (profileCount + 4095) / 4096, new ParallelOptions { MaxDegreeOfParallelism = threads }, block =>
        {
            int last = Math.Min(profileCount, (block + 1) * 4096);
            for (int profile = block * 4096; profile < last; profile++)
            {
                SortRows(rows.AsSpan(offsets[profile], offsets[profile + 1] - offsets[profile]), times, orders);
            }
        });
        return rows;
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

    // Rows come in order of arrival and mostly already of time, so insertion is one pass; many out of order are merged instead.
    private static void SortRows(Span<int> rows, long[] times, long[]? orders)
    {
        for (int i = 1; i < rows.Length; i++)
        {
            if (IsAfter(rows[i - 1], rows[i], times, orders))
            {
                if (rows.Length > 32)
                {
                    rows.Sort((a, b) => IsAfter(a, b, times, orders) ? 1 : IsAfter(b, a, times, orders) ? -1 : a.CompareTo(b));
                    return;
                }

                int row = rows[i];
                int k = i;
                while (k > 0 && IsAfter(rows[k - 1], row, times, orders))
                {
                    rows[k] = rows[k - 1];
                    k--;
                }

                rows[k] = row;
            }
        }
    }

    private static long[] Gather(long[] values, int[] rows)
    {
        var gathered = GC.AllocateUninitializedArray<long>(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            gathered[i] = values[rows[i]];
        }

        return gathered;
    }
}
