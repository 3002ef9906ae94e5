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
            for (int i = 0; i < lines.Count; i++)
            {
                lines[i] = lines[i] with { Seen = now };
                Feed.Add((key, lines[i]));
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
        ILookup<long, int> byTime = Enumerable.Range(0, lines.Count).ToLookup(i => lines[i].Time);
        bool[] isTold = new bool[lines.Count];
        foreach (FeedLine old in withdrawn)
        {
            int same = byTime[old.Time].FirstOrDefault(i => !isTold[i] && lines[i].Same(old), -1);
            if (same >= 0)
            {
                isTold[same] = true;
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

        for (int i = 0; i < lines.Count; i++)
        {
            if (!isTold[i])
            {
                FeedLine told = lines[i] with { Seen = now };
                Feed.Add((key, told));
                kept.Add(told);
            }
        }

        return kept;
    }
}
