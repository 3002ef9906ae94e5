namespace SegLang.Runtime;

/// <summary>
/// What has happened once of an event type with `once by`: 128 bits of the values of its once-fields each, also of events that are no longer held,
/// and of these, with `for a span`, when the latest happened. An open table: a slot is empty where its key is 0.
/// </summary>
internal sealed class OnceKeys
{
    private UInt128[] keys = new UInt128[4];
    private long[]? times;

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes it occupies.</summary>
    public long Bytes => (16 * keys.LongLength) + (8 * (times?.LongLength ?? 0));

    /// <summary>All keys, with the instant of the latest event that is no longer held (the least number: none).</summary>
    public IEnumerable<(UInt128 Key, long Time)> All =>
        keys.Select((key, slot) => (Key: key, Time: times is null ? long.MinValue : times[slot])).Where(k => k.Key != 0);

    /// <summary>Whether the key was there; it is now.</summary>
    public bool AddOrHas(UInt128 key)
    {
        int slot = SlotOf(key);
        if (keys[slot] == key)
        {
            return true;
        }

        keys[slot] = key;
        Count++;
        if (Count * 4 > keys.Length * 3)
        {
            Rebuild(keys.Length * 2, (_, _) => true);
        }

        return false;
    }

    /// <summary>When the latest event of a key happened that is no longer held; the least number if there is none.</summary>
    public long TimeOf(UInt128 key) => times is null || keys[SlotOf(key)] != key ? long.MinValue : times[SlotOf(key)];

    /// <summary>The latest event of a key that is no longer held.</summary>
    public void SetTime(UInt128 key, long time)
    {
        _ = AddOrHas(key);
        times ??= Filled(keys.Length);
        times[SlotOf(key)] = Math.Max(times[SlotOf(key)], time);
    }

    /// <summary>Keeps the keys that a rule names.</summary>
    public void Keep(Func<UInt128, long, bool> isKept)
    {
        int kept = All.Count(k => isKept(k.Key, k.Time));
        int size = 4;
        while (kept * 4 > size * 3)
        {
            size *= 2;
        }

        Rebuild(size, isKept);
    }

    /// <summary>The key of an event; false where one of its once-fields is unknown, so that it repeats nothing.</summary>
    public static bool TryKey(EventSchema schema, FactRow? facts, long time, long order, out UInt128 key)
    {
        KeyHash hash = default;
        foreach (int field in schema.OnceBy)
        {
            bool isKnown = field switch
            {
                EventSchema.TimeOrdinal => hash.Add((ulong)time),
                EventSchema.OrderOrdinal => hash.Add((ulong)order),
                _ => facts is not null && hash.Add(facts, field),
            };
            if (!isKnown)
            {
                key = 0;
                return false;
            }
        }

        key = hash.Value;
        return true;
    }

    private int SlotOf(UInt128 key)
    {
        int mask = keys.Length - 1;
        int slot = (int)(ulong)key & mask;
        while (keys[slot] != 0 && keys[slot] != key)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Rebuild(int size, Func<UInt128, long, bool> isKept)
    {
        (UInt128 Key, long Time)[] all = [.. All.Where(k => isKept(k.Key, k.Time))];
        keys = new UInt128[size];
        times = times is null ? null : Filled(size);
        Count = all.Length;
        foreach ((UInt128 key, long time) in all)
        {
            int slot = SlotOf(key);
            keys[slot] = key;
            if (times is not null)
            {
                times[slot] = time;
            }
        }
    }

    private static long[] Filled(int size)
    {
        long[] filled = new long[size];
        filled.AsSpan().Fill(long.MinValue);
        return filled;
    }
}

/// <summary>128 bits of values, the same on every machine. Two lanes of the finaliser of MurmurHash3 with different constants.</summary>
internal struct KeyHash
{
    private ulong first;
    private ulong second;

    /// <summary>The hash of what was added, never 0.</summary>
    public readonly UInt128 Value => new(first, second | 1);

    /// <summary>Adds a number; always true.</summary>
    public bool Add(ulong value)
    {
        first = Mix((first * 0x9E3779B97F4A7C15) + value + 0x632BE59BD9B4E019);
        second = Mix((second ^ (value * 0xD6E8FEB86659FD93)) + 0xA0761D6478BD642F);
        return true;
    }

    /// <summary>Adds a field; false where it is unknown (of a set or list: empty).</summary>
    public bool Add(FactRow row, int field)
    {
        FieldSchema schema = row.Layout.Fields[field];
        if (RecordLayout.IsNumber(schema))
        {
            return FactRow.TryGet(row.Numbers, 0, row.Layout, field, out long bits) && Add(Normal(schema, bits));
        }

        object? held = row.Layout.Place(field) < 0 ? null : row.Objects[row.Layout.Place(field)];
        return held is not null && Add(held, schema);
    }

    private bool Add(object held, FieldSchema schema)
    {
        switch (held)
        {
            case string text: Add(text); break;
            case string[] texts: Array.ForEach(texts, Add); break;
            case long[] numbers:
                foreach (long number in numbers)
                {
                    Add(Normal(schema.Element ?? schema, number));
                }

                break;
            case FactRow[] rows:
                foreach (FactRow row in rows)
                {
                    foreach (FieldSchema part in row.Layout.Fields)
                    {
                        Add(Add(row, part.Ordinal) ? 1UL : 0UL);
                    }
                }

                break;
        }

        return held is not Array array || Add((ulong)array.Length);
    }

    /// <summary>Adds a text.</summary>
    public void Add(string text)
    {
        foreach (char c in text)
        {
            Add(c);
        }

        Add((ulong)text.Length);
    }

    // −0 is 0.
    private static ulong Normal(FieldSchema schema, long bits) =>
        schema.Storage == Storage.Double && BitConverter.Int64BitsToDouble(bits) == 0 ? 0 : (ulong)bits;

    private static ulong Mix(ulong value)
    {
        value ^= value >> 33;
        value *= 0xFF51AFD7ED558CCD;
        value ^= value >> 33;
        value *= 0xC4CEB9FE1A85EC53;
        return value ^ (value >> 33);
    }
}
