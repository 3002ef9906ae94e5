using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Emit;
using SegLang.Plan;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Testing;

/// <summary>The compiled rules as an engine of tests.</summary>
public static class IlEngine
{
    /// <summary>An engine that compiles the rules with the expectations as further conditions; params that are not given keep their declared value.</summary>
    public static TestEngine Create(IReadOnlyDictionary<ParamSymbol, object>? parameters = null) =>
        new(RuleCompiler.EngineName, (rules, expectations) => Answer(rules, expectations, parameters));

    private static ImmutableArray<bool?> Answer(
        BoundRuleSet rules, ImmutableArray<Expectation> expectations, IReadOnlyDictionary<ParamSymbol, object>? parameters)
    {
        RuleProgram program = RuleCompiler.Compile(rules, [.. expectations.Select(e => e.Condition).OfType<BoundExpression>()], RuleUse.Batch).Program;
        if (parameters is not null)
        {
            program.Configure(parameters.ToDictionary(p => p.Key.Name, p => SchemaMapping.MapValue(p.Value)));
        }

        DataSet data = FactsBridge.ToData(program, [.. expectations.Select(e => e.Timeline)], row => expectations[row].At);
        IReadOnlyList<FeedLine>[] logs = new IReadOnlyList<FeedLine>[expectations.Length];
        data = data.With(JourneyBatch.Run(
            program, data, row => expectations[row].At, row => expectations[row].Timeline.Begin, (row, lines) => logs[row] = lines));
        RowEvaluator<ColumnReader> rows = program.Rows<ColumnReader>();
        RowOutput output = new(program.Outputs.Length);
        int next = rules.Definitions.Length;
        return
        [
            .. expectations.Select((e, i) => e.Condition is null
                ? e.IsMetBy(Asked(rules, logs[i]))
                : Answer(rows, new ColumnReader(data, i), program.At(e.At), next++, output)),
        ];
    }

    /// <summary>The actions that a log asks for.</summary>
    internal static IEnumerable<AskedAction> Asked(BoundRuleSet rules, IEnumerable<FeedLine> log) =>
        log.Where(line => line.Kind == FeedKind.Action && line.To == (int)ActionOutcome.Asked)
            .Select(line => new AskedAction(
                line.Time, rules.Actions[line.Subject].Action, [.. line.Calls[0].Arguments.Select(FactsBridge.FromRuntime)]));

    private static bool? Answer(
        RowEvaluator<ColumnReader> rows, ColumnReader reader, EvaluationContext context, int index, RowOutput output)
    {
        rows.Select(reader, context);
        rows.Evaluate(index, output);
        return output.Known[index] ? output.Bits[index] != 0 : null;
    }
}
