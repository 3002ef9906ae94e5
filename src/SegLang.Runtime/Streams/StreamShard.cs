namespace SegLang.Runtime;

/// <summary>
/// Some of the profiles of a <see cref="StreamEngine"/>, and all that is done with them, one thread at a time. What happens to a profile goes
/// through <see cref="Happen"/>; the lines of the feed that this gives are compared with those that held before in <see cref="Commit"/>.
/// </summary>
internal sealed partial class StreamShard
{
    private readonly RuleProgram program;
    private readonly StreamLayout layout;
    private readonly StreamOptions options;
    private ProfileRunner? running;
    private readonly Dictionary<ProfileKey, ProfileState> profiles = [];
    private readonly List<FeedLine> lines = [];
    private readonly List<FeedLine> withdrawn = [];
    private readonly List<Chain> chains = [];
    private readonly int keyField;
    private readonly bool hasOnce;
    private readonly bool canCreate;
    private int[] following = [];
    private bool isOpen;
    private long events, changes, late, tooLate, repetitions, differing, held, farAhead, unknown, ticks;

    public StreamShard(RuleProgram program, StreamLayout layout, StreamOptions options)
    {
        this.program = program;
        this.layout = layout;
        this.options = options;
        before = new ProfileMemory(layout);
        noFields = new FactRow(layout.Profile);
        keyField = program.Schema.Key.Ordinal;
        hasOnce = program.Schema.Events.Any(e => !e.OnceBy.IsEmpty);
        canCreate = program.Schema.Profile.All(f => f.IsKey || f.IsComputed || f.IsOptional || f.Default is not null || f.Storage is Storage.Set or Storage.List);
        keepFrom = new long[program.Schema.Events.Length];
    }

    // Made when a profile comes: most shards of a small engine are empty.
    private ProfileRunner Runner => running ??= new ProfileRunner(program, publishes: true);

    /// <summary>The profiles by key.</summary>
    public Dictionary<ProfileKey, ProfileState> Profiles => profiles;

    /// <summary>The lines of the feed since it was last emptied.</summary>
    public List<(ProfileKey Key, FeedLine Line)> Feed { get; } = [];

    /// <summary>What was done.</summary>
    public StreamCounters Counters => new()
    {
        Events = events,
        Changes = changes,
        Late = late,
        TooLate = tooLate,
        Repetitions = repetitions,
        DifferingRepetitions = differing,
        Held = held,
        FarAhead = farAhead,
        UnknownProfiles = unknown,
        Ticks = ticks,
    };

    /// <summary>A profile with fields as they are, its key among them; false where there is one already.</summary>
    public bool Add(ProfileKey key, FactRow fields, long? begin, long now)
    {
        ProfileState profile = new(layout, fields);
        if (!profiles.TryAdd(key, profile))
        {
            return false;
        }

        Touch(profile);
        if (begin is { } instant)
        {
            profile.Memory.Deadline = instant;
            BringTo(profile, now);
        }

        return true;
    }

    /// <summary>A profile whose state was stored.</summary>
    public void Restore(ProfileKey key, ProfileState profile, long now)
    {
        profile.Alarm = long.MaxValue;
        profiles.Add(key, profile);
        Arm(profile);
        if (profile.History is not null)
        {
            watched.Enqueue((now, profile));
        }
    }

    /// <summary>The value of an output at an instant up to which the profile was brought.</summary>
    public object? Evaluate(ProfileState profile, int output, long now)
    {
        Runner.Evaluation.Select(profile, Math.Max(now, profile.Memory.Current));
        return Runner.Evaluation.Value(output);
    }

    /// <summary>One input. The profile is brought up to the clock.</summary>
    public InputOutcome Take(in StreamInput input, long arrival, long now)
    {
        InputOutcome outcome = Admit(input, now, out ProfileState? profile);
        if (profile is not null)
        {
            outcome = TakeOne(profile, input, arrival, now);
            BringTo(profile, now);
        }

        Tidy(now);
        return outcome;
    }

