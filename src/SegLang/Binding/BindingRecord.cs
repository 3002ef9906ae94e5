using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Binding;

/// <summary>A type that fits at a place: the operand of a comparison, an argument, a default …</summary>
internal readonly record struct ExpectedType(SourceText Source, TextSpan Span, SegType Type);

/// <summary>An expression as it was bound; its syntax may have become another node where a rule writes it shorter.</summary>
internal readonly record struct BoundPlace(SourceText Source, ExpressionSyntax Syntax, BoundExpression Bound);

/// <summary>What editors want to know of binding besides its result. Binding without one costs nothing more.</summary>
internal sealed class BindingRecord(bool keepsPlaces)
{
    private readonly HashSet<string> lookups = new(StringComparer.Ordinal);
    private readonly HashSet<Symbol> required = [];
    private readonly List<BoundPlace> places = [];
    private readonly List<ExpectedType> expected = [];
    private readonly Dictionary<object, AliasSymbol> aliases = new(ReferenceEqualityComparer.Instance);

    /// <summary>The places that name a symbol.</summary>
    public NameUses Names { get; } = new();

    /// <summary>The names that were looked up in the rule set, or <see cref="Meanings.Profile"/> or <see cref="Meanings.Everything"/>.</summary>
    public IReadOnlyCollection<string> Lookups => lookups;

    /// <summary>The definitions whose meaning was needed.</summary>
    public IReadOnlyCollection<Symbol> Required => required;

    /// <summary>Notes that a name was looked up.</summary>
    public void Look(string name) => lookups.Add(name);

    /// <summary>Notes that all fields of the profile matter.</summary>
    public void LookAtProfile() => lookups.Add(Meanings.Profile);

    /// <summary>Notes that all names matter, as for a proposal of another name.</summary>
    public void LookAtAll() => lookups.Add(Meanings.Everything);

    /// <summary>Notes the names in a type as written, or all where it means nothing.</summary>
    public void LookAtTypes(TypeSyntax syntax, SegType type)
    {
        if (type.IsError)
        {
            LookAtAll();
        }

        for (TypeSyntax? at = syntax; at is not null; at = (at as OptionalTypeSyntax)?.Type ?? (at as CollectionTypeSyntax)?.Element)
        {
            if (at is NamedTypeSyntax named)
            {
                Look(named.Name.Text);
            }
        }
    }

    /// <summary>Notes that a definition's meaning was needed.</summary>
    public void Require(Symbol symbol) => required.Add(symbol);

    /// <summary>Every expression, inner before outer.</summary>
    public IReadOnlyList<BoundPlace> Places => places;

    /// <summary>What is expected where.</summary>
    public IReadOnlyList<ExpectedType> Expected => expected;

    /// <summary>Notes what an expression was bound to.</summary>
    public void Add(SourceText source, ExpressionSyntax syntax, BoundExpression bound)
    {
        if (keepsPlaces)
        {
            places.Add(new(source, syntax, bound));
        }
    }

    /// <summary>Notes a declared alias of a step or list variable.</summary>
    public void Declare(object variable, AliasSymbol alias)
    {
        aliases[variable] = alias;
        Names.Declare(alias);
    }

    /// <summary>Notes a use of an alias; `sum(i.price in items)` declares it where it uses it.</summary>
    public void UseAlias(SourceText source, TextSpan span, object variable)
    {
        if (aliases.TryGetValue(variable, out AliasSymbol? alias) && alias.NameSpan != span)
        {
            Names.Add(source, span, alias);
        }
    }

    /// <summary>Notes the type that fits where an expression begins; inside of it other things fit.</summary>
    public void Expect(SourceText source, ExpressionSyntax syntax, SegType type)
    {
        if (keepsPlaces && !type.IsError && Entry(syntax) is { } span)
        {
            expected.Add(new(source, span, type));
        }
    }

    private static TextSpan? Entry(ExpressionSyntax syntax) => syntax switch
    {
        NameSyntax or LiteralSyntax or MissingSyntax or MoneySyntax or SpanSyntax or NowSyntax or ListSyntax => syntax.Span,
        MemberAccessSyntax { Target: NameSyntax } => syntax.Span,
        MemberAccessSyntax access => access.Name.Span,
        ParenthesizedSyntax parenthesized => Entry(parenthesized.Expression),
        UnarySyntax unary => Entry(unary.Operand),
        _ => null,
    };
}
