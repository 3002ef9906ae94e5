using System.Collections.Immutable;

namespace SegLang.Runtime;

/// <summary>What a field holds, in the language's words.</summary>
public enum FieldKind : byte
{
    /// <summary>`bool`</summary>
    Bool,

    /// <summary>`text`, NFC.</summary>
    Text,

    /// <summary>`int`</summary>
    Int,

    /// <summary>`decimal(s)`, unscaled.</summary>
    Decimal,

    /// <summary>`money(CUR)`, unscaled.</summary>
    Money,

    /// <summary>`number`</summary>
    Number,

    /// <summary>`date`, days since 1970-01-01.</summary>
    Date,

    /// <summary>`datetime`, microseconds since 1970-01-01T00:00Z.</summary>
    DateTime,

    /// <summary>`duration`, microseconds.</summary>
    Duration,

    /// <summary>An enum, the member's ordinal.</summary>
    Enum,

    /// <summary>`set of T`</summary>
    Set,

    /// <summary>`list of R`</summary>
    List,
}

/// <summary>The form in which values of a field are stored and read.</summary>
public enum Storage : byte
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>A 32-bit integer: date, enum.</summary>
    Int32,

    /// <summary>A 64-bit integer: int, decimal, money, datetime, duration.</summary>
    Int64,

    /// <summary>A 64-bit float.</summary>
    Double,

    /// <summary>Text as codes of a dictionary.</summary>
    Text,

    /// <summary>Several values of one of the forms above.</summary>
    Set,

    /// <summary>Several records.</summary>
    List,
}

/// <summary>A field of a profile, event or record as data sees it.</summary>
/// <param name="Name">Its name in the rules.</param>
/// <param name="Ordinal">Its place among its owner's fields, from 0; computed fields have one too.</param>
/// <param name="Kind">What it holds.</param>
public sealed record FieldSchema(string Name, int Ordinal, FieldKind Kind)
{
    /// <summary>The decimals of an exact kind; 0 otherwise.</summary>
    public int Scale { get; init; }

    /// <summary>The currency of money, or null.</summary>
    public string? Currency { get; init; }

    /// <summary>The members of an enum in order; empty otherwise.</summary>
    public ImmutableArray<string> Members { get; init; } = [];

    /// <summary>The element of a set, or null.</summary>
    public FieldSchema? Element { get; init; }

    /// <summary>The record's fields of a list; empty otherwise.</summary>
    public ImmutableArray<FieldSchema> Fields { get; init; } = [];

    /// <summary>Whether a value may be unknown.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether it identifies the profile.</summary>
    public bool IsKey { get; init; }

    /// <summary>Whether it is computed from other fields; data never carries it.</summary>
    public bool IsComputed { get; init; }

    /// <summary>The value of `default`, or null: bool, string, long, double, int (date, enum), or object[] (set).</summary>
    public object? Default { get; init; }

    /// <summary>`from "Column"`, or null.</summary>
    public string? Column { get; init; }

    /// <summary>Earlier names (`@was`): stored values of theirs are this one's.</summary>
    public ImmutableArray<string> Was { get; init; } = [];

    /// <summary>The form in which values are stored.</summary>
    public Storage Storage => Kind switch
    {
        FieldKind.Bool => Storage.Bool,
        FieldKind.Text => Storage.Text,
        FieldKind.Number => Storage.Double,
        FieldKind.Date or FieldKind.Enum => Storage.Int32,
        FieldKind.Set => Storage.Set,
        FieldKind.List => Storage.List,
        _ => Storage.Int64,
    };
}

/// <summary>An event type as data sees it.</summary>
/// <param name="Name">Its name in the rules.</param>
/// <param name="Ordinal">Its place among the event types in order of declaration, from 0.</param>
/// <param name="Fields">Its fields by ordinal, computed ones too.</param>
public sealed record EventSchema(string Name, int Ordinal, ImmutableArray<FieldSchema> Fields)
{
    /// <summary>The ordinal that stands for the implicit `time` in <see cref="OnceBy"/>.</summary>
    public const int TimeOrdinal = -1;

