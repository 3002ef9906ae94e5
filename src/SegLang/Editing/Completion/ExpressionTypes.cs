using SegLang.Binding;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>The types of what is written up to the cursor, which stands in no file yet: as the binder finds them. Null where it finds none.</summary>
internal sealed class ExpressionTypes(RuleSnapshot snapshot)
{
    /// <summary>The text in which the expressions stand.</summary>
    public SourceText Source { get; set; } = new("", "");

    /// <summary>The type of an expression in a scope. A condition is one also where something in it has an error.</summary>
    public SegType? Of(ExpressionSyntax expression, Scope scope) =>
        snapshot.TypeOf(Source, expression, scope) ?? (IsCondition(expression) ? SegType.Bool : null);

    /// <summary>The fields of a thing that a name stands for in a scope: an alias, the profile; null for other names.</summary>
    public SchemaSymbol? Schema(string name, Scope scope) => scope.FindVariable(name) switch
    {
        EventVariable v => v.Event,
        ListVariable v => v.Record,
        _ => name == "profile" && scope.Own is null ? snapshot.Symbols.Profile : null,
    };

    /// <summary>The type of what is declared under a name; null for what is no value.</summary>
    public SegType? OfDeclared(Symbol symbol) => symbol switch
    {
        TraitSymbol t => snapshot.Definition(t) is BoundTrait trait ? trait.Expression.Type : null,
        SegmentSymbol => SegType.Bool,
        ClassSymbol s => new ClassType(s),
        ScoreSymbol s => s.Type,
        JourneySymbol s => new JourneyType(s),
        ParamSymbol s => s.Type,
        _ => null,
    };

    private static bool IsCondition(ExpressionSyntax expression) => expression is ComparisonSyntax or InSyntax or InWindowSyntax or InPopulationSyntax
        or BetweenSyntax or ContainsSyntax or AffixSyntax or MatchesSyntax or IsKnownSyntax or LogicalSyntax or UnarySyntax { Operator.Text: "not" };
}
