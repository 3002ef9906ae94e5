using System.Collections.Immutable;
using System.Globalization;
using SegLang.Emit;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>
/// Random journeys, segments and classes over random timelines: a stream that takes an app's own objects tells what one tells that takes rows, late inputs
/// and held ones too. `SEGLANG_FUZZ_SEED` and `SEGLANG_TYPED_STREAMS` choose other cases or more of them.
/// </summary>
public sealed class TypedStreamsAgreeTests
{
    private const int TimelinesPerRules = 8;
    private const long Hour = 3_600_000_000;

    [Fact]
    public void A_stream_of_objects_tells_what_a_stream_of_rows_tells()
    {
        int seed = Setting("SEGLANG_FUZZ_SEED", 20_261_123);
        int sets = Setting("SEGLANG_TYPED_STREAMS", 24);
        int[] told = new int[sets];
        Parallel.For(0, sets, i => told[i] = Compare(seed + i));

        Assert.True(told.Sum() > 10 * sets, $"{told.Sum()} lines in {sets} rule sets");
    }

    private static int Compare(int seed)
    {
        JourneyRules batch = new(seed);
        RuleSet rules = RuleSet.Of(JourneyEngines.Program(batch.Rules));
        List<(ProfileKey Key, FeedLine Line)> objects = [], rows = [];
        StreamOptions options = new() { Lateness = Hour, Threads = 1 };
        Typed typed = new(rules.StreamFor<HostPerson>(options: options with { Feed = (k, l) => objects.Add((k, l)) }));
        StreamEngine untyped = rules.Stream(options with { Feed = (k, l) => rows.Add((k, l)) });
        Dice dice = new(seed);
        var inputs = Enumerable.Range(0, TimelinesPerRules).SelectMany(n => Inputs(rules.Schema, batch.NextTimeline(n).Timeline, dice));
        foreach (Given given in inputs.OrderBy(i => i.Now).ToArray())
        {
            Assert.Equal(untyped.Take(Row(untyped, given)), typed.Take(given));
        }

        untyped.AdvanceTo(batch.End);
        typed.Stream.AdvanceTo(HostValues.ToInstant(batch.End));
        Assert.Equal(rows.Count, objects.Count);
        Assert.All(rows.Zip(objects), p => Assert.True(p.First.Key == p.Second.Key && Same(p.First.Line, p.Second.Line), $"seed {seed}: {p.First} but {p.Second}"));
        CheckValues(rules, untyped, typed.Stream.Engine, seed);
        return rows.Count;
    }

    private static bool Same(FeedLine left, FeedLine right) =>
        left.Seen == right.Seen && left.Same(right) && (left.Retracted is not { } gone || (right.Retracted is { } other && gone.Same(other)));

    private static void CheckValues(RuleSet rules, StreamEngine untyped, StreamEngine typed, int seed)
    {
        foreach (ProfileKey key in Enumerable.Range(0, TimelinesPerRules).Select(n => new ProfileKey(Key(n))))
        {
            for (int output = 0; output < rules.Outputs.Length; output++)
            {
                Assert.Equal(untyped.TryEvaluate(key, output, out object? expected), typed.TryEvaluate(key, output, out object? actual));
                Assert.True(FactRow.SameValue(expected, actual), $"seed {seed}, {rules.Outputs[output].Name} of {key}: {expected} but {actual}");
            }
        }
    }

    private static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"k{number}");

    // What an app has at an instant: a change is the profile as it is then, with all fields.
    private static IEnumerable<Given> Inputs(RuleSchema schema, ProfileTimeline timeline, Dice dice)
    {
        ImmutableArray<object?> fields = timeline.Given;
        string key = (string)fields[schema.Key.Ordinal]!;
        long now = timeline.Inputs.Min(i => i.Time) - Hour;
        yield return new(key, HostFactory.Held(schema, new(fields, [])).Fields, null, now, now);
        foreach (ProfileInput input in timeline.InOrder)
        {
            now = Math.Max(now, input.Time + dice.Of(0, 0, 0, 1, Hour / 2, Hour, Hour + 1, -Hour));
            foreach ((FieldSymbol field, object? value) in (input as ChangeInput)?.Values ?? [])
            {
                fields = fields.SetItem(field.Ordinal, value);
            }

            ProfileFacts held = HostFactory.Held(schema, new(fields, input is EventInput happened ? [happened.Facts] : []));
            yield return new(key, held.Fields, held.Events.IsEmpty ? null : held.Events[0], input.Time, now);
        }
    }

    private static StreamInput Row(StreamEngine engine, Given given)
    {
        RuleSchema schema = engine.Program.Schema;
        return given.Event is { } happened
            ? StreamInput.Event(
                given.Key, happened.Event.Ordinal, FactsBridge.ToRow(engine.EventLayout(happened.Event.Ordinal), happened.Fields), given.Time, given.Now, happened.Order)
            : StreamInput.Change(
                given.Key,
                [.. schema.Profile.Where(f => !f.IsKey && !f.IsComputed).Select(f => (f.Ordinal, FactsBridge.ToRow(engine.ProfileLayout, given.Fields)[f.Ordinal]))],
                given.Time,
                given.Now);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;

    // An event, or without one the profile as it is.
    private sealed record Given(string Key, ImmutableArray<object?> Fields, EventFacts? Event, long Time, long Now);

    private sealed class Typed(BoundStream<HostPerson> stream)
    {
        public BoundStream<HostPerson> Stream => stream;

        public InputOutcome Take(Given given)
        {
            DateTimeOffset now = HostValues.ToInstant(given.Now);
            RuleSchema schema = stream.Rules.Schema;
            return given.Event is not { } happened
                ? stream.Set(HostFactory.Person(schema, new(given.Fields, [])), now, HostValues.ToInstant(given.Time))
                : happened.Event.Name switch
                {
                    "Visit" => stream.Apply(Object<HostVisit>(schema, happened), given.Key, now, "Visit"),
                    "Purchase" => stream.Apply(Object<HostPurchase>(schema, happened), given.Key, now, "Purchase"),
                    "Click" => stream.Apply(Object<HostClick>(schema, happened), given.Key, now, "Click"),
                    _ => stream.Apply(Object<HostPing>(schema, happened), given.Key, now, "Ping"),
                };
        }

        private static T Object<T>(RuleSchema schema, EventFacts happened) => (T)HostFactory.Happened(typeof(T), schema.Events[happened.Event.Ordinal], happened);
    }
}