    /// <summary>The ordinal that stands for the implicit `order` in <see cref="OnceBy"/>.</summary>
    public const int OrderOrdinal = -2;

    /// <summary>`time from "…"`, or null.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>`order from "…"`, or null.</summary>
    public string? OrderColumn { get; init; }

    /// <summary>`profile from "…"`, or null.</summary>
    public string? ProfileColumn { get; init; }

    /// <summary>The ordinals of the fields of `once by`; empty without it.</summary>
    public ImmutableArray<int> OnceBy { get; init; } = [];

    /// <summary>The span of `once by … for`, or null.</summary>
    public CalendarSpan? OnceFor { get; init; }

    /// <summary>Earlier names (`@was`): stored events of theirs are this one's.</summary>
    public ImmutableArray<string> Was { get; init; } = [];
}

/// <summary>A param of the rules and the value that holds unless the host gives another.</summary>
/// <param name="Name">Its name in the rules.</param>
/// <param name="Kind">What it holds; a span is a duration with <see cref="IsSpan"/>.</param>
/// <param name="Scale">The decimals of an exact kind.</param>
/// <param name="IsSpan">Whether its value is a <see cref="CalendarSpan"/> that keeps its unit.</param>
/// <param name="Default">bool, string, long, double, int (date, enum), <see cref="CalendarSpan"/> or object[] (set).</param>
public sealed record ParamSchema(string Name, FieldKind Kind, int Scale, bool IsSpan, object Default)
{
    /// <summary>The members of an enum in order; empty otherwise.</summary>
    public ImmutableArray<string> Members { get; init; } = [];

    /// <summary>The currency of money, or null.</summary>
    public string? Currency { get; init; }

    /// <summary>The element of a set, or null.</summary>
    public FieldSchema? Element { get; init; }
}

/// <summary>The kinds of named results.</summary>
public enum OutputKind : byte
{
    /// <summary>A segment: true or false, never unknown.</summary>
    Segment,

    /// <summary>A trait.</summary>
    Trait,

    /// <summary>A class: the entry's ordinal.</summary>
    Class,

    /// <summary>A score.</summary>
    Score,

    /// <summary>A journey: the stage's ordinal.</summary>
    Journey,
}

/// <summary>A named result of the rules: <see cref="Value"/> says what it holds (a class is an enum of its entries, a journey of its stages).</summary>
/// <param name="Name">Its name in the rules.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Value">What it holds.</param>
public sealed record OutputSchema(string Name, OutputKind Kind, FieldSchema Value)
{
    /// <summary>The title for people, or null.</summary>
    public string? Title { get; init; }

    /// <summary>Earlier names (`@was`): who was a member of theirs is one of this.</summary>
    public ImmutableArray<string> Was { get; init; } = [];
}

/// <summary>The schema that compiled rules carry: enough to load data for them, without the compiler.</summary>
/// <param name="RuleSet">The rule set's name.</param>
/// <param name="TimeZone">The IANA name of its zone.</param>
/// <param name="WeekStartsSunday">Whether weeks start on Sunday, otherwise on Monday.</param>
/// <param name="ProfileName">The profile's name.</param>
/// <param name="Profile">The profile's fields by ordinal, computed ones too.</param>
/// <param name="Events">The event types by ordinal.</param>
/// <param name="Params">The params in order of declaration.</param>
public sealed partial record RuleSchema(
    string RuleSet,
    string TimeZone,
    bool WeekStartsSunday,
    string ProfileName,
    ImmutableArray<FieldSchema> Profile,
    ImmutableArray<EventSchema> Events,
    ImmutableArray<ParamSchema> Params)
{
    /// <summary>The profile's key.</summary>
    public FieldSchema Key => Profile.First(f => f.IsKey);
}
