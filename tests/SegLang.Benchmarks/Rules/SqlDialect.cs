namespace SegLang.Benchmarks.Rules;

/// <summary>What differs between the peers' SQL.</summary>
internal sealed record SqlDialect(
    string Name,
    Func<string, string> TrueOnly,
    Func<string, string> CountWhere,
    Func<string, string, string> SumWhere,
    Func<string, string, string> MaxWhere,
    Func<string, string> ZeroIfNull)
{
    /// <summary>ClickHouse: aggregates with `If`; a right join fills counts and sums with 0 by itself.</summary>
    public static SqlDialect ClickHouse { get; } = new(
        "ClickHouse",
        c => $"ifNull({c}, 0)",
        w => $"countIf({w})",
        (v, w) => $"sumIf({v}, {w})",
        (v, w) => $"maxIf({v}, {w})",
        v => v);

    /// <summary>DuckDB: aggregates with FILTER.</summary>
    public static SqlDialect DuckDb { get; } = new(
        "DuckDB",
        c => $"coalesce({c}, false)",
        w => $"count(*) FILTER (WHERE {w})",
        (v, w) => $"sum({v}) FILTER (WHERE {w})",
        (v, w) => $"max({v}) FILTER (WHERE {w})",
        v => $"coalesce({v}, 0)");
}
