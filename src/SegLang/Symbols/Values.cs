using System.Collections.Immutable;

namespace SegLang.Symbols;

// How a value of the language is held wherever no engine's own form is used (constants, test data, results).
// null is unknown; otherwise by type:
//   bool → bool · text → string in NFC · number → double · enum, class, journey → int, the ordinal
//   int, decimal, money → long, unscaled (the type knows the scale)
//   date → int, days since 1970-01-01 · datetime → long, microseconds since 1970-01-01T00:00Z
//   duration → long, microseconds · span → SpanValue
//   set → SetValue · list → ImmutableArray<RecordValue> · event → EventFacts

/// <summary>The units of time, from finest to coarsest.</summary>
public enum TimeUnit
{
    /// <summary>An exact second.</summary>
    Second,

    /// <summary>An exact minute.</summary>
    Minute,

    /// <summary>An exact hour.</summary>
    Hour,

    /// <summary>A calendar day.</summary>
    Day,

    /// <summary>A calendar week: seven days.</summary>
    Week,

    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>Three calendar months.</summary>
    Quarter,

    /// <summary>Twelve calendar months.</summary>
    Year,
}

/// <summary>A span that keeps its unit: `30 days`.</summary>
public readonly record struct SpanValue(long Count, TimeUnit Unit);

/// <summary>A set's values: distinct, never unknown, in ascending order (text by code point).</summary>
public sealed record SetValue(ImmutableArray<object> Items)
{
    /// <summary>The set of nothing.</summary>
    public static SetValue Empty { get; } = new([]);
}

/// <summary>One record of a list: a value per field, by <see cref="FieldSymbol.Ordinal"/>; computed fields hold null.</summary>
public sealed record RecordValue(ImmutableArray<object?> Fields);

/// <summary>One event of a profile: a value per field, by <see cref="FieldSymbol.Ordinal"/>; computed fields hold null.</summary>
public sealed record EventFacts(EventSymbol Event, long Time, long Order, ImmutableArray<object?> Fields);

/// <summary>
/// What is known of one profile: a value per field, by <see cref="FieldSymbol.Ordinal"/> (computed fields hold null),
/// and its events in order of arrival; engines order them by time, order, arrival and apply `once by` themselves.
/// </summary>
public sealed record ProfileFacts(ImmutableArray<object?> Fields, ImmutableArray<EventFacts> Events);
