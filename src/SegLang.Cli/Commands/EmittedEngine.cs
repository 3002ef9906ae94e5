using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Emit;
using SegLang.Plan;
using SegLang.Runtime;
using Calendar = SegLang.Runtime.Calendar;

namespace SegLang.Cli;

/// <summary>Compiled rules over loaded data. What was compiled once comes from the cache, without parsing or Roslyn.</summary>
internal sealed class EmittedEngine : Engine
{
    private static readonly object True = true;
    private static readonly object False = false;

    private readonly RuleProgram program;

    private EmittedEngine(RuleProgram program, ImmutableArray<string> leftOut)
        : base("il")
    {
        this.program = program;
        LeftOut = leftOut;

        // What journeys ask comes after the results, without a name.
        Outputs = [.. program.Outputs.TakeWhile(o => o.Name.Length > 0)];
    }

    /// <summary>The compiled rules.</summary>
    public RuleProgram Program => program;

    public override RuleSchema Schema => program.Schema;

    public override Calendar Calendar => program.Calendar;

    public override ImmutableArray<OutputSchema> Outputs { get; }

    public override ImmutableArray<string> LeftOut { get; }

    /// <summary>The engine over the rules, for a batch or a stream; null where the rules have errors.</summary>
    public static EmittedEngine? Create(RuleInput input, RuleUse use, out ImmutableArray<Diagnostic> findings)
    {
        findings = [];
        string key = ContentHash.KeyOf(input.Folder.Sources, use);
        return FromCache(key) ?? Compile(input, use, key, out findings);
    }

    public override void Configure(ImmutableDictionary<string, object> values) => program.Configure(values);

    public override ResultTable Evaluate(
        DataSet data, ProfileKeys keys, long now, ImmutableArray<int> outputs, int threads, Action<int>? done, CancellationToken cancellation)
    {
        BatchResult result = new BatchEvaluator(program, data).Evaluate(now, outputs, threads, done, cancellation);
        return new(keys, Schema.Key, [.. outputs.Select(o => Outputs[o])], (output, row) => Value(result.Columns[output], row));
    }

    private static EmittedEngine? Compile(RuleInput input, RuleUse use, string key, out ImmutableArray<Diagnostic> findings)
    {
        Compilation compilation = Compilation.Create(input.Folder.Sources);
        findings = compilation.Diagnostics;
        if (compilation.Rules is not { } rules)
        {
            return null;
        }

        CompiledRuleSet? compiled = CompiledRuleSet.Compile(rules, use, key, out ImmutableArray<Diagnostic> refusals);
        findings = compiled is null ? refusals : findings;
        return compiled is null ? null : new(compiled.Program, compiled.LeftOut);
    }

    private static EmittedEngine? FromCache(string key) =>
        CompiledRuleSet.FromCache(key) is { } known ? new(known.Program, known.LeftOut) : null;

    private static object? Value(OutputColumn column, int row)
    {
        if (column.Output.Kind == OutputKind.Segment)
        {
            return column.IsTrue(row) ? True : False;
        }

        return !column.IsKnown(row) ? null : column.Storage switch
        {
            Storage.Bool => column.IsTrue(row) ? True : False,
            Storage.Int32 => column.Int32s[row],
            Storage.Int64 => column.Int64s[row],
            Storage.Double => column.Doubles[row],
            Storage.Text => column.Texts[row],
            _ => column.Sets[row],
        };
    }
}
