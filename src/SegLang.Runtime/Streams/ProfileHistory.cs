namespace SegLang.Runtime;

/// <summary>
/// What it takes to set a profile back to any instant within the lateness: one or two snapshots, and the changes since the older one (events are in
/// their blocks). Only profiles with which something happened within the lateness have it.
/// </summary>
internal sealed class ProfileHistory(Snapshot first)
{
    /// <summary>The older snapshot: it lies before the lateness, or before the profile's begin.</summary>
    public Snapshot Oldest { get; private set; } = first;

    /// <summary>The newer snapshot, or the same.</summary>
    public Snapshot Newest { get; private set; } = first;

    /// <summary>Since when it has been watched whether anything happens with the profile.</summary>
    public long Watched { get; set; }

    /// <summary>The changes of fields after the oldest snapshot, in order.</summary>
    public List<RecordedChange> Changes { get; } = [];

    /// <summary>The lines of the feed after the oldest snapshot that hold, in order of time; an action that was asked for holds always.</summary>
    public List<FeedLine> Lines { get; } = [];

    /// <summary>Repetitions after the oldest snapshot that could still turn out to be none, as `once by … for` is relative to what was first.</summary>
    public List<Repetition> Repetitions { get; } = [];

    /// <summary>Adds a snapshot; the newest so far becomes the oldest. Returns whether changes of fields were forgotten by that.</summary>
    public bool Add(Snapshot snapshot)
    {
        Oldest = Newest;
        Newest = snapshot;
        return Forget();
    }

    /// <summary>Adds a change of fields at its place.</summary>
    public void Add(RecordedChange change)
    {
        int place = Changes.FindLastIndex(c => (c.Time, c.Arrival).CompareTo((change.Time, change.Arrival)) <= 0);
        Changes.Insert(place + 1, change);
    }

    /// <summary>
    /// Adds lines, which are in order of time. What was asked for and would not be asked for now may lie after the instant that goes on: they come before it.
    /// </summary>
    public void Tell(List<FeedLine> told)
    {
        if (told.Count > 0)
        {
            int place = Lines.Count;
            while (place > 0 && Lines[place - 1].Time > told[0].Time)
            {
                place--;
            }

            if (place == Lines.Count)
            {
                Lines.AddRange(told);
            }
            else
            {
                List<FeedLine> later = Lines.GetRange(place, Lines.Count - place);
                Lines.RemoveRange(place, Lines.Count - place);
                Lines.AddRange(later.Concat(told).OrderBy(l => l.Time));
            }
        }
    }

    /// <summary>Keeps one snapshot only. Returns whether changes of fields were forgotten by that.</summary>
    public bool StartFrom(Snapshot snapshot)
    {
        Oldest = snapshot;
        Newest = snapshot;
        return Forget();
    }

    /// <summary>Forgets everything but one snapshot, to be filled for another profile.</summary>
    public void Clear()
    {
        Newest = Oldest;
        Changes.Clear();
        Lines.Clear();
        Repetitions.Clear();
    }

    /// <summary>Drops the newest of two snapshots.</summary>
    public void DropNewest() => Newest = Oldest;

    /// <summary>The snapshot to set back to for an input at an instant; null where there is none before it.</summary>
    public Snapshot? Before(long time) => Newest.Memory.Current < time ? Newest : Oldest.Memory.Current < time ? Oldest : null;

    private bool Forget()
    {
        long until = Oldest.Memory.Current;
        Lines.RemoveAll(l => l.Time <= until);
        Repetitions.RemoveAll(r => r.Time <= until);
        return Changes.RemoveAll(c => c.Time <= until) > 0;
    }
}

/// <summary>
/// A profile as it was: its memory, whose <see cref="ProfileMemory.Current"/> says when, and its fields. Never changed as long as it is one's.
/// </summary>
internal sealed class Snapshot(ProfileMemory memory, FactRow fields)
{
    /// <summary>The memory.</summary>
    public ProfileMemory Memory { get; } = memory;

    /// <summary>The fields.</summary>
    public FactRow Fields { get; set; } = fields;
}

/// <summary>A change of fields that happened.</summary>
internal sealed record RecordedChange(long Time, long Arrival, IReadOnlyList<(int Field, object? Value)> Values);

/// <summary>An event that repeats an earlier one.</summary>
internal sealed record Repetition(int Type, long Time, long Order, long Arrival, FactRow Facts);

/// <summary>An input that lies after the host's clock, with its place in the order of arrival.</summary>
internal sealed record HeldInput(StreamInput Input, long Arrival);
