using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using SegLang.Emit;
using SegLang.Runtime;
using SegLang.Symbols;
using Xunit;
using Xunit.Abstractions;

namespace SegLang.Tests.Differential;

/// <summary>
/// Between now and what `Next` says no answer changes, unless an event happens. Random conditions at random instants, probed where time likes
/// to change things. `SEGLANG_FUZZ_SEED` and `SEGLANG_HORIZONS` choose other cases or more of them.
/// </summary>
public sealed class HorizonsHoldTests(ITestOutputHelper output)
{
    private const int QuestionsPerBatch = 120;
    private const long Day = 86_400_000_000;

    [Fact]
    public void Nothing_changes_before_the_next_instant_that_is_told()
    {
        int seed = Setting("SEGLANG_FUZZ_SEED", 20_270_101);
        int batches = Setting("SEGLANG_HORIZONS", 12);
        ConcurrentBag<string> failures = [];
        long asked = 0;
        long told = 0;
        long early = 0;
        Parallel.For(0, batches, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            Probe probe = new(new RuleBatch(seed + i, QuestionsPerBatch), failures);
            probe.Run();
            Interlocked.Add(ref asked, probe.Asked);
            Interlocked.Add(ref told, probe.Told);
            Interlocked.Add(ref early, probe.Early);
        });
        output.WriteLine($"{asked} asked, {told} will change, {early} of these too early, {failures.Count} wrong");
        Assert.True(failures.IsEmpty, string.Join('\n', failures.OrderBy(f => f.Length).Take(12)));
        Assert.InRange((double)told / asked, 0.05, 0.95);
        Assert.InRange((double)early / told, 0, 0.9);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;

    private sealed class Probe
    {
        private readonly RuleBatch batch;
        private readonly ConcurrentBag<string> failures;
        private readonly Dice dice;
        private readonly RuleProgram program;
        private readonly RowEvaluator<ColumnReader> rows;
        private readonly RowOutput answer;
        private readonly EvaluationContext context;
        private readonly ImmutableArray<int> outputs;

        public Probe(RuleBatch batch, ConcurrentBag<string> failures)
        {
            this.batch = batch;
            this.failures = failures;
            dice = new Dice(batch.Seed);
            program = RuleCompiler.Compile(batch.Rules, []).Program;
            rows = program.Rows<ColumnReader>();
            answer = new(program.Outputs.Length);
            context = program.At(0);
            Dictionary<string, int> places = program.Outputs.Select((o, i) => (o.Name, i)).ToDictionary(o => o.Name, o => o.i);
            outputs = [.. batch.Questions.Select(q => places[q.Symbol.Name])];
        }

        public long Asked { get; private set; }

        public long Told { get; private set; }

        public long Early { get; private set; }

        public void Run()
        {
            for (int i = 0; i < 4; i++)
            {
                ProfileFacts profile = batch.NextProfile(i);
                DataSet data = FactsBridge.ToData(program, [profile]);
                foreach (long now in batch.Times.Nows.Take(2).Append(dice.Pick(batch.Times.Anchors)))
                {
                    Check(profile, data, now);
                }
            }
        }

        private void Check(ProfileFacts profile, DataSet data, long now)
        {
            Select(data, now);
            long[] next = [.. outputs.Select(o => rows.Next(o))];
            (bool, long)[] answers = [.. outputs.Select(Answer)];
            long nextEvent = profile.Events.Select(e => e.Time).Where(t => t > now).DefaultIfEmpty(long.MaxValue).Min();
            foreach (long at in Instants(profile, now, nextEvent, next))
            {
                Select(data, at);
                for (int q = 0; q < outputs.Length; q++)
                {
                    if (at < Math.Min(next[q], nextEvent) && Answer(outputs[q]) != answers[q])
                    {
                        failures.Add($"seed {batch.Seed} {Text(q)} of {string.Join(", ", profile.Events.Select(e => $"{e.Event.Name} {Show(e.Time)}"))} "
                            + $"at {Show(now)} told {Show(next[q])} but changes by {Show(at)}");
                    }
                }
            }

            for (int q = 0; q < outputs.Length; q++)
            {
                Asked++;
                if (next[q] <= now)
                {
                    failures.Add($"seed {batch.Seed} {Text(q)} told the past");
                }

                if (next[q] < nextEvent)
                {
                    Told++;
                    Select(data, next[q]);
                    Early += Answer(outputs[q]) == answers[q] ? 1 : 0;
                }
            }
        }

        private IEnumerable<long> Instants(ProfileFacts profile, long now, long nextEvent, long[] next)
        {
            IEnumerable<long> shifted = profile.Events.Select(e => e.Time).Concat(profile.Fields.OfType<long>().Where(f => f > Day * 1000))
                .SelectMany(t => batch.Times.Amounts.Select(a => Forward(t, a)));
            return shifted.SelectMany(t => new[] { t, t + 1, t - 1 })
                .Concat(batch.Times.Anchors)
                .Concat(next.Select(n => n - 1))
                .Concat(Enumerable.Range(0, 20).Select(i => now + 1 + (long)(Math.Pow(2, i + 20) * (1 + (dice.Next(100) / 100.0)))))
                .Append(now + 1)
                .Append(nextEvent - 1)
                .Where(t => t > now && t < nextEvent && t < now + (3000 * Day))
                .Distinct()
                .OrderBy(_ => dice.Next(1 << 20))
                .Take(90);
        }

        // About where an event leaves a window of that length.
        private static long Forward(long instant, SpanValue span) => instant + (span.Count * (span.Unit switch
        {
            TimeUnit.Second => 1_000_000,
            TimeUnit.Minute => 60_000_000,
            TimeUnit.Hour => 3_600_000_000,
            TimeUnit.Day => Day,
            TimeUnit.Week => 7 * Day,
            TimeUnit.Month => 31 * Day,
            TimeUnit.Quarter => 92 * Day,
            _ => 366 * Day,
        }));

        private void Select(DataSet data, long at)
        {
            program.Move(context, at);
            rows.Select(new ColumnReader(data, 0), context);
        }

        private (bool Known, long Bits) Answer(int place)
        {
            rows.Evaluate(place, answer);
            return (answer.Known[place], answer.Known[place] ? answer.Bits[place] : 0);
        }

        private string Text(int question) => batch.Text(batch.Questions[question].Symbol.Name);

        private static string Show(long instant) =>
            instant == long.MaxValue ? "never" : Times.ToInstant(instant) + (instant % 1_000_000 != 0 ? $"({instant % 1_000_000})" : "");
    }
}
