using System.Diagnostics;
using System.Globalization;
using SegLang.Benchmarks.Data;
using SegLang.Benchmarks.Rules;
using SegLang.Benchmarks.Run;

namespace SegLang.Benchmarks.Bulk;

/// <summary>Only our engine, for a profiler: wall and processor time, cold once and then warm again and again.</summary>
internal static class OursOnly
{
    public static void Run(Options options)
    {
        var data = Dataset.Make(options.Profiles, options.Events, options.Seed);
        foreach (var count in options.Segments)
        {
            var program = new BulkProgram(RandomSegments.Make(count, options.Seed), data, options.Threads);
            Console.WriteLine($"{count} segments: cold {Busy(program.Cold)}");
            for (var round = 0; round < options.Rounds; round++)
            {
                Console.WriteLine($"{count} segments: warm {Busy(program.Warm)}");
            }
        }
    }

    private static string Busy(Func<double> run)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var wall = run();
        process.Refresh();
        return string.Create(CultureInfo.InvariantCulture, $"{wall:0} ms (processors {(process.TotalProcessorTime - before).TotalMilliseconds:0} ms)");
    }
}
