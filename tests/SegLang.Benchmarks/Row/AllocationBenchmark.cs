using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using SegLang.Benchmarks.Data;
using SegLang.Benchmarks.Run;

namespace SegLang.Benchmarks.Row;

/// <summary>Bytes allocated per profile in the steady state, by BenchmarkDotNet.</summary>
[MemoryDiagnoser]
public class AllocationBenchmark
{
    private const int Profiles = 1000;
    private RowProgram? program;

    /// <summary>The checked-in rule set.</summary>
    [Params("six", "between", "twenty")]
    public string Rules { get; set; } = "six";

    /// <summary>Compiles the rules and makes a thousand profiles.</summary>
    [GlobalSetup]
    public void Load()
    {
        program = RowProgram.Load(Rules, Dataset.Make(Profiles, Profiles * 10, 1));
        Evaluate();
    }

    /// <summary>Every profile once.</summary>
    [Benchmark]
    public void Evaluate()
    {
        for (var i = 0; i < Profiles; i++)
        {
            program?.OverColumns().Evaluate(i);
        }
    }

    internal static void Run(Report report)
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance)
            .WithOptions(ConfigOptions.DisableOptimizationsValidator)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "seglang-bdn"));
        var summary = BenchmarkRunner.Run<AllocationBenchmark>(config);
        report.Begin("Allocation");
        foreach (var one in summary.Reports)
        {
            var bytes = one.GcStats.GetBytesAllocatedPerOperation(one.BenchmarkCase) ?? -1;
            var value = (double)bytes / Profiles;
            report.Value($"{one.BenchmarkCase.Parameters["Rules"]}.seg, bytes a profile", bytes < 0 ? "not measured" : $"{value:0.###}", bytes < 0 ? double.MaxValue : value, 0, "bytes");
        }
    }
}
