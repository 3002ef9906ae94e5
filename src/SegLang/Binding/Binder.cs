using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Binding;

/// <summary>
/// Gives every expression its meaning: names, types, coercions. One mistake gives one error; what could not be bound is a
/// <see cref="BoundError"/>, and whatever uses it is silent.
/// </summary>
public sealed partial class Binder
{
    private readonly SymbolTable table;
    private readonly Zone zone;
    private DiagnosticBag diagnostics;
    private BindingRecord? record;
    private SourceText source = new("", "");
    private Scope scope = Scope.Profile;

    private Binder(SymbolTable table, DiagnosticBag diagnostics)
    {
        this.table = table;
        this.diagnostics = diagnostics;
        zone = new Zone(table.Settings.TimeZone);
    }

    private Binder(SymbolTable table, DiagnosticBag diagnostics, Binder bound) : this(table, diagnostics)
    {
        definitions = bound.definitions;
        states = bound.states;
        computed = bound.computed;
    }

    /// <summary>Binds all that the files declare; the result is meaningful only where no error was found.</summary>
    public static BoundRuleSet? Bind(SymbolTable table, ImmutableArray<SyntaxTree> trees, DiagnosticBag diagnostics)
    {
        Binder binder = new(table, diagnostics);
        binder.BindSchemas();
        binder.BindParams();
        BoundRuleSet? rules = binder.BindRules(trees);
        binder.CheckSets();
        return rules;
    }

    private BoundRuleSet? BindRules(ImmutableArray<SyntaxTree> trees)
    {
        BindDefinitions();
        ImmutableArray<BoundAction> actions = BindActions();
        ImmutableArray<BoundLimit> limits = BindLimits();
        ImmutableArray<BoundTest> tests = BindTests(trees);
        return table.Profile is null
            ? null
            : new BoundRuleSet(
                table.Settings,
                table.Profile,
                table.Events,
                table.Of<RecordSymbol>(),
                [SymbolTable.Weekday, .. table.Of<EnumSymbol>()],
                table.Of<ParamSymbol>(),
                table.Of<JourneySymbol>(),
                actions,
                limits,
                [.. definitions],
                computed.ToImmutableDictionary(),
                tests);
    }

    private string? Suggest(string name, IEnumerable<string> candidates)
    {
        record?.LookAtAll();
        return diagnostics.Suggest(name, candidates);
    }

    // What a name of the rule set means, or null. Whoever asks hangs on the answer, also where there is none.
    private Symbol? Look(string name)
    {
        record?.Look(name);
        return table.Find(name);
    }

    private FieldSymbol? ProfileField(string name)
    {
        record?.Look(name);
        return table.Profile?.Find(name);
    }

    private ProfileSymbol? WholeProfile()
    {
        record?.LookAtProfile();
        return table.Profile;
    }

    private SymbolTable Everything()
    {
        record?.LookAtAll();
        return table;
    }

    private SegType ResolveType(TypeSyntax syntax)
    {
        SegType type = table.Resolve(source, syntax, diagnostics, record?.Names).Type;
        record?.LookAtTypes(syntax, type);
        return type;
    }

    private BoundError Report(SyntaxNode syntax, Diagnostic diagnostic)
    {
        diagnostics.Add(diagnostic);
        return new BoundError(syntax);
    }

    /// <summary>An expression; where <paramref name="expected"/> has members, a bare name is one of them before anything else.</summary>
    private BoundExpression Bind(ExpressionSyntax syntax, SegType? expected = null)
    {
        BoundExpression bound = BindKind(syntax, expected);
        record?.Add(source, syntax, bound);
        return bound;
    }

    private void Expect(ExpressionSyntax syntax, SegType type) => record?.Expect(source, syntax, type);

    /// <summary>Notes for an editor that a name stands for a symbol.</summary>
    private void Note(Token name, Symbol? symbol)
    {
        if (symbol is not null)
        {
            record?.Names.Add(source, name.Span, symbol);
        }
    }

    private BoundExpression BindKind(ExpressionSyntax syntax, SegType? expected) => syntax switch
    {
        MissingSyntax => new BoundError(syntax), // The parser has reported it.
        LiteralSyntax literal => BindLiteral(literal),
        MoneySyntax money => BindMoney(money),
        SpanSyntax span => BindSpan(span),
        AgoSyntax ago => BindAgo(ago),
        NowSyntax now => now.Token.Text == "now" ? new BoundNow(now) : new BoundToday(now),
        NameSyntax name => BindName(name, expected),
        MemberAccessSyntax access => BindMemberAccess(access),
        ParenthesizedSyntax parenthesized => Bind(parenthesized.Expression, expected),
        ListSyntax list => BindList(list, expected),
        RecordValueSyntax record => Report(record, Rules.NotAValue.At(source, record.Span, "a record in braces", "records stand in tests only")),
        UnarySyntax unary => BindUnary(unary),
        LogicalSyntax logical => BindLogical(logical),
        BinarySyntax binary => binary.Operator.Text == "else" ? BindElse(binary, expected) : BindArithmetic(binary),
        ComparisonSyntax comparison => BindComparison(comparison),
        InSyntax membership => BindIn(membership),
        InWindowSyntax window => BindInWindow(window),
        InPopulationSyntax population => BindInPopulation(population),
        BetweenSyntax between => BindBetween(between),
        ContainsSyntax contains => BindContains(contains),
        AffixSyntax affix => BindAffix(affix),
        MatchesSyntax matches => BindMatches(matches),
        IsKnownSyntax known => BindIsKnown(known),
        AsOfSyntax asOf => BindAsOf(asOf, expected),
        UnitsSyntax units => BindUnits(units),
        CallSyntax call => BindCall(call, expected),
        AggregateSyntax aggregate => BindAggregate(aggregate),
        QuantifierSyntax quantifier => BindQuantifier(quantifier),
        _ => throw new System.Diagnostics.UnreachableException(syntax.GetType().Name),
    };

    /// <summary>A condition: anything of type bool.</summary>
    private BoundExpression BindCondition(ExpressionSyntax syntax)
    {
        Expect(syntax, SegType.Bool);
        BoundExpression bound = Bind(syntax);
        return bound.Type == SegType.Bool || bound.Type.IsError
            ? bound
            : Report(syntax, Rules.NotACondition.At(source, syntax.Span, bound.Type.Name, ConditionHelp(bound)));
    }

    private static string? ConditionHelp(BoundExpression bound) => bound.Type switch
    {
        ClassType or EnumType or JourneyType => "compare it: `x == member`",
        EventType => "ask `any(…)` of the event",
        ListType or SetType => "ask `size(…) > 0`",
        _ => "compare it with something, such as `x > 0`",
    };
}
