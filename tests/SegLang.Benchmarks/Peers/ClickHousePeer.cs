using SegLang.Benchmarks.Rules;

namespace SegLang.Benchmarks.Peers;

/// <summary>ClickHouse, in process through npm `chdb`.</summary>
internal sealed class ClickHousePeer(int threads) : BulkPeer("clickhouse", threads)
{
    private const string ProfileColumns =
        "id UInt32, country UInt8, plan UInt8, age Nullable(Int32), newsletter Nullable(UInt8), birth_date Nullable(Int32), registered Nullable(Int64), credit Nullable(Int64), rating Nullable(Int64)";

    private const string EventColumns =
        "profile UInt32, time Int64, channel UInt8, category Nullable(UInt8), quantity Int32, price Nullable(Int64)";

    private const string Fields = "country, plan, age, newsletter, birth_date, registered, credit, rating";

    protected override string Results => "bench.result";

    public override void Load(string profiles, string events)
    {
        Peer.Run("CREATE DATABASE IF NOT EXISTS bench");
        foreach (var table in (string[])["profiles", "events"])
        {
            var (columns, file, key) = table == "profiles" ? (ProfileColumns, profiles, "id") : (EventColumns, events, "(profile, time)");
            var read = $"SELECT * FROM file('{file}', 'CSV', '{columns}')";
            const string oneThread = "SETTINGS max_threads = 1, max_insert_threads = 1, input_format_parallel_parsing = 0, max_insert_block_size = 1048576";
            Peer.Run($"CREATE TABLE bench.{table}_memory ({columns}) ENGINE = Memory");
            Peer.Run($"INSERT INTO bench.{table}_memory {read} {oneThread}");
            Peer.Run($"CREATE TABLE bench.{table}_sorted_memory ({columns}) ENGINE = Memory");
            Peer.Run($"INSERT INTO bench.{table}_sorted_memory SELECT * FROM bench.{table}_memory ORDER BY {key}");
            Peer.Run($"CREATE TABLE bench.{table}_tree ({columns}) ENGINE = MergeTree ORDER BY tuple()");
            Peer.Run($"INSERT INTO bench.{table}_tree SELECT * FROM bench.{table}_memory {oneThread}");
            Peer.Run($"CREATE TABLE bench.{table}_sorted_tree ({columns}) ENGINE = MergeTree ORDER BY {key}");
            Peer.Run($"INSERT INTO bench.{table}_sorted_tree SELECT * FROM bench.{table}_memory");
            Peer.Run($"OPTIMIZE TABLE bench.{table}_tree FINAL");
            Peer.Run($"OPTIMIZE TABLE bench.{table}_sorted_tree FINAL");
        }
    }

    public override string[] Forms(bool sorted) => sorted
        ? ["join, memory", "join, tree", "union, tree"]
        : ["join, memory", "join, tree"];

    public override string[] AllForms(bool sorted) => sorted
        ? [.. Forms(sorted), "union, memory", "join, tree, in order", "merge join, tree, in order"]
        : [.. Forms(sorted), "union, memory", "union, tree"];

    public override Statement Write(IReadOnlyList<Condition> segments, long now, bool sorted, string form)
    {
        var sql = new SqlText(SqlDialect.ClickHouse, now);
        var columns = sql.Segments(segments);
        var table = (sorted ? "sorted_" : "") + (form.Contains("memory", StringComparison.Ordinal) ? "memory" : "tree");
        var select = form.StartsWith("union", StringComparison.Ordinal)
            ? Union(sql, columns, table)
            : Join(sql, columns, table);
        var settings = $"SETTINGS max_threads = {Threads}, max_query_size = 100000000, max_ast_elements = 10000000, max_expanded_ast_elements = 10000000"
            + (form.Contains("in order", StringComparison.Ordinal) ? ", optimize_aggregation_in_order = 1" : "")
            + (form.Contains("merge join", StringComparison.Ordinal) ? ", join_algorithm = 'full_sorting_merge'" : "");
        return new Statement(
            $"CREATE TABLE bench.result ENGINE = Memory AS {select} {settings}",
            "DROP TABLE IF EXISTS bench.result",
            $"EXPLAIN {select} {settings}");
    }

    protected override string Whole(string sum) => $"toInt64({sum})";

    // Events grouped by profile, then joined to all profiles.
    private static string Join(SqlText sql, string columns, string table) =>
        $"""
        SELECT p.id AS id, {columns}
        FROM (
          SELECT profile, {Aggregates(sql)}
          FROM (SELECT *, quantity * price AS total FROM bench.events_{table} WHERE time > {sql.Since()})
          GROUP BY profile
        ) AS a
        RIGHT JOIN bench.profiles_{table} AS p ON a.profile = p.id
        """;

    // Profiles and events in one stream, grouped once.
    private static string Union(SqlText sql, string columns, string table) =>
        $"""
        SELECT profile AS id, {columns}
        FROM (
          SELECT profile, {Aggregates(sql)}, {string.Join(", ", Fields.Split(", ").Select(f => $"anyIf({f}, time = 0) AS {f}"))}
          FROM (
            SELECT profile, time, channel, category, quantity, price, quantity * price AS total, {string.Join(", ", Fields.Split(", ").Select(f => $"{(f is "country" or "plan" ? "toUInt8(0)" : "NULL")} AS {f}"))}
            FROM bench.events_{table} WHERE time > {sql.Since()}
            UNION ALL
            SELECT id, 0, 0, NULL, 0, NULL, NULL, {Fields} FROM bench.profiles_{table}
          )
          GROUP BY profile
        )
        """;

    private static string Aggregates(SqlText sql) => sql.Aggregates() is { Length: > 0 } some ? some : "count() AS none";
}
