using System.Collections.Immutable;
using System.Globalization;
using SegLang.Emit;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>
/// Random journeys over random timelines, stepped by a host that stores the state in between, against the stream and the reference.
/// `SEGLANG_FUZZ_SEED` and `SEGLANG_STEPS_COUNT` choose other cases or more of them.
/// </summary>
public sealed class StepsAgreeTests
{
    private const int TimelinesPerRules = 10;

    [Fact]
    public void A_host_that_steps_tells_what_a_stream_tells()
    {
        int seed = Setting("SEGLANG_FUZZ_SEED", 20_261_122);
        int sets = Setting("SEGLANG_STEPS_COUNT", 400) / TimelinesPerRules;
        int[] told = new int[sets];
        Parallel.For(0, sets, i => told[i] = Compare(seed + i));

        Assert.True(told.Sum() > 10 * sets, $"{told.Sum()} lines in {sets} rule sets");
    }

    // How many lines of stages and actions were told.
    private static int Compare(int seed)
    {
        JourneyRules batch = new(seed);
        ImmutableArray<(ProfileTimeline Timeline, long Now)> asked =
            [.. Enumerable.Range(0, TimelinesPerRules).Select(n => AsStepped(batch.NextTimeline(n).Timeline)).Where(t => !t.Inputs.IsEmpty).Select(t => (t, batch.End))];
        if (asked.IsEmpty)
        {
            return 0;
        }

        JourneyAnswer[] expected = JourneyEngines.Reference(batch.Rules, asked);
        JourneyAnswer[] stream = JourneyEngines.Of(seed).First(e => e.Name == "stream").Ask(batch.Rules, asked);
        int lines = 0;
        for (int i = 0; i < asked.Length; i++)
        {
            if (expected[i].Failure is null)
            {
                string[] steps = Steps(JourneyEngines.Program(batch.Rules), asked[i].Timeline, asked[i].Now, new Dice(seed + i));
                Assert.True(expected[i].Log.SequenceEqual(steps), $"seed {seed}, timeline {i}:\n{string.Join('\n', expected[i].Log)}\nbut stepped\n{string.Join('\n', steps)}");
                Assert.Equal(stream[i].Log, steps);
                lines += steps.Length;
            }
        }

        return lines;
    }

    // What a step sees of fields: at an instant one change, before the events of that instant, and only of those that have other values than before.
    private static ProfileTimeline AsStepped(ProfileTimeline timeline)
    {
        object?[] fields = [.. timeline.Given];
        List<ProfileInput> inputs = [];
        foreach (var together in timeline.InOrder.GroupBy(i => i.Time))
        {
            ImmutableArray<(FieldSymbol Field, object? Value)> changed =
            [
                .. together.OfType<ChangeInput>().SelectMany(c => c.Values).GroupBy(v => v.Field).Select(g => g.Last()).Where(v => !Equals(fields[v.Field.Ordinal], v.Value)),
            ];
            foreach ((FieldSymbol field, object? value) in changed)
            {
                fields[field.Ordinal] = value;
            }

            inputs.AddRange(changed.IsEmpty ? [] : [new ChangeInput(together.Key, changed)]);
            inputs.AddRange(together.OfType<EventInput>());
        }

        return timeline with { Inputs = [.. inputs] };
    }

    private static string[] Steps(RuleProgram program, ProfileTimeline timeline, long end, Dice dice)
    {
        RuleSet rules = RuleSet.Of(program);
        JourneyStepper stepper = new(program, rules.Layout);
        ProfileJourneys journeys = rules.NewJourneys(timeline.Begin is { } begin ? HostValues.ToInstant(begin) : null);
        List<string> log = [];
        foreach (long instant in Instants(timeline, end, dice))
        {
            if (dice.Chance(50))
            {
                journeys = rules.ReadJourneys(journeys.ToBytes());
            }

            stepper.Begin(journeys, instant);
            stepper.Use(new ColumnReader(FactsBridge.ToData(program, [timeline], _ => instant), 0));
            log.AddRange(stepper.Told.Select(l => JourneyEngines.Text(program, l)).OfType<string>());
        }

        return [.. log];
    }

    // Before all, with each change of fields (and so with each input before it), with some events, and at some instants between.
    private static IEnumerable<long> Instants(ProfileTimeline timeline, long end, Dice dice)
    {
        long first = Math.Min(timeline.Begin ?? end, timeline.Inputs.Select(i => i.Time).DefaultIfEmpty(end).Min()) - 1;
        IEnumerable<long> inputs = timeline.Inputs.Where(i => i is ChangeInput || dice.Chance(60)).Select(i => i.Time);
        IEnumerable<long> between = Enumerable.Range(0, 4).Select(_ => first + (long)((end - first) * (dice.Next(1000) / 1000.0)));
        return inputs.Concat(between).Append(first).Append(end).Where(t => t <= end).Distinct().Order();
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
