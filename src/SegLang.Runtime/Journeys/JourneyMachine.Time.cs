namespace SegLang.Runtime;

internal sealed partial class JourneyMachine
{
    /// <summary>
    /// The next instant at which a profile needs a tick because of its journeys, after the last occasion; the greatest number if none. Never too
    /// late, now and then too early.
    /// </summary>
    public long Next(ProfileState state, long instant)
    {
        (profile, memory, now, occasion) = (state, state.Memory, instant, Occasion.Tick);
        Load();
        long next = long.MaxValue;
        evaluation.Select(profile, now);
        for (int journey = 0; journey < set.Journeys.Length; journey++)
        {
            next = Math.Min(next, NextOf(journey, set.Journeys[journey]));
        }

        foreach (WaitingAction action in memory.Waiting)
        {
            next = Math.Min(next, action.Opens);
        }

        return next;
    }

    private long NextOf(int journey, JourneySchema schema)
    {
        ref JourneyState state = ref State(journey);
        if (state.Stage < 0 || schema.Stages[state.Stage].IsFinal)
        {
            return NextStart(journey, schema);
        }

        long next = long.MaxValue;
        StageSchema stage = schema.Stages[state.Stage];
        int count = stage.Lines.Length + schema.Anywhere.Length;
        for (int number = 0; number < count; number++)
        {
            LineSchema line = LineOf(schema, stage, number);
            if (line.Target < 0 && state.HasActed(number))
            {
                continue;
            }

            next = Math.Min(next, line.Kind switch
            {
                LineKind.When => evaluation.Rows.Next(line.Condition),
                LineKind.After => NextTimer(journey, line, number >= stage.Lines.Length),
                LineKind.At => Math.Min(
                    state.Armed is { } armed ? armed[ArmedPlace(schema, stage, number)] : long.MaxValue, evaluation.Rows.Next(line.Instant)),
                _ => long.MaxValue,
            });
        }

        return next;
    }

    private long NextStart(int journey, JourneySchema schema)
    {
        bool isFirst = State(journey).Stage < 0;
        if (!isFirst && !schema.Reentry.IsAllowed)
        {
            return long.MaxValue;
        }

        long next = long.MaxValue;
        foreach (StartSchema start in schema.Starts)
        {
            next = start.Event < 0 ? Math.Min(next, evaluation.Rows.Next(start.Condition)) : next;
        }

        long opens = isFirst || schema.Starts.All(s => s.Event >= 0) ? long.MaxValue : ReentryOpens(journey, schema);
        return opens > now ? Math.Min(next, opens) : next;
    }

    // A timer that is due already, or was, does not come again in this stay.
    private long NextTimer(int journey, LineSchema line, bool isAnywhere)
    {
        long at = TimerOf(journey, line, isAnywhere);
        long moves = line.LastSeen < 0 ? long.MaxValue : evaluation.Rows.Next(line.LastSeen);
        return Math.Min(at > now ? at : long.MaxValue, moves);
    }

    /// <summary>When an `after` falls due; the greatest number where that does not lie after the entry of the stage.</summary>
    private long TimerOf(int journey, LineSchema line, bool isAnywhere)
    {
        ref JourneyState state = ref State(journey);
        long from = isAnywhere ? state.Began : state.Since;
        if (line.LastSeen >= 0 && evaluation.TryNumber(line.LastSeen, out long seen))
        {
            from = Math.Max(from, seen);
        }

        long at = Later(from, line.Count, line.Unit);
        at = line.AtMinute < 0 || at == long.MaxValue ? at : calendar.FirstAt(at, line.AtMinute);
        return at > state.Since ? at : long.MaxValue;
    }

    private long Later(long from, int count, CalendarUnit unit) =>
        CountOf(count) is var units and >= 0 && calendar.TryAdd(from, units, unit, out long later) ? later : long.MaxValue;

    // A count is a number or a param: asked for once.
    private long CountOf(int count)
    {
        ref long? known = ref counts[count];
        return known ??= evaluation.TryNumber(count, out long units) ? units : -1;
    }
}
