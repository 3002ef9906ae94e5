using System.Collections;
using System.Globalization;

namespace SegLang.Runtime;

/// <summary>
/// A profile's events of one type as a host gives them, read once for an evaluation, when the first question about them comes: their instants, that
/// they are in order, and which of them `once by` leaves. Scratch space for one thread, allocated only where there are more events than ever before.
/// </summary>
/// <typeparam name="TEvent">The host's type.</typeparam>
/// <param name="name">The event type's name, for errors.</param>
/// <param name="time">The instant of an event, microseconds since 1970-01-01T00:00Z.</param>
/// <param name="order">What decides between events of one instant; null where all are equal.</param>
/// <param name="once">The rule of `once by`; null without one.</param>
public sealed class TypedEvents<TEvent>(string name, Func<TEvent, long> time, Func<TEvent, long>? order = null, TypedOnce<TEvent>? once = null)
    where TEvent : class
{
    private IReadOnlyList<TEvent>? given;
    private TEvent[] items = [];
    private long[] times = [];
    private long[] orders = [];
    private int count = -1;
    private int used;

    /// <summary>Takes the events of another profile; null is none.</summary>
    public void Take(IReadOnlyList<TEvent>? events)
    {
        given = events;
        count = -1;
    }

    /// <summary>Lets go of the events.</summary>
    public void Clear()
    {
        Array.Clear(items, 0, used);
        used = 0;
        Take(null);
    }

    /// <summary>How many there are. To be asked before any other question about the events of a profile.</summary>
    public int Count => count >= 0 ? count : Load();

    /// <summary>An event by its place among those that count.</summary>
    public TEvent this[int index] => items[index];

    /// <summary>The instant of an event.</summary>
    public long Time(int index) => times[index];

    /// <summary>The order of an event.</summary>
    public long Order(int index) => order is null ? 0 : orders[index];

    /// <summary>The first event at or after <paramref name="start"/> whose time is not before an instant; the count if none is.</summary>
    public int FirstFrom(long instant, int start)
    {
        int low = start;
        int high = Count;
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) >> 1);
            if (times[middle] < instant)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private int Load()
    {
        int size = given?.Count ?? 0;
        Reserve(size);
        Fetch(size);
        once?.Begin();
        int kept = 0;
        (long Time, long Order) last = (long.MinValue, long.MinValue);
        for (int i = 0; i < size; i++)
        {
            TEvent item = items[i] ?? throw new RuleDataException($"`{name}`", $"event {Number(i)} is null", null);
            (long Time, long Order) place = (time(item), order is null ? 0 : order(item));
            if (place.Time < last.Time || (place.Time == last.Time && place.Order < last.Order))
            {
                throw new RuleDataException($"`{name}`", $"event {Number(i)} comes before the one that it stands after: events must be in order of time", null);
            }

            last = place;
            kept += Keep(item, place, kept) ? 1 : 0;
        }

        return count = kept;
    }

    // Whether an event counts; it lies at its place then, or is the next one's to overwrite.
    private bool Keep(TEvent item, (long Time, long Order) place, int at)
    {
        times[at] = place.Time;
        if (order is not null)
        {
            orders[at] = place.Order;
        }

        if (once is null)
        {
            return true;
        }

        items[at] = item;
        return once.IsFirst(items, times, at);
    }

    // All at once where the app's list can: asked for one after the other through their interface they cost as much as the rules.
    private void Fetch(int size)
    {
        used = Math.Max(used, size);
        if (given is ICollection list && list.Count == size)
        {
            list.CopyTo(items, 0);
            return;
        }

        for (int i = 0; i < size && given is not null; i++)
        {
            items[i] = given[i];
        }
    }

    private void Reserve(int size)
    {
        if (items.Length < size)
        {
            int length = Math.Max(size, 2 * items.Length);
            items = new TEvent[length];
            times = new long[length];
            orders = order is null ? [] : new long[length];
        }
    }

    private static string Number(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// `once by` over a host's events: an event is a repetition when an earlier first has the same values in all once-fields, all known, and with a span
/// lies no further back than that. Scratch space for one thread.
/// </summary>
/// <typeparam name="TEvent">The host's type.</typeparam>
/// <param name="calendar">The rule set's calendar.</param>
/// <param name="span">The span of `for`, or null.</param>
/// <param name="hash">A hash of the once-fields; null where one is unknown.</param>
/// <param name="same">Whether two events whose once-fields are all known have the same values in them.</param>
public sealed class TypedOnce<TEvent>(Calendar calendar, CalendarSpan? span, Func<TEvent, int?> hash, Func<TEvent, TEvent, bool> same)
    where TEvent : class
{
    private readonly Dictionary<int, int> firsts = [];

    internal void Begin() => firsts.Clear();

    // The dictionary maps a hash to the newest first of that hash and probes on by counting up.
    internal bool IsFirst(TEvent[] items, long[] times, int index)
    {
        if (hash(items[index]) is not { } start)
        {
            return true;
        }

        for (int probe = start; ; probe++)
        {
            if (!firsts.TryGetValue(probe, out int first))
            {
                firsts.Add(probe, index);
                return true;
            }

            if (same(items[first], items[index]))
            {
                bool repeats = span is not { } within
                    || !calendar.TryAdd(times[first], within.Count, within.Unit, out long end) || times[index] <= end;
                firsts[probe] = repeats ? first : index;
                return !repeats;
            }
        }
    }
}
