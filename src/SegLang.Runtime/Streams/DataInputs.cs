namespace SegLang.Runtime;

/// <summary>
/// The inputs that data holds, in order of time; those of a profile in their own order. Immutable, for many threads.
/// </summary>
public sealed class DataInputs
{
    private readonly DataSet data;
    private readonly StreamLayout layout;
    private readonly ProfileKey[] keys;
    private readonly Entry[] entries;
    private readonly FieldChange[] changes;

    /// <summary>The inputs of data whose profiles have these keys.</summary>
    public DataInputs(RuleProgram program, DataSet data, ProfileKeys keys)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(keys);
        this.data = data;
        layout = new StreamLayout(program);
        this.keys = new ProfileKey[keys.Count];
        for (int row = 0; row < keys.Count; row++)
        {
            this.keys[row] = keys.IsText
                ? new ProfileKey(keys.KeyText(row))
                : new ProfileKey(long.Parse(keys.KeyText(row), System.Globalization.CultureInfo.InvariantCulture));
        }

        changes = [.. data.Changes.OrderBy(c => c.Profile).ThenBy(c => c.Time).ThenBy(c => c.Arrival)];
        entries = new Entry[changes.Length + data.Events.Sum(s => s.Count)];
        Fill();
        Array.Sort(entries);
    }

    /// <summary>How many inputs.</summary>
    public int Count => entries.Length;

    /// <summary>How many profiles.</summary>
    public int ProfileCount => keys.Length;

    /// <summary>The instant of an input, microseconds since 1970-01-01T00:00Z.</summary>
    public long Time(int place) => entries[place].Time;

    /// <summary>The row of an input's profile.</summary>
    public int Profile(int place) => entries[place].Profile;

    /// <summary>The ordinal of an event's type; −1 for a change of fields.</summary>
    public int Type(int place) => entries[place].Type;

    /// <summary>The key of a profile.</summary>
    public ProfileKey Key(int row) => keys[row];

    /// <summary>A profile's fields as they are before its first input.</summary>
    public FactRow Fields(int row) => ColumnFacts.Row(layout.Profile, data.Given, row);

    /// <summary>An input; the host's clock is at it.</summary>
    public StreamInput this[int place]
    {
        get
        {
            Entry entry = entries[place];
            return entry.Type < 0
                ? StreamInput.Change(keys[entry.Profile], changes[entry.Row].Values, entry.Time, entry.Time)
                : StreamInput.Event(
                    keys[entry.Profile],
                    entry.Type,
                    ColumnFacts.Event(data, layout.Events[entry.Type], entry.Type, entry.Row),
                    entry.Time,
                    entry.Time,
                    data.Events[entry.Type].Orders?[entry.Row] ?? 0);
        }
    }

    /// <summary>The place of the first input after an instant.</summary>
    public int FirstAfter(long instant)
    {
        (int low, int high) = (0, entries.Length);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = entries[middle].Time <= instant ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>A number that tells an input from others: of its profile, instant and order.</summary>
    public ulong Print(int place)
    {
        Entry entry = entries[place];
        KeyHash hash = default;
        hash.Add(keys[entry.Profile].Hash);
        hash.Add((ulong)entry.Time);
        hash.Add(entry.Type < 0 ? 0 : (ulong)(data.Events[entry.Type].Orders?[entry.Row] ?? 0));
        return (ulong)hash.Value;
    }

    // Profile by profile, so that the place in the sequence keeps their order within an instant.
    private void Fill()
    {
        int count = 0;
        int change = 0;
        List<(long Time, long Order, long Arrival, int Type, int Row)> own = [];
        for (int row = 0; row < keys.Length; row++)
        {
            own.Clear();
            for (; change < changes.Length && changes[change].Profile == row; change++)
            {
                own.Add((changes[change].Time, 0, changes[change].Arrival, -1, change));
            }

            ColumnReader reader = new(data, row);
            for (int type = 0; type < data.Events.Length; type++)
            {
                EventStore store = data.Events[type];
                int first = store.Offsets[row];
                for (int i = first; i < store.Offsets[row + 1]; i++)
                {
                    own.Add((store.Times[i], store.Orders?[i] ?? 0, reader.EventArrival(type, i - first), type, i));
                }
            }

            own.Sort();
            foreach ((long time, _, _, int type, int place) in own)
            {
                entries[count] = new Entry(time, row, type, place, count);
                count++;
            }
        }
    }

    private readonly record struct Entry(long Time, int Profile, int Type, int Row, int Sequence) : IComparable<Entry>
    {
        public int CompareTo(Entry other) => Time != other.Time ? Time.CompareTo(other.Time) : Sequence.CompareTo(other.Sequence);
    }
}
