namespace SegLang.Runtime;

internal sealed partial class StreamShard
{
    private const int MostSpare = 256;

    private readonly Stack<ProfileHistory> spare = [];
    private readonly FactRow noFields;
    private readonly PriorityQueue<int, long> watched = new(); // By place.

    // Before anything happens with a profile: makes sure that it can be set back as far as the lateness asks for. `was` is its memory until now.
    private void Guard(ProfileState profile, ProfileMemory was, long now)
    {
        if (profile.History is not { } history)
        {
            profile.History = NewHistory(was, profile.Fields);
            Watch(profile, profile.History, now);
            return;
        }

        long bound = now - options.Lateness;
        if (history.Newest.Memory.Current >= bound || was.Current <= history.Newest.Memory.Current)
        {
            return;
        }

        Snapshot snapshot = new(was.Copy(), profile.Fields);
        profile.HasForgotten |= was.Current < bound ? history.StartFrom(snapshot) : history.Add(snapshot);
        Retain(profile, now);
    }

    // Histories come and go with every input: they are used again.
    private ProfileHistory NewHistory(ProfileMemory was, FactRow fields)
    {
        if (!spare.TryPop(out ProfileHistory? history))
        {
            return new ProfileHistory(new Snapshot(was.Copy(), fields));
        }

        history.Oldest.Memory.Take(was);
        history.Oldest.Fields = fields;
        return history;
    }

    private void Keep(ProfileHistory history)
    {
        if (spare.Count < MostSpare)
        {
            history.Clear();
            history.Oldest.Fields = noFields;
            spare.Push(history);
        }
    }

    private void Watch(ProfileState profile, ProfileHistory history, long since)
    {
        history.Watched = since;
        watched.Enqueue(profile.Place, since);
    }

    // Lets go of what no late input can ask for any more: of profiles with which nothing has happened within the lateness.
    private void Tidy(long now)
    {
        long bound = now - options.Lateness;
        while (watched.TryPeek(out int place, out long since) && since < bound)
        {
            watched.Dequeue();
            if (profiles.At(place) is not { History: { } history } profile || history.Watched != since)
            {
                continue; // Removed, or another in its place.
            }

            if (profile.Memory.Current < bound)
            {
                profile.HasForgotten |= history.Changes.Count > 0;
                profile.History = null;
                Keep(history);
                Retain(profile, now);
                Touch(profile);
            }
            else
            {
                Watch(profile, history, now);
            }
        }
    }

    // Sets a profile back to before an instant; what it had told since then has to be confirmed. False where that is not possible.
    private bool SetBack(ProfileState profile, long time, long now)
    {
        if (isOpen)
        {
            Close(profile, now);
        }

        if (profile.History?.Before(time) is not { } snapshot)
        {
            return false;
        }

        SetBackTo(profile, profile.History, snapshot);
        return true;
    }

    private void SetBackTo(ProfileState profile, ProfileHistory history, Snapshot snapshot)
    {
        long since = snapshot.Memory.Current;
        if (!ReferenceEquals(history.Newest, snapshot))
        {
            history.DropNewest();
        }

        int first = history.Lines.FindIndex(l => l.Time > since);
        if (first >= 0)
        {
            withdrawn.AddRange(history.Lines.Skip(first));
            history.Lines.RemoveRange(first, history.Lines.Count - first);
        }

        profile.Memory = snapshot.Memory;
        profile.Fields = snapshot.Fields;
        profile.HideAfter(since);
        RememberAsked(profile.Memory);
    }

    // What was asked for in the stretch that is replayed counts for caps, each from its instant on, whether or not it would be asked for now.
    private void RememberAsked(ProfileMemory memory)
    {
        FeedLine[] asked = [.. withdrawn.Where(l => l.Kind == FeedKind.Action && l.To == (int)ActionOutcome.Asked)];
        Runner.Already = asked.Length == 0 ? null : [.. asked];
        if (!program.Journeys.Caps.IsEmpty)
        {
            memory.Asked = [.. memory.Asked.Where(a => a.Time <= memory.Current), .. asked.Select(l => new AskedAction(l.Subject, l.Time))];
        }
    }

    // Lets everything happen again that is recorded after the instant to which a profile was set back.
    private void Replay(ProfileState profile, long now)
    {
        RecordedChange[] recorded = [.. profile.History?.Changes.Where(c => c.Time > profile.Memory.Current) ?? []];
        int next = 0;
        while (true)
        {
            (int type, int index) = profile.FirstInvisible();
            bool isChange = next < recorded.Length && (type < 0 || IsBefore(recorded[next], profile.Block(type), index));
            if (type < 0 && !isChange)
            {
                break;
            }

            long time = isChange ? recorded[next].Time : profile.Block(type).Time(index);
            if (isOpen && profile.Memory.Current != time)
            {
                Runner.Settle(profile, profile.Memory.Current, lines);
                isOpen = false;
            }

            if (!isOpen)
            {
                Open(profile, time, now);
            }

            if (isChange)
            {
                profile.Fields = With(profile.Fields, recorded[next++].Values);
                Runner.Change(profile, lines);
            }
            else
            {
                Runner.Event(profile, type, profile.Block(type).Visible, lines); // Its index may be another by now.
            }
        }

        if (isOpen)
        {
            Runner.Settle(profile, profile.Memory.Current, lines);
            isOpen = false;
        }

        Advance(profile, now, now);
        Runner.Already = null;
        Commit(profile, now);
    }

    private static bool IsBefore(RecordedChange change, EventBlock block, int index) =>
        (change.Time, 0L, change.Arrival).CompareTo(block.Place(index)) < 0;
}
