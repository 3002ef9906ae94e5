using System.Diagnostics;
using System.Globalization;

namespace SegLang.Benchmarks.Rules;

/// <summary>
/// Writes the segments as one statement: distinct aggregates once, as columns `a0`, `a1` …, segments as columns `s0`, `s1` …
/// in the two-valued form (negation at the leaves, unknown leaves false), which peers evaluate fastest.
/// </summary>
internal sealed class SqlText(SqlDialect dialect, long now)
{
    private readonly Dictionary<Aggregate, string> aggregates = [];

    /// <summary>How many different aggregates the segments share.</summary>
    public int DistinctAggregates => aggregates.Count;

    /// <summary>The segments' columns.</summary>
    public string Segments(IReadOnlyList<Condition> segments) =>
        string.Join(",\n", segments.Select((s, i) => $"{Write(s, false)} AS s{i}"));

    /// <summary>The aggregates' columns that those need.</summary>
    public string Aggregates() => string.Join(",\n", aggregates.Select(a => $"{Define(a.Key)} AS {a.Value}"));

    /// <summary>Where the longest window begins: events before it matter to nobody.</summary>
    public string Since() => aggregates.Count == 0 ? Number(now) : Number(aggregates.Keys.Min(a => Calendar.DaysBefore(now, a.Days)));

    private string Write(Condition condition, bool negated) => condition switch
    {
        And(var left, var right) => $"({Write(left, negated)} {(negated ? "OR" : "AND")} {Write(right, negated)})",
        Or(var left, var right) => $"({Write(left, negated)} {(negated ? "AND" : "OR")} {Write(right, negated)})",
        Not(var operand) => Write(operand, !negated),
        AttributeIs a => Leaf($"{a.Attribute.Column} {Operator(a.Operator, negated)} {Number(a.Code)}", a.Attribute.IsOptional),
        AttributeIn a => Leaf($"{a.Attribute.Column} {(negated ? "NOT IN" : "IN")} ({string.Join(", ", a.Codes.Select(Number))})", a.Attribute.IsOptional),
        AttributeRecent a => Leaf(Recent(a, negated), a.Attribute.IsOptional),
        AggregateIs a => Leaf($"{Value(a.Aggregate)} {Operator(a.Operator, negated)} {Number(a.Code)}", a.Aggregate.Kind == AggregateKind.MaxPrice),
        _ => throw new UnreachableException(condition.GetType().Name),
    };

    private string Leaf(string comparison, bool optional) => optional ? dialect.TrueOnly(comparison) : $"({comparison})";

    // Nobody is registered later than now, so one bound is enough.
    private string Recent(AttributeRecent condition, bool negated) =>
        $"{condition.Attribute.Column} {(negated ? "<=" : ">")} {Number(Calendar.DaysBefore(now, condition.Days))}";

    private string Value(Aggregate aggregate)
    {
        if (!aggregates.TryGetValue(aggregate, out var name))
        {
            aggregates.Add(aggregate, name = $"a{aggregates.Count}");
        }

        return aggregate.Kind == AggregateKind.MaxPrice ? name : dialect.ZeroIfNull(name);
    }

    private string Define(Aggregate aggregate)
    {
        var where = $"time > {Number(Calendar.DaysBefore(now, aggregate.Days))}";
        if (aggregate.Filter.Column is { } column)
        {
            var filter = $"{column} {aggregate.Filter.Operator} {Number(aggregate.Filter.Code)}";
            where += $" AND {(aggregate.Filter.IsOptional ? dialect.TrueOnly(filter) : filter)}";
        }

        return aggregate.Kind switch
        {
            AggregateKind.Count => dialect.CountWhere(where),
            AggregateKind.Total => dialect.SumWhere("total", where),
            AggregateKind.MaxPrice => dialect.MaxWhere("price", where),
            _ => throw new UnreachableException(aggregate.Kind.ToString()),
        };
    }

    private static string Operator(string op, bool negated) => (op, negated) switch
    {
        ("==", false) => "=",
        ("==", true) => "<>",
        (">=", true) => "<",
        (">", true) => "<=",
        ("<", true) => ">=",
        ("<=", true) => ">",
        _ => op,
    };

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
