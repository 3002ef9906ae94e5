using System.Diagnostics;
using System.Globalization;
using SegLang.Benchmarks.Data;
using SegLang.Benchmarks.Engine;
using SegLang.Benchmarks.Run;
using SegLang.Plan;
using SegLang.Runtime;
using Calendar = SegLang.Runtime.Calendar;

namespace SegLang.Benchmarks.Memory;

/// <summary>
/// How much memory the index needs: the process's highest resident size while indexing, and what is left after, each over the
/// bytes of the raw columns in order of time. Measured in a process of its own, so that nothing else counts.
/// </summary>
internal static class MemoryBenchmark
{
    /// <summary>The command of the process that measures itself.</summary>
    public const string Child = "memory-child";

    public static void Run(Options options, Report report)
    {
        report.Begin("Memory");
        var start = new ProcessStartInfo(Environment.ProcessPath ?? "dotnet") { RedirectStandardOutput = true };
        var self = typeof(MemoryBenchmark).Assembly.Location;
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(self);
        }

        foreach (var argument in (string[])[Child, "--profiles", Text(options.Profiles), "--events", Text(options.Events), "--threads", Text(options.Threads), "--seed", options.Seed.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_GCConserveMemory"] = "0";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("no process");
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double[] numbers = [.. text.Split('\n').Last(l => l.StartsWith("bytes ", StringComparison.Ordinal)).Split(' ').Skip(1).Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
        var (raw, peak, after) = (numbers[0], numbers[1], numbers[2]);
        report.Value("highest while indexing / raw columns", $"{Megabytes(peak)} / {Megabytes(raw)}: {peak / raw:0.00} ×", peak / raw, 2.2, "×");
        report.Value("after indexing / raw columns", $"{Megabytes(after)} / {Megabytes(raw)}: {after / raw:0.00} ×", after / raw, 1.3, "×");
    }

    /// <summary>Loads, then indexes, then says: raw bytes, highest bytes, bytes after, each without what the process had before there was data.</summary>
    public static void Measure(Options options)
    {
        var rules = RuleTexts.Bind(Shop.Schema);
        var schema = SchemaMapping.From(rules);
        var calendar = new Calendar(ZoneTables.From(schema.TimeZone), schema.WeekStartsSunday);
        Index(schema, calendar, Dataset.Make(1000, 10_000, options.Seed), options.Threads);
        var before = Resident();
        var (profiles, table, raw) = Load(schema, options);
        Settle();
        var loaded = Resident();
        ResetHighest();
        var clock = Stopwatch.StartNew();
        var data = DataSet.Build(schema, options.Profiles, profiles, [table], calendar, options.Threads);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"indexed in {clock.Elapsed.TotalMilliseconds:0} ms"));
        var highest = Highest();
        Settle();
        var after = Resident();
        GC.KeepAlive(data);
        Console.WriteLine($"loaded {Megabytes(loaded - before)}, raw {Megabytes(raw)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bytes {raw} {highest - loaded + raw} {after - loaded + raw}"));
    }

    // The raw columns: what the fields, the owner and the time of every event and the fields of every profile occupy.
    private static (Column?[] Profiles, EventTable Table, long Raw) Load(RuleSchema schema, Options options)
    {
        var data = Dataset.Make(options.Profiles, options.Events, options.Seed);
        var profiles = Columns.Profiles(schema, data);
        var table = Columns.Purchases(schema, data);
        const long eventBytes = sizeof(int) + sizeof(long) + sizeof(int) + sizeof(int) + sizeof(long) + sizeof(long);
        var unknownBytes = 2 * (options.Events / 8);
        return (profiles, table, profiles.Sum(c => c?.Bytes ?? 0) + (eventBytes * options.Events) + unknownBytes);
    }

    private static void Index(RuleSchema schema, Calendar calendar, Dataset data, int threads) =>
        DataSet.Build(schema, data.Profiles, Columns.Profiles(schema, data), [Columns.Purchases(schema, data)], calendar, threads);

    private static void Settle()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }

    private static long Resident() => Status("VmRSS:");

    private static long Highest() => Status("VmHWM:");

    // Linux: 5 resets the highest resident size (proc(5)).
    private static void ResetHighest() => File.WriteAllText("/proc/self/clear_refs", "5");

    private static long Status(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    private static string Megabytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB");

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
