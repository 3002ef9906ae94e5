using System.Diagnostics;
using SegLang.Benchmarks.Data;
using SegLang.Benchmarks.Rules;
using SegLang.Benchmarks.Run;

namespace SegLang.Benchmarks.Cli;

/// <summary>The published tool as a user starts it: milliseconds from the start of the process to its end.</summary>
internal sealed class CliBenchmark : IDisposable
{
    private readonly Options options;
    private readonly Report report;
    private readonly string seg;
    private readonly string folder = Directory.CreateTempSubdirectory("seglang-cli").FullName;

    private CliBenchmark(Options options, Report report)
    {
        this.options = options;
        this.report = report;
        seg = Path.GetFullPath(options.Seg ?? Publish(folder));
    }

    public static void Run(Options options, Report report)
    {
        using var benchmark = new CliBenchmark(options, report);
        benchmark.Write();
        report.Begin("The tool, process start included");
        benchmark.Measure();
    }

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Publishes the tool below a folder; the result is the executable.</summary>
    public static string Publish(string folder)
    {
        var output = Path.Combine(folder, "seg");
        var project = Path.Combine(Root(), "src", "SegLang.Cli");
        Setup.Run(Root(), "dotnet", "publish", project, "-c", "Release", "-r", "linux-x64", "--self-contained", "false", "-o", output, "-v", "quiet");
        return Path.Combine(output, "seg");
    }

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "SegLang.sln")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new DirectoryNotFoundException("SegLang.sln");
    }

    // A thousand files of ten segments, one file of a thousand, a small file with tests, and a little data.
    private void Write()
    {
        var many = Directory.CreateDirectory(Path.Combine(folder, "many")).FullName;
        File.WriteAllText(Path.Combine(many, "schema.seg"), Shop.Schema);
        var segments = RandomSegments.Make(10_000, options.Seed);
        for (var file = 0; file < 1000; file++)
        {
            File.WriteAllText(Path.Combine(many, $"f{file}.seg"), SegText.WriteSegments(segments.AsSpan(file * 10, 10), $"F{file}S"));
        }

        File.WriteAllText(Path.Combine(folder, "thousand.seg"), SegText.Write(segments.AsSpan(0, 1000)));
        File.WriteAllText(Path.Combine(folder, "small.seg"), Shop.Schema + SmallTests);
        File.WriteAllText(Path.Combine(folder, "profiles.csv"), "id,country,plan,age\n1,DE,pro,40\n2,AT,free,\n");
        File.WriteAllText(Path.Combine(folder, "purchases.csv"), "id,time,channel,category,quantity,price\n1,2026-03-01T10:00:00Z,online,shoes,1,99.90\n");
    }

    private const string SmallTests =
        """
        segment Regular { count(Purchase in last 90 days) >= 2 }

        test "two purchases make a regular" {
          given { id: 1, country: "DE", plan: pro }
          at 2026-03-01T10:00 Purchase { channel: online, quantity: 1, price: 10 EUR }
          at 2026-03-02T10:00 expect not Regular
          at 2026-03-03T10:00 Purchase { channel: store, quantity: 2, price: 20 EUR }
          at 2026-03-04T10:00 expect Regular
          at 2026-07-01T10:00 expect not Regular
        }

        """;

    private void Measure()
    {
        string[] run = ["run", In("thousand.seg"), "--profiles", In("profiles.csv"), "--events", $"Purchase={In("purchases.csv")}", "--now", "2026-04-01T00:00Z", "--out", In("out.csv")];
        (string Name, double Target, Func<double> Run)[] cases =
        [
            ("`seg version` (for comparison: starting and ending)", double.NaN, () => Time(0, "version")),
            ("`seg check`, 1000 files of 10 segments", 1500, () => Time(1, "check", In("many"))),
            ("`seg run`, 1000 segments, compiled anew", 2000, () => Cold(run)),
            ("`seg run`, 1000 segments, from the cache", 150, () => Time(0, run)),
            ("`seg test --engine reference`, a small file", 400, () => Time(0, "test", In("small.seg"), "--engine", "reference")),
        ];
        var measured = Rounds.Interleave([.. cases.Select(c => new Contestant(c.Name, c.Run))], options.Rounds);
        foreach (var (name, target, _) in cases)
        {
            var m = measured[name];
            report.Value(name, $"{m.Median:0} ms ({m.Min:0}–{m.Max:0})", m.Median, target, "ms");
        }
    }

    private string In(string name) => Path.Combine(folder, name);

    private double Cold(string[] arguments)
    {
        var cache = In("cache");
        if (Directory.Exists(cache))
        {
            Directory.Delete(cache, recursive: true);
        }

        return Time(0, arguments);
    }

    // Random segments may earn warnings, so `check` may end with 1 as well.
    private double Time(int mostExitCode, params string[] arguments)
    {
        var start = new ProcessStartInfo(seg, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SEGLANG_CACHE"] = In("cache");
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException(seg);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var milliseconds = clock.Elapsed.TotalMilliseconds;
        return process.ExitCode <= mostExitCode
            ? milliseconds
            : throw new InvalidOperationException($"seg {arguments[0]} ended with {process.ExitCode}: {output}{errors.Result}");
    }
}
