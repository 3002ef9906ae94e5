using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Runtime;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Plan;

/// <summary>Maps the symbols of a rule set to the schema that data is loaded by and that compiled rules carry.</summary>
public static class SchemaMapping
{
    /// <summary>The schema of a rule set.</summary>
    public static RuleSchema From(BoundRuleSet rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return new(
            rules.Settings.Name,
            rules.Settings.TimeZone,
            rules.Settings.WeekStartsSunday,
            rules.Profile.Name,
            MapFields(rules.Profile),
            [.. rules.Events.Select(MapEvent)],
            [.. rules.Params.Select(MapParam)]);
    }

    /// <summary>A value of a type under a name, as results and elements are described.</summary>
    public static FieldSchema MapType(string name, int ordinal, SegType type) => type switch
    {
        ScalarType scalar => new(name, ordinal, Kind(scalar.Kind)),
        DecimalType exact => new(name, ordinal, FieldKind.Decimal) { Scale = exact.Digits },
        MoneyType money => new(name, ordinal, FieldKind.Money) { Scale = money.Digits, Currency = money.Currency },
        EnumType type2 => Members(name, ordinal, type2.Symbol.Members),
        ClassType type2 => Members(name, ordinal, type2.Symbol.Entries),
        JourneyType type2 => Members(name, ordinal, type2.Symbol.Stages),
        SetType set => new(name, ordinal, FieldKind.Set) { Element = MapType("", 0, set.Element) },
        ListType list => new(name, ordinal, FieldKind.List) { Fields = MapFields(list.Element) },
        SpanType => new(name, ordinal, FieldKind.Duration),
        _ => throw new ArgumentException($"data cannot hold {type}", nameof(type)),
    };

    /// <summary>The names of `@was`.</summary>
    internal static ImmutableArray<string> EarlierNames(Symbol symbol) =>
    [
        .. symbol.Head.Annotations.Where(a => a.Name.Text == "was")
            .SelectMany(a => a.Arguments).OfType<LiteralSyntax>().Select(l => l.Token.Value).OfType<string>(),
    ];

    private static ImmutableArray<FieldSchema> MapFields(SchemaSymbol owner) => [.. owner.Fields.Select(MapField)];

    private static FieldSchema MapField(FieldSymbol symbol) => MapType(symbol.Name, symbol.Ordinal, symbol.Type) with
    {
        IsOptional = symbol.IsOptional,
        IsKey = symbol.IsKey,
        IsComputed = symbol.IsComputed,
        Default = MapValue(symbol.Default),
        Column = symbol.Column,
        Was = EarlierNames(symbol),
    };

    private static EventSchema MapEvent(EventSymbol symbol) => new(symbol.Name, symbol.Ordinal, MapFields(symbol))
    {
        TimeColumn = symbol.TimeColumn,
        OrderColumn = symbol.OrderColumn,
        ProfileColumn = symbol.ProfileColumn,
        OnceBy = [.. symbol.OnceBy.Select(f => Ordinal(symbol, f))],
        OnceFor = (CalendarSpan?)MapValue(symbol.OnceFor),
        Was = EarlierNames(symbol),
    };

    private static int Ordinal(EventSymbol owner, FieldSymbol symbol) =>
        symbol == owner.Time ? EventSchema.TimeOrdinal : symbol == owner.Order ? EventSchema.OrderOrdinal : symbol.Ordinal;

    private static ParamSchema MapParam(ParamSymbol symbol)
    {
        FieldSchema type = MapType(symbol.Name, 0, symbol.Type);
        object value = MapValue(symbol.Default) ?? throw new ArgumentException($"param {symbol.Name} has no value", nameof(symbol));
        return new(symbol.Name, type.Kind, type.Scale, value is CalendarSpan, value)
        {
            Members = type.Members,
            Currency = type.Currency,
            Element = type.Element,
        };
    }

    /// <summary>A value of the compiler as the runtime holds it.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(value))]
    public static object? MapValue(object? value) => value switch
    {
        SpanValue span => new CalendarSpan(span.Count, (CalendarUnit)span.Unit),
        SetValue set => set.Items.ToArray(),
        _ => value,
    };

    private static FieldSchema Members(string name, int ordinal, ImmutableArray<MemberSymbol> members) =>
        new(name, ordinal, FieldKind.Enum) { Members = [.. members.Select(m => m.Name)] };

    private static FieldKind Kind(ScalarKind kind) => kind switch
    {
        ScalarKind.Bool => FieldKind.Bool,
        ScalarKind.Text => FieldKind.Text,
        ScalarKind.Int => FieldKind.Int,
        ScalarKind.Number => FieldKind.Number,
        ScalarKind.Date => FieldKind.Date,
        ScalarKind.DateTime => FieldKind.DateTime,
        _ => FieldKind.Duration,
    };
}
