using System.Diagnostics;
using SegLang.Benchmarks.Engine;
using SegLang.Benchmarks.Peers;
using SegLang.Benchmarks.Run;
using SegLang.Runtime;

namespace SegLang.Benchmarks.Sequences;

/// <summary>`any(View as v then Cart then Buy within 7 days of v)` against windowFunnel, cold and warm.</summary>
internal static class FunnelBenchmark
{
    public static void Run(Options options, Report report)
    {
        report.Begin("Sequence of three steps");
        var data = FunnelData.Make(options.Profiles, options.Events, options.Seed);
        var program = RuleTexts.Compile(FunnelData.Rules);
        var profiles = Columns.FunnelProfiles(data);
        using var peer = new FunnelPeer(options.Threads);
        var csv = Path.GetTempFileName();
        data.WriteCsv(csv);
        peer.Load(csv);
        File.Delete(csv);
        var indexed = DataSet.Build(program.Schema, data.Profiles, profiles, Columns.Funnel(program.Schema, data), program.Calendar, options.Threads);
        foreach (var sorted in (bool[])[false, true])
        {
            double Ours()
            {
                var arrived = sorted ? [] : Columns.Funnel(program.Schema, data);
                GC.Collect();
                var clock = Stopwatch.StartNew();
                var set = sorted ? indexed : DataSet.Build(program.Schema, data.Profiles, profiles, arrived, program.Calendar, options.Threads);
                var result = new BatchEvaluator(program, set).Evaluate(data.Now, [0], options.Threads);
                var milliseconds = clock.Elapsed.TotalMilliseconds;
                Check(result.Columns[0], peer.Members());
                return milliseconds;
            }

            var forms = FunnelPeer.Forms(sorted).Select(f => (Form: f, Milliseconds: Math.Min(peer.Run(sorted, f), peer.Run(sorted, f)))).ToArray();
            var best = forms.MinBy(f => f.Milliseconds).Form;
            Console.Error.WriteLine($"windowFunnel, {(sorted ? "sorted" : "in order of time")}: {string.Join(", ", forms.Select(f => $"{f.Form} {f.Milliseconds:0} ms"))}");
            var measured = Rounds.Interleave([new("ClickHouse", () => peer.Run(sorted, best)), new("ours", Ours)], options.Rounds);
            report.Faster(sorted ? "warm" : "cold", measured["ours"], "windowFunnel", measured["ClickHouse"], 4);
        }
    }

    private static void Check(OutputColumn ours, Membership theirs)
    {
        long count = 0, sum = 0;
        for (var i = 0; i < ours.Count; i++)
        {
            count += ours.IsTrue(i) ? 1 : 0;
            sum += ours.IsTrue(i) ? Membership.Weight(i) : 0;
        }

        if (new Membership(count, sum) != theirs)
        {
            throw new InvalidOperationException($"ours {count} {sum}, windowFunnel {theirs}");
        }
    }
}
