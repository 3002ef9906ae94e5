namespace SegLang.Symbols;

/// <summary>
/// A type of the language. <see cref="Name"/> is how messages show it. Equal types are equal values.
/// Whether a value may be unknown is not part of the type: fields and bound expressions say that themselves.
/// </summary>
public abstract record SegType
{
    /// <summary>The type as the user writes it.</summary>
    public abstract string Name { get; }

    /// <inheritdoc />
    public sealed override string ToString() => Name;

    /// <summary>`bool`</summary>
    public static SegType Bool { get; } = new ScalarType(ScalarKind.Bool);

    /// <summary>`text`</summary>
    public static SegType Text { get; } = new ScalarType(ScalarKind.Text);

    /// <summary>`int`</summary>
    public static SegType Int { get; } = new ScalarType(ScalarKind.Int);

    /// <summary>`number`</summary>
    public static SegType Number { get; } = new ScalarType(ScalarKind.Number);

    /// <summary>`date`</summary>
    public static SegType Date { get; } = new ScalarType(ScalarKind.Date);

    /// <summary>`datetime`</summary>
    public static SegType DateTime { get; } = new ScalarType(ScalarKind.DateTime);

    /// <summary>`duration`: elapsed time.</summary>
    public static SegType Duration { get; } = new ScalarType(ScalarKind.Duration);

    /// <summary>The type of a span literal that keeps its unit, such as `30 days`.</summary>
    public static SegType Span { get; } = new SpanType();

    /// <summary>The type of what could not be bound; every use of it is silent.</summary>
    public static SegType Error { get; } = new ErrorType();

    /// <summary>Whether this is the error type.</summary>
    public bool IsError => this is ErrorType;

    /// <summary>Whether values are exact scaled integers: int (scale 0), decimal, money.</summary>
    public bool IsExact => Scale is not null;

    /// <summary>Whether values are numbers without a currency: int, decimal, number.</summary>
    public bool IsPlainNumber => this is DecimalType or ScalarType { Kind: ScalarKind.Int or ScalarKind.Number };

    /// <summary>The decimals of an exact type: 0 for int; null for all others.</summary>
    public int? Scale => this switch
    {
        ScalarType { Kind: ScalarKind.Int } => 0,
        DecimalType type => type.Digits,
        MoneyType type => type.Digits,
        _ => null,
    };
}

/// <summary>The types that need nothing but their name.</summary>
public enum ScalarKind
{
    /// <summary>True or false.</summary>
    Bool,

    /// <summary>Text in NFC.</summary>
    Text,

    /// <summary>A 64-bit integer.</summary>
    Int,

    /// <summary>A 64-bit float, never NaN or infinite.</summary>
    Number,

    /// <summary>A calendar day.</summary>
    Date,

    /// <summary>An instant, to the microsecond.</summary>
    DateTime,

    /// <summary>Elapsed time, to the microsecond.</summary>
    Duration,
}

/// <summary>A type that needs nothing but its name.</summary>
public sealed record ScalarType(ScalarKind Kind) : SegType
{
    /// <inheritdoc />
    public override string Name => Kind switch
    {
        ScalarKind.Bool => "bool",
        ScalarKind.Text => "text",
        ScalarKind.Int => "int",
        ScalarKind.Number => "number",
        ScalarKind.Date => "date",
        ScalarKind.DateTime => "datetime",
        _ => "duration",
    };
}

/// <summary>`decimal(s)`: an exact 64-bit integer scaled by 10^−s, s in 0 … 9.</summary>
public sealed record DecimalType(int Digits) : SegType
{
    /// <inheritdoc />
    public override string Name => $"decimal({Digits})";
}

/// <summary>`money(CUR)`: a decimal tagged with its currency; results of `avg` and division have more digits than the minor unit.</summary>
public sealed record MoneyType(string Currency, int Digits) : SegType
{
    /// <inheritdoc />
    public override string Name => $"money({Currency})";
}

/// <summary>A calendar span such as `30 days`.</summary>
public sealed record SpanType : SegType
{
    /// <inheritdoc />
    public override string Name => "span";
}

/// <summary>A declared enum, or the built-in `Weekday`.</summary>
public sealed record EnumType(EnumSymbol Symbol) : SegType
{
    /// <inheritdoc />
    public override string Name => Symbol.Name;
}

/// <summary>The values of a `classify`: like an enum without order.</summary>
public sealed record ClassType(ClassSymbol Symbol) : SegType
{
    /// <inheritdoc />
    public override string Name => Symbol.Name;
}

/// <summary>The stages of a journey: like an enum without order.</summary>
public sealed record JourneyType(JourneySymbol Symbol) : SegType
{
    /// <inheritdoc />
    public override string Name => Symbol.Name;
}

/// <summary>A declared record.</summary>
public sealed record RecordType(RecordSymbol Symbol) : SegType
{
    /// <inheritdoc />
    public override string Name => Symbol.Name;
}

/// <summary>`set of T`, T a scalar or an enum.</summary>
public sealed record SetType(SegType Element) : SegType
{
    /// <inheritdoc />
    public override string Name => $"set of {Element.Name}";
}

/// <summary>`list of R`.</summary>
public sealed record ListType(RecordSymbol Element) : SegType
{
    /// <inheritdoc />
    public override string Name => $"list of {Element.Name}";
}

/// <summary>An event as a value: what `first(E)` and `last(E)` give.</summary>
public sealed record EventType(EventSymbol Symbol) : SegType
{
    /// <inheritdoc />
    public override string Name => Symbol.Name;
}

/// <summary>The type of what could not be bound.</summary>
public sealed record ErrorType : SegType
{
    /// <inheritdoc />
    public override string Name => "?";
}
