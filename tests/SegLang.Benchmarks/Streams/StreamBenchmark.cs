using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Runtime.CompilerServices;
using SegLang.Benchmarks.Data;
using SegLang.Benchmarks.Engine;
using SegLang.Benchmarks.Rules;
using SegLang.Benchmarks.Run;
using SegLang.Runtime;

namespace SegLang.Benchmarks.Streams;

/// <summary>
/// Events one after the other in order of time, on one thread: a checked-in rule set against the same written by hand, then the bulk benchmark's mix
/// of segments with two journeys; what a profile's state occupies; what it costs to let time pass.
/// </summary>
internal static class StreamBenchmark
{
    private const int PerSlice = 100_000;

    public static void Run(Options options, Report report)
    {
        CollectAtOnce();
        var data = Dataset.Make(options.Profiles, options.Events, options.Seed);
        Against(data, options, report);
        Grow(data, options, report);
        Idle(options, report);
    }

    /// <summary>Only our engine over the checked-in rules, and the twin, by processor time.</summary>
    public static void Profile(Options options)
    {
        CollectAtOnce();
        var data = Dataset.Make(options.Profiles, options.Events, options.Seed);
        var program = RuleTexts.Compile(Shop.Schema + Text());
        var before = Settled();
        var ours = new StreamRun(program, data);
        var half = data.Events / 2;
        ours.Feed(0, half);
        var ticks = ours.Ticks;
        var (allocated, paused) = (GC.GetTotalAllocatedBytes(), GC.GetTotalPauseDuration());
        var busy = Busy(() => ours.Feed(half, data.Events)) * 1000 / (data.Events - half);
        var garbage = (GC.GetTotalAllocatedBytes() - allocated) / (double)(data.Events - half);
        var collected = (GC.GetTotalPauseDuration() - paused).TotalMicroseconds / (data.Events - half);
        var ticked = (double)(ours.Ticks - ticks) / (data.Events - half);
        var bytes = (Settled() - before - ours.EventBytes) / (double)data.Profiles;
        var twin = new StreamTwin(data, program.Calendar);
        twin.Run(0, half);
        var byHand = Busy(() => twin.Run(half, data.Events)) * 1000 / (data.Events - half);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"ours {busy:0.00} µs an event, {ticked:0.00} ticks an event; by hand {byHand:0.00} µs, {byHand / busy:0.00} ×"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{garbage:0} bytes allocated an event, {collected:0.00} µs of collecting them"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{bytes:0} bytes a profile without events, with fields; {ours.EventBytes / (double)data.Profiles:0} of events"));
        ours.Advance(data.Now);
        twin.Advance(data.Now);
        Console.WriteLine(ours.Tally.Same(twin.Tally) ? "they agree" : $"they disagree: {Shown(ours.Tally)} and {Shown(twin.Tally)}");
    }

    // As a process that does nothing but stream would: the collector does its work between ours, and not beside it for another core to hide.
    private static void CollectAtOnce() => GCSettings.LatencyMode = GCLatencyMode.Batch;

    // Milliseconds of processor time.
    private static double Busy(Action work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        work();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMilliseconds;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Against(Dataset data, Options options, Report report)
    {
        report.Begin("Streams: ten segments and two journeys of six stages, against a loop written by hand");
        var program = RuleTexts.Compile(Shop.Schema + Text());
        var ours = new StreamRun(program, data);
        var twin = new StreamTwin(data, program.Calendar);
        // A round holds its share of what is collected: with many profiles a collection takes as long as many events.
        var slice = Math.Max(PerSlice, data.Events / 20);
        var first = Math.Max(0, data.Events - ((options.Rounds + 1) * slice));
        ours.Feed(0, first);
        twin.Run(0, first);
        var (oursAt, twinAt) = (first, first);
        var measured = Rounds.Interleave(
            [
                new("ours", () => Time(() => ours.Feed(oursAt, oursAt = Math.Min(oursAt + slice, data.Events)))),
                new("by hand", () => Time(() => twin.Run(twinAt, twinAt = Math.Min(twinAt + slice, data.Events)))),
            ],
            options.Rounds);
        twin.Advance(data.Now);
        ours.Advance(data.Now);
        if (!ours.Tally.Same(twin.Tally))
        {
            throw new InvalidOperationException($"the two disagree: {Shown(ours.Tally)} and {Shown(twin.Tally)}");
        }

        report.Faster($"{slice} events", measured["ours"], "by hand", measured["by hand"], 0.6);
    }

    /// <summary>Time passes where hardly anything falls due: what it costs must not depend on how many profiles there are.</summary>
    public static void Idle(Options options, Report report)
    {
        report.Begin("Streams: time passes by steps of a second, profiles with a purchase each within two years");
        foreach (var profiles in (int[])[10_000, 100_000, 1_000_000])
        {
            Idle(profiles, options, report);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Idle(int profiles, Options options, Report report)
    {
        const int Steps = 1000;
        var data = Dataset.Make(profiles, profiles, options.Seed);
        var run = new StreamRun(RuleTexts.Compile(Shop.Schema + Text()), data);
        run.Feed(0, data.Events);
        run.Advance(data.Now);
        var ticks = run.Ticks;
        var microseconds = new double[Steps];
        for (var i = 0; i < Steps; i++)
        {
            microseconds[i] = Time(() => run.Advance(data.Now + ((i + 1) * SegLang.Runtime.Calendar.Second))) * 1000;
        }

        Array.Sort(microseconds);
        ticks = run.Ticks - ticks;
        report.Value(
            $"{profiles} profiles",
            string.Create(CultureInfo.InvariantCulture, $"{microseconds[Steps / 2]:0.0} µs a step, {(double)ticks / Steps:0.00} profiles looked at"),
            double.NaN, double.NaN, "");
    }

    private static void Grow(Dataset data, Options options, Report report)
    {
        report.Begin("Streams: random segments and two journeys of six stages, events a second and core, state a profile");
        foreach (var count in (int[])[1, 10, 50, 100])
        {
            Grow(count, data, options, report);
        }
    }

    // A method of its own, so that nothing of one number of segments is still held when the next is measured.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Grow(int count, Dataset data, Options options, Report report)
    {
        var segments = RandomSegments.Make(count, options.Seed);
        var text = SegText.Write(segments) + Text()[Text().IndexOf("journey", StringComparison.Ordinal)..].Replace("when not Active90", "after 90 days without Purchase", StringComparison.Ordinal).Replace("when Regular ", "when count(Purchase in last 90 days) >= 3 ", StringComparison.Ordinal);
        var program = RuleTexts.Compile(text);
        var fields = FieldBytes(program, data);
        var before = Settled();
        var run = new StreamRun(program, data);
        var first = Math.Max(0, data.Events - (4 * PerSlice));
        run.Feed(0, first);
        var milliseconds = Time(() => run.Feed(first, data.Events));
        report.Value(
            $"{count} segments",
            string.Create(CultureInfo.InvariantCulture, $"{(data.Events - first) / milliseconds * 1000:0} events/s"),
            double.NaN, double.NaN, "");
        var occupied = Settled() - before;
        var aggregates = new SqlText(SqlDialect.ClickHouse, data.Now);
        aggregates.Segments(segments);
        var state = (occupied - run.EventBytes - fields) / (double)data.Profiles;
        var most = 64 + (8 * aggregates.DistinctAggregates) + (24 * 2);
        report.Value(
            $"{count} segments, state a profile",
            string.Create(CultureInfo.InvariantCulture, $"{state:0} bytes, and {run.EventBytes / (double)data.Profiles:0} of held events, {fields / (double)data.Profiles:0} of fields"),
            state, most, "bytes");
        GC.KeepAlive(run);
    }

    // What the profiles' fields occupy by themselves.
    private static long FieldBytes(RuleProgram program, Dataset data)
    {
        var before = Settled();
        var rows = StreamRun.Fields(new RecordLayout(program.Schema.Profile), data).ToArray();
        var bytes = Settled() - before;
        GC.KeepAlive(rows);
        return bytes;
    }

    private static string Text()
    {
        using var stream = typeof(StreamBenchmark).Assembly.GetManifestResourceStream("stream.seg") ?? throw new FileNotFoundException("stream.seg");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Shown(Tally tally) =>
        $"entered {string.Join(' ', tally.Entered)}, left {string.Join(' ', tally.Left)}, stages {string.Join(' ', tally.Stages)}";

    private static double Time(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static long Settled()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
