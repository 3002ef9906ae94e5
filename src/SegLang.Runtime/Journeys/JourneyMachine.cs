using System.Collections.Immutable;

namespace SegLang.Runtime;

/// <summary>
/// Runs the journeys of one profile after the other, an occasion at a time, as section 8 of the language says: a tick (time alone), an event, a
/// change of fields. For one thread.
/// </summary>
internal sealed partial class JourneyMachine
{
    private readonly Evaluation evaluation;
    private readonly JourneySet set;
    private readonly Calendar calendar;
    private readonly List<(long Due, int Line)> due = [];
    private readonly bool[] visited;
    private readonly long?[] counts; // By place among the outputs.
    private readonly JourneyState[] states; // Of the profile at hand; its memory gets them when one moves, and at the end.
    private long[] armed = [];
    private ProfileState profile;
    private ProfileMemory memory;
    private List<FeedLine>? feed;
    private Occasion occasion;
    private long now;
    private int type;
    private int index;

    public JourneyMachine(Evaluation evaluation)
    {
        this.evaluation = evaluation;
        set = evaluation.Program.Journeys;
        calendar = evaluation.Program.Calendar;
        counts = new long?[set.Journeys.IsEmpty ? 0 : evaluation.Program.Outputs.Length];
        states = new JourneyState[set.Journeys.Length];
        visited = new bool[set.Journeys.IsEmpty ? 0 : set.Journeys.Max(j => j.Stages.Length)];
        profile = new ProfileState(new StreamLayout(evaluation.Program), new FactRow(new RecordLayout(evaluation.Program.Schema.Profile)));
        memory = profile.Memory;
    }

    private enum Occasion
    {
        Tick,
        Event,
        Change,
    }

    /// <summary>Whether there are journeys at all.</summary>
    public bool IsIdle => set.Journeys.IsEmpty;

    /// <summary>Time alone: to be called at the profile's begin and at each instant that <see cref="Next"/> names, before that instant's inputs.</summary>
    public void Tick(ProfileState state, long instant, List<FeedLine>? into) => Run(state, instant, Occasion.Tick, -1, -1, into);

    /// <summary>An event has happened; it is the last visible one in event order.</summary>
    public void Event(ProfileState state, long instant, int eventType, int eventIndex, List<FeedLine>? into) =>
        Run(state, instant, Occasion.Event, eventType, eventIndex, into);

    /// <summary>Fields have changed.</summary>
    public void Change(ProfileState state, long instant, List<FeedLine>? into) => Run(state, instant, Occasion.Change, -1, -1, into);

    private void Run(ProfileState state, long instant, Occasion what, int eventType, int eventIndex, List<FeedLine>? into)
    {
        (profile, memory, now, occasion, type, index, feed) = (state, state.Memory, instant, what, eventType, eventIndex, into);
        Load();
        for (int journey = 0; journey < set.Journeys.Length; journey++)
        {
            visited.AsSpan().Clear();
            Process(journey);
        }

        if (what == Occasion.Tick && memory.Waiting.Length > 0)
        {
            LetOut();
        }

        for (int journey = 0; journey < set.Journeys.Length; journey++)
        {
            Settle(journey);
            memory.SetJourney(journey, State(journey));
        }
    }

    private void Load()
    {
        for (int journey = 0; journey < states.Length; journey++)
        {
            states[journey] = memory.Journey(journey);
        }
    }

    private ref JourneyState State(int journey) => ref states[journey];

    private void Select()
    {
        evaluation.Select(profile, now);
        if (occasion == Occasion.Event)
        {
            evaluation.Rows.SelectEvent(type, index);
        }
    }

    private void Process(int journey)
    {
        Select();
        JourneySchema schema = set.Journeys[journey];
        int stage = State(journey).Stage;
        if (stage < 0 || schema.Stages[stage].IsFinal)
        {
            TryStart(journey, schema);
        }
        else if (occasion == Occasion.Tick)
        {
            RunDue(journey, schema);
        }
        else if (occasion == Occasion.Change || !RunOn(journey, schema))
        {
            RunConditions(journey, schema);
        }
    }

    private void TryStart(int journey, JourneySchema schema)
    {
        if (!IsOpen(journey, schema))
        {
            return;
        }

        if (occasion == Occasion.Event)
        {
            foreach (StartSchema start in schema.Starts)
            {
                if (start.Event == type && evaluation.IsTrue(start.Condition))
                {
                    Start(journey, start);
                    return;
                }
            }
        }

        bool isFirst = State(journey).Stage < 0;
        for (int i = 0; i < schema.Starts.Length; i++)
        {
            StartSchema start = schema.Starts[i];
            if (start.Event < 0 && (isFirst || State(journey).IsHeld(i)) && evaluation.IsTrue(start.Condition))
            {
                Start(journey, start);
                return;
            }
        }
    }

    // Whether a profile may start: it never has, or re-entry is allowed by now.
    private bool IsOpen(int journey, JourneySchema schema) =>
        State(journey).Stage < 0 || (schema.Reentry.IsAllowed && ReentryOpens(journey, schema) <= now);

