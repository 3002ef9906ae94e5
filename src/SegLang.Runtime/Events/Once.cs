namespace SegLang.Runtime;

/// <summary>
/// `once by`: per profile, an event is a repetition when an earlier first has the same values in all once-fields, all known, and
/// with a span lies no further back than that. Repetitions are dropped and counted.
/// </summary>
internal static class Once
{
    public static EventStore Apply(EventStore store, Calendar calendar)
    {
        EventSchema schema = store.Schema;
        Column?[] keys = [.. schema.OnceBy.Select(o => KeyColumn(store, o))];
        var kept = new FixedBuilder<int>();
        var offsets = new int[store.Offsets.Length];
        var firsts = new Dictionary<int, int>();
        long repetitions = 0;
        long differing = 0;
        for (int profile = 0; profile + 1 < store.Offsets.Length; profile++)
        {
            int from = store.Offsets[profile];
            int end = store.Offsets[profile + 1];
            firsts.Clear();
            for (int row = from; row < end; row++)
            {
                int first = end - from == 1 ? -1 : FirstOf(store, keys, firsts, row, calendar);
                if (first < 0)
                {
                    kept.Append(row);
                }
                else
                {
                    repetitions++;
                    differing += Differs(store, first, row) ? 1 : 0;
                }
            }

            offsets[profile + 1] = kept.Count;
        }

        return repetitions == 0 ? store : Keep(store, offsets, kept.Written, repetitions, differing);
    }

    private static EventStore Keep(EventStore store, int[] offsets, ReadOnlySpan<int> rows, long repetitions, long differing)
    {
        var times = (FixedColumn<long>)new FixedColumn<long>(store.Times, store.Count, null).Gather(rows);
        long[]? orders = Gather(store.Orders, store.Count, rows);
        long[]? arrivals = Gather(store.Arrivals, store.Count, rows);
        var fields = new Column?[store.Fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = store.Fields[i]?.Gather(rows);
            store.Fields[i] = null;
        }

        return new EventStore(store.Schema, offsets, times.Values, orders, fields)
        {
            Arrivals = arrivals,
            Repetitions = repetitions,
            DifferingRepetitions = differing,
        };
    }

    private static long[]? Gather(long[]? values, int count, ReadOnlySpan<int> rows) =>
        values is null ? null : ((FixedColumn<long>)new FixedColumn<long>(values, count, null).Gather(rows)).Values;

    private static Column? KeyColumn(EventStore store, int ordinal) => ordinal switch
    {
        EventSchema.TimeOrdinal => new FixedColumn<long>(store.Times, store.Count, null),
        EventSchema.OrderOrdinal => new FixedColumn<long>(store.Orders ?? new long[store.Count], store.Count, null),
        _ => store.Fields[ordinal],
    };

    // The first that this event repeats, or −1; then it is remembered as a first itself. The dictionary maps a hash to the
    // newest first of that hash and probes on by counting up.
    private static int FirstOf(EventStore store, Column?[] keys, Dictionary<int, int> firsts, int row, Calendar calendar)
    {
        var hash = default(HashCode);
        foreach (Column? key in keys)
        {
            if (key is null || !key.IsKnown(row))
            {
                return -1;
            }

            hash.Add(HashOf(key, row));
        }

        for (int probe = hash.ToHashCode(); ; probe++)
        {
            if (!firsts.TryGetValue(probe, out int first))
            {
                firsts.Add(probe, row);
                return -1;
            }

            if (Array.TrueForAll(keys, k => k is not null && k.SameValue(first, row)))
            {
                bool repeats = store.Schema.OnceFor is not { } span
                    || !calendar.TryAdd(store.Times[first], span.Count, span.Unit, out long end) || store.Times[row] <= end;
                firsts[probe] = repeats ? first : row;
                return repeats ? first : -1;
            }
        }
    }

    private static int HashOf(Column column, int row) => column switch
    {
        FixedColumn<int> c => c.Values[row],
        FixedColumn<long> c => c.Values[row].GetHashCode(),
        FixedColumn<double> c => c.Values[row].GetHashCode(),
        FixedColumn<byte> c => c.Values[row],
        NestedColumn c => c.Size(row),
        _ => 0,
    };

    private static bool Differs(EventStore store, int first, int row)
    {
        if (store.Times[first] != store.Times[row])
        {
            return true;
        }

        return Array.Exists(store.Fields, f => f is not null && !f.SameValue(first, row));
    }
}
