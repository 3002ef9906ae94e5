using SegLang.Benchmarks.Rules;

namespace SegLang.Benchmarks.Peers;

/// <summary>DuckDB, in process and in memory through npm `@duckdb/node-api`.</summary>
internal sealed class DuckDbPeer(int threads) : BulkPeer("duckdb", threads)
{
    protected override string Results => "result";

    public override void Load(string profiles, string events)
    {
        Peer.Run($"SET threads = {Threads}");
        Peer.Run("CREATE TABLE profiles (id INTEGER, country UTINYINT, plan UTINYINT, age INTEGER, newsletter UTINYINT, birth_date INTEGER, registered BIGINT, credit BIGINT, rating BIGINT)");
        Peer.Run($"COPY profiles FROM '{profiles}' (HEADER false)");
        Peer.Run("CREATE TABLE events (profile INTEGER, time BIGINT, channel UTINYINT, category UTINYINT, quantity INTEGER, price BIGINT)");
        Peer.Run($"COPY events FROM '{events}' (HEADER false)");
        Peer.Run("CREATE TABLE events_sorted AS SELECT * FROM events ORDER BY profile, time");
    }

    public override string[] Forms(bool sorted) => ["filter", "case"];

    public override Statement Write(IReadOnlyList<Condition> segments, long now, bool sorted, string form)
    {
        var sql = new SqlText(form == "case" ? Case : SqlDialect.DuckDb, now);
        var columns = sql.Segments(segments);
        var aggregates = sql.Aggregates() is { Length: > 0 } some ? some : "count(*) AS none";
        var select =
            $"""
            SELECT p.id AS id, {columns}
            FROM profiles AS p
            LEFT JOIN (
              SELECT profile, {aggregates}
              FROM (SELECT *, quantity * price AS total FROM {(sorted ? "events_sorted" : "events")} WHERE time > {sql.Since()})
              GROUP BY profile
            ) AS a ON a.profile = p.id
            """;
        return new Statement($"CREATE TEMP TABLE result AS {select}", "DROP TABLE IF EXISTS result", $"EXPLAIN {select}");
    }

    protected override string Whole(string sum) => $"CAST({sum} AS BIGINT)";

    // Conditional aggregation by CASE, which DuckDB runs as one projection and one update an aggregate.
    private static SqlDialect Case { get; } = SqlDialect.DuckDb with
    {
        CountWhere = w => $"count(CASE WHEN {w} THEN 1 END)",
        SumWhere = (v, w) => $"sum(CASE WHEN {w} THEN {v} END)",
        MaxWhere = (v, w) => $"max(CASE WHEN {w} THEN {v} END)",
    };
}
