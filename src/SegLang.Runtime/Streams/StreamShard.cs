namespace SegLang.Runtime;

/// <summary>
/// Some of the profiles of a <see cref="StreamEngine"/>, and all that is done with them, one thread at a time. What happens to a profile goes
/// through <see cref="Happen"/>; the lines of the feed that this gives are compared with those that held before in <see cref="Commit"/>.
/// </summary>
internal sealed partial class StreamShard
{
    private const int ReadAhead = 64; // Profiles: what is read of them fits the nearer caches.

    private readonly RuleProgram program;
    private readonly StreamLayout layout;
    private readonly EventRoom room;
    private readonly StreamOptions options;
    private ProfileRunner? running;
    private readonly ProfileTable profiles;
    private readonly List<FeedLine> lines = [];
    private readonly List<FeedLine> withdrawn = [];
    // The inputs of each profile that are in a batch: the first and the last of them.
    private readonly List<(ProfileState Profile, int First, int Last)> chains = [];
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
        room = new EventRoom(layout);
        this.options = options;
        before = new ProfileMemory(layout);
        noFields = new FactRow(layout.Profile);
        keyField = program.Schema.Key.Ordinal;
        profiles = new ProfileTable(keyField);
        alarms = new AlarmQueue(profiles);
        hasOnce = program.Schema.Events.Any(e => !e.OnceBy.IsEmpty);
        canCreate = program.Schema.Profile.All(f => f.IsKey || f.IsComputed || f.IsOptional || f.Default is not null || f.Storage is Storage.Set or Storage.List);
        folding = new long[program.FoldedValues];
        keepFrom = new long[program.Schema.Events.Length];
    }

    // Made when a profile comes: most shards of a small engine are empty.
    private ProfileRunner Runner => running ??= new ProfileRunner(program, publishes: true);

    /// <summary>The profiles by key.</summary>
    public ProfileTable Profiles => profiles;

    /// <summary>Where the profiles' events lie.</summary>
    public EventRoom Room => room;

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
        ProfileState profile = new(room, fields);
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
    public void Restore(ProfileKey key, ProfileState profile)
    {
        profile.Alarm = long.MaxValue;
        if (!profiles.TryAdd(key, profile))
        {
            throw new InvalidDataException("a profile is there twice");
        }

        Arm(profile);
        if (profile.History is { } history)
        {
            Watch(profile, history, history.Watched);
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
        InputOutcome outcome = Admit(input, input.Key.Hash, now, out ProfileState? profile);
        if (profile is not null)
        {
            outcome = TakeOne(profile, input, arrival, now);
            BringTo(profile, now);
        }

        Tidy(now);
        room.Pack(profiles);
        return outcome;
    }

    /// <summary>The inputs of a batch. Those of a profile are taken together, so that what is published is net per instant.</summary>
    public void TakeAll(InputBatch inputs)
    {
        Group(inputs);
        for (int chain = 0; chain < chains.Count; chain++)
        {
            ApproachFrom(chain);
            (ProfileState profile, int first, _) = chains[chain];
            Tidy(inputs.Now(first)); // No input that follows is earlier. What is let go of soon is used again while it is near.
            profile.Mark = 0;
            for (int i = first; i >= 0; i = following[i])
            {
                ref readonly StreamInput input = ref inputs[i];
                TakeOne(profile, input, inputs.Arrival(i), inputs.Now(i));
                bool isSameInstant = following[i] >= 0 && inputs[following[i]].Time == input.Time;
                if (!isSameInstant)
                {
                    BringTo(profile, inputs.Now(i));
                }
            }
        }

        chains.Clear();
        Tidy(inputs.Now(inputs.Count - 1));
        room.Pack(profiles);
    }

    // Chains the inputs of each profile, profiles in order of their first input.
    private void Group(InputBatch inputs)
    {
        if (following.Length < inputs.Count)
        {
            following = new int[Math.Max(inputs.Count, 2 * following.Length)];
        }

        Approach(inputs);
        for (int i = 0; i < inputs.Count; i++)
        {
            following[i] = -1;
            _ = Admit(inputs[i], inputs.Hash(i), inputs.Now(i), out ProfileState? profile);
            if (profile is null)
            {
                continue;
            }

            if (profile.Mark == 0)
            {
                chains.Add((profile, i, i));
                profile.Mark = chains.Count;
            }
            else
            {
                (_, int first, int last) = chains[profile.Mark - 1];
                following[last] = i;
                chains[profile.Mark - 1] = (profile, first, i);
            }
        }
    }

    // Now and then reads ahead what is done with the profiles that follow.
    private void ApproachFrom(int chain)
    {
        if (chain % ReadAhead != 0)
        {
            return;
        }

        int end = Math.Min(chains.Count, chain + ReadAhead);
        for (int step = 0; step < ProfileState.Steps; step++)
        {
            for (int i = chain; i < end; i++)
            {
                touched += chains[i].Profile.Approach(step);
            }
        }
    }

    // Reads ahead what finding the profiles reads, and the events' fields.
    private void Approach(InputBatch inputs)
    {
        for (int step = 0; step < ProfileTable.Steps; step++)
        {
            for (int i = 0; i < inputs.Count; i++)
            {
                touched += profiles.Approach(inputs.Hash(i), step);
            }
        }

        for (int i = 0; i < inputs.Count; i++)
        {
            touched += inputs[i].Facts?.Approach() ?? 0;
        }
    }

    // Whether an input is taken in at all, and its profile, which it may create.
    private InputOutcome Admit(in StreamInput input, uint hash, long now, out ProfileState? profile)
    {
        profile = null;
        if (input.Time < now - options.Lateness)
        {
            tooLate++;
            options.Report?.Invoke(new(InputOutcome.TooLate, input.Key, input.Type, input.Time, now));
            return InputOutcome.TooLate;
        }

        if (!profiles.TryGetValue(input.Key, hash, out profile) && !TryCreate(input, out profile))
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
        profile = new ProfileState(room, fields);
        profiles.TryAdd(input.Key, profile);
        return true;
    }

    private InputOutcome TakeOne(ProfileState profile, in StreamInput input, long arrival, long now)
    {
        if (input.Time > now)
        {
            Hold(profile, input, arrival, now);
            return InputOutcome.Held;
        }

        // What is late rewinds, and lets everything happen anew up to the clock: by then nothing may be held that belongs there.
        bool isLate = input.Time < profile.Memory.Current || (input.Time == profile.Memory.Current && !IsLast(profile, input));
        Release(profile, isLate ? now : input.Time, now);
        return Happen(profile, input, arrival, now);
    }
}
