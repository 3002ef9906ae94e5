using SegLang.Binding;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Editing;

/// <summary>The types of expressions in text that stands in no file yet: what is written up to the cursor. Null where it cannot be told.</summary>
internal sealed class ExpressionTypes(RuleSnapshot snapshot)
{
    private readonly SymbolTable symbols = snapshot.Symbols;

    /// <summary>The type of an expression in a scope.</summary>
    public SegType? Of(ExpressionSyntax expression, Scope scope) => expression switch
    {
        LiteralSyntax s => OfLiteral(s.Token),
        MoneySyntax s => Currencies.MinorUnit(s.Currency.Text) is { } digits ? new MoneyType(s.Currency.Text, digits) : null,
        SpanSyntax => SegType.Span,
        AgoSyntax => SegType.DateTime,
        NowSyntax s => s.Token.Text == "now" ? SegType.DateTime : SegType.Date,
        NameSyntax s => OfName(s.Name.Text, scope),
        MemberAccessSyntax s => OfMember(s, scope),
        ParenthesizedSyntax s => Of(s.Expression, scope),
        UnarySyntax s => s.Operator.Text == "not" ? SegType.Bool : Of(s.Operand, scope),
        BinarySyntax s => OfBinary(s, scope),
        AsOfSyntax s => Of(s.Value, scope),
        UnitsSyntax => SegType.Int,
        CallSyntax s => OfCall(s, scope),
        AggregateSyntax s => OfAggregate(s),
        QuantifierSyntax s => s.Name.Text switch { "count" => SegType.Int, "sum" => null, _ => SegType.Bool },
        MissingSyntax or ListSyntax or RecordValueSyntax => null,
        _ => SegType.Bool,
    };

    /// <summary>The fields of a thing that a name stands for in a scope: an alias, the profile; null for other names.</summary>
    public SchemaSymbol? Schema(string name, Scope scope) => scope.FindVariable(name) switch
    {
        EventVariable v => v.Event,
        ListVariable v => v.Record,
        _ => name == "profile" && scope.Own is null ? symbols.Profile : null,
    };

    /// <summary>The type of what is declared under a name; null for what is no value.</summary>
    public SegType? OfDeclared(Symbol? symbol) => symbol switch
    {
        TraitSymbol t => snapshot.Definition(t) is BoundTrait trait ? trait.Expression.Type : null,
        SegmentSymbol => SegType.Bool,
        ClassSymbol s => new ClassType(s),
        ScoreSymbol s => s.Type,
        JourneySymbol s => new JourneyType(s),
        ParamSymbol s => s.Type,
        _ => null,
    };

    private static SegType? OfLiteral(Token token) => token.Kind switch
    {
        TokenKind.Int => SegType.Int,
        TokenKind.Decimal when token.Value is DecimalValue value => new DecimalType(value.Scale),
        TokenKind.Percent when token.Value is DecimalValue value => new DecimalType(value.Scale),
        TokenKind.String => SegType.Text,
        TokenKind.Date => SegType.Date,
        TokenKind.DateTime => SegType.DateTime,
        TokenKind.Identifier => SegType.Bool,
        _ => null,
    };

    private SegType? OfName(string name, Scope scope)
    {
        FieldSymbol? field = scope.Own is { } own
            ? own.Find(name)
            : scope.FindVariable(name) is not null ? null : scope.FindEventWith(name)?.Event.Find(name) ?? symbols.Profile?.Find(name);
        return field is not null ? Known(field.Type) : scope.Own is null ? OfDeclared(symbols.Find(name)) : null;
    }

    private static SegType? Known(SegType type) => type.IsError ? null : type;

    private SegType? OfMember(MemberAccessSyntax syntax, Scope scope)
    {
        string name = syntax.Name.Text;
        if (syntax.Target is NameSyntax target)
        {
            if (Schema(target.Name.Text, scope) is { } schema)
            {
                return schema.Find(name) is { } found ? Known(found.Type) : null;
            }

            switch (symbols.Find(target.Name.Text))
            {
                case EnumSymbol e when OfName(target.Name.Text, scope) is null:
                    return new EnumType(e);
                case ClassSymbol c:
                    return new ClassType(c);
            }
        }

        return Of(syntax.Target, scope) switch
        {
            EventType e => e.Symbol.Find(name) is { } found ? Known(found.Type) : null,
            JourneyType j => name switch { "since" => SegType.DateTime, "entered" => SegType.Int, _ => j },
            ScalarType { Kind: ScalarKind.Date or ScalarKind.DateTime } => OfPart(name),
            _ => null,
        };
    }

    /// <summary>The type of a part of a date or instant.</summary>
    public static SegType? OfPart(string name) => name switch
    {
        "weekday" => new EnumType(SymbolTable.Weekday),
        "date" => SegType.Date,
        "year" or "quarter" or "month" or "day" or "hour" or "minute" => SegType.Int,
        _ => null,
    };

    private SegType? OfBinary(BinarySyntax syntax, Scope scope)
    {
        SegType? left = Of(syntax.Left, scope);
        SegType? right = Of(syntax.Right, scope);
        bool leftIsInstant = left == SegType.Date || left == SegType.DateTime;
        return syntax.Operator.Text switch
        {
            "else" => left ?? right,
            "-" when leftIsInstant && (right == SegType.Date || right == SegType.DateTime) => SegType.Duration,
            "+" or "-" => left,
            "/" when left is MoneyType && right is not MoneyType => left,
            "/" => SegType.Number,
            _ => left is MoneyType ? left : right is MoneyType ? right : left,
        };
    }

    private SegType? OfCall(CallSyntax syntax, Scope scope)
    {
        SegType? first = syntax.Arguments is [var argument, ..] ? Of(argument, scope) : null;
        return syntax.Name.Text switch
        {
            "lower" or "upper" or "trim" => SegType.Text,
            "length" or "size" or "ntile" => SegType.Int,
            "sample" => SegType.Bool,
            "anniversary" => SegType.Date,
            "floor" or "ceil" => first is MoneyType ? first : SegType.Int,
            _ => first,
        };
    }

    private SegType? OfAggregate(AggregateSyntax syntax)
    {
        StepSyntax step = syntax.Query.Steps[^1];
        EventSymbol? symbol = symbols.Find<EventSymbol>(step.Event.Text);
        SegType? value = step.Path is [var name, ..] ? symbol?.Find(name.Text)?.Type : null;
        value = step.Path is [_, var part] ? OfPart(part.Text) : value;
        return syntax.Name.Text switch
        {
            "any" or "none" => SegType.Bool,
            "count" or "distinct" => SegType.Int,
            "first" or "last" when step.Path.IsEmpty => symbol is null ? null : new EventType(symbol),
            "avg" or "median" when value is { IsPlainNumber: true, Scale: { } scale } => new DecimalType(Math.Min(9, scale + 4)),
            _ => value,
        };
    }
}
