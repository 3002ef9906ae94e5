using System.Globalization;
using SegLang.Benchmarks.Peers;

namespace SegLang.Benchmarks.Sequences;

/// <summary>ClickHouse's windowFunnel in its default mode over the same events.</summary>
internal sealed class FunnelPeer(int threads) : IDisposable
{
    private const long SevenDays = 7L * 86_400_000_000;
    private readonly Peer peer = Peer.Start("clickhouse");

    public static string[] Forms(bool sorted) => sorted ? ["memory", "tree", "tree, in order"] : ["memory", "tree"];

    public void Load(string csv)
    {
        const string columns = "profile UInt32, time UInt64, kind UInt8";
        const string oneThread = "SETTINGS max_threads = 1, max_insert_threads = 1, input_format_parallel_parsing = 0";
        peer.Run("CREATE DATABASE IF NOT EXISTS bench");
        peer.Run($"CREATE TABLE bench.funnel_memory ({columns}) ENGINE = Memory");
        peer.Run($"INSERT INTO bench.funnel_memory SELECT * FROM file('{csv}', 'CSV', '{columns}') {oneThread}");
        peer.Run($"CREATE TABLE bench.funnel_tree ({columns}) ENGINE = MergeTree ORDER BY tuple()");
        peer.Run($"INSERT INTO bench.funnel_tree SELECT * FROM bench.funnel_memory {oneThread}");
        peer.Run($"CREATE TABLE bench.funnel_sorted_memory ({columns}) ENGINE = Memory");
        peer.Run("INSERT INTO bench.funnel_sorted_memory SELECT * FROM bench.funnel_memory ORDER BY profile, time");
        peer.Run($"CREATE TABLE bench.funnel_sorted_tree ({columns}) ENGINE = MergeTree ORDER BY (profile, time)");
        peer.Run("INSERT INTO bench.funnel_sorted_tree SELECT * FROM bench.funnel_memory");
        peer.Run("OPTIMIZE TABLE bench.funnel_tree FINAL");
        peer.Run("OPTIMIZE TABLE bench.funnel_sorted_tree FINAL");
    }

    /// <summary>Milliseconds; leaves the table `bench.bought` of profiles and whether each has the sequence.</summary>
    public double Run(bool sorted, string form)
    {
        peer.Run("DROP TABLE IF EXISTS bench.bought");
        var table = (sorted ? "sorted_" : "") + (form.StartsWith("tree", StringComparison.Ordinal) ? "tree" : "memory");
        var inOrder = form.EndsWith("in order", StringComparison.Ordinal) ? ", optimize_aggregation_in_order = 1" : "";
        return peer.Run(
            $"""
            CREATE TABLE bench.bought ENGINE = Memory AS
            SELECT profile AS id, windowFunnel({SevenDays})(time, kind = 0, kind = 1, kind = 2) = 3 AS s0
            FROM bench.funnel_{table} GROUP BY profile SETTINGS max_threads = {threads}{inOrder}
            """);
    }

    /// <summary>Who has it.</summary>
    public Membership Members()
    {
        var row = peer.Query("SELECT toInt64(sum(s0)), toInt64(sum(s0 * (((id + 1) * 2654435761) % 4294967296))) FROM bench.bought")[0];
        return new Membership(long.Parse(row[0], CultureInfo.InvariantCulture), long.Parse(row[1], CultureInfo.InvariantCulture));
    }

    /// <inheritdoc />
    public void Dispose() => peer.Dispose();
}
