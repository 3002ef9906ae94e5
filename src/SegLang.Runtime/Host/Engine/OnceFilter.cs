namespace SegLang.Runtime;

/// <summary>
/// `once by` over a host's events in event order: which of them stay is written into the scratch that the reader asks; the host's lists stay as they are. For
/// one thread; allocates only until it has seen the largest profile.
/// </summary>
internal sealed class OnceFilter(RuleProgram program)
{
    private readonly EventSchema[] types = [.. program.Schema.Events.Where(e => !e.OnceBy.IsEmpty)];
    private readonly Dictionary<UInt128, long> firsts = [];

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsIdle => types.Length == 0;

    /// <summary>Drops the repetitions of a profile; until now the scratch keeps all.</summary>
    public void Apply<TReader>(in TReader reader, ReaderScratch scratch)
        where TReader : struct, IFactReader
    {
        foreach (EventSchema type in types)
        {
            int count = reader.EventCount(type.Ordinal);
            if (count > 1)
            {
                Apply(reader, scratch, type, count);
            }
        }
    }

    private void Apply<TReader>(in TReader reader, ReaderScratch scratch, EventSchema type, int count)
        where TReader : struct, IFactReader
    {
        firsts.Clear();
        Span<int> kept = scratch.Room(type.Ordinal, count);
        int next = 0;
        for (int index = 0; index < count; index++)
        {
            if (!Repeats(reader, type, index))
            {
                kept[next++] = index;
            }
        }

        scratch.Keep(type.Ordinal, next);
    }

    private bool Repeats<TReader>(in TReader reader, EventSchema type, int index)
        where TReader : struct, IFactReader
    {
        if (!TryKey(reader, type, index, out UInt128 key))
        {
            return false;
        }

        long time = reader.EventTime(type.Ordinal, index);
        bool repeats = firsts.TryGetValue(key, out long first)
            && (type.OnceFor is not { } span || !program.Calendar.TryAdd(first, span.Count, span.Unit, out long end) || time <= end);
        if (!repeats)
        {
            firsts[key] = time;
        }

        return repeats;
    }

    private static bool TryKey<TReader>(in TReader reader, EventSchema type, int index, out UInt128 key)
        where TReader : struct, IFactReader
    {
        KeyHash hash = default;
        bool isKnown = true;
        foreach (int field in type.OnceBy)
        {
            isKnown = isKnown && field switch
            {
                EventSchema.TimeOrdinal => hash.Add((ulong)reader.EventTime(type.Ordinal, index)),
                EventSchema.OrderOrdinal => hash.Add((ulong)reader.EventOrder(type.Ordinal, index)),
                _ => FactWalk.TryHash(reader, type.Ordinal, index, type.Fields[field], ref hash),
            };
        }

        key = hash.Value;
        return isKnown;
    }
}
