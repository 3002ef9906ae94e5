using System.Collections.Immutable;
using System.Diagnostics;
using SegLang.Benchmarks.Data;
using SegLang.Benchmarks.Engine;
using SegLang.Benchmarks.Peers;
using SegLang.Benchmarks.Rules;
using SegLang.Benchmarks.Run;
using SegLang.Runtime;

namespace SegLang.Benchmarks.Bulk;

/// <summary>Random segments over all profiles, results as bits, against ClickHouse and DuckDB; cold from data in order of time, warm from each one's sorted form.</summary>
internal sealed class BulkBenchmark : IDisposable
{
    private const int MostAgainstPeers = 500;

    private readonly Options options;
    private readonly Report report;
    private readonly Dataset data;
    private readonly ClickHousePeer clickHouse;
    private readonly DuckDbPeer duckDb;

    private BulkBenchmark(Options options, Report report)
    {
        this.options = options;
        this.report = report;
        data = Dataset.Make(options.Profiles, options.Events, options.Seed);
        clickHouse = new ClickHousePeer(options.Threads);
        duckDb = new DuckDbPeer(options.Threads);
    }

    public static void Run(Options options, Report report)
    {
        using var benchmark = new BulkBenchmark(options, report);
        benchmark.Load();
        foreach (var count in options.Segments.Where(s => s <= MostAgainstPeers))
        {
            benchmark.Measure(count);
        }

        foreach (var count in options.Segments.Where(s => s > MostAgainstPeers))
        {
            benchmark.MeasureGrowth(count);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        clickHouse.Dispose();
        duckDb.Dispose();
    }

    private void Load()
    {
        var (profiles, events) = (Path.GetTempFileName(), Path.GetTempFileName());
        PlainCsv.WriteProfiles(data, profiles);
        PlainCsv.WriteEvents(data, events);
        clickHouse.Load(profiles, events);
        duckDb.Load(profiles, events);
        File.Delete(profiles);
        File.Delete(events);
    }

    private void Measure(int count)
    {
        var segments = RandomSegments.Make(count, options.Seed);
        var ours = new BulkProgram(segments, data, options.Threads);
        report.Begin($"{count} segments, {DistinctAggregates(segments)} distinct aggregates");
        foreach (var sorted in (bool[])[false, true])
        {
            var measured = Compare(segments, ours, sorted);
            var (clickTarget, duckTarget) = Targets(count, sorted);
            var name = $"{(sorted ? "warm" : "cold")}, {count} segments";
            report.Faster(name, measured["ours"], "ClickHouse", measured["ClickHouse"], clickTarget);
            if (measured.TryGetValue("DuckDB", out var duck))
            {
                report.Faster(name, measured["ours"], "DuckDB", duck, duckTarget);
            }
        }
    }

    // Nothing is asked of the peers with so many; ours must not take much longer than with a hundred.
    private void MeasureGrowth(int count)
    {
        var (few, many) = (RandomSegments.Make(100, options.Seed), RandomSegments.Make(count, options.Seed));
        report.Begin($"{count} segments, {DistinctAggregates(many)} distinct aggregates, against our own 100 with {DistinctAggregates(few)}");
        BulkProgram ours = new(many, data, options.Threads), base100 = new(few, data, options.Threads);
        ours.Members(check: true);
        var measured = Rounds.Interleave([new("many", ours.Warm), new("few", base100.Warm)], options.Rounds);
        report.Ceiling($"warm, {count} segments", measured["many"], "100 segments", measured["few"], count == 2000 ? 2.5 : null);
    }

    private int DistinctAggregates(Condition[] segments)
    {
        var sql = new SqlText(SqlDialect.ClickHouse, data.Now);
        sql.Segments(segments);
        return sql.DistinctAggregates;
    }

    private static (double? ClickHouse, double? DuckDb) Targets(int count, bool sorted) => (count, sorted) switch
    {
        (100, false) => (2, 4),
        (500, false) => (3.5, 8),
        (100, true) => (4, null),
        (500, true) => (9, null),
        _ => (null, null),
    };

    // DuckDB gains nothing from sorted tables here and nothing is asked of it, so it competes cold only.
    private IReadOnlyDictionary<string, Measured> Compare(Condition[] segments, BulkProgram ours, bool sorted)
    {
        var expected = ours.Members(sorted);
        List<Contestant> contestants = [new("ours", sorted ? ours.Warm : ours.Cold)];
        List<Action> checks = [];
        foreach (var (name, peer) in sorted ? [("ClickHouse", clickHouse)] : new (string, BulkPeer)[] { ("ClickHouse", clickHouse), ("DuckDB", duckDb) })
        {
            var (form, statement) = peer.Best(segments, data.Now, sorted, Log);
            Log($"{name} competes with \"{form}\"; planning alone takes it {peer.Planning(statement):0} ms");
            contestants.Add(new(name, () =>
            {
                var milliseconds = peer.Run(statement);
                Check(name, expected, peer.Members(segments.Length));
                return milliseconds;
            }));
        }

        var measured = Rounds.Interleave(contestants, options.Rounds);
        Check("ours after the rounds", expected, ours.LastMembers());
        return measured;
    }

    private static void Check(string name, Membership[] expected, Membership[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if (expected[i] != actual[i])
            {
                throw new InvalidOperationException($"S{i}: ours {expected[i]}, {name} {actual[i]}");
            }
        }
    }

    private static void Log(string text) => Console.Error.WriteLine(text);
}

/// <summary>Our side: the compiled segments, the columns as they arrive and the index.</summary>
internal sealed class BulkProgram
{
    private readonly RuleProgram program;
    private readonly Dataset source;
    private readonly int threads;
    private readonly Column?[] profiles;
    private readonly ImmutableArray<int> outputs;
    private BatchEvaluator evaluator;
    private BatchResult result;

