namespace SegLang.Benchmarks.Rules;

/// <summary>A condition of a random segment: small enough to be written in every contestant's language.</summary>
internal abstract record Condition;

/// <summary>All of them.</summary>
internal sealed record And(Condition Left, Condition Right) : Condition;

/// <summary>One of them.</summary>
internal sealed record Or(Condition Left, Condition Right) : Condition;

/// <summary>Not so.</summary>
internal sealed record Not(Condition Operand) : Condition;

/// <summary>An attribute against a constant; <see cref="Literal"/> is in SegLang's words, <see cref="Code"/> what the column holds.</summary>
internal sealed record AttributeIs(Attribute Attribute, string Operator, string Literal, long Code) : Condition;

/// <summary>An attribute that is one of several.</summary>
internal sealed record AttributeIn(Attribute Attribute, string Literals, long[] Codes) : Condition;

/// <summary>An instant of the profile within the last so many days: (now − days, now].</summary>
internal sealed record AttributeRecent(Attribute Attribute, int Days) : Condition;

/// <summary>An aggregate against a constant; <see cref="AsAny"/> writes `any` for a count of at least 1.</summary>
internal sealed record AggregateIs(Aggregate Aggregate, string Operator, string Literal, long Code, bool AsAny = false) : Condition;

/// <summary>A field of the profile: SegLang's name, the peers' column, and whether it may be unknown.</summary>
internal sealed record Attribute(string Name, string Column, bool IsOptional);

/// <summary>What is computed from the events of a profile.</summary>
internal enum AggregateKind
{
    Count,
    Total,
    MaxPrice,
}

/// <summary>An aggregate over the purchases of the last so many days that pass the filter.</summary>
internal sealed record Aggregate(AggregateKind Kind, int Days, Filter Filter);

/// <summary>The `where` of an aggregate; <see cref="Column"/> null takes every event.</summary>
internal sealed record Filter(string? Seg, string? Column, string Operator, long Code, bool IsOptional);
