namespace SegLang.Runtime;

internal sealed partial class StreamShard
{
    private readonly long[] keepFrom;
    private readonly long[] folding;
    private long keptAt = long.MinValue;
    private EvaluationContext? horizon;
    private bool[] stays = [];

    /// <summary>
    /// Drops the events of a profile that no rule can need any more, once they are a quarter of what is held; what aggregates over all time need
    /// of them is folded. A rewind never reaches back to them.
    /// </summary>
    private void Retain(ProfileState profile, long now)
    {
        if (!Refresh(now) || LooksFrom(profile) < keptAt)
        {
            return;
        }

        for (int type = 0; type < keepFrom.Length; type++)
        {
            // In the middle of a replay some have not happened yet.
            if (profile.Events(type) is { } block && block.Visible == block.Count)
            {
                int end = block.Folded;
                while (end < block.Count && block.Time(end) < keepFrom[type])
                {
                    end++;
                }

                if (end > block.Folded && (end - block.Folded) * 4 >= block.Count)
                {
                    Fold(profile, type, block, end);
                }
            }
        }
    }

    // The first instant at which anything may still be asked of a profile: after a rewind, or at what is still to happen before the clock.
    private static long LooksFrom(ProfileState profile) => profile.History is { } history ? history.Oldest.Memory.Current : profile.Next;

    // Which instants rules can still reach, for all rewinds that are possible: a little behind, so that it need not be found for each profile, and by
    // the clock alone, so that an engine that was stored drops what any other drops.
    private bool Refresh(long now)
    {
        long step = Math.Max(4 * options.Lateness, Calendar.Minute);
        long target = Math.Max(now - (4 * options.Lateness), Calendar.FirstInstant + step);
        target -= target % step;
        if (horizon is null || target != keptAt)
        {
            horizon ??= program.At(target);
            program.Move(horizon, target);
            keptAt = target;
            for (int type = 0; type < keepFrom.Length; type++)
            {
                keepFrom[type] = program.KeepFrom(horizon, type);
            }
        }

        return keepFrom.Length > 0;
    }

    private void Fold(ProfileState profile, int type, EventBlock block, int end)
    {
        if (stays.Length < end)
        {
            stays = new bool[2 * end];
        }

        Span<bool> staying = stays.AsSpan(0, end);
        staying.Clear();
        folding.AsSpan().Clear();
        profile.Folded.CopyTo(folding);
        Runner.Evaluation.Select(profile, profile.Memory.Current);
        Runner.Evaluation.Rows.Fold(type, block.Folded, end, folding, staying);
        profile.Folded = folding;
        RememberTimes(profile, type, block, end);
        block.Drop(end, staying);
        profile.Version++;
        profile.HasForgotten = true;
        profile.HasDropped = true;
    }

    // `once by … for`: what is dropped may still be repeated until its span is over.
    private void RememberTimes(ProfileState profile, int type, EventBlock block, int end)
    {
        EventSchema schema = program.Schema.Events[type];
        if (schema.OnceFor is null || profile.Once?[type] is not { } known)
        {
            return;
        }

        OnceKeys fresh = new();
        foreach ((UInt128 key, long time) in known.All.Where(k => k.Time != long.MinValue && IsWithin(schema, k.Time, keptAt)))
        {
            fresh.SetTime(key, time);
        }

        for (int index = 0; index < block.Count; index++)
        {
            if (OnceKeys.TryKey(schema, block.Row(index), block.Time(index), block.Order(index), out UInt128 key))
            {
                if (index >= end)
                {
                    _ = fresh.AddOrHas(key);
                }
                else if (IsWithin(schema, block.Time(index), keptAt))
                {
                    fresh.SetTime(key, block.Time(index));
                }
            }
        }

        profile.Once[type] = fresh;
    }
}