    public BulkProgram(Condition[] segments, Dataset source, int threads)
    {
        this.source = source;
        this.threads = threads;
        program = RuleTexts.Compile(SegText.Write(segments));
        profiles = Columns.Profiles(program.Schema, source);
        outputs = [.. Enumerable.Range(0, segments.Length)];
        evaluator = new(program, Index(Columns.Purchases(program.Schema, source)));
        result = Evaluate();
    }

    /// <summary>The index is there, and the memory of the last result is written over; milliseconds.</summary>
    public double Warm()
    {
        var clock = Stopwatch.StartNew();
        evaluator.Return(result);
        result = Evaluate();
        return clock.Elapsed.TotalMilliseconds;
    }

    /// <summary>From columns in order of time, index included; milliseconds.</summary>
    public double Cold()
    {
        var arrived = Columns.Purchases(program.Schema, source);
        GC.Collect();
        var clock = Stopwatch.StartNew();
        evaluator = new(program, Index(arrived));
        result = Evaluate();
        return clock.Elapsed.TotalMilliseconds;
    }

    /// <summary>Who is in each segment by the entry point `Block`, after having found the same by `Row`.</summary>
    public Membership[] Members(bool check)
    {
        var members = LastMembers();
        if (check)
        {
            var rows = Sum(evaluator.EvaluateRows(source.Now, outputs, threads));
            if (!rows.AsSpan().SequenceEqual(members))
            {
                throw new InvalidOperationException("Row and Block differ");
            }
        }

        return members;
    }

    /// <summary>Who was in each segment after the last run.</summary>
    public Membership[] LastMembers() => Sum(result);

    private static Membership[] Sum(BatchResult result) => [.. result.Columns.Select(Sum)];

    private static Membership Sum(OutputColumn column)
    {
        long count = 0, sum = 0;
        for (var i = 0; i < column.Count; i++)
        {
            if (column.IsTrue(i))
            {
                count++;
                sum += Membership.Weight(i);
            }
        }

        return new Membership(count, sum);
    }

    private DataSet Index(EventTable arrived) =>
        DataSet.Build(program.Schema, source.Profiles, profiles, [arrived], program.Calendar, threads);

    private BatchResult Evaluate() => evaluator.Evaluate(source.Now, outputs, threads);
}
