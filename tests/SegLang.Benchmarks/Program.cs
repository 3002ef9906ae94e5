using SegLang.Benchmarks.Apps;
using SegLang.Benchmarks.Bulk;
using SegLang.Benchmarks.Cli;
using SegLang.Benchmarks.Csv;
using SegLang.Benchmarks.Editor;
using SegLang.Benchmarks.Hosts;
using SegLang.Benchmarks.Memory;
using SegLang.Benchmarks.Row;
using SegLang.Benchmarks.Run;
using SegLang.Benchmarks.Sequences;
using SegLang.Benchmarks.Streams;

if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    return 64;
}

Console.WriteLine($"seed {options.Seed}, {options.Profiles} profiles, {options.Events} events, {options.Rounds} rounds, {options.Threads} threads");
var report = new Report();
switch (options.Command)
{
    case "all":
        CliBenchmark.Run(options, report);
        RowBenchmark.Run(options, report);
        HostBenchmark.Run(options, report);
        LoadBenchmark.Run(options, report);
        AllocationBenchmark.Run(report);
        MemoryBenchmark.Run(options, report);
        CsvBenchmark.Run(options, report);
        FunnelBenchmark.Run(options, report);
        StreamBenchmark.Run(options, report);
        EditorBenchmark.Run(options, report);
        SwapBenchmark.Run(report);
        BulkBenchmark.Run(options, report);
        break;
    case "csv":
        CsvBenchmark.Run(options, report);
        break;
    case "lsp":
        LspBenchmark.Run(options, report);
        break;
    case "cli":
        CliBenchmark.Run(options, report);
        break;
    case "bulk":
        BulkBenchmark.Run(options, report);
        break;
    case "sequence":
        FunnelBenchmark.Run(options, report);
        break;
    case "stream":
        StreamBenchmark.Run(options, report);
        break;
    case "idle":
        StreamBenchmark.Idle(options, report);
        break;
    case "editor":
        EditorBenchmark.Run(options, report);
        break;
    case "swap":
        SwapBenchmark.Run(report);
        break;
    case "row":
        RowBenchmark.Run(options, report);
        break;
    case "host":
        HostBenchmark.Run(options, report);
        break;
    case "load":
        LoadBenchmark.Run(options, report);
        break;
    case "alloc":
        AllocationBenchmark.Run(report);
        break;
    case "memory":
        MemoryBenchmark.Run(options, report);
        break;
    case MemoryBenchmark.Child:
        MemoryBenchmark.Measure(options);
        return 0;
    case "profile":
        OursOnly.Run(options);
        return 0;
    case "feed":
        StreamBenchmark.Profile(options);
        return 0;
    case "index":
        IndexOnly.Run(options);
        return 0;
    case "forms":
        Forms.Run(options);
        return 0;
    default:
        Console.Error.WriteLine(Options.Usage);
        return 64;
}

return report.Close();
