namespace SegLang.Runtime;

internal sealed partial class StreamShard
{
    /// <summary>Takes a profile out: nothing of it stays, but its key until <see cref="TakeRemoved"/>. False where there is none.</summary>
    public bool Remove(ProfileKey key, bool isErased)
    {
        if (!profiles.Remove(key, out ProfileState? profile))
        {
            return false;
        }

        profile.Erase();
        Forget(key, isErased);
        return true;
    }

    /// <summary>Tells that a profile is in no segment and class any more, because it goes up in another.</summary>
    public void Retire(ProfileKey key, ProfileState profile, long now)
    {
        foreach ((int output, bool isClass, int entry) in Runner.Published(profile))
        {
            Feed.Add((key, isClass ? new FeedLine(now, FeedKind.Class, output, entry, -1) : new FeedLine(now, FeedKind.Leave, output, -1, -1)));
        }
    }

    /// <summary>
    /// Gives a profile all that happened to another: events of both in order, fields of its own where known. Where all of both pasts is still held
    /// everything is replayed from the begin; otherwise what lies within the lateness is.
    /// </summary>
    public MergeOutcome Absorb(ProfileKey key, ProfileState into, ProfileState from, long now)
    {
        bool isExact = !into.HasForgotten && !from.HasForgotten;
        List<FeedLine> told = isExact ? [.. Told(into, now), .. Told(from, now).Where(IsAsked)] : [];
        ProfileState merged = isExact ? Begun(into, from) : Continued(into, from);
        MergeEvents(merged, into, from);
        if (isExact)
        {
            withdrawn.AddRange(told.OrderBy(l => l.Time));
            RememberAsked(merged.Memory);
        }

        merged.HideAfter(merged.Memory.Current);
        merged.HasDropped = into.HasDropped || from.HasDropped;
        profiles.Replace(key, merged);
        into.Release();
        Touch(merged);
        if (merged.History is { } history)
        {
            Watch(merged, history, now);
        }

        Replay(merged, now);
        Arm(merged);
        return isExact ? MergeOutcome.Exact : MergeOutcome.Inexact;
    }

    // All lines that hold of a profile: those that are recorded, and before them what a replay from the begin gives.
    private List<FeedLine> Told(ProfileState profile, long now)
    {
        long since = profile.History?.Oldest.Memory.Current ?? long.MaxValue;
        ProfileState again = new(room, InitialFields(profile)) { Once = profile.Once };
        again.Memory.Deadline = profile.Memory.Begin;
        again.History = new ProfileHistory(new Snapshot(again.Memory.Copy(), again.Fields));
        again.History.Changes.AddRange(profile.History?.Changes ?? []);
        for (int type = 0; type < profile.EventTypes; type++)
        {
            again.TakeEvents(profile.Events(type));
        }

        again.HideAfter(long.MinValue);
        int fed = Feed.Count;
        (long seenEvents, long seenTicks) = (events, ticks);
        Replay(again, now);
        List<FeedLine> lines = [.. Feed.Skip(fed).Select(f => f.Line).Where(l => l.Time <= since), .. profile.History?.Lines ?? []];
        Feed.RemoveRange(fed, Feed.Count - fed);
        (events, ticks) = (seenEvents, seenTicks);
        again.Erase();
        return lines;
    }

    private static bool IsAsked(FeedLine line) => line.Kind == FeedKind.Action && line.To == (int)ActionOutcome.Asked;

    // The merged profile before anything has happened.
    private ProfileState Begun(ProfileState into, ProfileState from)
    {
        int[] taken = Taken(into.Fields, from.Fields);
        ProfileState merged = new(room, Mixed(InitialFields(into), InitialFields(from), taken));
        merged.Memory.Deadline = Math.Min(into.Memory.Begin, from.Memory.Begin);
        merged.History = new ProfileHistory(new Snapshot(merged.Memory.Copy(), merged.Fields));
        merged.History.Changes.AddRange(Both(into.History?.Changes, from.History?.Changes, taken, long.MinValue));
        return merged;
    }

    // The merged profile as the one that stays was before the lateness, or is where nothing happened since.
    private ProfileState Continued(ProfileState into, ProfileState from)
    {
        ProfileHistory history = into.History ?? new ProfileHistory(new Snapshot(into.Memory.Copy(), into.Fields));
        SetBackTo(into, history, history.Oldest);
        int[] taken = Taken(into.Fields, from.Fields);
        ProfileState merged = new(room, Mixed(into.Fields, from.Fields, taken)) { Memory = into.Memory, HasForgotten = true };
        merged.Memory.Begin = Math.Min(merged.Memory.Begin, from.Memory.Begin);
        merged.Memory.Deadline = merged.Memory.Current == long.MinValue ? merged.Memory.Begin : merged.Memory.Current + 1; // To find what is new.
        merged.History = new ProfileHistory(new Snapshot(merged.Memory.Copy(), merged.Fields));
        merged.History.Changes.AddRange(Both(history.Changes, [], taken, merged.Memory.Current));
        merged.History.Lines.AddRange(history.Lines);
        merged.Folded = Sum(into.Folded, from.Folded);
        return merged;
    }

