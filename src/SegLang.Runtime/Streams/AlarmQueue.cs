namespace SegLang.Runtime;

/// <summary>
/// When profiles of a table are to be looked at, the earliest first. One of which the time is no longer its <see cref="ProfileState.Alarm"/> counts no
/// more.
/// </summary>
internal sealed class AlarmQueue(ProfileTable profiles)
{
    private const int Arity = 4;

    private readonly List<(long Time, int Place)> due = [];

    // A heap, in the order of which equal times come: instants, and the profiles' places, as the collector would look into references.
    private long[] times = [];
    private int[] places = [];
    private int count;

    /// <summary>The earliest alarm that still counts; the greatest number if there is none.</summary>
    public long Next
    {
        get
        {
            while (count > 0)
            {
                if (profiles.At(places[0]) is { } profile && profile.Alarm == times[0])
                {
                    return times[0];
                }

                Dequeue(); // Removed, or another alarm rings earlier.
            }

            return long.MaxValue;
        }
    }

    /// <summary>Adds an alarm.</summary>
    public void Enqueue(ProfileState profile, long time)
    {
        if (count == times.Length)
        {
            int capacity = Math.Max(Arity, count + (count / 4)); // By a quarter: what is empty counts for each profile.
            Array.Resize(ref times, capacity);
            Array.Resize(ref places, capacity);
        }

        int node = count++;
        while (node > 0 && time < times[(node - 1) / Arity])
        {
            Put(node, times[(node - 1) / Arity], places[(node - 1) / Arity]);
            node = (node - 1) / Arity;
        }

        Put(node, time, profile.Place);
    }

    /// <summary>Takes out all that are due, the earliest first, and adds their profiles.</summary>
    public void TakeDue(long now, List<ProfileState> into)
    {
        while (count > 0 && times[0] <= now)
        {
            due.Add((times[0], places[0]));
            Dequeue();
        }

        // Only now are profiles looked at: their loads overlap.
        foreach ((long time, int place) in due)
        {
            if (profiles.At(place) is { } profile && profile.Alarm == time)
            {
                profile.Alarm = long.MaxValue;
                into.Add(profile);
            }
        }

        due.Clear();
    }

    private void Dequeue()
    {
        count--;
        if (count > 0)
        {
            Sink(times[count], places[count]);
        }
    }

    // From the root down to where a node belongs.
    private void Sink(long time, int place)
    {
        int node = 0;
        for (int child = 1; child < count; child = (node * Arity) + 1)
        {
            int least = child;
            for (int other = child + 1; other < Math.Min(child + Arity, count); other++)
            {
                least = times[other] < times[least] ? other : least;
            }

            if (time <= times[least])
            {
                break;
            }

            Put(node, times[least], places[least]);
            node = least;
        }

        Put(node, time, place);
    }

    private void Put(int node, long time, int place) => (times[node], places[node]) = (time, place);
}
