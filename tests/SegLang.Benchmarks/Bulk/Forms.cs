using SegLang.Benchmarks.Data;
using SegLang.Benchmarks.Peers;
using SegLang.Benchmarks.Rules;
using SegLang.Benchmarks.Run;

namespace SegLang.Benchmarks.Bulk;

/// <summary>Finds each peer's best way to write the statement, and checks that the peers agree.</summary>
internal static class Forms
{
    public static void Run(Options options)
    {
        var data = Dataset.Make(options.Profiles, options.Events, options.Seed);
        var (profiles, events) = (Path.GetTempFileName(), Path.GetTempFileName());
        PlainCsv.WriteProfiles(data, profiles);
        PlainCsv.WriteEvents(data, events);
        using BulkPeer clickHouse = new ClickHousePeer(options.Threads), duckDb = new DuckDbPeer(options.Threads);
        clickHouse.Load(profiles, events);
        duckDb.Load(profiles, events);
        Report.Note("loaded");
        foreach (var count in options.Segments)
        {
            var segments = RandomSegments.Make(count, options.Seed);
            foreach (var sorted in (bool[])[false, true])
            {
                List<Membership[]> answers = [];
                foreach (var peer in (BulkPeer[])[clickHouse, duckDb])
                {
                    foreach (var form in peer.AllForms(sorted))
                    {
                        var statement = peer.Write(segments, data.Now, sorted, form);
                        var first = peer.Run(statement);
                        var second = peer.Run(statement);
                        var answer = peer.Members(count);
                        answers.Add(answer);
                        Console.WriteLine($"{peer.Name} {(sorted ? "sorted" : "by time")} {count} {form}: {first:0} {second:0} ms, planning {peer.Planning(statement):0}, {(answer.AsSpan().SequenceEqual(answers[0]) ? "agrees" : "DIFFERS")}");
                    }
                }
            }
        }

        File.Delete(profiles);
        File.Delete(events);
    }
}
