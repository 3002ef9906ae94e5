using System.Diagnostics;
using SegLang.Benchmarks.Data;
using SegLang.Benchmarks.Engine;
using SegLang.Runtime;

namespace SegLang.Benchmarks.Row;

/// <summary>A checked-in rule set, compiled, with columns to run over.</summary>
internal sealed class RowProgram
{
    private readonly RuleProgram program;
    private readonly DataSet data;
    private readonly long now;
    private RowRun<StructReader, StructSource>? structs;
    private RowRun<ClassReader, ClassSource>? classes;
    private RowRun<ColumnReader, ColumnSource>? columns;

    private RowProgram(RuleProgram program, DataSet data, long now)
    {
        this.program = program;
        this.data = data;
        this.now = now;
    }

    public static RowProgram Load(string name, Dataset dataset)
    {
        using var stream = typeof(RowProgram).Assembly.GetManifestResourceStream($"{name}.seg") ?? throw new FileNotFoundException(name);
        using var reader = new StreamReader(stream);
        var program = RuleTexts.Compile(Shop.Schema + reader.ReadToEnd());
        var data = DataSet.Build(program.Schema, dataset.Profiles, Columns.Profiles(program.Schema, dataset), [Columns.Purchases(program.Schema, dataset)], program.Calendar, 1);
        return new RowProgram(program, data, dataset.Now);
    }

    public RowRun<StructReader, StructSource> Over(Shapes shapes) => structs ??= new(program, new StructSource(shapes), now);

    public RowRun<ClassReader, ClassSource> OverClasses(Shapes shapes) => classes ??= new(program, new ClassSource(shapes), now);

    public RowRun<ColumnReader, ColumnSource> OverColumns() => columns ??= new(program, new ColumnSource(data), now);
}

/// <summary>Where readers of profiles come from.</summary>
internal interface IReaderSource<out TReader>
{
    /// <summary>The reader of one profile.</summary>
    TReader this[int profile] { get; }
}

/// <summary>Readers of packed rows.</summary>
internal readonly struct StructSource(Shapes shapes) : IReaderSource<StructReader>
{
    private readonly CustomerRow[] customers = shapes.Rows;
    private readonly PurchaseRow[] purchases = shapes.Purchases;

    public StructReader this[int profile] => new(customers, purchases, profile);
}

/// <summary>Readers of objects.</summary>
internal readonly struct ClassSource(Shapes shapes) : IReaderSource<ClassReader>
{
    private readonly Customer[] customers = shapes.Customers;

    public ClassReader this[int profile] => new(customers[profile]);
}

/// <summary>Readers of the product's own columns.</summary>
internal readonly struct ColumnSource(DataSet data) : IReaderSource<ColumnReader>
{
    public ColumnReader this[int profile] => new(data, profile);
}

/// <summary>The `Row` entry point over one kind of reader.</summary>
internal sealed class RowRun<TReader, TSource>
    where TReader : struct, IFactReader
    where TSource : struct, IReaderSource<TReader>
{
    private readonly RuleProgram program;
    private readonly TSource source;
    private readonly RowEvaluator<TReader> rows;
    private readonly EvaluationContext context;
    private readonly RowOutput output;
    private readonly SegmentTest<TReader>? only;

    public RowRun(RuleProgram program, TSource source, long now)
    {
        this.program = program;
        this.source = source;
        rows = program.Rows<TReader>();
        context = program.At(now);
        output = new RowOutput(program.Outputs.Length);
        only = program.Outputs is [{ Kind: OutputKind.Segment }] ? rows.Test(0) : null;
    }

    /// <summary>Milliseconds a profile.</summary>
    public double Time(int profiles, int repeats)
    {
        return only is { } test ? Time(test, profiles, repeats) : TimeAll(profiles, repeats);
    }

    private double Time(SegmentTest<TReader> test, int profiles, int repeats)
    {
        uint sum = 0;
        var clock = Stopwatch.StartNew();
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            for (var i = 0; i < profiles; i++)
            {
                sum += test(source[i], context) ? 1u : 0u;
            }
        }

        var elapsed = clock.Elapsed.TotalMilliseconds / repeats / profiles;
        GC.KeepAlive(sum);
        return elapsed;
    }

    private double TimeAll(int profiles, int repeats)
    {
        var clock = Stopwatch.StartNew();
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            for (var i = 0; i < profiles; i++)
            {
                Evaluate(i);
            }
        }

        return clock.Elapsed.TotalMilliseconds / repeats / profiles;
    }

    /// <summary>Everything the rules say of a profile, left in the output.</summary>
    public void Evaluate(int profile)
    {
        rows.EvaluateAll(source[profile], context, output);
    }

    public Answer Answer(int profile)
    {
        Evaluate(profile);
        if (only is { } test && test(source[profile], context) != (output.Bits[0] != 0))
        {
            throw new InvalidOperationException($"profile {profile}: the test and the row differ");
        }

        uint segments = 0;
        int bit = 0, spend = 0, activity = 0;
        long lead = 0;
        for (var i = 0; i < program.Outputs.Length; i++)
        {
            var value = output.Bits[i];
            switch (program.Outputs[i])
            {
                case { Kind: OutputKind.Segment }: segments |= (uint)value << bit++; break;
                case { Name: "SpendClass" }: spend = (int)value; break;
                case { Name: "Activity" }: activity = (int)value; break;
                default: lead = value; break;
            }
        }

        return new Answer(segments, spend, activity, lead);
    }
}
