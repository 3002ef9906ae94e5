using System.Collections.Immutable;
using SegLang.Emit;
using SegLang.Reference;
using SegLang.Runtime;
using SegLang.Symbols;
using SegLang.Tests.Differential;

namespace SegLang.Tests.Streams;

/// <summary>What a stream has come to at each instant equals what the batch engines and the reference say of the inputs so far.</summary>
public sealed class StreamsAgree
{
    private const int Cases = 80;

    [Fact]
    public void In_order_one_by_one() => Check(1, withLate: false, withRepetitions: false, batches: false);

    [Fact]
    public void In_any_split_into_batches() => Check(2, withLate: false, withRepetitions: true, batches: true);

    [Fact]
    public void In_any_order_within_the_lateness() => Check(3, withLate: true, withRepetitions: false, batches: false);

    [Fact]
    public void With_repetitions_in_any_order_and_split() => Check(4, withLate: true, withRepetitions: true, batches: true);

    [Fact]
    public void The_feed_of_an_undisturbed_stream_is_the_reference_log()
    {
        StreamRules rules = StreamRules.OfShop;
        for (int seed = 0; seed < Cases; seed++)
        {
            StreamCase made = StreamCase.Next(rules, seed, withLate: false, withRepetitions: seed % 2 == 0).Undisturbed();
            Dictionary<string, List<FeedLine>> feed = StreamCase.Keys.ToDictionary(k => k, _ => new List<FeedLine>());
            StreamEngine engine = new(rules.Program, new StreamOptions { Feed = (key, line) => feed[key.ToString()].Add(line) });
            engine.TakeAll([.. made.Inputs.Select(i => made.ToRuntime(engine, i))]);
            long end = made.Inputs[^1].Now + (40 * Calendar.Day);
            engine.AdvanceTo(end);
            foreach (string key in StreamCase.Keys)
            {
                ProfileTimeline timeline = made.Timeline(key, made.Inputs.Length);
                ImmutableArray<ReferenceLogLine> log = new ReferenceEvaluator(rules.Rules).Follow(timeline, end).Log;
                Assert.True(
                    log.Select(Text).SequenceEqual(feed[key].Select(rules.Text)),
                    $"seed {seed}, {key}\n{made}\nreference:\n{string.Join('\n', log.Select(Text))}\nstream:\n{string.Join('\n', feed[key].Select(rules.Text))}");
            }
        }
    }

    private static string Text(ReferenceLogLine line) => string.Join(
        " | ",
        StreamRules.Instant(line.Time),
        line.Outcome?.ToString() ?? line.Kind.ToString(),
        line.Subject.Name,
        line.Kind is ReferenceLogKind.Stage or ReferenceLogKind.Class ? $"{line.From?.Name} -> {line.To?.Name}" : "",
        line.Cause ?? "",
        string.Join(", ", line.Calls.Select(c => $"{c.Action.Name}({string.Join(", ", c.Arguments.Select(a => a?.ToString() ?? "unknown"))})")));

    private static void Check(int salt, bool withLate, bool withRepetitions, bool batches)
    {
        StreamRules rules = StreamRules.OfShop;
        for (int seed = 0; seed < Cases; seed++)
        {
            StreamCase made = StreamCase.Next(rules, (1000 * salt) + seed, withLate, withRepetitions);
            Dice dice = new(seed);
            StreamEngine engine = new(rules.Program);
            int fed = 0;
            while (fed < made.Inputs.Length)
            {
                int count = batches ? Math.Min(dice.Between(1, 20), made.Inputs.Length - fed) : 1;
                StreamInput[] next = [.. made.Inputs.Skip(fed).Take(count).Select(i => made.ToRuntime(engine, i))];
                if (batches)
                {
                    engine.TakeAll(next);
                }
                else
                {
                    engine.Take(next[0]);
                }

                fed += count;
                if (dice.Chance(30) || fed == made.Inputs.Length)
                {
                    long until = fed == made.Inputs.Length ? engine.Clock + (dice.Next(40) * Calendar.Day) : made.Inputs[fed].Now;
                    engine.AdvanceTo(dice.Chance(50) ? engine.Clock : until);
                    Compare(rules, made, fed, engine, $"seed {(1000 * salt) + seed} after {fed} inputs");
                }
            }
        }
    }

    private static void Compare(StreamRules rules, StreamCase made, int arrived, StreamEngine engine, string where)
    {
        long now = engine.Clock;
        ProfileTimeline[] timelines = [.. StreamCase.Keys.Select(k => made.Timeline(k, arrived))];
        DataSet data = FactsBridge.ToData(rules.Program, timelines, _ => now);
        data = data.With(JourneyBatch.Run(rules.Program, data, _ => now));
        ReferenceEvaluator reference = new(rules.Rules);
        RowEvaluator<ColumnReader> rows = rules.Program.Rows<ColumnReader>();
        RowOutput output = new(rules.Program.Outputs.Length);
        for (int row = 0; row < timelines.Length; row++)
        {
            ProfileKey key = new(StreamCase.Keys[row]);
            if (timelines[row].Inputs.IsEmpty)
            {
                Assert.False(engine.Contains(key));
                continue;
            }

            ReferenceProfile profile = reference.Follow(timelines[row], now, withFeed: false).Profile;
            rows.Select(new ColumnReader(data, row), rules.Program.At(now));
            rows.EvaluateAll(output);
            for (int i = 0; i < rules.Rules.Definitions.Length; i++)
            {
                object? expected = profile.Value(rules.Rules.Definitions[i].Symbol);
                Assert.True(engine.TryEvaluate(key, i, out object? value));
                string what = $"{where}, {key} at {StreamRules.Instant(now)}: {rules.Program.Outputs[i].Name}\n{made}";
                Assert.True(Equals(Plain(rules, i, expected), Plain(rules, i, FactsBridge.FromRuntime(value))), $"reference {expected}, stream {value}; {what}");
                Assert.True(Equals(Plain(rules, i, expected), Plain(rules, i, OutputBridge.Value(rules.Program, output, i))), $"il; {what}");
            }
        }
    }

    // A profile for which a segment's condition is unknown is no member.
    private static object? Plain(StreamRules rules, int output, object? value) =>
        rules.Program.Outputs[output].Kind == OutputKind.Segment ? value is true : value;
}
