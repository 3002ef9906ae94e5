using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Text;

namespace SegLang.Reference;

/// <summary>
/// Says before anything runs what an engine does not evaluate: population conditions, and journeys where it has none.
/// </summary>
public static class ReferenceSupport
{
    /// <summary>The engine's name in messages and results.</summary>
    public const string EngineName = "reference";

    /// <summary>
    /// The first refusal that an expression of a source meets, itself or in what it refers to; null if it can be evaluated.
    /// </summary>
    public static Diagnostic? Refusal(
        BoundRuleSet rules, BoundExpression expression, SourceText source, string engine = EngineName, bool runsJourneys = false)
    {
        HashSet<Symbol> seen = [];
        Stack<(BoundExpression Expression, SourceText Source)> open = new([(expression, source)]);
        while (open.TryPop(out var next))
        {
            foreach (var part in BoundTree.SelfAndDescendants(next.Expression))
            {
                if (Refuse(part, next.Source, engine, runsJourneys) is { } refusal)
                {
                    return refusal;
                }

                if (BoundTree.Reference(part) is { } symbol && seen.Add(symbol))
                {
                    foreach (var child in Parts(rules, rules.Definition(symbol)))
                    {
                        open.Push((child, symbol.Source ?? next.Source));
                    }
                }
            }
        }

        return null;
    }

    /// <summary>The first refusal that a definition meets; null if it can be evaluated.</summary>
    public static Diagnostic? Refusal(BoundRuleSet rules, BoundDefinition definition, string engine = EngineName, bool runsJourneys = false)
    {
        if (definition.Symbol.Source is not { } source)
        {
            return null;
        }

        return definition is BoundJourney && !runsJourneys
            ? Rules.JourneyNotEvaluated.At(source, definition.Symbol.NameSpan, engine)
            : Parts(rules, definition).Select(p => Refusal(rules, p, source, engine, runsJourneys)).FirstOrDefault(r => r is not null);
    }

    /// <summary>The rules without the definitions that an engine does not evaluate, so that the others run.</summary>
    public static BoundRuleSet Supported(BoundRuleSet rules, bool runsJourneys) =>
        rules with { Definitions = [.. rules.Definitions.Where(d => Refusal(rules, d, EngineName, runsJourneys) is null)] };

    // What evaluating a definition evaluates: of a journey also what its actions require.
    private static IEnumerable<BoundExpression> Parts(BoundRuleSet rules, BoundDefinition definition)
    {
        var parts = BoundTree.Children(definition);
        return definition is BoundJourney journey
            ? parts.Concat(rules.Actions.Where(a => Asks(journey, a.Action)).Select(a => a.Requires).OfType<BoundExpression>())
            : parts;
    }

    private static bool Asks(BoundJourney journey, ActionSymbol action) =>
        journey.Stages.SelectMany(s => s.Lines).Concat(journey.Anywhere).SelectMany(l => l.Actions).Any(c => c.Action == action);

    private static Diagnostic? Refuse(BoundExpression expression, SourceText source, string engine, bool runsJourneys) => expression switch
    {
        BoundJourneyRef when !runsJourneys => Rules.JourneyNotEvaluated.At(source, expression.Syntax.Span, engine),
        BoundPopulation => Rules.PopulationNotEvaluated.At(source, expression.Syntax.Span, engine),
        _ => null,
    };
}
