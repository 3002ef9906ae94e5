using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Text;

namespace SegLang.Reference;

/// <summary>Says before anything runs what the reference evaluator does not evaluate: journeys and population conditions.</summary>
public static class ReferenceSupport
{
    /// <summary>The engine's name in messages and results.</summary>
    public const string EngineName = "reference";

    /// <summary>A refusal for each place in the definitions that asks what this engine has not; empty if it evaluates all.</summary>
    public static ImmutableArray<Diagnostic> Refusals(BoundRuleSet rules, string engine = EngineName) =>
    [
        .. from definition in rules.Definitions.Where(d => d is not BoundJourney)
           where definition.Symbol.Source is not null
           from child in BoundTree.Children(definition)
           from part in BoundTree.SelfAndDescendants(child)
           let refusal = definition.Symbol.Source is { } source ? Refuse(part, source, engine) : null
           where refusal is not null
           select refusal,
    ];

    /// <summary>
    /// The first refusal that an expression of a source meets, itself or in what it refers to; null if it can be evaluated.
    /// </summary>
    public static Diagnostic? Refusal(
        BoundRuleSet rules, BoundExpression expression, SourceText source, string engine = EngineName)
    {
        HashSet<Symbol> seen = [];
        Stack<(BoundExpression Expression, SourceText Source)> open = new([(expression, source)]);
        while (open.TryPop(out var next))
        {
            foreach (var part in BoundTree.SelfAndDescendants(next.Expression))
            {
                if (Refuse(part, next.Source, engine) is { } refusal)
                {
                    return refusal;
                }

                if (BoundTree.Reference(part) is { } symbol && seen.Add(symbol))
                {
                    foreach (var child in BoundTree.Children(rules.Definition(symbol)))
                    {
                        open.Push((child, symbol.Source ?? next.Source));
                    }
                }
            }
        }

        return null;
    }

    private static Diagnostic? Refuse(BoundExpression expression, SourceText source, string engine) => expression switch
    {
        BoundJourneyRef => Rules.JourneyNotEvaluated.At(source, expression.Syntax.Span, engine),
        BoundPopulation => Rules.PopulationNotEvaluated.At(source, expression.Syntax.Span, engine),
        _ => null,
    };
}
