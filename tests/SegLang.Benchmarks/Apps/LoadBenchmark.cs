using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using SegLang.Benchmarks.Engine;
using SegLang.Benchmarks.Run;
using SegLang.Emit;

namespace SegLang.Benchmarks.Apps;

/// <summary>Loading compiled rules of 1 000 segments, with their checks, and up to the first answers; what many reloads leave in memory.</summary>
internal static partial class LoadBenchmark
{
    private const int Segments = 1000;
    private const int Reloads = 2000;

    private static readonly DateTimeOffset Now = new(2026, 8, 20, 12, 0, 0, TimeSpan.Zero);

    public static void Run(Options options, Report report)
    {
        report.Begin("Loading compiled rules");
        var many = RuleCompiler.Compile(RuleTexts.Bind(Many()), []).Assembly;
        var shopper = Shopper.Make(1, 50, Now, options.Seed)[0];
        Contestant[] contestants =
        [
            new("load", () => Time(() => RuleSet.Load(many))),
            new("first of a segment", () => Time(() => RuleSet.Load(many).For<Shopper>().Matches("S7", shopper, Now))),
            new("first of all", () => Time(() => RuleSet.Load(many).For<Shopper>().Evaluate(shopper, Now))),
        ];
        var times = Rounds.Interleave(contestants, Math.Max(options.Rounds, 7));
        report.Value($"{Segments} segments, load", $"{times["load"].Median:0.0} ms", times["load"].Median, 50, "ms");
        report.Value($"{Segments} segments, load and ask one", $"{times["first of a segment"].Median:0.0} ms", times["first of a segment"].Median, double.NaN, "ms");
        report.Value($"{Segments} segments, load and ask all", $"{times["first of all"].Median:0.0} ms", times["first of all"].Median, double.NaN, "ms");
        Reload(report, shopper);
    }

    private static void Reload(Report report, Shopper shopper)
    {
        var few = RuleCompiler.Compile(RuleTexts.Bind(HostRules.Windows), []).Assembly;
        for (var i = 0; i < 100; i++)
        {
            Use(few, shopper);
        }

        var before = Settled().Own;
        WeakReference[] contexts = [.. Enumerable.Range(0, Reloads).Select(_ => Use(few, shopper))];
        var after = Settled();
        var (growth, free) = ((after.Own - before) / 1e6, (after.All - after.Own) / 1e6);
        var alive = contexts.Count(c => c.IsAlive);
        report.Value($"{Reloads} reloads, contexts alive", $"{alive}", alive, 0, "contexts");
        report.Value($"{Reloads} reloads, growth of the process", $"{growth:0.0} MB", growth, 5, "MB");
        report.Value($"{Reloads} reloads, free but not given back", $"{free:0.0} MB", free, double.NaN, "MB");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Use(byte[] file, Shopper shopper)
    {
        var rules = RuleSet.Load(file);
        rules.For<Shopper>().Matches("A", shopper, Now);
        return new WeakReference(AssemblyLoadContext.GetLoadContext(rules.Program.GetType().Assembly));
    }

    // The resident bytes of the process once everything that can go has gone, and those without what the C library keeps although it is free.
    private static (long All, long Own) Settled()
    {
        for (var i = 0; i < 10; i++)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        var all = Resident();
        if (OperatingSystem.IsLinux())
        {
            _ = Trim(0);
        }

        return (all, Resident());
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nint keep);

    private static double Time(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static string Many() => HostRules.Windows[..HostRules.Windows.IndexOf("segment", StringComparison.Ordinal)] + string.Join('\n', Enumerable.Range(0, Segments).Select(i => (i % 4) switch
    {
        0 => $"segment S{i} {{ age >= {18 + (i % 50)} and credit > {i} EUR }}",
        1 => $"segment S{i} {{ count(Order in last {1 + (i % 60)} days) >= {1 + (i % 7)} }}",
        2 => $"segment S{i} {{ any(Order in last {30 + (i % 90)} days where price > {i} EUR) and newsletter }}",
        _ => $"segment S{i} {{ sum(Order.price in last {1 + (i % 24)} weeks) >= {i} EUR or country == \"C{i}\" }}",
    }));
}
