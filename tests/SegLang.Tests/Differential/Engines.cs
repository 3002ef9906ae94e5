using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Emit;
using SegLang.Plan;
using SegLang.Reference;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>The answers of one engine: by profile and instant in the order asked, then by question; an exception is an answer too.</summary>
internal delegate object?[][] Engine(
    BoundRuleSet rules, ImmutableArray<BoundDefinition> questions, ImmutableArray<(ProfileFacts Profile, long Now)> asked);

/// <summary>The engines that must agree.</summary>
internal static class Engines
{
    /// <summary>The reference first: what the others are compared with.</summary>
    public static ImmutableArray<(string Name, Engine Ask)> All { get; } = [("reference", Reference), ("il", Il)];

    public static object?[][] Reference(
        BoundRuleSet rules, ImmutableArray<BoundDefinition> questions, ImmutableArray<(ProfileFacts Profile, long Now)> asked)
    {
        ReferenceEvaluator evaluator = new(rules);
        return [.. asked.Select(a =>
        {
            ReferenceProfile profile = evaluator.At(a.Profile, a.Now);
            return questions.Select(q => Answer(() => profile.Value(q.Symbol))).ToArray();
        })];
    }

    /// <summary>The compiled rules, by blocks and row by row; where these two differ, the answer says so.</summary>
    public static object?[][] Il(
        BoundRuleSet rules, ImmutableArray<BoundDefinition> questions, ImmutableArray<(ProfileFacts Profile, long Now)> asked)
    {
        object? outcome = Answer(() => Run(rules, questions, asked));
        return outcome as object?[][] ?? [.. asked.Select(_ => questions.Select(_ => outcome).ToArray())];
    }

    private static object?[][] Run(
        BoundRuleSet rules, ImmutableArray<BoundDefinition> questions, ImmutableArray<(ProfileFacts Profile, long Now)> asked)
    {
        RuleProgram program = RuleCompiler.Compile(rules, [], UseOf(rules)).Program;
        ImmutableArray<ProfileFacts> profiles = [.. asked.Select(a => a.Profile).Distinct(ReferenceEqualityComparer.Instance).Cast<ProfileFacts>()];
        DataSet data = FactsBridge.ToData(program, profiles);
        Dictionary<string, int> places = program.Outputs.Select((o, i) => (o.Name, i)).Where(o => o.Name.Length > 0).ToDictionary(o => o.Name, o => o.i);
        ImmutableArray<int> outputs = [.. questions.Select(q => places[q.Symbol.Name])];
        BatchEvaluator evaluator = new(program, data);
        Dictionary<long, object?> blocks = asked.Select(a => a.Now).Distinct()
            .ToDictionary(now => now, now => Answer(() => evaluator.Evaluate(now, outputs, 1)));
        return [.. asked.Select(a =>
        {
            int row = profiles.IndexOf(a.Profile);
            object?[] rows = Rows(program, data, row, a.Now, outputs);
            return rows.Select((answer, q) => Agreed(blocks[a.Now] is BatchResult block ? Value(block.Columns[q], row) : blocks[a.Now], answer)).ToArray();
        })];
    }

    // Programs of either kind in turn, the same for the same rules.
    private static RuleUse UseOf(BoundRuleSet rules) =>
        rules.Definitions is [{ Symbol.Source.Content.Length: var length }, ..] && length % 2 == 0 ? RuleUse.Stream : RuleUse.Batch;

    // One by one, so that an exception spoils one answer only.
    private static object?[] Rows(RuleProgram program, DataSet data, int row, long now, ImmutableArray<int> outputs)
    {
        RowEvaluator<ColumnReader> rows = program.Rows<ColumnReader>();
        RowOutput output = new(program.Outputs.Length);
        rows.Select(new ColumnReader(data, row), program.At(now));
        return [.. outputs.Select(o => Answer(() =>
        {
            rows.Evaluate(o, output);
            return Value(output, o, program.Outputs[o]);
        }))];
    }

    // Where a block fails as a whole, the rows tell why.
    private static object? Agreed(object? block, object? row) =>
        row is Failure || Equals(block, row) ? row : block is Failure ? row : $"Block {block ?? "unknown"}, Row {row ?? "unknown"}";

    /// <summary>An output of one profile in the form of values of symbols; null is unknown.</summary>
    public static object? Value(RowOutput output, int place, OutputSchema schema) => schema.Kind == OutputKind.Segment
        ? output.Known[place] && output.Bits[place] != 0
        : !output.Known[place] ? null : schema.Value.Storage switch
        {
            Storage.Bool => output.Bits[place] != 0,
            Storage.Int32 => (int)output.Bits[place],
            Storage.Int64 => output.Bits[place],
            Storage.Double => output.Number(place),
            Storage.Text => output.Texts[place],
            _ => new SetValue([.. output.Sets[place] ?? []]),
        };

    private static object? Value(OutputColumn column, int row) => !column.IsKnown(row) ? null : column.Storage switch
    {
        Storage.Bool => column.IsTrue(row),
        Storage.Int32 => column.Int32s[row],
        Storage.Int64 => column.Int64s[row],
        Storage.Double => column.Doubles[row],
        Storage.Text => column.Texts[row],
        _ => new SetValue([.. column.Sets[row] ?? []]),
    };

    /// <summary>What a question came to; an exception is told by its type and message.</summary>
    public static object? Answer(Func<object?> ask)
    {
#pragma warning disable CA1031 // Any exception of an engine is a finding, to be shrunk and printed like a wrong answer.
        try
        {
            return ask();
        }
        catch (Exception e)
        {
            return new Failure(e);
        }
#pragma warning restore CA1031
    }
}

/// <summary>An exception in place of an answer; never equal to another answer.</summary>
internal sealed class Failure(Exception exception)
{
    /// <summary>Type, message and the innermost places.</summary>
    public override string ToString() =>
        string.Join('\n', exception.GetBaseException().ToString().Split('\n').Take(5));
}
