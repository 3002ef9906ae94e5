using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SegLang.Benchmarks.Run;
using SegLang.Emit;
using SegLang.Text;

namespace SegLang.Benchmarks.Hosts;

/// <summary>
/// Rules that are swapped while four threads ask them, in bursts. Each swap loads the assembly anew; the pause of a swap is the longest time that a thread's first
/// answer by the new rules took.
/// </summary>
internal static class SwapBenchmark
{
    private const int Swaps = 10_000;
    private const int Threads = 4;
    private const int Burst = 100; // Answers after which a thread rests for a millisecond, as servers do: else five threads wait for two cores, not for the swap.
    private const string Rules =
        """
        ruleset Shop { timezone "Europe/Vienna" }
        profile Customer { id: text key  age: int? }
        event Purchase { amount: money(EUR) }
        param version: int = 1
        trait Version = version
        trait Twice = version + version
        segment Adults { age >= 18 }
        segment Regulars { count(Purchase in last 90 days) >= 3 }
        segment Rich { sum(Purchase.amount in last 1 year) >= 500 EUR }
        """;

    private static readonly DateTimeOffset Now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);

    public static void Run(Report report)
    {
        string folder = Directory.CreateTempSubdirectory("seg-swap-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "rules.seg"), Rules);
            ServiceCollection services = new();
            services.AddSegLang(o => (o.Path, o.Watch) = (folder, false));
            using ServiceProvider provider = services.BuildServiceProvider();
            LiveRules live = provider.GetRequiredService<LiveRules>();
            _ = live.ReloadAsync().GetAwaiter().GetResult();
            Measure(report, live, live.For<Customer>());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(Report report, LiveRules live, LiveRules<Customer> customers)
    {
        byte[] assembly = RuleCompiler.Compile(Compilation.Create([new SourceText("rules.seg", Rules)]).Rules!, []).Assembly;
        using CancellationTokenSource done = new();
        Task<Seen>[] threads = [.. Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () => Ask(live, customers, done.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        long start = Stopwatch.GetTimestamp();
        for (long version = 2; version <= Swaps + 1; version++)
        {
            live.Swap(RuleSet.Load(assembly).With(new Dictionary<string, object> { ["version"] = version }));
        }

        TimeSpan took = Stopwatch.GetElapsedTime(start);
        done.Cancel();
        Seen[] seen = Task.WhenAll(threads).GetAwaiter().GetResult();
        double[] pauses = [.. Enumerable.Range(0, Swaps + 2).Select(v => seen.Max(s => s.First[v])).Where(p => p > 0).Order()];
        Tell(report, pauses, seen, took);
    }

    private static void Tell(Report report, double[] pauses, Seen[] seen, TimeSpan took)
    {
        report.Begin($"Swaps: {Swaps} under load from {Threads} threads");
        report.Value("pause, p50", $"{At(pauses, 0.5):F3} ms", At(pauses, 0.5), double.NaN, "ms");
        report.Value("pause, p99", $"{At(pauses, 0.99):F3} ms", At(pauses, 0.99), 5, "ms");
        report.Value("pause, longest", $"{pauses[^1]:F3} ms", pauses[^1], double.NaN, "ms");
        report.Value("longest answer between swaps", $"{seen.Max(s => s.Other):F3} ms", 0, double.NaN, "ms");
        report.Value("answers of a wrong version", $"{seen.Sum(s => s.Wrong)} of {seen.Sum(s => s.Answers)}", seen.Sum(s => s.Wrong), 0, "");
        report.Value("a swap, loading included", $"{took.TotalMilliseconds / Swaps:F2} ms", 0, double.NaN, "ms");
    }

    private static double At(double[] sorted, double share) => sorted[(int)((sorted.Length - 1) * share)];

    private static Seen Ask(LiveRules live, LiveRules<Customer> customers, CancellationToken done)
    {
        Seen seen = new(new double[Swaps + 2]);
        Customer customer = new("c", 40, [.. Enumerable.Range(0, 20).Select(i => new Purchase(Now.AddDays(-200 + (10 * i)), 30m + i))]);
        long last = 0;
        for (; !done.IsCancellationRequested; seen.Answers++)
        {
            long before = live.Version;
            long start = Stopwatch.GetTimestamp();
            (BoundRules<Customer> rules, long version) = customers.Versioned;
            ProfileResult answer = rules.Evaluate(customer, Now);
            double took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            bool isRight = answer["Version"] is long told && told == version && answer["Twice"] is long twice && twice == 2 * version
                && answer.Is("Regulars") && version >= Math.Max(before, last) && version <= live.Version;
            seen.Wrong += isRight ? 0 : 1;
            if (version != last)
            {
                seen.First[version] = took;
                last = version;
            }
            else
            {
                seen.Other = Math.Max(seen.Other, took);
            }

            if (seen.Answers % Burst == 0)
            {
                Thread.Sleep(1);
            }
        }

        return seen;
    }

    // What a thread has seen; times in milliseconds, of first answers by version.
    private sealed record Seen(double[] First)
    {
        public double Other { get; set; }

        public long Wrong { get; set; }

        public long Answers { get; set; }
    }
}

/// <summary>A customer of the host's.</summary>
public sealed record Customer(string Id, int? Age, IReadOnlyList<Purchase> Purchases);

/// <summary>An event of the host's.</summary>
public sealed record Purchase(DateTimeOffset Time, decimal Amount);