    private long ReentryOpens(int journey, JourneySchema schema)
    {
        ReentrySchema reentry = schema.Reentry;
        long ended = State(journey).Since;
        return reentry.Count < 0 ? ended : Later(ended, reentry.Count, reentry.Unit);
    }

    private void Start(int journey, StartSchema start)
    {
        State(journey).Began = now;
        Enter(journey, start.Stage, start.Text, []);
    }

    // Due timers and conditions that time made true, by due instant, then in written order.
    private void RunDue(int journey, JourneySchema schema)
    {
        due.Clear();
        StageSchema stage = schema.Stages[State(journey).Stage];
        int count = stage.Lines.Length + schema.Anywhere.Length;
        for (int line = 0; line < count; line++)
        {
            long at = DueOf(journey, schema, stage, line);
            if (at <= now)
            {
                due.Add((at, line));
            }
        }

        if (due.Count == 0)
        {
            return;
        }

        due.Sort();
        int stay = State(journey).Stay;
        for (int i = 0; i < due.Count; i++)
        {
            int line = due[i].Line;
            Fire(journey, LineOf(schema, stage, line), line);
            if (State(journey).Stay != stay)
            {
                return;
            }
        }
    }

    // When a line falls due on a tick; the greatest number where it does not.
    private long DueOf(int journey, JourneySchema schema, StageSchema stage, int number)
    {
        LineSchema line = LineOf(schema, stage, number);
        ref JourneyState state = ref State(journey);
        if (line.Target < 0 && state.HasActed(number))
        {
            return long.MaxValue;
        }

        return line.Kind switch
        {
            LineKind.When => !state.IsHeld(number) && evaluation.IsTrue(line.Condition) ? now : long.MaxValue,
            LineKind.After => TimerOf(journey, line, number >= stage.Lines.Length),
            LineKind.At => InstantOf(journey, schema, stage, number),
            _ => long.MaxValue,
        };
    }

    // An armed instant that is reached counts even if the expression has moved on at this very instant.
    private long InstantOf(int journey, JourneySchema schema, StageSchema stage, int number)
    {
        ref JourneyState state = ref State(journey);
        long armed = state.Armed is { } instants ? instants[ArmedPlace(schema, stage, number)] : long.MaxValue;
        if (armed <= now)
        {
            return armed;
        }

        return evaluation.TryNumber(LineOf(schema, stage, number).Instant, out long at) && at > state.Since && at <= now ? at : long.MaxValue;
    }

    private static int ArmedPlace(JourneySchema schema, StageSchema stage, int number)
    {
        int place = 0;
        for (int i = 0; i < number; i++)
        {
            place += LineOf(schema, stage, i).Kind == LineKind.At ? 1 : 0;
        }

        return place;
    }

    private bool RunOn(int journey, JourneySchema schema)
    {
        StageSchema stage = schema.Stages[State(journey).Stage];
        int count = stage.Lines.Length + schema.Anywhere.Length;
        LineSchema? move = null;
        for (int number = 0; number < count; number++)
        {
            LineSchema line = LineOf(schema, stage, number);
            if (line.Kind == LineKind.On && line.Event == type && (line.Target < 0 || move is null) && evaluation.IsTrue(line.Condition))
            {
                if (line.Target < 0)
                {
                    Act(journey, line.Text, line.Calls);
                }
                else
                {
                    move = line;
                }
            }
        }

        if (move is not null)
        {
            Enter(journey, move.Target, move.Text, move.Calls);
        }

        return move is not null;
    }

    // After an event or a change that moved nothing, and on entry: what holds, in written order.
    private void RunConditions(int journey, JourneySchema schema)
    {
        int stay = State(journey).Stay;
        StageSchema stage = schema.Stages[State(journey).Stage];
        int count = stage.Lines.Length + schema.Anywhere.Length;
        for (int number = 0; number < count && State(journey).Stay == stay; number++)
        {
            LineSchema line = LineOf(schema, stage, number);
            if (Holds(journey, schema, stage, line, number))
            {
                Fire(journey, line, number);
            }
        }
    }

    private bool Holds(int journey, JourneySchema schema, StageSchema stage, LineSchema line, int number)
    {
        ref JourneyState state = ref State(journey);
        bool isOpen = line.Target < 0 ? line.Kind == LineKind.Split || !state.HasActed(number) : !visited[line.Target];
        return isOpen && line.Kind switch
        {
            LineKind.When => evaluation.IsTrue(line.Condition),
            LineKind.Split => !visited[BranchOf(journey, line)],
            LineKind.At => InstantOf(journey, schema, stage, number) <= now,
            LineKind.After => TimerOf(journey, line, number >= stage.Lines.Length) is var at && at <= now && at > state.Since,
            _ => false,
        };
    }

