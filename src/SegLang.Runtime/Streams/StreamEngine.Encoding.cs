namespace SegLang.Runtime;

public sealed partial class StreamEngine
{
    /// <summary>What is held besides profiles, as bytes: the clock, what has arrived, what was done.</summary>
    public byte[] EncodeClock()
    {
        EncodingWriter writer = new();
        writer.Number(Clock);
        writer.Number(Arrivals);
        StreamCounters done = Counters;
        writer.Numbers(
        [
            done.Events, done.Changes, done.Late, done.TooLate, done.Repetitions, done.DifferingRepetitions, done.Held, done.FarAhead,
            done.UnknownProfiles, done.Ticks, done.Lines,
        ]);
        return writer.Written.ToArray();
    }

    /// <summary>
    /// The states of all profiles as bytes, in a repeatable order; after this, nothing has changed. Nothing else may be called meanwhile.
    /// </summary>
    public IEnumerable<(ProfileKey Key, byte[] State)> EncodeAll()
    {
        EncodingWriter writer = new();
        foreach (StreamShard shard in shards)
        {
            shard.ForgetChanges();
            foreach ((ProfileKey key, ProfileState state) in shard.Profiles.All)
            {
                yield return (key, Encoded(writer, state));
            }
        }
    }

    /// <summary>
    /// The states of the profiles that have changed since they were last encoded; after this, nothing has. Nothing else may be called meanwhile.
    /// </summary>
    public IEnumerable<(ProfileKey Key, byte[] State)> EncodeChanged()
    {
        EncodingWriter writer = new();
        foreach (StreamShard shard in shards)
        {
            foreach ((ProfileKey key, ProfileState state) in shard.TakeChanged())
            {
                yield return (key, Encoded(writer, state));
            }
        }
    }

    /// <summary>The profiles that are gone since the last time, and whether they were erased, not merged into others.</summary>
    public IReadOnlyList<(ProfileKey Key, bool IsErased)> TakeRemoved() => [.. shards.SelectMany(s => s.TakeRemoved())];

    /// <summary>From now on, what changes is remembered until it is encoded.</summary>
    internal void ForgetChanges() => Array.ForEach(shards, s => s.ForgetChanges());

    private static byte[] Encoded(EncodingWriter writer, ProfileState state)
    {
        writer.Clear();
        StateEncoding.Write(writer, state);
        return writer.Written.ToArray();
    }

    internal void DecodeClock(ReadOnlySpan<byte> bytes)
    {
        EncodingReader reader = new(bytes);
        long clock = reader.Number();
        if (clock != long.MinValue)
        {
            RestoreClock(clock);
        }

        Arrivals = reader.Number();
        if (reader.Numbers() is not [var events, var changes, var late, var tooLate, var repetitions, var differing, var held, var ahead, var unknown, var ticks, var told])
        {
            throw EncodingReader.Broken();
        }

        Earlier = new()
        {
            Events = events,
            Changes = changes,
            Late = late,
            TooLate = tooLate,
            Repetitions = repetitions,
            DifferingRepetitions = differing,
            Held = held,
            FarAhead = ahead,
            UnknownProfiles = unknown,
            Ticks = ticks,
            Lines = told,
        };
    }
}
