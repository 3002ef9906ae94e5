using System.Diagnostics;
using System.Text;
using SegLang.Benchmarks.Data;

namespace SegLang.Benchmarks.Rules;

/// <summary>Writes the segments as a rule file.</summary>
internal static class SegText
{
    /// <summary>The schema and one segment `S0`, `S1` … a condition.</summary>
    public static string Write(ReadOnlySpan<Condition> segments) => Shop.Schema + WriteSegments(segments, "S");

    /// <summary>One segment a condition, named by the prefix and a number from 0.</summary>
    public static string WriteSegments(ReadOnlySpan<Condition> segments, string prefix)
    {
        var text = new StringBuilder();
        for (var i = 0; i < segments.Length; i++)
        {
            text.Append("segment ").Append(prefix).Append(i).Append(" { ").Append(Write(segments[i])).Append(" }\n");
        }

        return text.ToString();
    }

    private static string Write(Condition condition) => condition switch
    {
        And(var left, var right) => $"({Write(left)} and {Write(right)})",
        Or(var left, var right) => $"({Write(left)} or {Write(right)})",
        Not(var operand) => $"not ({Write(operand)})",
        AttributeIs a => $"{a.Attribute.Name} {a.Operator} {a.Literal}",
        AttributeIn a => $"{a.Attribute.Name} in [{a.Literals}]",
        AttributeRecent a => $"{a.Attribute.Name} in last {a.Days} days",
        AggregateIs { AsAny: true } a => Call("any", "", a.Aggregate),
        AggregateIs a => $"{Write(a.Aggregate)} {a.Operator} {a.Literal}",
        _ => throw new UnreachableException(condition.GetType().Name),
    };

    private static string Write(Aggregate aggregate) => aggregate.Kind switch
    {
        AggregateKind.Count => Call("count", "", aggregate),
        AggregateKind.Total => Call("sum", ".total", aggregate),
        AggregateKind.MaxPrice => Call("max", ".price", aggregate),
        _ => throw new UnreachableException(aggregate.Kind.ToString()),
    };

    private static string Call(string name, string part, Aggregate aggregate)
    {
        var where = aggregate.Filter.Seg is { } seg ? $" where {seg}" : "";
        return $"{name}(Purchase{part} in last {aggregate.Days} days{where})";
    }
}
