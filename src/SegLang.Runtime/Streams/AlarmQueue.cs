namespace SegLang.Runtime;

/// <summary>
/// When profiles are to be looked at, the earliest first. One of which the time is no longer its <see cref="ProfileState.Alarm"/> counts no more.
/// </summary>
internal sealed class AlarmQueue
{
    private const int Arity = 4;

    private readonly List<(long Time, ProfileState Profile)> due = [];

    // A heap, in the order of which equal times come.
    private (long Time, ProfileState Profile)[] nodes = [];
    private int count;

    /// <summary>The earliest alarm that still counts; the greatest number if there is none.</summary>
    public long Next
    {
        get
        {
            while (count > 0)
            {
                (long time, ProfileState profile) = nodes[0];
                if (profile.Mark >= 0 && profile.Alarm == time)
                {
                    return time;
                }

                Dequeue(); // Removed, or another alarm rings earlier.
            }

            return long.MaxValue;
        }
    }

    /// <summary>Adds an alarm.</summary>
    public void Enqueue(ProfileState profile, long time)
    {
        if (count == nodes.Length)
        {
            Array.Resize(ref nodes, Math.Max(Arity, count + (count / 4))); // By a quarter: what is empty counts for each profile.
        }

        int place = count++;
        while (place > 0 && time < nodes[(place - 1) / Arity].Time)
        {
            nodes[place] = nodes[(place - 1) / Arity];
            place = (place - 1) / Arity;
        }

        nodes[place] = (time, profile);
    }

    /// <summary>Takes out all that are due, the earliest first, and adds their profiles.</summary>
    public void TakeDue(long now, List<ProfileState> into)
    {
        while (count > 0 && nodes[0].Time <= now)
        {
            due.Add(Dequeue());
        }

        // Only now are profiles looked at: their loads overlap.
        foreach ((long time, ProfileState profile) in due)
        {
            if (profile.Mark >= 0 && profile.Alarm == time)
            {
                profile.Alarm = long.MaxValue;
                into.Add(profile);
            }
        }

        due.Clear();
    }

    private (long Time, ProfileState Profile) Dequeue()
    {
        (long Time, ProfileState Profile) first = nodes[0];
        (long Time, ProfileState Profile) last = nodes[--count];
        nodes[count] = default;
        if (count > 0)
        {
            Sink(last);
        }

        return first;
    }

    // From the root down to where a node belongs.
    private void Sink((long Time, ProfileState Profile) node)
    {
        int place = 0;
        for (int child = 1; child < count; child = (place * Arity) + 1)
        {
            int least = child;
            for (int other = child + 1; other < Math.Min(child + Arity, count); other++)
            {
                least = nodes[other].Time < nodes[least].Time ? other : least;
            }

            if (node.Time <= nodes[least].Time)
            {
                break;
            }

            nodes[place] = nodes[least];
            place = least;
        }

        nodes[place] = node;
    }
}
