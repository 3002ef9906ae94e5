namespace SegLang.Runtime;

internal sealed partial class StreamShard
{
    /// <summary>
    /// `once by`: whether an event repeats an earlier one, or came late and turns later ones into repetitions (then it has been taken in).
    /// </summary>
    private bool Repeats(ProfileState profile, in StreamInput input, long arrival, long now, out InputOutcome outcome)
    {
        outcome = InputOutcome.Repetition;
        EventSchema schema = program.Schema.Events[input.Type];
        if (!OnceKeys.TryKey(schema, input.Facts, input.Time, input.Order, out UInt128 key) || !KeysOf(profile, input.Type).AddOrHas(key))
        {
            return false;
        }

        EventBlock block = profile.Block(input.Type);
        (int first, List<int> after) = SameKey(block, schema, input, key, arrival);
        long last = first >= 0 ? block.Time(first) : KeysOf(profile, input.Type).TimeOf(key);
        bool isFoldedFirst = first < 0 && after.Count == 0 && schema.OnceFor is null;
        if (isFoldedFirst || (last != long.MinValue && IsWithin(schema, last, input.Time)))
        {
            repetitions++;
            differing += first >= 0 && Differs(block, first, input) ? 1 : 0;
            Remember(profile, schema, input, arrival, now);
            return true;
        }

        (int type, (long, long, long) place) = (input.Type, (input.Time, input.Order, arrival));
        List<Repetition> later = [.. profile.History?.Repetitions.Where(r => r.Type == type && (r.Time, r.Order, r.Arrival).CompareTo(place) > 0 && IsSame(r, key)) ?? []];
        if (after.Count == 0 && later.Count == 0)
        {
            return false;
        }

        outcome = TakeBefore(profile, schema, input, arrival, now, after, later);
        return true;
    }

    // A late event comes first; which of those after it are repetitions has to be found anew.
    private InputOutcome TakeBefore(
        ProfileState profile, EventSchema schema, in StreamInput input, long arrival, long now, List<int> after, List<Repetition> later)
    {
        if (!SetBack(profile, input.Time, now))
        {
            tooLate++;
            options.Report?.Invoke(new(InputOutcome.TooLate, input.Key, input.Type, input.Time, now));
            return InputOutcome.TooLate;
        }

        EventBlock block = profile.Block(input.Type);
        foreach (int index in after)
        {
            later.Add(new Repetition(input.Type, block.Time(index), block.Order(index), block.Arrival(index), block.Row(index)));
            block.RemoveAt(index); // From the newest on, so that the others keep their places.
        }

        profile.History?.Repetitions.RemoveAll(later.Contains);
        Record(profile, input, arrival);
        long first = input.Time;
        foreach (Repetition happened in later.OrderBy(r => (r.Time, r.Order, r.Arrival)))
        {
            if (IsWithin(schema, first, happened.Time))
            {
                repetitions += after.Count > 0 ? 1 : 0;
                after.Clear();
                Remember(profile, schema, happened);
            }
            else
            {
                block.Insert(happened.Facts, happened.Time, happened.Order, happened.Arrival);
                first = happened.Time;
            }
        }

        profile.HideAfter(profile.Memory.Current);
        late++;
        Replay(profile, now);
        return InputOutcome.Replayed;
    }

    // Without a span nothing can turn a repetition into a first.
    private void Remember(ProfileState profile, EventSchema schema, in StreamInput input, long arrival, long now)
    {
        if (schema.OnceFor is not null)
        {
            if (profile.History is null)
            {
                Guard(profile, profile.Memory, now); // Otherwise there is a way back; the instant may be open, or get further inputs.
            }

            FactRow facts = input.Facts?.Copy() ?? new FactRow(layout.Events[input.Type]);
            Remember(profile, schema, new Repetition(input.Type, input.Time, input.Order, arrival, facts));
        }
    }

    private static void Remember(ProfileState profile, EventSchema schema, Repetition repetition)
    {
        if (schema.OnceFor is not null)
        {
            profile.History?.Repetitions.Add(repetition);
        }
    }

    private OnceKeys KeysOf(ProfileState profile, int type)
    {
        profile.Once ??= new OnceKeys?[program.Schema.Events.Length];
        return profile.Once[type] ??= new OnceKeys();
    }

    // The latest held event of the same key that comes before a place, and those after it, newest first.
    private static (int First, List<int> After) SameKey(EventBlock block, EventSchema schema, in StreamInput input, UInt128 key, long arrival)
    {
        List<int> after = [];
        for (int index = block.Count - 1; index >= 0; index--)
        {
            if (OnceKeys.TryKey(schema, block.Row(index), block.Time(index), block.Order(index), out UInt128 other) && other == key)
            {
                if (block.Place(index).CompareTo((input.Time, input.Order, arrival)) < 0)
                {
                    return (index, after);
                }

                after.Add(index);
            }
        }

        return (-1, after);
    }

    private bool IsSame(Repetition repetition, UInt128 key) =>
        OnceKeys.TryKey(program.Schema.Events[repetition.Type], repetition.Facts, repetition.Time, repetition.Order, out UInt128 other) && other == key;

    private bool IsWithin(EventSchema schema, long first, long time) =>
        schema.OnceFor is not { } span || !program.Calendar.TryAdd(first, span.Count, span.Unit, out long end) || time <= end;

    private static bool Differs(EventBlock block, int first, in StreamInput input)
    {
        FactRow held = block.Row(first);
        FactRow facts = input.Facts ?? new FactRow(block.Layout);
        return block.Time(first) != input.Time
            || block.Layout.Fields.Any(f => !f.IsComputed && !FactRow.SameValue(held[f.Ordinal], facts[f.Ordinal]));
    }
}