    private void Fire(int journey, LineSchema line, int number)
    {
        int target = line.Kind == LineKind.Split ? BranchOf(journey, line) : line.Target;
        if (target >= 0)
        {
            Enter(journey, target, line.Text, line.Calls);
            return;
        }

        State(journey).SetActed(number);
        Act(journey, line.Text, line.Calls);
    }

    private int BranchOf(int journey, LineSchema line)
    {
        JourneySchema schema = set.Journeys[journey];
        string salt = $"{schema.Name}.{schema.Stages[State(journey).Stage].Name}";
        foreach (BranchSchema branch in line.Branches)
        {
            if (Sample.Chosen(salt, KeyText(), branch.UpTo))
            {
                return branch.Target;
            }
        }

        return line.Branches[^1].Target;
    }

    private string KeyText()
    {
        FieldSchema key = evaluation.Program.Schema.Key;
        return profile.Fields[key.Ordinal] switch
        {
            string text => text,
            IFormattable value => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            _ => "",
        };
    }

    private void Enter(int journey, int stage, string cause, ImmutableArray<CallSchema> calls)
    {
        JourneySchema schema = set.Journeys[journey];
        ref JourneyState state = ref State(journey);
        int from = state.Stage;
        Leave(journey);
        state.Enter(stage, now, schema.Stages.Length, schema.CountsEntries, schema.KeepsHistory);
        memory.SetJourney(journey, state);
        evaluation.Moved(profile);
        visited[stage] = true;
        Select();
        bool isFinal = schema.Stages[stage].IsFinal;
        List<(string Cause, ActionCall Call)>? asked = null;
        Collect(calls, cause, ref asked);
        int count = isFinal ? 0 : schema.Stages[stage].Lines.Length + schema.Anywhere.Length;
        for (int number = 0; number < count; number++)
        {
            if (LineOf(schema, schema.Stages[stage], number) is { Kind: LineKind.Enter } line)
            {
                Collect(line.Calls, line.Text, ref asked);
            }
        }

        ActionCall[] fallen = asked is null ? [] : [.. asked.Select(a => a.Call)];
        feed?.Add(new FeedLine(now, FeedKind.Stage, journey, from, stage) { Cause = cause, Calls = fallen });
        for (int i = 0; i < fallen.Length; i++)
        {
            Ask(journey, asked?[i].Cause ?? cause, fallen[i]);
        }

        if (!isFinal)
        {
            RunConditions(journey, schema);
        }
    }

    private void Collect(ImmutableArray<CallSchema> calls, string cause, ref List<(string Cause, ActionCall Call)>? asked)
    {
        for (int i = 0; i < calls.Length; i++)
        {
            (asked ??= []).Add((cause, Called(calls[i])));
        }
    }

    // What waits for its hours belongs to the stay that ends.
    private void Leave(int journey)
    {
        if (memory.Waiting.Length == 0)
        {
            return;
        }

        List<WaitingAction> stay = [];
        foreach (WaitingAction action in memory.Waiting)
        {
            if (action.Journey != journey)
            {
                stay.Add(action);
            }
            else
            {
                Log(journey, action.Cause, action.Call, ActionOutcome.Dropped);
            }
        }

        memory.Waiting = [.. stay];
    }

    // What the next occasion must know of this one: which conditions were true, and which instants are armed.
    private void Settle(int journey)
    {
        JourneySchema schema = set.Journeys[journey];
        ref JourneyState state = ref State(journey);
        if (state.Stage < 0 || (schema.Stages[state.Stage].IsFinal && !schema.Reentry.IsAllowed))
        {
            return;
        }

        evaluation.Select(profile, now);
        StageSchema stage = schema.Stages[state.Stage];
        if (stage.IsFinal)
        {
            for (int i = 0; i < schema.Starts.Length; i++)
            {
                StartSchema start = schema.Starts[i];
                state.SetHeld(i, state.IsHeld(i) || (start.Event < 0 && !evaluation.IsTrue(start.Condition)));
            }

            return;
        }

        SettleLines(schema, ref state, stage);
    }

    private void SettleLines(JourneySchema schema, ref JourneyState state, StageSchema stage)
    {
        int count = stage.Lines.Length + schema.Anywhere.Length;
        int instants = 0;
        for (int number = 0; number < count; number++)
        {
            LineSchema line = LineOf(schema, stage, number);
            if (line.Kind == LineKind.When)
            {
                state.SetHeld(number, evaluation.IsTrue(line.Condition));
            }
            else if (line.Kind == LineKind.At)
            {
                bool isArmed = !state.HasActed(number) & evaluation.TryNumber(line.Instant, out long at) && at > state.Since;
                if (armed.Length == instants)
                {
                    Array.Resize(ref armed, (2 * instants) + 1);
                }

                armed[instants++] = isArmed ? at : long.MaxValue;
            }
        }

        if (instants > 0)
        {
            state.Arm(armed.AsSpan(0, instants));
        }
    }

    private static LineSchema LineOf(JourneySchema schema, StageSchema stage, int number) =>
        number < stage.Lines.Length ? stage.Lines[number] : schema.Anywhere[number - stage.Lines.Length];
}
