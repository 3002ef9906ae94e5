using System.Collections.Immutable;
using SegLang.Emit;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>
/// Timelines as a stream of many profiles: what reaches the engine when, and what it says at the instants that are asked for. How an input is
/// treated depends on the seed and the input only, so that it stays the same while others are taken away.
/// </summary>
internal sealed class JourneyStream
{
    private const long Hour = 3_600_000_000;

    private readonly RuleProgram program;
    private readonly int seed;
    private readonly StreamEngine engine;
    private readonly Dictionary<ProfileKey, List<FeedLine>> feeds = [];
    private readonly List<StreamInput> open = [];

    private JourneyStream(RuleProgram program, int seed, long lateness)
    {
        this.program = program;
        this.seed = seed;
        engine = new StreamEngine(program, new StreamOptions { Lateness = lateness, Threads = 1, Feed = Tell });
    }

    /// <summary>Every input when it happens, one by one or in batches, with the clock stepping in between.</summary>
    public static JourneyAnswer[] InOrder(RuleProgram program, ImmutableArray<(ProfileTimeline Timeline, long Now)> asked, int seed)
    {
        JourneyStream stream = new(program, seed, seed % 3 == 0 ? 0 : Hour);
        JourneyAnswer[] answers = new JourneyAnswer[asked.Length];
        IEnumerable<(long At, int Kind, Action Do)> inputs = stream.Profiles(asked).SelectMany(t => t.InOrder.Select(i =>
            (i.Time, 1, (Action)(() => stream.Take(stream.Input(t, i, i.Time))))));
        stream.Run(inputs.Concat(stream.Begins(asked)).Concat(asked.Select((a, i) =>
            (a.Now, 2, (Action)(() => answers[i] = stream.Answer(a.Timeline, a.Now))))));
        return answers;
    }

    /// <summary>Inputs late and early, in any order within the lateness, and some of those that `once by` knows again; asked when all is over.</summary>
    public static JourneyAnswer[] OutOfOrder(RuleProgram program, ImmutableArray<(ProfileTimeline Timeline, long Now)> asked, int seed)
    {
        long lateness = new[] { Hour, 48 * Hour, 24 * 15 * Hour }[seed % 3];
        JourneyStream stream = new(program, seed, lateness);
        JourneyAnswer[] answers = [.. asked.Select(_ => JourneyAnswer.None)];
        IEnumerable<(long At, int Kind, Action Do)> inputs = stream.Profiles(asked).SelectMany(t => stream.Shuffled(t, lateness)
            .Select(i => (i.Now, 1, (Action)(() => stream.Take(i)))));
        var atEnd = asked.Select((a, i) => (a, i)).Where(p => p.a.Timeline.Inputs.All(t => t.Time + lateness <= p.a.Now));
        stream.Run(inputs.Concat(stream.Begins(asked)).Concat(atEnd.Select(p =>
            (p.a.Now, 2, (Action)(() => answers[p.i] = stream.Answer(p.a.Timeline, p.a.Now) with { IsReplayed = true, IsUncapped = program.Journeys.Caps.IsEmpty })))));
        return answers;
    }

    private ProfileTimeline[] Profiles(ImmutableArray<(ProfileTimeline Timeline, long Now)> asked)
    {
        ProfileTimeline[] all = [.. asked.Select(a => a.Timeline).Distinct(ReferenceEqualityComparer.Instance).Cast<ProfileTimeline>()];
        foreach (ProfileTimeline timeline in all.Where(t => t.Begin is null))
        {
            engine.Add(FactsBridge.ToRow(engine.ProfileLayout, timeline.Given));
        }

        return all;
    }

    // A profile that begins before its first input is added then.
    private IEnumerable<(long At, int Kind, Action Do)> Begins(ImmutableArray<(ProfileTimeline Timeline, long Now)> asked) =>
        asked.Select(a => a.Timeline).Distinct(ReferenceEqualityComparer.Instance).Cast<ProfileTimeline>().Where(t => t.Begin is not null)
            .Select(t => (t.Begin ?? 0, 0, (Action)(() => engine.Add(FactsBridge.ToRow(engine.ProfileLayout, t.Given), t.Begin))));

    private void Run(IEnumerable<(long At, int Kind, Action Do)> steps)
    {
        foreach ((long at, int kind, Action act) in steps.OrderBy(s => s.At).ThenBy(s => s.Kind))
        {
            if (kind != 1)
            {
                Flush();
                engine.AdvanceTo(at);
            }

            act();
        }

        Flush();
    }

