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

        (BoundRuleSet evaluated, ImmutableArray<string> leftOut) = ReferenceEngine.Evaluable(rules);
        if (RuleCompiler.TryCompile(evaluated, use, out ImmutableArray<Diagnostic> refusals) is not { } compiled)
        {
            findings = refusals;
            return null;
        }

        CompiledCache.Write(key, Entry(leftOut, compiled.Assembly));
        return new(compiled.Program, leftOut);
    }

    private static EmittedEngine? FromCache(string key)
    {
        if (CompiledCache.Read(key) is not { } entry)
        {
            return null;
        }

        try
        {
            using BinaryReader reader = new(new MemoryStream(entry));
            string[] leftOut = new string[reader.ReadInt32()];
            for (int i = 0; i < leftOut.Length; i++)
            {
                leftOut[i] = reader.ReadString();
            }

            return new(new CompiledRules(reader.ReadBytes(reader.ReadInt32())).Program, [.. leftOut]);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or TypeLoadException or MissingMethodException)
        {
            return null;
        }
    }

    private static byte[] Entry(ImmutableArray<string> leftOut, byte[] assembly)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(leftOut.Length);
        foreach (string name in leftOut)
        {
            writer.Write(name);
        }

        writer.Write(assembly.Length);
        writer.Write(assembly);
        writer.Flush();
        return stream.ToArray();
    }

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
