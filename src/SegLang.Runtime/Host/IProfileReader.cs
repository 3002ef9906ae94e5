namespace SegLang.Runtime;

/// <summary>
/// A reader of a host's profiles: a struct that holds the profile and the scratch it is opened with, and reads fields in place. What a
/// <see cref="RuleSet"/> binds by itself is one; others can be written, or generated, by hand.
/// </summary>
/// <typeparam name="TProfile">What it reads.</typeparam>
public interface IProfileReader<TProfile> : IFactReader
{
    /// <summary>Chooses the profile.</summary>
    void Open(TProfile profile, ReaderScratch scratch);
}

/// <summary>What a reader needs besides the profile. One per evaluator, so for one thread.</summary>
public sealed class ReaderScratch
{
    private readonly string[][] enums;
    private readonly int[]?[] kept;
    private readonly int[] counts;
    private readonly JourneyReplay? journeys;
    private object?[] buffers = [];
    private long now;
    private long round;

    internal ReaderScratch(RuleProgram program, string[][] enums)
    {
        Calendar = program.Calendar;
        this.enums = enums;
        kept = new int[]?[program.Schema.Events.Length];
        counts = new int[kept.Length];
        counts.AsSpan().Fill(-1);
        journeys = program.Journeys.Journeys.IsEmpty ? null : new JourneyReplay(program);
    }

    /// <summary>The calendar of the rule set's zone.</summary>
    public Calendar Calendar { get; }

    /// <summary>The names of an enum's members, by the binding's numbering.</summary>
    public string[] Members(int number) => enums[number];

    /// <summary>How many events of a type there are for rules, of those that a host has: repetitions (`once by`) are none. Only such types need it.</summary>
    public int Count(int type, int held) => counts[type] < 0 ? held : counts[type];

    /// <summary>Where an event of a type lies among those that a host has.</summary>
    public int At(int type, int index) => counts[type] < 0 ? index : kept[type]?[index] ?? index;

    /// <summary>A part of a journey's state: the profile's events are replayed when it is first asked for.</summary>
    public bool Journey<TReader>(in TReader reader, int journey, JourneyFact fact, long at, out long value)
        where TReader : struct, IFactReader
    {
        value = 0;
        return journeys is not null && journeys.TryGet(reader, now, journey, fact, at, out value);
    }

    /// <summary>What a generated reader keeps from one profile to the next, to be used again.</summary>
    public object? Kept { get; set; }

    /// <summary>Collections may have other items than before: a reader calls it when it is opened, where it has any that cannot be read by place.</summary>
    public void BeginItems() => round++;

    /// <summary>The items of a collection that cannot be read by place, by the reader's numbering of its collections; null is an empty one.</summary>
    public HostBuffer<T> Items<T>(IEnumerable<T>? items, int number)
    {
        if (number >= buffers.Length)
        {
            Array.Resize(ref buffers, number + 1);
        }

        HostBuffer<T> buffer = buffers[number] as HostBuffer<T> ?? new HostBuffer<T>();
        buffers[number] = buffer;
        buffer.Fill(items, round);
        return buffer;
    }

    // Another profile, or another instant.
    internal void Begin(long instant)
    {
        now = instant;
        journeys?.Clear();
    }

    internal void KeepAll() => counts.AsSpan().Fill(-1);

    internal Span<int> Room(int type, int count)
    {
        if (kept[type] is not { } room || room.Length < count)
        {
            kept[type] = room = new int[Math.Max(16, count * 2)];
        }

        return room;
    }

    internal void Keep(int type, int count) => counts[type] = count;
}