    private void Take(StreamInput input)
    {
        Dice dice = Of(input.Time, input.Now);
        if (dice.Chance(50))
        {
            open.Add(input);
            return;
        }

        Flush();
        if (dice.Chance(20))
        {
            engine.AdvanceTo(input.Now - dice.Of(0, 1, Hour));
        }

        engine.Take(input);
        if (dice.Chance(20))
        {
            engine.AdvanceTo(input.Now);
        }
    }

    private void Flush()
    {
        if (open.Count > 0)
        {
            engine.TakeAll([.. open]);
            open.Clear();
        }
    }

    private void Tell(ProfileKey key, FeedLine line)
    {
        if (!feeds.TryGetValue(key, out List<FeedLine>? lines))
        {
            feeds.Add(key, lines = []);
        }

        if (line.Kind != FeedKind.Retract)
        {
            lines.Add(line);
        }
        else if (line.Retracted is not { } gone || !lines.Remove(gone))
        {
            throw new InvalidOperationException($"retracts what was not told: {line}");
        }
    }

    private JourneyAnswer Answer(ProfileTimeline timeline, long now)
    {
        ProfileKey key = Key(timeline);
        List<FeedLine> feed = feeds.GetValueOrDefault(key, []);
        var values = ImmutableSortedDictionary.CreateBuilder<string, object?>();
        for (int i = 0; i < program.Outputs.Length; i++)
        {
            OutputSchema schema = program.Outputs[i];
            if (schema.Name.Length == 0 || !engine.TryEvaluate(key, i, out object? value))
            {
                continue;
            }

            values[schema.Name] = schema.Kind == OutputKind.Segment ? value is true : JourneyEngines.Plain(FactsBridge.FromRuntime(value));
            FeedLine? last = feed.Where(l => l.Kind is FeedKind.Enter or FeedKind.Leave or FeedKind.Class && l.Subject == i).OrderBy(l => l.Time).Select(l => (FeedLine?)l).LastOrDefault();
            if (schema.Kind == OutputKind.Segment)
            {
                values[JourneyAnswer.Told(schema.Name)] = last?.Kind == FeedKind.Enter;
            }
            else if (schema.Kind == OutputKind.Class)
            {
                values[JourneyAnswer.Told(schema.Name)] = last is null or { To: < 0 } ? null : last.Value.To;
            }
        }

        return new(values.ToImmutable(), [.. feed.Where(l => l.Time <= now).Select(l => JourneyEngines.Text(program, l)).OfType<string>()]);
    }

    private ProfileKey Key(ProfileTimeline timeline) => new((string)timeline.Given[program.Schema.Key.Ordinal]!);

    private StreamInput Input(ProfileTimeline timeline, ProfileInput input, long now) => input switch
    {
        EventInput { Facts: var happened } => StreamInput.Event(
            Key(timeline), happened.Event.Ordinal, FactsBridge.ToRow(engine.EventLayout(happened.Event.Ordinal), happened.Fields), happened.Time, now, happened.Order),
        ChangeInput change => StreamInput.Change(
            Key(timeline),
            [.. change.Values.Select(v => (v.Field.Ordinal, FactsBridge.ToRuntime(program.Schema.Profile[v.Field.Ordinal], v.Value)))],
            change.Time,
            now),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // Each with a delay; those of one instant and order keep theirs, since that is the order of arrival. A repetition comes after what it repeats.
    private IEnumerable<StreamInput> Shuffled(ProfileTimeline timeline, long lateness)
    {
        foreach (var together in timeline.InOrder.GroupBy(i => (i.Time, Order: i is EventInput e ? e.Facts.Order : 0)))
        {
            long before = timeline.Begin ?? long.MinValue;
            foreach (ProfileInput input in together)
            {
                Dice dice = Of(input.Time, (input as EventInput)?.Facts.Event.Ordinal ?? 99);
                long delay = dice.Of(0, 0, 1, lateness / 2, lateness, (long)dice.Next((int)(lateness / 1000)) * 1000, -1, -Hour);
                before = Math.Max(before, input.Time + delay);
                yield return Input(timeline, input, before);
                if (input is EventInput { Facts: var happened } && CanRepeat(happened) && dice.Chance(40))
                {
                    long again = Math.Min(before + dice.Of(0, 1, lateness / 2), Math.Max(before, input.Time + lateness));
                    yield return Input(timeline, input, again);
                }
            }
        }
    }

    private static bool CanRepeat(EventFacts happened) =>
        happened.Event.OnceBy is { IsEmpty: false } once && once.All(f => happened.Fields[f.Ordinal] is not null);

    private Dice Of(long one, long other) => new(unchecked((int)(seed ^ (one * 31) ^ (one >> 32) ^ (other * 17))));
}
