using SegLang.Benchmarks.Run;

namespace SegLang.Benchmarks.Apps;

/// <summary>Rules over an app's own objects, each profile by one call, beside what a C# programmer writes; processor time and bytes a profile.</summary>
internal static class HostBenchmark
{
    private const int Shoppers = 1000;
    private const int Repeats = 200;

    // Noon in summer, no clock change within the windows' targets that a plain subtraction of days in the zone would not know.
    private static readonly DateTimeOffset Now = new(2026, 8, 20, 12, 0, 0, TimeSpan.FromHours(2));

    // The windows' lengths, in the order in which the twin names them.
    private static readonly int[] Days = [7, 14, 30, 60, 90, 120, 180, 240, 300, 365];

    public static void Run(Options options, Report report)
    {
        report.Begin("An app's own objects");
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        DateTimeOffset[] edges = [.. Days.Select(d => Before(zone, d))];
        Compare(options, report, "10 segments without events", HostRules.Plain, 0, 100, s => HostRules.OfPlain(s, Now, edges[2]));
        Compare(options, report, "10 windows over 50 events", HostRules.Windows, 50, 1000, s => HostRules.OfWindows(s, edges));
    }

    private static void Compare(Options options, Report report, string name, string rules, int orders, double target, Func<Shopper, ulong> twin)
    {
        var shoppers = Shopper.Make(Shoppers, orders, Now, options.Seed);
        var set = RuleSet.Compile(rules);
        var trusted = set.For<Shopper>(new BindingOptions { Checks = false });
        var at = trusted.At(Now);
        var safe = set.For<Shopper>();
        var typed = TypedApp.Make(rules, shoppers);
        Array.ForEach(shoppers, s => Same(Ask(trusted, s), twin(s)));
        Array.ForEach(typed.Zip(shoppers).ToArray(), p => Same(p.First.Ask(Now), twin(p.Second)));
        Contestant[] contestants =
        [
            new("ours", () => Time(shoppers, s => Ask(trusted, s))),
            new("ours at an instant", () => Time(shoppers, s => Ask(at, s))),
            new("ours with checks", () => Time(shoppers, s => Ask(safe, s))),
            new("ours compiled with the app", () => Time(typed, s => s.Ask(Now))),
            new("by hand", () => Time(shoppers, twin)),
        ];
        for (var i = 0; i < 5; i++)
        {
            Array.ForEach(contestants, c => c.Run());
            Thread.Sleep(30);
        }

        var times = Rounds.Interleave(contestants, Math.Max(options.Rounds, 7));
        foreach (var contestant in contestants[..^1])
        {
            report.Ceiling($"{name}, {contestant.Name}", times[contestant.Name], "by hand", times["by hand"], null);
        }

        foreach (var contestant in (string[])["ours", "ours with checks"])
        {
            var nanoseconds = times[contestant].Median * 1e6;
            report.Value($"{name}, {contestant}, ns a profile", $"{nanoseconds:0.0} ns", nanoseconds, target, "ns");
        }

        report.Value($"{name}, bytes a profile", $"{Allocated(shoppers, trusted):0.###}", Allocated(shoppers, trusted), 0, "bytes");
    }

    private static ulong Ask(BoundRules<Shopper> rules, Shopper shopper)
    {
        ulong members = 0;
        rules.Members(shopper, Now, new Span<ulong>(ref members));
        return members;
    }

    private static ulong Ask(RulesAt<Shopper> rules, Shopper shopper)
    {
        ulong members = 0;
        rules.Members(shopper, new Span<ulong>(ref members));
        return members;
    }

    private static double Time<T>(T[] shoppers, Func<T, ulong> ask)
    {
        ulong sum = 0;
        var start = Environment.CpuUsage.TotalTime;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            foreach (var shopper in shoppers)
            {
                sum += ask(shopper);
            }
        }

        var elapsed = (Environment.CpuUsage.TotalTime - start).TotalMilliseconds / Repeats / shoppers.Length;
        GC.KeepAlive(sum);
        return elapsed;
    }

    private static double Allocated(Shopper[] shoppers, BoundRules<Shopper> rules)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var shopper in shoppers)
        {
            Ask(rules, shopper);
        }

        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / shoppers.Length;
    }

    // The same local time so many days ago.
    private static DateTimeOffset Before(TimeZoneInfo zone, int days)
    {
        var local = TimeZoneInfo.ConvertTime(Now, zone).DateTime.AddDays(-days);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    private static void Same(ulong ours, ulong twin)
    {
        if (ours != twin)
        {
            throw new InvalidOperationException($"ours {ours:b}, by hand {twin:b}");
        }
    }
}
