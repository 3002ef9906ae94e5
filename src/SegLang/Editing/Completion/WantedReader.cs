using System.Collections.Immutable;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Editing;

/// <summary>Reads from the nodes around a place, outermost first, what type of value fits there.</summary>
internal sealed class WantedReader(CompletionContext context, ImmutableArray<SyntaxNode> path)
{
    /// <summary>What fits.</summary>
    public Wanted Read()
    {
        Wanted wanted = Wanted.Anything;
        for (int i = 0; i + 1 < path.Length; i++)
        {
            wanted = Within(path[i], path[i + 1], wanted);
        }

        return wanted;
    }

    private SegType? TypeOf(ExpressionSyntax expression) => context.Types.Of(expression, context.Scope);

    private static bool Is(SyntaxNode? part, SyntaxNode inner) => ReferenceEquals(part, inner);

    private Wanted Within(SyntaxNode node, SyntaxNode inner, Wanted outer) => node switch
    {
        SegmentSyntax or WhenLineSyntax or ScoreWhenSyntax or ExpectStepSyntax when inner is ExpressionSyntax => Wanted.Condition,
        StepSyntax s when Is(s.Where, inner) => Wanted.Condition,
        StartSyntax or OnLineSyntax or AfterLineSyntax or QuantifierSyntax { Where: not null } when IsCondition(node, inner) => Wanted.Condition,
        QuantifierSyntax s when Is(s.List, inner) => new(WantedKind.Collection),
        ActionSyntax s when Is(s.Requires, inner) => Wanted.Condition,
        ClassEntrySyntax { Keyword.Text: "when" } => Wanted.Condition,
        ClassEntrySyntax { Keyword.Text: "by" } => new(WantedKind.Number),
        ClassEntrySyntax => new(WantedKind.Literal),
        TraitSyntax { Type: { } type } s when Is(s.Expression, inner) => Wanted.Of(Declared(type)),
        TraitSyntax or ParenthesizedSyntax => node is TraitSyntax ? Wanted.Anything : outer,
        ParamSyntax s when Is(s.Value, inner) => Constant(Declared(s.Type)),
        FieldSyntax { Type: { } type } s when Is(s.Default, inner) => Constant(Declared(type)),
        FieldValueSyntax s => OfFieldValue(s),
        AtSyntax s when Is(s.Instant, inner) => new(WantedKind.Literal),
        AtLineSyntax s when Is(s.Instant, inner) => Wanted.Instant,
        WindowSyntax when inner is not SpanSyntax => Wanted.Instant,
        ScoreRangeSyntax or AnnotationSyntax => new(WantedKind.Literal),
        ExpressionSyntax expression => WithinExpression(expression, inner, outer),
        _ => outer,
    };

    private static bool IsCondition(SyntaxNode node, SyntaxNode inner) => node switch
    {
        StartSyntax s => Is(s.Where, inner) || Is(s.When, inner),
        OnLineSyntax s => Is(s.Where, inner),
        AfterLineSyntax s => Is(s.Where, inner),
        QuantifierSyntax s => Is(s.Where, inner),
        _ => false,
    };

    private static Wanted Constant(SegType? type) => type is null ? new(WantedKind.Literal) : Wanted.Of(type, isConstant: true);

    private SegType? Declared(TypeSyntax syntax) => syntax switch
    {
        OptionalTypeSyntax s => Declared(s.Type),
        CollectionTypeSyntax { Keyword.Text: "set" } s => Declared(s.Element) is { } element ? new SetType(element) : null,
        NamedTypeSyntax { Name.Text: "decimal" } s => new DecimalType(s.Argument?.Value is long digits ? (int)digits : 2),
        NamedTypeSyntax { Name.Text: "money" } s => s.Argument is { } code && Currencies.MinorUnit(code.Text) is { } digits ? new MoneyType(code.Text, digits) : null,
        NamedTypeSyntax s => SymbolTable.ScalarOf(s.Name.Text) ?? (context.Snapshot.Symbols.Find<EnumSymbol>(s.Name.Text) is { } e ? new EnumType(e) : null),
        _ => null,
    };

