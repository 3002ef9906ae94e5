using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Binding;

/// <summary>
/// An order in which to bind definitions such that what one mentions mostly comes before it, found without recursion; it keeps the
/// binder's own recursion shallow. It goes by the names that stand in the text, so it may be wrong where names are hidden, and the
/// binder does not rely on it.
/// </summary>
internal static class DefinitionOrder
{
    public static IEnumerable<Symbol> Of(SymbolTable table)
    {
        HashSet<Symbol> seen = [];
        List<Symbol> order = [];
        Stack<(Symbol Symbol, bool IsLeaving)> open = new();
        foreach (Symbol root in table.Declared.Where(IsDefinition))
        {
            open.Push((root, false));
            while (open.TryPop(out var next))
            {
                if (next.IsLeaving)
                {
                    if (IsDefinition(next.Symbol))
                    {
                        order.Add(next.Symbol);
                    }
                }
                else if (seen.Add(next.Symbol))
                {
                    open.Push((next.Symbol, true));
                    foreach (Symbol mentioned in Mentions(table, next.Symbol).Reverse().Where(s => !seen.Contains(s)))
                    {
                        open.Push((mentioned, false));
                    }
                }
            }
        }

        return order;
    }

    // An action is on the way: a journey comes after those that its actions require something of, where that is possible.
    private static bool IsDefinition(Symbol symbol) => symbol
        is TraitSymbol or SegmentSymbol or ClassSymbol or ScoreSymbol or JourneySymbol;

    private static IEnumerable<Symbol> Mentions(SymbolTable table, Symbol symbol)
    {
        DeclarationSyntax syntax = symbol switch
        {
            TraitSymbol s => s.Syntax,
            SegmentSymbol s => s.Syntax,
            ClassSymbol s => s.Syntax,
            ScoreSymbol s => s.Syntax,
            JourneySymbol s => s.Syntax,
            ActionSymbol s => s.Syntax,
            _ => throw new System.Diagnostics.UnreachableException(symbol.Name),
        };
        return SyntaxNames.In(syntax).Select(table.Find).OfType<Symbol>().Where(s => s != symbol && (IsDefinition(s) || s is ActionSymbol)).Distinct();
    }
}
