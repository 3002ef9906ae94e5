namespace SegLang.Runtime;

public sealed partial class StreamEngine
{
    /// <summary>The next instant at which something may happen of itself: time alone, or an input that is held; null if there is none.</summary>
    public long? NextDeadline
    {
        get
        {
            long next = long.MaxValue;
            foreach (StreamShard shard in shards)
            {
                lock (shard)
                {
                    next = Math.Min(next, shard.Next);
                }
            }

            return next == long.MaxValue ? null : next;
        }
    }

    /// <summary>The bytes that held events occupy, with all that it takes to hold them, what their texts refer to apart. Nothing else may be called meanwhile.</summary>
    public long EventBytes => shards.Sum(s => s.Room.EventBytes) + layout.SpareRows.Sum(s => s.Bytes) + Profiles.Sum(p => p.State.EventBytes);

    /// <summary>All profiles, for storing them. Nothing else may be called meanwhile.</summary>
    internal IEnumerable<(ProfileKey Key, ProfileState State)> Profiles => shards.SelectMany(s => s.Profiles.All);

    /// <summary>How facts are laid out.</summary>
    internal StreamLayout Layout => layout;

    /// <summary>How many inputs have arrived: the arrival of the last one.</summary>
    internal long Arrivals
    {
        get => Volatile.Read(ref arrivals);
        set => Volatile.Write(ref arrivals, value);
    }

    /// <summary>What an engine had done whose state this one took over.</summary>
    internal StreamCounters Earlier { get; set; }

    /// <summary>Whether there is such a profile.</summary>
    public bool Contains(ProfileKey key) => Ask(key, (_, _) => true);

    /// <summary>
    /// The value of an output (by its place in <see cref="RuleProgram.Outputs"/>) at the clock, in the forms of <see cref="FactRow"/>; null is
    /// unknown. False where there is no such profile.
    /// </summary>
    public bool TryEvaluate(ProfileKey key, int output, out object? value)
    {
        bool isThere;
        (isThere, value) = Ask(key, (shard, profile) => (true, shard.Evaluate(profile, output, Clock)));
        return isThere;
    }

    /// <summary>The stage of a journey (by its place in <see cref="JourneySet.Journeys"/>) at the clock; null where the profile has not begun it.</summary>
    public Stay? Stage(ProfileKey key, int journey) => Ask(key, (_, profile) =>
    {
        JourneyState state = profile.Memory.Journey(journey);
        return state.Stage < 0 ? (Stay?)null : new Stay(state.Stage, state.Since, state.Entered is { } entered ? entered[state.Stage] : 0);
    });

    /// <summary>The next instant after the clock at which time alone may change something of a profile; null if there is none.</summary>
    public long? NextDeadlineOf(ProfileKey key) => Ask(key, (_, profile) => profile.Next == long.MaxValue ? (long?)null : profile.Next);

    /// <summary>Erases a profile: nothing of it stays in the engine, and nothing is told. False where there is none.</summary>
    public bool Remove(ProfileKey key)
    {
        StreamShard shard = ShardOf(key);
        lock (shard)
        {
            return shard.Remove(key, isErased: true);
        }
    }

    /// <summary>
    /// Two profiles become one: <paramref name="into"/> gets the events of both in order, repetitions left out, keeps its own fields where they are
    /// known, and its journeys are replayed as if it had had all of that; <paramref name="from"/> is gone, and the feed tells that it has left its
    /// segments and classes. Lines that do not hold any more are retracted.
    /// </summary>
    public MergeOutcome Merge(ProfileKey from, ProfileKey into, long now)
    {
        if (from == into)
        {
            return MergeOutcome.NoProfile;
        }

        StreamShard source = ShardOf(from);
        StreamShard target = ShardOf(into);
        bool isFirst = Array.IndexOf(shards, source) <= Array.IndexOf(shards, target);
        lock (isFirst ? source : target)
        {
            lock (isFirst ? target : source)
            {
                return Merge(source, from, target, into, Reach(now));
            }
        }
    }

    /// <summary>Where the events of a profile of a key lie.</summary>
    internal EventRoom RoomOf(ProfileKey key) => ShardOf(key).Room;

    /// <summary>Takes over a profile whose state was stored. Its events are in <see cref="RoomOf"/> its key.</summary>
    internal void Restore(ProfileKey key, ProfileState state)
    {
        StreamShard shard = ShardOf(key);
        lock (shard)
        {
            shard.Restore(key, state);
        }
    }

    /// <summary>Sets the clock of an engine that takes over a stored state.</summary>
    internal void RestoreClock(long instant) => Reach(instant);

    private MergeOutcome Merge(StreamShard source, ProfileKey from, StreamShard target, ProfileKey into, long now)
    {
        if (!source.Profiles.TryGetValue(from, out ProfileState? gone) || !target.Profiles.TryGetValue(into, out ProfileState? stays))
        {
            return MergeOutcome.NoProfile;
        }

        source.BringTo(gone, now);
        target.BringTo(stays, now);
        source.Retire(from, gone, now);
        MergeOutcome outcome = target.Absorb(into, stays, gone, now);
        source.Remove(from, isErased: false);
        Tell(source);
        Tell(target);
        return outcome;
    }

    private T? Ask<T>(ProfileKey key, Func<StreamShard, ProfileState, T> question)
    {
        StreamShard shard = ShardOf(key);
        lock (shard)
        {
            if (!shard.Profiles.TryGetValue(key, out ProfileState? profile))
            {
                return default;
            }

            shard.BringTo(profile, Clock);
            Tell(shard);
            return question(shard, profile);
        }
    }
}