    private Wanted WithinExpression(ExpressionSyntax node, SyntaxNode inner, Wanted outer) => node switch
    {
        LogicalSyntax or UnarySyntax { Operator.Text: "not" } => Wanted.Condition,
        UnarySyntax => new(WantedKind.Number),
        ComparisonSyntax s => Is(s.Right, inner) ? Wanted.Of(TypeOf(s.Left)) : Wanted.Anything,
        BetweenSyntax s => Is(s.Value, inner) ? Wanted.Anything : Wanted.Of(TypeOf(s.Value)),
        InSyntax s => Is(s.Collection, inner) ? OfCollection(TypeOf(s.Value), inner) : Wanted.Anything,
        ContainsSyntax s => Is(s.Right, inner) ? OfContained(s, inner) : Wanted.Anything,
        AffixSyntax s => Is(s.Right, inner) ? Wanted.Of(SegType.Text) : Wanted.Anything,
        ListSyntax when outer.Type is SetType set => Wanted.Of(set.Element, outer.IsConstant),
        ListSyntax => Wanted.Of(outer.Type, outer.IsConstant),
        AsOfSyntax s when Is(s.Instant, inner) => Wanted.Instant,
        UnitsSyntax => Wanted.Instant,
        BinarySyntax s => OfBinary(s, inner, outer),
        CallSyntax s => OfArgument(s, inner),
        MemberAccessSyntax => Wanted.Anything,
        _ => outer,
    };

    // `x in` takes a set or a list of such values.
    private static Wanted OfCollection(SegType? element, SyntaxNode inner) =>
        element is null ? Wanted.Anything : inner is ListSyntax ? Wanted.Of(element) : Wanted.Of(new SetType(element));

    private Wanted OfContained(ContainsSyntax syntax, SyntaxNode inner) => TypeOf(syntax.Left) switch
    {
        SetType set when syntax.Kind == ContainsKind.One => Wanted.Of(set.Element),
        SetType set => inner is ListSyntax ? Wanted.Of(set.Element) : Wanted.Of(set),
        ScalarType { Kind: ScalarKind.Text } => Wanted.Of(SegType.Text),
        _ => Wanted.Anything,
    };

    private Wanted OfBinary(BinarySyntax syntax, SyntaxNode inner, Wanted outer)
    {
        bool isRight = Is(syntax.Right, inner);
        if (!isRight || TypeOf(syntax.Left) is not { } left)
        {
            return outer;
        }

        bool isInstant = left == SegType.Date || left == SegType.DateTime;
        return syntax.Operator.Text switch
        {
            "else" => Wanted.Of(left),
            "+" when isInstant => Wanted.Of(SegType.Span),
            "-" when isInstant => Wanted.Anything,
            "+" or "-" => Wanted.Of(left),
            _ => new(WantedKind.Number),
        };
    }

    private Wanted OfArgument(CallSyntax syntax, SyntaxNode inner)
    {
        int index = syntax.Arguments.IndexOf((ExpressionSyntax)inner);
        return (syntax.Name.Text, index) switch
        {
            ("lower" or "upper" or "trim" or "length", _) => Wanted.Of(SegType.Text),
            ("abs" or "floor" or "ceil" or "mod" or "round", 0) or ("mod" or "ntile", 1) => new(WantedKind.Number),
            ("size", _) => new(WantedKind.Collection),
            ("anniversary", _) => Wanted.Of(SegType.Date),
            ("least" or "greatest", > 0) => Wanted.Of(TypeOf(syntax.Arguments[0])),
            ("least" or "greatest", _) => Wanted.Anything,
            _ => new(WantedKind.Literal),
        };
    }

    // A field of a test's event or profile, a record's, or a parameter of an action.
    private Wanted OfFieldValue(FieldValueSyntax syntax)
    {
        string name = syntax.Name.Text;
        int index = path.IndexOf(syntax);
        for (int i = index - 1; i >= 0; i--)
        {
            if (path[i] is ActionCallSyntax call)
            {
                ParameterSymbol? parameter = context.Snapshot.Symbols.Find<ActionSymbol>(call.Name.Text)?.Parameters.FirstOrDefault(p => p.Name == name);
                return Wanted.Of(parameter?.Type, path.Any(p => p is ExpectActionStepSyntax));
            }

            if (TestFields.Owner(context.Snapshot, path, i) is { } owner)
            {
                return Constant(owner.Find(name)?.Type is { IsError: false } type ? type : null);
            }
        }

        return new(WantedKind.Literal);
    }
}
