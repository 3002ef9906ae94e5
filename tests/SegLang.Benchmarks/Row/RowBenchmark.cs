using System.Diagnostics;
using SegLang.Benchmarks.Data;
using SegLang.Benchmarks.Engine;
using SegLang.Benchmarks.Run;
using SegLang.Runtime;

namespace SegLang.Benchmarks.Row;

/// <summary>One profile at a time: the emitted `Row` entry point against what a C# programmer writes; nanoseconds a profile.</summary>
internal sealed class RowBenchmark
{
    private const int Profiles = 20_000;
    private const int Repeats = 20;

    private readonly Options options;
    private readonly Report report;
    private readonly Dataset data;
    private readonly Shapes shapes;
    private readonly Edges edges;

    private RowBenchmark(Options options, Report report)
    {
        this.options = options;
        this.report = report;
        data = Dataset.Make(Profiles, Profiles * 10, options.Seed);
        shapes = Shapes.From(data);
        edges = new Edges(data.Now, Before(30), Before(90), Before(180), Before(365));
    }

    public static void Run(Options options, Report report)
    {
        var benchmark = new RowBenchmark(options, report);
        report.Begin("One profile");
        benchmark.RunSix();
        benchmark.RunBetween();
        benchmark.RunTwenty();
    }

    private long Before(int days) => SegLang.Benchmarks.Rules.Calendar.DaysBefore(data.Now, days);

    private void RunSix()
    {
        var ours = RowProgram.Load("six", data);
        for (var i = 0; i < Profiles; i++)
        {
            Check(ours.Answer(i), new Answer(StructTwin.Six(shapes.Rows[i]) ? 1u : 0, 0, 0, 0), i);
            Check(ours.Answer(i), new Answer(StructTwin.SixBranchFree(shapes.Rows[i]) ? 1u : 0, 0, 0, 0), i);
            Check(ours.Answer(i), new Answer(ClassTwin.Six(shapes.Customers[i]) ? 1u : 0, 0, 0, 0), i);
        }

        Compare("six comparisons", ours, 1.10, [
            new("class", () => Time(new ClassSix(shapes))),
            new("struct", () => Time(new StructSix(shapes))),
            new("branch-free", () => Time(new BranchFreeSix(shapes))),
        ]);
    }

    private void RunBetween()
    {
        var ours = RowProgram.Load("between", data);
        for (var i = 0; i < Profiles; i++)
        {
            Check(ours.Answer(i), StructTwin.Between(shapes.Rows[i], shapes.Purchases, edges), i);
            Check(ours.Answer(i), StructTwin.BetweenBranchFree(shapes.Rows[i], shapes.Purchases, edges), i);
            Check(ours.Answer(i), ClassTwin.Between(shapes.Customers[i], edges), i);
        }

        Compare("five rules, two windows", ours, null, [
            new("class", () => Time(new ClassBetween(shapes, edges))),
            new("struct", () => Time(new StructBetween(shapes, edges))),
            new("branch-free", () => Time(new BranchFreeBetween(shapes, edges))),
        ]);
    }

    private void RunTwenty()
    {
        var ours = RowProgram.Load("twenty", data);
        for (var i = 0; i < Profiles; i++)
        {
            Check(ours.Answer(i), StructTwin.Twenty(shapes.Rows[i], shapes.Purchases, edges), i);
            Check(ours.Answer(i), StructTwin.TwentyBranchFree(shapes.Rows[i], shapes.Purchases, edges), i);
            Check(ours.Answer(i), ClassTwin.Twenty(shapes.Customers[i], edges), i);
        }

        Compare("twenty rules with windows", ours, 1.3, [
            new("class", () => Time(new ClassTwenty(shapes, edges))),
            new("struct", () => Time(new StructTwenty(shapes, edges))),
            new("branch-free", () => Time(new BranchFreeTwenty(shapes, edges))),
        ]);
    }

    private void Compare(string name, RowProgram ours, double? target, Contestant[] twins)
    {
        for (var i = 0; i < 10; i++)
        {
            // The tiered JIT needs some calls, and some time, before it has compiled everything for good.
            ours.Time(Profiles, Repeats);
            Array.ForEach(twins, t => t.Run());
            Thread.Sleep(30);
        }

        var times = Rounds.Interleave([new("ours", () => ours.Time(Profiles, Repeats)), .. twins], Math.Max(options.Rounds, 7));
        var fastest = twins.Select(t => t.Name).MinBy(t => times[t].Median) ?? "";
        foreach (var twin in twins)
        {
            report.Ceiling(name, times["ours"], twin.Name, times[twin.Name], twin.Name == fastest ? target : null);
        }
    }

    // The twin is a struct so that the JIT calls it directly; it is not inlined, since one call a profile is what is compared.
    private static double Time<TTwin>(TTwin twin)
        where TTwin : struct, ITwin
    {
        uint sum = 0;
        var clock = Stopwatch.StartNew();
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            for (var i = 0; i < Profiles; i++)
            {
                sum += twin.Evaluate(i);
            }
        }

        var elapsed = clock.Elapsed.TotalMilliseconds / Repeats / Profiles;
        GC.KeepAlive(sum);
        return elapsed;
    }

    private static void Check(Answer ours, Answer twin, int profile)
    {
        if (ours != twin)
        {
            throw new InvalidOperationException($"profile {profile}: ours {ours}, the twin {twin}");
        }
    }
}

/// <summary>A checked-in rule set, compiled, over columns.</summary>
internal sealed class RowProgram
{
    private readonly DataSet data;
    private readonly RowEvaluator<ColumnReader> rows;
    private readonly EvaluationContext context;
    private readonly RowOutput output;
    private readonly RuleProgram program;

    private RowProgram(RuleProgram program, DataSet data, long now)
    {
        this.program = program;
        this.data = data;
        rows = program.Rows<ColumnReader>();
        context = program.At(now);
        output = new RowOutput(program.Outputs.Length);
    }

    public static RowProgram Load(string name, Dataset dataset)
    {
        using var stream = typeof(RowProgram).Assembly.GetManifestResourceStream($"{name}.seg") ?? throw new FileNotFoundException(name);
        using var reader = new StreamReader(stream);
        var program = RuleTexts.Compile(Shop.Schema + reader.ReadToEnd());
        var data = DataSet.Build(program.Schema, dataset.Profiles, Columns.Profiles(program.Schema, dataset), [Columns.Purchases(program.Schema, dataset)], program.Calendar, 1);
        return new RowProgram(program, data, dataset.Now);
    }

    /// <summary>Milliseconds a profile.</summary>
    public double Time(int profiles, int repeats)
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
        rows.Select(new ColumnReader(data, profile), context);
        rows.EvaluateAll(output);
    }

    public Answer Answer(int profile)
    {
        Evaluate(profile);
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
