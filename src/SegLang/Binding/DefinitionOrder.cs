using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Binding;

/// <summary>
/// An order in which to bind definitions such that what one mentions comes before it, found without recursion; it keeps the binder's
/// own recursion shallow. It goes by the names that stand in the text, so it may hold a definition back that need not be.
/// Those that mention each other are a group, in an order that hangs on the group alone, so that a cycle is always reported at the
/// same place, whatever is bound first. Tarjan's strongly connected components.
/// </summary>
internal sealed class DefinitionOrder
{
    private readonly SymbolTable table;
    private readonly Func<Symbol, bool> isDone;
    private readonly Dictionary<Symbol, Node> nodes = [];
    private readonly Stack<Symbol> component = new();
    private readonly Stack<(Symbol Symbol, Node Node)> open = new();

    private DefinitionOrder(SymbolTable table, Func<Symbol, bool> isDone)
    {
        this.table = table;
        this.isDone = isDone;
    }

    private sealed class Node(int index, Symbol[] mentioned)
    {
        public int Index { get; } = index;

        public Symbol[] Mentioned { get; } = mentioned;

        public int Low { get; set; } = index;

        public int Next { get; set; }

        public bool IsPlaced { get; set; }
    }

    /// <summary>All definitions of a rule set.</summary>
    public static IEnumerable<Symbol> Of(SymbolTable table) =>
        Groups(table, table.Declared, static _ => false).SelectMany(g => g);

    /// <summary>The definitions that some roots need, themselves included, in groups; what is done already is left out, with all that it needs.</summary>
    public static IEnumerable<List<Symbol>> Groups(SymbolTable table, IEnumerable<Symbol> roots, Func<Symbol, bool> isDone)
    {
        DefinitionOrder order = new(table, isDone);
        foreach (Symbol root in roots.Where(IsDefinition))
        {
            foreach (List<Symbol> group in order.From(root))
            {
                List<Symbol> definitions = group.FindAll(IsDefinition);
                if (definitions.Count > 0)
                {
                    yield return definitions;
                }
            }
        }
    }

    /// <summary>Whether a symbol has a meaning that others may build on.</summary>
    public static bool IsDefinition(Symbol symbol) => symbol
        is TraitSymbol or SegmentSymbol or ClassSymbol or ScoreSymbol or JourneySymbol;

    private IEnumerable<List<Symbol>> From(Symbol root)
    {
        if (nodes.ContainsKey(root) || isDone(root))
        {
            yield break;
        }

        Enter(root);
        while (open.TryPeek(out var top))
        {
            if (Advance(top.Node))
            {
                continue;
            }

            open.Pop();
            if (open.TryPeek(out var outer))
            {
                outer.Node.Low = Math.Min(outer.Node.Low, top.Node.Low);
            }

            if (top.Node.Low == top.Node.Index)
            {
                yield return Close(top.Symbol);
            }
        }
    }

    private void Enter(Symbol symbol)
    {
        Node node = new(nodes.Count, Mentions(symbol));
        nodes.Add(symbol, node);
        component.Push(symbol);
        open.Push((symbol, node));
    }

    // Goes into the next one that is mentioned and has not been visited; false where all have been.
    private bool Advance(Node node)
    {
        while (node.Next < node.Mentioned.Length)
        {
            Symbol next = node.Mentioned[node.Next++];
            if (!nodes.TryGetValue(next, out Node? known))
            {
                if (!isDone(next))
                {
                    Enter(next);
                    return true;
                }
            }
            else if (!known.IsPlaced)
            {
                node.Low = Math.Min(node.Low, known.Index);
            }
        }

        return false;
    }

    private List<Symbol> Close(Symbol first)
    {
        List<Symbol> group = [];
        Symbol member;
        do
        {
            member = component.Pop();
            nodes[member].IsPlaced = true;
            group.Add(member);
        }
        while (member != first);
        return group.Count == 1 ? group : Arrange(group);
    }

    // From the member that is declared first, each after those of the group that it mentions, as far as that goes.
    private List<Symbol> Arrange(List<Symbol> group)
    {
        HashSet<Symbol> inside = [.. group];
        HashSet<Symbol> seen = [];
        List<Symbol> arranged = [];
        Stack<(Symbol Symbol, bool IsLeaving)> way = new();
        foreach (Symbol root in group.OrderBy(s => s.Source?.Path, StringComparer.Ordinal).ThenBy(s => s.NameSpan.Start))
        {
            way.Push((root, false));
            while (way.TryPop(out var next))
            {
                if (next.IsLeaving)
                {
                    arranged.Add(next.Symbol);
                }
                else if (seen.Add(next.Symbol))
                {
                    way.Push((next.Symbol, true));
                    foreach (Symbol mentioned in nodes[next.Symbol].Mentioned.Reverse().Where(m => inside.Contains(m) && !seen.Contains(m)))
                    {
                        way.Push((mentioned, false));
                    }
                }
            }
        }

        return arranged;
    }

    private Symbol[] Mentions(Symbol symbol)
    {
        symbol.MentionedNames ??= [.. SyntaxNames.In(SyntaxOf(symbol)).Distinct()];
        // An action is on the way: a journey comes after those that its actions require something of, where that is possible.
        List<Symbol> mentioned = [];
        foreach (string name in symbol.MentionedNames)
        {
            if (table.Find(name) is { } other && other != symbol && (other is ActionSymbol || IsDefinition(other)))
            {
                mentioned.Add(other);
            }
        }

        return [.. mentioned];
    }

    private static DeclarationSyntax SyntaxOf(Symbol symbol) => symbol switch
    {
        TraitSymbol s => s.Syntax,
        SegmentSymbol s => s.Syntax,
        ClassSymbol s => s.Syntax,
        ScoreSymbol s => s.Syntax,
        JourneySymbol s => s.Syntax,
        ActionSymbol s => s.Syntax,
        _ => throw new System.Diagnostics.UnreachableException(symbol.Name),
    };
}
