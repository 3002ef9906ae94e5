using SegLang.Symbols;

namespace SegLang.Editing;

/// <summary>What kind of value fits at a place.</summary>
internal enum WantedKind
{
    /// <summary>Any value; nothing is known.</summary>
    Anything,

    /// <summary>A condition, or what begins a comparison.</summary>
    Condition,

    /// <summary>A value of <see cref="Wanted.Type"/>.</summary>
    Value,

    /// <summary>A number of any kind.</summary>
    Number,

    /// <summary>A date or an instant.</summary>
    Instant,

    /// <summary>A set or list.</summary>
    Collection,

    /// <summary>A literal only.</summary>
    Literal,
}

/// <summary>What fits at a place; <see cref="IsConstant"/> where only literals and members do.</summary>
internal sealed record Wanted(WantedKind Kind, SegType? Type = null, bool IsConstant = false)
{
    public static Wanted Anything { get; } = new(WantedKind.Anything);

    public static Wanted Condition { get; } = new(WantedKind.Condition);

    public static Wanted Instant { get; } = new(WantedKind.Instant);

    public static Wanted Of(SegType? type, bool isConstant = false) =>
        type is null or { IsError: true } ? Anything with { IsConstant = isConstant } : new(WantedKind.Value, type, isConstant);

    /// <summary>Whether a value of the type fits as it stands.</summary>
    public bool Fits(SegType type) => Kind switch
    {
        WantedKind.Anything => type is not (EventType or ListType),
        WantedKind.Condition => type is not (EventType or ListType or SpanType),
        WantedKind.Number => type.IsExact || type == SegType.Number,
        WantedKind.Instant => type == SegType.Date || type == SegType.DateTime,
        WantedKind.Collection => type is SetType or ListType,
        WantedKind.Value => Type is not null && Compares(type, Type),
        _ => false,
    };

    /// <summary>Whether it fits exactly, so that it comes first.</summary>
    public bool IsBest(SegType type) => Kind switch
    {
        WantedKind.Condition => type == SegType.Bool,
        WantedKind.Value => type == Type || (type is MoneyType && Type is MoneyType),
        WantedKind.Anything => false,
        _ => Fits(type),
    };

    // Types that one comparison takes.
    private static bool Compares(SegType left, SegType right) =>
        left == right
        || (left.IsPlainNumber && right.IsPlainNumber)
        || (left is MoneyType a && right is MoneyType b && a.Currency == b.Currency)
        || (IsInstant(left) && IsInstant(right))
        || (left is SpanType or ScalarType { Kind: ScalarKind.Duration } && right is SpanType or ScalarType { Kind: ScalarKind.Duration });

    private static bool IsInstant(SegType type) => type == SegType.Date || type == SegType.DateTime;
}