    /// <summary>
    /// The inputs of a batch that belong to this shard, in order, by their places in it; `nows` has the engine's clock at each. Those of a profile
    /// are taken together, so that what is published is net per instant.
    /// </summary>
    public void TakeAll(IReadOnlyList<StreamInput> inputs, ReadOnlySpan<int> places, long[] nows, long firstArrival)
    {
        Group(inputs, places, nows);
        foreach (Chain chain in chains)
        {
            chain.Profile.Mark = 0;
            for (int i = chain.First; i >= 0; i = following[i])
            {
                int place = places[i];
                TakeOne(chain.Profile, inputs[place], firstArrival + place, nows[place]);
                bool isSameInstant = following[i] >= 0 && inputs[places[following[i]]].Time == inputs[place].Time;
                if (!isSameInstant)
                {
                    BringTo(chain.Profile, nows[place]);
                }
            }
        }

        chains.Clear();
    }

    // Chains the inputs of each profile, profiles in order of their first input.
    private void Group(IReadOnlyList<StreamInput> inputs, ReadOnlySpan<int> places, long[] nows)
    {
        if (following.Length < places.Length)
        {
            following = new int[Math.Max(places.Length, 2 * following.Length)];
        }

        for (int i = 0; i < places.Length; i++)
        {
            following[i] = -1;
            StreamInput input = inputs[places[i]];
            _ = Admit(input, nows[places[i]], out ProfileState? profile);
            if (profile is null)
            {
                continue;
            }

            if (profile.Mark == 0)
            {
                chains.Add(new Chain(profile, i));
                profile.Mark = chains.Count;
            }
            else
            {
                Chain chain = chains[profile.Mark - 1];
                following[chain.Last] = i;
                chain.Last = i;
            }
        }
    }

    // Whether an input is taken in at all, and its profile, which it may create.
    private InputOutcome Admit(in StreamInput input, long now, out ProfileState? profile)
    {
        profile = null;
        if (input.Time < now - options.Lateness)
        {
            tooLate++;
            options.Report?.Invoke(new(InputOutcome.TooLate, input.Key, input.Type, input.Time, now));
            return InputOutcome.TooLate;
        }

        if (!profiles.TryGetValue(input.Key, out profile) && !TryCreate(input, out profile))
        {
            unknown++;
            options.Report?.Invoke(new(InputOutcome.UnknownProfile, input.Key, input.Type, input.Time, now));
            return InputOutcome.UnknownProfile;
        }

        return InputOutcome.Applied;
    }

    private bool TryCreate(in StreamInput input, out ProfileState? profile)
    {
        IReadOnlyList<(int Field, object? Value)> given = input.Changes ?? [];
        profile = null;
        if (!canCreate && !program.Schema.Profile.All(f =>
            f.IsKey || f.IsComputed || f.IsOptional || f.Default is not null || f.Storage is Storage.Set or Storage.List || given.Any(v => v.Field == f.Ordinal)))
        {
            return false;
        }

        FactRow fields = new(layout.Profile);
        foreach (FieldSchema field in program.Schema.Profile)
        {
            if (field.Default is { } value)
            {
                fields[field.Ordinal] = value;
            }
        }

        fields[keyField] = input.Key.Text ?? (object)input.Key.Number;
        profile = new ProfileState(layout, fields);
        profiles.Add(input.Key, profile);
        return true;
    }

    private InputOutcome TakeOne(ProfileState profile, in StreamInput input, long arrival, long now)
    {
        if (input.Time > now)
        {
            Hold(profile, input, arrival, now);
            return InputOutcome.Held;
        }

        Release(profile, input.Time, now);
        return Happen(profile, input, arrival, now);
    }

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
            return profile.Block(input.Type).Insert(input.Facts, input.Time, input.Order, arrival);
        }

        changes++;
        RecordedChange change = new(input.Time, arrival, input.Changes ?? []);
        if (profile.History is { } history)
        {
            int place = history.Changes.FindLastIndex(c => (c.Time, c.Arrival).CompareTo((change.Time, change.Arrival)) <= 0);
            history.Changes.Insert(place + 1, change);
        }

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

        foreach (EventBlock? block in profile.Events)
        {
            if (block is { Count: > 0 } && block.Time(block.Count - 1) == input.Time && block.Order(block.Count - 1) > input.Order)
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
        for (int i = held.Count - 1; i >= 0 && held[i].Time == time; i--)
        {
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

    /// <summary>A profile's inputs that are in a batch.</summary>
    private sealed class Chain(ProfileState profile, int first)
    {
        public ProfileState Profile { get; } = profile;

        public int First { get; } = first;

        public int Last { get; set; } = first;
    }
}
