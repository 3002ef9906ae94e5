namespace SegLang.Runtime;

internal sealed partial class StreamShard
{
    /// <summary>An input happens, at an instant that is not after the clock. The instant stays open for further inputs.</summary>
    private InputOutcome Happen(ProfileState profile, in StreamInput input, long arrival, long now)
    {
        if (isOpen && profile.Memory.Current != input.Time)
        {
            Close(profile, now);
        }

        if (hasOnce && !input.IsChange && !program.Schema.Events[input.Type].OnceBy.IsEmpty && Repeats(profile, input, arrival, now, out InputOutcome repeated))
        {
            return repeated;
        }

        if (input.Time > profile.Memory.Current)
        {
            Open(profile, input.Time, now);
        }
        else if (input.Time == profile.Memory.Current && IsLast(profile, input))
        {
            Reopen(profile, input.Time);
        }
        else if (SetBack(profile, input.Time, now))
        {
            late++;
            Record(profile, input, arrival);
            Replay(profile, now);
            return InputOutcome.Replayed;
        }
        else
        {
            tooLate++;
            options.Report?.Invoke(new(InputOutcome.TooLate, input.Key, input.Type, input.Time, now));
            return InputOutcome.TooLate;
        }

        int index = Record(profile, input, arrival);
        if (input.IsChange)
        {
            profile.Fields = With(profile.Fields, input.Changes);
            Runner.Change(profile, lines);
        }
        else
        {
            Runner.Event(profile, input.Type, index, lines);
        }

        return InputOutcome.Applied;
    }

    // Takes an input among the facts; it has not happened yet.
    private int Record(ProfileState profile, in StreamInput input, long arrival)
    {
        if (!input.IsChange)
        {
            events++;
            EventSchema schema = program.Schema.Events[input.Type];
            if (schema.OnceFor is not null && OnceKeys.TryKey(schema, input.Facts, input.Time, input.Order, out UInt128 key))
            {
                _ = KeysOf(profile, input.Type).AddOrHas(key); // Once more: if events were folded since, only keys of held ones were kept.
            }

            return profile.Block(input.Type).Insert(input.Facts, input.Time, input.Order, arrival);
        }

        changes++;
        profile.History?.Add(new RecordedChange(input.Time, arrival, input.Changes ?? []));
        return -1;
    }

    private FactRow With(FactRow fields, IReadOnlyList<(int Field, object? Value)>? values)
    {
        FactRow changed = fields.Copy();
        foreach ((int field, object? value) in values ?? [])
        {
            if (field != keyField)
            {
                changed[field] = value;
            }
        }

        return changed;
    }

    // Whether an input at the instant of the last occasion comes after all that happened then.
    private static bool IsLast(ProfileState profile, in StreamInput input)
    {
        // A change has order 0.
        if (input.Order < 0 && profile.History?.Changes is [.., var last] && last.Time == input.Time)
        {
            return false;
        }

        for (int type = 0; type < profile.EventTypes; type++)
        {
            if (profile.Events(type) is { Count: > 0 } block && block.Time(block.Count - 1) == input.Time && block.Order(block.Count - 1) > input.Order)
            {
                return false;
            }
        }

        return true;
    }

    private void Open(ProfileState profile, long time, long now)
    {
        Advance(profile, time - 1, now);
        Guard(profile, profile.Memory, now);
        Runner.Open(profile, time, lines);
        isOpen = true;
    }

    // An instant goes on that was closed: what it has published may change once more.
    private void Reopen(ProfileState profile, long time)
    {
        if (isOpen)
        {
            return;
        }

        isOpen = true;
        List<FeedLine> held = profile.History?.Lines ?? [];
        for (int i = held.Count - 1; i >= 0 && held[i].Time >= time; i--)
        {
            // What lies after it was asked for, and stays.
            if (held[i].Kind is FeedKind.Enter or FeedKind.Leave or FeedKind.Class)
            {
                Runner.Unpublish(profile, held[i]);
                withdrawn.Insert(0, held[i]);
                held.RemoveAt(i);
            }
        }
    }

    // The open instant has no further inputs for now.
    private void Close(ProfileState profile, long now)
    {
        if (isOpen)
        {
            Runner.Settle(profile, profile.Memory.Current, lines);
            isOpen = false;
        }

        Commit(profile, now);
    }
}
