namespace SegLang.Runtime;

/// <summary>
/// Takes profiles through time, one occasion after the other: keeps their journeys and, where it publishes, tells what changes of their segments and
/// classes, net per instant. Whoever calls it gives the inputs of a profile in their order. For one thread.
/// </summary>
internal sealed class ProfileRunner
{
    private readonly Evaluation evaluation;
    private readonly JourneyMachine journeys;
    private readonly int[] segments;
    private readonly int[] classes;
    private readonly long[] members;
    private readonly bool publishes;

    public ProfileRunner(RuleProgram program, bool publishes)
    {
        evaluation = new Evaluation(program);
        journeys = new JourneyMachine(evaluation);
        this.publishes = publishes;
        segments = Places(program, OutputKind.Segment);
        classes = Places(program, OutputKind.Class);
        members = new long[(segments.Length + 63) / 64];
    }

    /// <summary>The evaluation, for questions about a profile between two occasions.</summary>
    public Evaluation Evaluation => evaluation;

    /// <summary>In a replay: the actions that were asked for in that stretch before; null otherwise.</summary>
    public List<FeedLine>? Already
    {
        set => journeys.Already = value;
    }

    /// <summary>Takes a profile through everything that time alone changes up to an instant, that included.</summary>
    public void Advance(ProfileState profile, long until, List<FeedLine>? into)
    {
        while (profile.Memory.Deadline <= until)
        {
            Tick(profile, profile.Memory.Deadline, into);
        }
    }

    /// <summary>An instant at which no input happens: lets happen what time alone changes, and looks only at what may.</summary>
    public void Tick(ProfileState profile, long instant, List<FeedLine>? into)
    {
        ProfileMemory memory = profile.Memory;
        memory.Begin = Math.Min(memory.Begin, instant);
        bool asksJourneys = memory.JourneysNext <= instant;
        bool asksOutputs = memory.OutputsNext <= instant;
        int version = profile.Version;
        if (asksJourneys)
        {
            Journeys(profile, instant, into);
        }

        Settle(profile, instant, into, asksJourneys, asksOutputs || profile.Version != version); // A journey has moved.
    }

    /// <summary>An instant begins at which an input follows: what time alone changes comes first.</summary>
    public void Open(ProfileState profile, long instant, List<FeedLine>? into)
    {
        ProfileMemory memory = profile.Memory;
        if (memory.Current == instant)
        {
            return;
        }

        Advance(profile, instant - 1, into);
        if (memory.Begin == long.MaxValue || memory.JourneysNext <= instant)
        {
            memory.Begin = Math.Min(memory.Begin, instant);
            Journeys(profile, instant, into);
        }

        memory.Current = instant;
    }

    /// <summary>The next event (by type and index, the next one that is not visible yet) happens at the open instant.</summary>
    public void Event(ProfileState profile, int type, int index, List<FeedLine>? into)
    {
        profile.Block(type).Visible = index + 1;
        if (!journeys.IsIdle)
        {
            journeys.Event(profile, profile.Memory.Current, type, index, into);
        }
    }

    /// <summary>Fields change at the open instant to what the state holds now.</summary>
    public void Change(ProfileState profile, List<FeedLine>? into)
    {
        profile.Version++;
        if (!journeys.IsIdle)
        {
            journeys.Change(profile, profile.Memory.Current, into);
        }
    }

    /// <summary>An instant has no further inputs: tells what has changed by it, and finds when time alone changes something next.</summary>
    public void Settle(ProfileState profile, long instant, List<FeedLine>? into) => Settle(profile, instant, into, asksJourneys: true, asksOutputs: true);

    private void Settle(ProfileState profile, long instant, List<FeedLine>? into, bool asksJourneys, bool asksOutputs)
    {
        ProfileMemory memory = profile.Memory;
        memory.Current = instant;
        if (asksJourneys)
        {
            memory.JourneysNext = journeys.IsIdle ? long.MaxValue : Math.Max(journeys.Next(profile, instant), instant + 1);
        }

        if (asksOutputs && publishes)
        {
            evaluation.Select(profile, instant);
            Publish(memory, instant, into);
            memory.OutputsNext = Math.Max(evaluation.Rows.NextOfAll(), instant + 1);
        }
        else if (asksOutputs)
        {
            memory.OutputsNext = long.MaxValue;
        }
    }

    private void Journeys(ProfileState profile, long instant, List<FeedLine>? into)
    {
        if (!journeys.IsIdle)
        {
            journeys.Tick(profile, instant, into);
        }
    }

    private void Publish(ProfileMemory memory, long instant, List<FeedLine>? into)
    {
        int words = members.Length;
        if (memory.Published.Length == 0)
        {
            memory.Publish(words + classes.Length)[words..].Fill(-1);
        }

        Span<long> last = memory.Published;
        evaluation.Rows.Members(members);
        for (int word = 0; word < words; word++)
        {
            for (ulong changed = (ulong)(last[word] ^ members[word]); changed != 0; changed &= changed - 1)
            {
                int bit = System.Numerics.BitOperations.TrailingZeroCount(changed);
                bool isMember = (members[word] >> bit & 1) != 0;
                into?.Add(new FeedLine(instant, isMember ? FeedKind.Enter : FeedKind.Leave, segments[(64 * word) + bit], -1, -1));
            }

            last[word] = members[word];
        }

        for (int i = 0; i < classes.Length; i++)
        {
            int entry = evaluation.TryNumber(classes[i], out long bits) ? (int)bits : -1;
            int before = (int)last[words + i];
            if (entry != before)
            {
                last[words + i] = entry;
                into?.Add(new FeedLine(instant, FeedKind.Class, classes[i], before, entry));
            }
        }
    }

    /// <summary>Takes back what a line tells of a segment or class.</summary>
    public void Unpublish(ProfileState profile, FeedLine line)
    {
        Span<long> last = profile.Memory.Published;
        if (line.Kind == FeedKind.Class)
        {
            last[((segments.Length + 63) / 64) + Array.IndexOf(classes, line.Subject)] = line.From;
        }
        else
        {
            int segment = Array.IndexOf(segments, line.Subject);
            last[segment >> 6] ^= 1L << segment;
        }
    }

    /// <summary>The segments (by place in <see cref="RuleProgram.Outputs"/>) and entries of classes that were published of a profile.</summary>
    public IEnumerable<(int Output, bool IsClass, int Entry)> Published(ProfileState profile)
    {
        long[] last = profile.Memory.Published.ToArray();
        if (last.Length == 0)
        {
            yield break;
        }

        for (int i = 0; i < segments.Length; i++)
        {
            if ((last[i >> 6] >> i & 1) != 0)
            {
                yield return (segments[i], false, -1);
            }
        }

        int words = (segments.Length + 63) / 64;
        for (int i = 0; i < classes.Length; i++)
        {
            if (last[words + i] >= 0)
            {
                yield return (classes[i], true, (int)last[words + i]);
            }
        }
    }

    private static int[] Places(RuleProgram program, OutputKind kind) =>
        [.. Enumerable.Range(0, program.Outputs.Length).Where(i => program.Outputs[i].Kind == kind && program.Outputs[i].Name.Length > 0)];
}
