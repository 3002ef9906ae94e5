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

    /// <summary>Whether both hold the same values.</summary>
    public bool Equals(SetValue? other) => other is not null && Items.AsSpan().SequenceEqual(other.Items.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode() => Items.Aggregate(Items.Length, HashCode.Combine);
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

/// <summary>What reaches a profile at an instant: an event or a change of its fields.</summary>
public abstract record ProfileInput(long Time);

/// <summary>An event happens.</summary>
public sealed record EventInput(EventFacts Facts) : ProfileInput(Facts.Time);

/// <summary>Fields get new values (null: unknown); the others stay.</summary>
public sealed record ChangeInput(long Time, ImmutableArray<(FieldSymbol Field, object? Value)> Values) : ProfileInput(Time);

/// <summary>
/// One profile over time: the fields before all inputs (as in <see cref="ProfileFacts"/>) and the inputs in order of arrival. Engines
/// order them by time, then `order` (of a change 0), then arrival, and apply `once by` themselves. The profile begins at its first
/// input, or at <see cref="Begin"/> where that is earlier; without either it has not begun.
/// </summary>
public sealed record ProfileTimeline(ImmutableArray<object?> Given, ImmutableArray<ProfileInput> Inputs, long? Begin)
{
    /// <summary>The inputs in the order in which they happen.</summary>
    public IEnumerable<ProfileInput> InOrder =>
        Inputs.OrderBy(i => i.Time).ThenBy(i => i is EventInput happened ? happened.Facts.Order : 0); // A stable sort.

    /// <summary>What is known of the profile at an instant, all inputs of that instant included.</summary>
    public ProfileFacts At(long now)
    {
        object?[] fields = [.. Given];
        foreach (var (field, value) in InOrder.OfType<ChangeInput>().Where(i => i.Time <= now).SelectMany(i => i.Values))
        {
            fields[field.Ordinal] = value;
        }

        return new([.. fields], [.. Inputs.OfType<EventInput>().Where(i => i.Time <= now).Select(i => i.Facts)]);
    }
}