    private void MergeEvents(ProfileState merged, ProfileState into, ProfileState from)
    {
        merged.Held = into.Held is null && from.Held is null
            ? null
            : [.. (into.Held ?? []).Concat(from.Held ?? []).OrderBy(h => (h.Input.Time, h.Input.Order, h.Arrival))];
        for (int type = 0; type < merged.EventTypes; type++)
        {
            EventSchema schema = program.Schema.Events[type];
            if (schema.OnceBy.IsEmpty)
            {
                merged.TakeEvents(into.Events(type));
                merged.TakeEvents(from.Events(type));
            }
            else
            {
                MergeOnce(merged, type, schema, into, from);
            }
        }
    }

    // Which events are repetitions has to be found anew: an event of one profile may repeat one of the other.
    private void MergeOnce(ProfileState merged, int type, EventSchema schema, ProfileState into, ProfileState from)
    {
        Dictionary<UInt128, long> firsts = [];
        OnceKeys known = KeysOf(merged, type);
        foreach (ProfileState profile in (ProfileState[])[into, from])
        {
            HashSet<UInt128> held = [.. Events(profile, type).Select(e => OnceKeys.TryKey(schema, e.Facts, e.Time, e.Order, out UInt128 key) ? key : 0)];
            foreach ((UInt128 key, long time) in profile.Once?[type]?.All ?? [])
            {
                _ = known.AddOrHas(key);
                if (time != long.MinValue || !held.Contains(key))
                {
                    known.SetTime(key, time);
                    firsts[key] = Math.Max(firsts.GetValueOrDefault(key, long.MinValue), time);
                }
            }
        }

        foreach (Repetition happened in Events(into, type).Concat(Events(from, type)).OrderBy(e => (e.Time, e.Order, e.Arrival)))
        {
            bool hasKey = OnceKeys.TryKey(schema, happened.Facts, happened.Time, happened.Order, out UInt128 key);
            if (hasKey && firsts.TryGetValue(key, out long first) && (schema.OnceFor is null || (first != long.MinValue && IsWithin(schema, first, happened.Time))))
            {
                repetitions++;
                if (schema.OnceFor is not null && happened.Time > merged.Memory.Current)
                {
                    merged.History?.Repetitions.Add(happened);
                }

                continue;
            }

            if (hasKey)
            {
                firsts[key] = happened.Time;
                _ = known.AddOrHas(key);
            }

            merged.Block(type).Insert(happened.Facts, happened.Time, happened.Order, happened.Arrival);
        }
    }

    // The held events of a type, and those that were left out as repetitions but could still be none.
    private static IEnumerable<Repetition> Events(ProfileState profile, int type)
    {
        for (int index = 0; index < (profile.Events(type)?.Count ?? 0); index++)
        {
            EventBlock block = profile.Block(type);
            yield return new Repetition(type, block.Time(index), block.Order(index), block.Arrival(index), block.Row(index));
        }

        foreach (Repetition repetition in profile.History?.Repetitions.Where(r => r.Type == type) ?? [])
        {
            yield return repetition;
        }
    }

    private static FactRow InitialFields(ProfileState profile) => profile.History?.Oldest.Fields ?? profile.Fields;

    // The fields that are unknown in one and known in the other.
    private int[] Taken(FactRow into, FactRow from) =>
        [.. program.Schema.Profile.Where(f => !f.IsKey && !f.IsComputed && into[f.Ordinal] is null && from[f.Ordinal] is not null).Select(f => f.Ordinal)];

    private static FactRow Mixed(FactRow into, FactRow from, int[] taken)
    {
        FactRow mixed = into.Copy();
        foreach (int field in taken)
        {
            mixed[field] = from[field];
        }

        return mixed;
    }

    private static IEnumerable<RecordedChange> Both(List<RecordedChange>? into, List<RecordedChange>? from, int[] taken, long after) =>
        (into ?? [])
            .Concat((from ?? []).Select(c => c with { Values = [.. c.Values.Where(v => taken.Contains(v.Field))] }).Where(c => c.Values.Count > 0))
            .Where(c => c.Time > after)
            .OrderBy(c => (c.Time, c.Arrival));

    private ReadOnlySpan<long> Sum(ReadOnlySpan<long> left, ReadOnlySpan<long> right)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return left.IsEmpty ? right : left;
        }

        long[] sum = [.. left];
        program.Unite(sum, right);
        return sum;
    }
}
