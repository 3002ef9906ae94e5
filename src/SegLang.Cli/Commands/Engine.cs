using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Plan;
using SegLang.Reference;
using SegLang.Runtime;
using SegLang.Symbols;
using Calendar = SegLang.Runtime.Calendar;

namespace SegLang.Cli;

/// <summary>An engine over one rule set, as `seg run` needs it: what it gives, and the answers for loaded data.</summary>
internal abstract class Engine(string name)
{
    /// <summary>The engine's name in messages.</summary>
    public string Name { get; } = name;

    /// <summary>What data is loaded by.</summary>
    public abstract RuleSchema Schema { get; }

    /// <summary>The calendar of the rule set's zone.</summary>
    public abstract Calendar Calendar { get; }

    /// <summary>The named results in order of declaration.</summary>
    public abstract ImmutableArray<OutputSchema> Outputs { get; }

    /// <summary>Names that this engine cannot evaluate.</summary>
    public virtual ImmutableArray<string> LeftOut => [];

    /// <summary>Sets params by name.</summary>
    public abstract void Configure(ImmutableDictionary<string, object> values);

    /// <summary>
    /// Evaluates the outputs at the given places for every profile; <paramref name="done"/> is told from any thread how many are done.
    /// </summary>
    public abstract ResultTable Evaluate(
        DataSet data, ProfileKeys keys, long now, ImmutableArray<int> outputs, int threads, Action<int>? done, CancellationToken cancellation);

    /// <summary>The engine of that name over the rules; null where the rules have errors.</summary>
    public static Engine? Create(RuleInput input, string name, out ImmutableArray<Diagnostic> findings) =>
        name == "reference" ? ReferenceEngine.Create(input, out findings) : EmittedEngine.Create(input, RuleUse.Batch, out findings);
}

/// <summary>The reference evaluator over loaded data.</summary>
internal sealed class ReferenceEngine : Engine
{
    private readonly BoundRuleSet rules;
    private ImmutableDictionary<ParamSymbol, object> values = ImmutableDictionary<ParamSymbol, object>.Empty;

    private ReferenceEngine(BoundRuleSet rules, ImmutableArray<string> leftOut)
        : base("reference")
    {
        this.rules = rules;
        LeftOut = leftOut;
        Schema = SchemaMapping.From(rules);
        Calendar = ParamValues.CalendarOf(Schema);
        Outputs = [.. rules.Definitions.Select(OutputOf)];
    }

    public override RuleSchema Schema { get; }

    public override Calendar Calendar { get; }

    public override ImmutableArray<OutputSchema> Outputs { get; }

    public override ImmutableArray<string> LeftOut { get; }

    public static Engine? Create(RuleInput input, out ImmutableArray<Diagnostic> findings)
    {
        Compilation compilation = Compilation.Create(input.Folder.Sources);
        findings = compilation.Diagnostics;
        if (compilation.Rules is not { } rules)
        {
            return null;
        }

        (BoundRuleSet evaluated, ImmutableArray<string> leftOut) = CompiledRuleSet.Evaluable(rules);
        return new ReferenceEngine(evaluated, leftOut);
    }

    public override void Configure(ImmutableDictionary<string, object> values) => this.values = ParamValues.BySymbol(rules, values);

    public override ResultTable Evaluate(
        DataSet data, ProfileKeys keys, long now, ImmutableArray<int> outputs, int threads, Action<int>? done, CancellationToken cancellation)
    {
        Facts facts = new(data, rules.Events);
        bool hasJourneys = rules.JourneyDefinitions.Any();
        object?[][] rows = new object?[keys.Count][];
        int finished = 0;
        ParallelOptions options = new()
        {
            MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount,
            CancellationToken = cancellation,
        };
        Parallel.For(
            0,
            keys.Count,
            options,
            () => new ReferenceEvaluator(rules, values), // It keeps what it has prepared, so each thread has its own.
            (row, _, evaluator) =>
            {
                ReferenceProfile profile = hasJourneys
                    ? evaluator.Follow(facts.TimelineOf(row, rules.Profile), now, withFeed: false).Profile
                    : evaluator.At(facts.Of(row), now);
                rows[row] = [.. outputs.Select(o => Facts.ToRuntimeForm(profile.Value(rules.Definitions[o].Symbol)))];
                done?.Invoke(Interlocked.Increment(ref finished));
                return evaluator;
            },
            _ => { });
        return new(keys, Schema.Key, [.. outputs.Select(o => Outputs[o])], (output, row) => rows[row][output]);
    }

    private static OutputSchema OutputOf(BoundDefinition definition) => definition switch
    {
        BoundSegment segment => new(segment.Symbol.Name, OutputKind.Segment, SchemaMapping.MapType(segment.Symbol.Name, 0, SegType.Bool)) { Title = segment.Segment.Title },
        BoundClass entries => new(entries.Symbol.Name, OutputKind.Class, SchemaMapping.MapType(entries.Symbol.Name, 0, new ClassType(entries.Class))) { Title = entries.Class.Title },
        BoundScore score => new(score.Symbol.Name, OutputKind.Score, SchemaMapping.MapType(score.Symbol.Name, 0, score.Score.Type)) { Title = score.Score.Title },
        BoundTrait trait => new(trait.Symbol.Name, OutputKind.Trait, SchemaMapping.MapType(trait.Symbol.Name, 0, trait.Expression.Type)),
        BoundJourney journey => new(journey.Symbol.Name, OutputKind.Journey, SchemaMapping.MapType(journey.Symbol.Name, 0, new JourneyType(journey.Journey))) { Title = journey.Journey.Title },
        _ => throw new System.Diagnostics.UnreachableException(definition.GetType().Name),
    };
}
