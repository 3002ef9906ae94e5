using System.Diagnostics;
using System.Globalization;
using SegLang.Benchmarks.Data;
using SegLang.Benchmarks.Engine;
using SegLang.Benchmarks.Run;
using SegLang.Plan;
using SegLang.Runtime;
using Calendar = SegLang.Runtime.Calendar;

namespace SegLang.Benchmarks.Bulk;

/// <summary>Only the index over events, again and again: wall and processor time.</summary>
internal static class IndexOnly
{
    public static void Run(Options options)
    {
        var schema = SchemaMapping.From(RuleTexts.Bind(Shop.Schema));
        var calendar = new Calendar(ZoneTables.From(schema.TimeZone), schema.WeekStartsSunday);
        var data = Dataset.Make(options.Profiles, options.Events, options.Seed);
        var profiles = Columns.Profiles(schema, data);
        for (var round = 0; round < options.Rounds; round++)
        {
            var table = Columns.Purchases(schema, data);
            GC.Collect();
            using var process = Process.GetCurrentProcess();
            var busy = process.TotalProcessorTime;
            var kernel = process.PrivilegedProcessorTime;
            var clock = Stopwatch.StartNew();
            GC.KeepAlive(DataSet.Build(schema, data.Profiles, profiles, [table], calendar, options.Threads));
            var wall = clock.Elapsed;
            process.Refresh();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{wall.TotalMilliseconds:0} ms, processors busy {(process.TotalProcessorTime - busy).TotalMilliseconds:0} ms, of that in the kernel {(process.PrivilegedProcessorTime - kernel).TotalMilliseconds:0} ms"));
        }
    }
}
