using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Emit;
using SegLang.Plan;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Testing;

/// <summary>The streaming engine as an engine of tests: each test is a stream, whose inputs arrive at their instants.</summary>
public static class StreamTestEngine
{
    /// <summary>The engine's name in messages and results.</summary>
    public const string EngineName = "stream";

    /// <summary>An engine that compiles the rules with the expectations as further conditions; params that are not given keep their declared value.</summary>
    public static TestEngine Create(IReadOnlyDictionary<ParamSymbol, object>? parameters = null) =>
        new(EngineName, (rules, expectations) => Answer(rules, expectations, parameters));

    private static ImmutableArray<bool?> Answer(
        BoundRuleSet rules, ImmutableArray<Expectation> expectations, IReadOnlyDictionary<ParamSymbol, object>? parameters)
    {
        RuleProgram program = RuleCompiler.Compile(rules, [.. expectations.Select(e => e.Condition).OfType<BoundExpression>()]).Program;
        if (parameters is not null)
        {
            program.Configure(parameters.ToDictionary(p => p.Key.Name, p => SchemaMapping.MapValue(p.Value)));
        }

        List<bool?> answers = [];
        int next = rules.Definitions.Length;
        Stream? stream = null;
        foreach (Expectation expectation in expectations)
        {
            stream = stream is not null && ReferenceEquals(stream.Test, expectation.Test) ? stream : new Stream(program, expectation);
            stream.BringTo(expectation);
            answers.Add(expectation.Condition is null ? expectation.IsMetBy(IlEngine.Asked(rules, stream.Log)) : stream.Value(next++));
        }

        return [.. answers];
    }

    // The stream of one test.
    private sealed class Stream
    {
        private readonly StreamEngine engine;
        private readonly ProfileKey key;
        private int fed;

        public Stream(RuleProgram program, Expectation first)
        {
            Test = first.Test;
            engine = new StreamEngine(program, new StreamOptions { Threads = 1, Feed = (_, line) => Log.Add(line) });
            FactRow fields = FactsBridge.ToRow(engine.ProfileLayout, first.Timeline.Given);
            object? given = fields[program.Schema.Key.Ordinal];
            key = given is long number ? new ProfileKey(number) : new ProfileKey(given as string ?? "");
            engine.Add(fields, first.Timeline.Begin);
        }

        public BoundTest Test { get; }

        public List<FeedLine> Log { get; } = [];

        public void BringTo(Expectation expectation)
        {
            foreach (ProfileInput input in expectation.Timeline.Inputs.Skip(fed))
            {
                Feed(input);
                fed++;
            }

            engine.AdvanceTo(expectation.At);
        }

        public bool? Value(int output) => engine.TryEvaluate(key, output, out object? value) ? (bool?)value : null;

        private void Feed(ProfileInput input)
        {
            if (input is EventInput { Facts: var happened })
            {
                int type = happened.Event.Ordinal;
                engine.Apply(key, type, FactsBridge.ToRow(engine.EventLayout(type), happened.Fields), happened.Time, happened.Time, happened.Order);
            }
            else if (input is ChangeInput change)
            {
                engine.Set(key, [.. change.Values.Select(v => FactsBridge.ToRuntime(engine.Program.Schema, v))], change.Time, change.Time);
            }
        }
    }
}
