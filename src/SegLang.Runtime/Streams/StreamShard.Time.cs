namespace SegLang.Runtime;

internal sealed partial class StreamShard
{
    private readonly AlarmQueue alarms;
    private readonly ProfileMemory before;
    private readonly List<ProfileState> ringing = [];
    private long touched; // What was read ahead, so that it is read.

    /// <summary>The next instant at which something may happen of itself in this shard; the greatest number if none.</summary>
    public long Next => alarms.Next;

    /// <summary>Lets everything happen up to an instant, that included. Touches only profiles with which something may happen.</summary>
    public void AdvanceTo(long now)
    {
        alarms.TakeDue(now, ringing);
        for (int i = 0; i < ringing.Count; i++)
        {
            if (i % ReadAhead == 0)
            {
                ApproachRinging(i, Math.Min(ringing.Count, i + ReadAhead));
            }

            BringTo(ringing[i], now); // Its next alarm is later than now.
        }

        ringing.Clear();
        Tidy(now);
        room.Pack(profiles);
    }

    private void ApproachRinging(int from, int until)
    {
        for (int step = 0; step < ProfileState.Steps; step++)
        {
            for (int i = from; i < until; i++)
            {
                touched += ringing[i].Approach(step);
            }
        }
    }

    /// <summary>Brings one profile up to the clock: inputs that were held, and what time alone changes.</summary>
    public void BringTo(ProfileState profile, long now)
    {
        Release(profile, now, now);
        Close(profile, now);
        Advance(profile, now, now);
        Commit(profile, now);
        Arm(profile);
        Touch(profile);
    }

    /// <summary>Sets a profile's alarm. One that rings too early finds the right time then, so that most inputs need none.</summary>
    public void Arm(ProfileState profile)
    {
        long next = profile.Next;
        if (next < profile.Alarm)
        {
            profile.Alarm = next;
            alarms.Enqueue(profile, next);
        }
    }

    // Takes a profile through what time alone changes. A tick that changes nothing leaves no trace but the next one.
    private void Advance(ProfileState profile, long until, long now)
    {
        while (profile.Memory.Deadline <= until)
        {
            long instant = profile.Memory.Deadline;
            int told = lines.Count;
            before.Take(profile.Memory);
            Runner.Tick(profile, instant, lines);
            ticks++;
            if (lines.Count == told && profile.Memory.Same(before))
            {
                profile.Memory.Current = before.Current;
            }
            else if (profile.History is null && instant < now - options.Lateness)
            {
                Retain(profile, now); // No late input can ask for what was before.
            }
            else
            {
                Guard(profile, before, now);
            }
        }
    }

    private void Hold(ProfileState profile, in StreamInput input, long arrival, long now)
    {
        held++;
        if (input.Time > now + options.Ahead)
        {
            farAhead++;
            options.Report?.Invoke(new(InputOutcome.Held, input.Key, input.Type, input.Time, now));
        }

        profile.Held ??= [];
        (long Time, long Order, long Arrival) place = (input.Time, input.Order, arrival);
        int index = profile.Held.FindLastIndex(h => (h.Input.Time, h.Input.Order, h.Arrival).CompareTo(place) < 0);
        profile.Held.Insert(index + 1, new HeldInput(input with { Facts = input.Facts?.Copy() }, arrival));
    }

    // Held inputs happen, up to an instant.
    private void Release(ProfileState profile, long until, long now)
    {
        while (profile.Held is { } waiting && waiting[0].Input.Time <= until)
        {
            HeldInput next = waiting[0];
            waiting.RemoveAt(0);
            profile.Held = waiting.Count == 0 ? null : waiting;
            Happen(profile, next.Input, next.Arrival, now);
        }
    }
}
