using System.Globalization;

namespace SegLang.Benchmarks.Run;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(
    string Command, int Profiles, int Events, int[] Segments, int Rounds, int Threads, ulong Seed, string? Seg)
{
    /// <summary>How the tool is called.</summary>
    public const string Usage =
        """
        dotnet run -c Release --project tests/SegLang.Benchmarks -- COMMAND [options]
          bulk       segments over all profiles against ClickHouse and DuckDB, cold and warm
          sequence   a three-step sequence against windowFunnel
          stream     events one by one against a loop written by hand; state and time
          row        one profile against hand-written twins
          host       rules over an app's own objects against what is written by hand
          load       loading compiled rules, and what many reloads leave
          alloc      bytes allocated per profile (BenchmarkDotNet)
          memory     peak while indexing and after, against the raw columns
          csv        CSV into columns, rows a second and core
          editor     keystrokes in a rule set of 1 000 files
          lsp        the language server, seen by its client, in such a rule set
          swap       rules of a host app swapped under load
          cli        the published tool, process start included
          all        all of these
          profile    only our engine, repeatedly, for a profiler
          feed       only our stream engine, likewise
          idle       what it costs to let time pass, by the number of profiles
        --profiles N (1000000)  --events N (10000000)  --segments 10,100,500,2000  --rounds N (7)
        --threads N (2)  --seed S (a new one each run)  --seg PATH of a published tool (publishes one otherwise)
        """;

    /// <summary>Reads the command line; null where it cannot be understood.</summary>
    public static Options? Parse(string[] args)
    {
        if (args.Length == 0 || args[0].StartsWith('-'))
        {
            return null;
        }

        var options = new Options(args[0], 1_000_000, 10_000_000, [10, 100, 500, 2000], 7, 2, (ulong)Random.Shared.NextInt64(1, 1_000_000_000), null);
        for (var i = 1; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || options.With(args[i], args[i + 1]) is not { } next)
            {
                return null;
            }

            options = next;
        }

        return options;
    }

    private Options? With(string name, string value) => name switch
    {
        "--profiles" => this with { Profiles = Int(value) },
        "--events" => this with { Events = Int(value) },
        "--segments" => this with { Segments = [.. value.Split(',').Select(Int)] },
        "--rounds" => this with { Rounds = Int(value) },
        "--threads" => this with { Threads = Int(value) },
        "--seed" => this with { Seed = ulong.Parse(value, CultureInfo.InvariantCulture) },
        "--seg" => this with { Seg = value },
        _ => null,
    };

    private static int Int(string value) => int.Parse(value.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
