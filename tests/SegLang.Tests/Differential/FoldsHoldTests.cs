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
/// What compiled rules let go of they need no more: random conditions answer alike, and tell the same next instants, before and after old events
/// were folded, one stretch after the other. `SEGLANG_FUZZ_SEED` and `SEGLANG_FOLDS` choose other cases or more of them.
/// </summary>
public sealed class FoldsHoldTests(ITestOutputHelper output)
{
    private const int QuestionsPerBatch = 3;

    [Fact]
    public void Answers_stay_when_old_events_are_folded()
    {
        int seed = Setting("SEGLANG_FUZZ_SEED", 20_280_101);
        int batches = Setting("SEGLANG_FOLDS", 60);
        ConcurrentBag<string> failures = [];
        (long asked, long dropped, long folded) = (0, 0, 0);
        Parallel.For(0, batches, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            Folding folding = new(seed + i, failures);
            folding.Run();
            Interlocked.Add(ref asked, folding.Asked);
            Interlocked.Add(ref dropped, folding.Dropped);
            Interlocked.Add(ref folded, folding.Folded);
        });
        output.WriteLine($"{asked} answers, {dropped} events dropped, {folded} numbers kept of them, {failures.Count} wrong");
        Assert.True(failures.IsEmpty, string.Join('\n', failures.OrderBy(f => f.Length).Take(8)));
        Assert.True(dropped > batches, $"only {dropped} events were dropped");
        Assert.True(folded > 0, "nothing was folded");
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;

    private sealed class Folding
    {
        private readonly RuleBatch batch;
        private readonly ConcurrentBag<string> failures;
        private readonly RuleProgram program;
        private readonly StreamLayout layout;
        private readonly RowEvaluator<StateReader> rows;
        private readonly RowOutput answer;
        private readonly EvaluationContext context;

        public Folding(int seed, ConcurrentBag<string> failures)
        {
            batch = new RuleBatch(seed, QuestionsPerBatch, definitions: seed % 4);
            this.failures = failures;
            program = RuleCompiler.Compile(batch.Rules, []).Program;
            layout = new StreamLayout(program);
            rows = program.Rows<StateReader>();
            answer = new(program.Outputs.Length);
            context = program.At(0);
        }

        public long Asked { get; private set; }

        public long Dropped { get; private set; }

        public long Folded { get; private set; }

        public void Run()
        {
            ImmutableArray<long> instants = [.. batch.Times.Nows.Concat(batch.Times.Anchors.Take(12)).Distinct().Order()];
            for (int i = 0; i < 12; i++)
            {
                ProfileFacts profile = batch.NextProfile(i);
                DataSet data = FactsBridge.ToData(program, [profile]);
                ProfileState whole = State(data);
                ProfileState state = State(data);
                foreach (long now in instants)
                {
                    Forget(state, now);
                    foreach (long at in instants.Where(t => t >= now).Take(3))
                    {
                        Compare(whole, state, at, $"folded at {Times.ToInstant(now)}, asked at {Times.ToInstant(at)}");
                    }
                }

                Folded += state.Folded.ToArray().Count(v => v != 0);
            }
        }

        private ProfileState State(DataSet data)
        {
            ProfileState state = new(layout, ColumnFacts.Row(layout.Profile, data.Profile, 0));
            for (int type = 0; type < layout.Events.Length; type++)
            {
                EventStore store = data.Events[type];
                ColumnReader reader = new(data, 0);
                for (int i = 0; i < reader.EventCount(type); i++)
                {
                    FactRow row = ColumnFacts.Event(data, layout.Events[type], type, i);
                    state.Block(type).Insert(row, reader.EventTime(type, i), reader.EventOrder(type, i), reader.EventArrival(type, i));
                }

                state.Block(type).Visible = state.Block(type).Count;
            }

            return state;
        }

        private void Forget(ProfileState state, long now)
        {
            program.Move(context, now);
            for (int type = 0; type < layout.Events.Length; type++)
            {
                EventBlock block = state.Block(type);
                long from = Math.Min(program.KeepFrom(context, type), now);
                int end = block.Folded;
                while (end < block.Count && block.Time(end) < from)
                {
                    end++;
                }

                if (end > block.Folded)
                {
                    bool[] stays = new bool[end];
                    long[] folded = state.Folded.IsEmpty ? new long[program.FoldedValues] : state.Folded.ToArray();
                    rows.Select(new StateReader(state), context);
                    rows.Fold(type, block.Folded, end, folded, stays);
                    state.Folded = folded;
                    int before = block.Count;
                    block.Drop(end, stays);
                    Dropped += before - block.Count;
                }
            }
        }

        private void Compare(ProfileState whole, ProfileState state, long at, string when)
        {
            program.Move(context, at);
            string[] expected = Answers(whole);
            string[] actual = Answers(state);
            Asked += expected.Length;
            for (int o = 0; o < expected.Length; o++)
            {
                if (expected[o] != actual[o])
                {
                    failures.Add($"seed {batch.Seed} {batch.Text(program.Outputs[o].Name)} {when}: {expected[o]} became {actual[o]}");
                }
            }
        }

        private string[] Answers(ProfileState state)
        {
            rows.Select(new StateReader(state), context);
            return [.. Enumerable.Range(0, program.Outputs.Length).Select(o =>
            {
                rows.Evaluate(o, answer);
                string value = !answer.Known[o] ? "unknown" : program.Outputs[o].Value.Storage switch
                {
                    Storage.Text => answer.Texts[o] ?? "",
                    Storage.Set => string.Join('|', answer.Sets[o] ?? []),
                    _ => answer.Bits[o].ToString(CultureInfo.InvariantCulture),
                };
                return $"{value} until {rows.Next(o)}";
            })];
        }
    }
}
