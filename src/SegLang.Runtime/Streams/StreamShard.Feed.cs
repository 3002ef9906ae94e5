namespace SegLang.Runtime;

internal sealed partial class StreamShard
{
    /// <summary>
    /// Tells what is new of a profile: lines that do not hold any more are retracted, in their order, then come those that were not told before.
    /// An action that was asked for holds for ever: what is done is done.
    /// </summary>
    private void Commit(ProfileState profile, long now)
    {
        if (lines.Count == 0 && withdrawn.Count == 0)
        {
            return;
        }

        ProfileKey key = ProfileKey.Of(profile.Fields, keyField);
        if (withdrawn.Count == 0)
        {
            foreach (FeedLine line in lines)
            {
                line.Seen = now;
                Feed.Add((key, line));
            }

            profile.History?.Tell(lines);
        }
        else
        {
            List<FeedLine> kept = Compare(key, now);
            profile.History?.Tell([.. kept.OrderBy(l => l.Time)]);
        }

        lines.Clear();
        withdrawn.Clear();
    }

    private List<FeedLine> Compare(ProfileKey key, long now)
    {
        List<FeedLine> kept = [];
        ILookup<long, FeedLine> byTime = lines.ToLookup(l => l.Time);
        HashSet<FeedLine> told = new(ReferenceEqualityComparer.Instance);
        foreach (FeedLine old in withdrawn)
        {
            FeedLine? same = byTime[old.Time].FirstOrDefault(l => !told.Contains(l) && l.Same(old));
            if (same is not null)
            {
                told.Add(same);
                kept.Add(old);
            }
            else if (old.Kind == FeedKind.Action && old.To == (int)ActionOutcome.Asked)
            {
                kept.Add(old);
            }
            else
            {
                Feed.Add((key, new FeedLine(old.Time, FeedKind.Retract, old.Subject, old.From, old.To) { Cause = old.Cause, Retracted = old, Seen = now }));
            }
        }

        foreach (FeedLine line in lines)
        {
            if (!told.Contains(line))
            {
                line.Seen = now;
                Feed.Add((key, line));
                kept.Add(line);
            }
        }

        return kept;
    }
}
