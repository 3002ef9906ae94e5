using System.Diagnostics;
using SegLang.Benchmarks.Data;
using SegLang.Benchmarks.Run;

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
        var program = RowProgram.Load("six", data);
        var ours = program.Over(shapes);
        CheckReaders(program);
        for (var i = 0; i < Profiles; i++)
        {
            Check(ours.Answer(i), new Answer(StructTwin.Six(shapes.Rows[i]) ? 1u : 0, 0, 0, 0), i);
            Check(ours.Answer(i), new Answer(StructTwin.SixBranchFree(shapes.Rows[i]) ? 1u : 0, 0, 0, 0), i);
            Check(ours.Answer(i), new Answer(ClassTwin.Six(shapes.Customers[i]) ? 1u : 0, 0, 0, 0), i);
        }

        Compare("six comparisons", program, 1.10, [
            new("class", () => Time(new ClassSix(shapes))),
            new("struct", () => Time(new StructSix(shapes))),
            new("branch-free", () => Time(new BranchFreeSix(shapes))),
        ]);
    }

    private void RunBetween()
    {
        var program = RowProgram.Load("between", data);
        var ours = program.Over(shapes);
        CheckReaders(program);
        for (var i = 0; i < Profiles; i++)
        {
            Check(ours.Answer(i), StructTwin.Between(shapes.Rows[i], shapes.Purchases, edges), i);
            Check(ours.Answer(i), StructTwin.BetweenBranchFree(shapes.Rows[i], shapes.Purchases, edges), i);
            Check(ours.Answer(i), ClassTwin.Between(shapes.Customers[i], edges), i);
        }

        Compare("five rules, two windows", program, null, [
            new("class", () => Time(new ClassBetween(shapes, edges))),
            new("struct", () => Time(new StructBetween(shapes, edges))),
            new("branch-free", () => Time(new BranchFreeBetween(shapes, edges))),
        ]);
    }

    private void RunTwenty()
    {
        var program = RowProgram.Load("twenty", data);
        var ours = program.Over(shapes);
        CheckReaders(program);
        for (var i = 0; i < Profiles; i++)
        {
            Check(ours.Answer(i), StructTwin.Twenty(shapes.Rows[i], shapes.Purchases, edges), i);
            Check(ours.Answer(i), StructTwin.TwentyBranchFree(shapes.Rows[i], shapes.Purchases, edges), i);
            Check(ours.Answer(i), ClassTwin.Twenty(shapes.Customers[i], edges), i);
        }

        Compare("twenty rules with windows", program, 1.3, [
            new("class", () => Time(new ClassTwenty(shapes, edges))),
            new("struct", () => Time(new StructTwenty(shapes, edges))),
            new("branch-free", () => Time(new BranchFreeTwenty(shapes, edges))),
        ]);
    }

    private void Compare(string name, RowProgram program, double? target, Contestant[] twins)
    {
        Contestant[] ours =
        [
            new("ours over classes", () => program.OverClasses(shapes).Time(Profiles, Repeats)),
            new("ours over structs", () => program.Over(shapes).Time(Profiles, Repeats)),
            new("ours over columns", () => program.OverColumns().Time(Profiles, Repeats)),
        ];
        for (var i = 0; i < 10; i++)
        {
            // The tiered JIT needs some calls, and some time, before it has compiled everything for good.
            Array.ForEach([.. ours, .. twins], t => t.Run());
            Thread.Sleep(30);
        }

        var times = Rounds.Interleave([.. ours, .. twins], Math.Max(options.Rounds, 7));
        var fastest = twins.Select(t => t.Name).MinBy(t => times[t].Median) ?? "";
        report.Ceiling($"{name}, structs", times["ours over structs"], $"fastest twin: {fastest}", times[fastest], target);
        report.Ceiling($"{name}, structs", times["ours over structs"], "struct", times["struct"], null);
        report.Ceiling($"{name}, structs", times["ours over structs"], "branch-free", times["branch-free"], null);
        report.Ceiling($"{name}, classes", times["ours over classes"], "class", times["class"], null);
        report.Ceiling($"{name}, columns", times["ours over columns"], "struct", times["struct"], null);
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

    private void CheckReaders(RowProgram program)
    {
        var (structs, classes, columns) = (program.Over(shapes), program.OverClasses(shapes), program.OverColumns());
        for (var i = 0; i < Profiles; i++)
        {
            Check(structs.Answer(i), classes.Answer(i), i);
            Check(structs.Answer(i), columns.Answer(i), i);
        }
    }

    private static void Check(Answer ours, Answer twin, int profile)
    {
        if (ours != twin)
        {
            throw new InvalidOperationException($"profile {profile}: ours {ours}, the twin {twin}");
        }
    }
}
