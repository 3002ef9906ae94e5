using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Editing;

/// <summary>
/// Reads tokens by the grammar (Earley's algorithm) and says what may come next. A token that does not fit is what a half-written text has:
/// an operand is missing before it, or it is left out.
/// </summary>
internal sealed class GrammarMatcher
{
    private readonly Grammar grammar = Grammar.Instance;
    private readonly List<List<Item>> sets = [];

    private readonly record struct Item(int State, int Origin);

    /// <summary>Begins with a production.</summary>
    public GrammarMatcher(string start)
    {
        sets.Add(Close([new(grammar.Start(start), 0)], 0));
    }

    /// <summary>Whether the last token fitted; where it did not, nothing is known of what may follow it.</summary>
    public bool FitsLast { get; private set; } = true;

    /// <summary>What the grammar allows next.</summary>
    public IEnumerable<GrammarTerminal> Expected =>
        sets[^1].SelectMany(i => grammar.States[i.State].Terminals).Select(t => t.Terminal).Distinct();

    /// <summary>Reads a token.</summary>
    public void Read(Token token)
    {
        FitsLast = true;
        if (Scan(token))
        {
            return;
        }

        List<Item> before = sets[^1];
        List<Item> filled = Advance(before, t => t.Text == "NAME" && t.Production == "Name");
        if (filled.Count > 0)
        {
            sets[^1] = Close(filled, sets.Count - 1, before);
            if (Scan(token))
            {
                return;
            }

            sets[^1] = before;
        }

        FitsLast = false;
    }

    private bool Scan(Token token)
    {
        List<Item> next = Advance(sets[^1], t => Matches(t, token));
        if (next.Count == 0)
        {
            return false;
        }

        sets.Add(Close(next, sets.Count));
        return true;
    }

    private List<Item> Advance(List<Item> set, Func<GrammarTerminal, bool> matches)
    {
        List<Item> next = [];
        foreach (Item item in set)
        {
            foreach (var (terminal, target) in grammar.States[item.State].Terminals)
            {
                if (matches(terminal))
                {
                    next.Add(item with { State = target });
                }
            }
        }

        return next;
    }

    private static bool Matches(GrammarTerminal terminal, Token token)
    {
        if (terminal.IsWord)
        {
            // A single `=` is a comparison that was meant.
            bool isMeant = token.Kind == TokenKind.Equals && terminal.Text == "==";
            return isMeant || (token.Kind is not (TokenKind.QuotedIdentifier or TokenKind.String) && token.Text == terminal.Text);
        }

        bool isName = token.Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier;
        return terminal.Text switch
        {
            "NAME" => isName && !(IsOperand(terminal.Production) && IsOperator(token)),
            "FUNCTION" => isName && !IsOperator(token) && !Words.Aggregates.Contains(token.Text),
            "INT" => token.Kind == TokenKind.Int,
            "DECIMAL" => token.Kind == TokenKind.Decimal,
            "PERCENT" => token.Kind == TokenKind.Percent,
            "TEXT" => token.Kind == TokenKind.String,
            "DATE" => token.Kind == TokenKind.Date,
            "DATETIME" => token.Kind == TokenKind.DateTime,
            "TIME" => token.Kind == TokenKind.TimeOfDay,
            "CURRENCY" => token.Kind == TokenKind.Identifier && Currencies.MinorUnit(token.Text) is not null,
            _ => false,
        };
    }

    private static bool IsOperand(string production) => production is "Name" or "Count" or "Quantifier" or "InWindow";

    private static bool IsOperator(Token token) =>
        token.Kind == TokenKind.Identifier && (Words.BeforeOperand.Contains(token.Text) || Words.AfterOperand.Contains(token.Text));

    // Predicts and completes until nothing is new; `from` is the set that these items come from where an operand was put in.
    private List<Item> Close(List<Item> items, int at, List<Item>? from = null)
    {
        List<Item> set = [];
        HashSet<Item> seen = [];
        foreach (Item item in items)
        {
            Add(set, seen, item);
        }

        for (int i = 0; i < set.Count; i++)
        {
            Item item = set[i];
            Grammar.State state = grammar.States[item.State];
            foreach (int free in state.Free)
            {
                Add(set, seen, item with { State = free });
            }

            foreach (var (start, target) in state.Calls)
            {
                Add(set, seen, new(start, at));
                if (grammar.Nullable.Contains(start))
                {
                    Add(set, seen, item with { State = target });
                }
            }

            // What began here and is empty was passed over above.
            if (state.IsEnd && (item.Origin < at || from is not null))
            {
                Complete(set, seen, item.Origin == at ? from ?? set : sets[item.Origin], state.Production);
            }
        }

        return set;
    }

    private void Complete(List<Item> set, HashSet<Item> seen, List<Item> callers, int production)
    {
        int count = callers.Count;
        for (int i = 0; i < count; i++)
        {
            Item caller = callers[i];
            foreach (var (start, target) in grammar.States[caller.State].Calls)
            {
                if (start == production)
                {
                    Add(set, seen, caller with { State = target });
                }
            }
        }
    }

    private static void Add(List<Item> set, HashSet<Item> seen, Item item)
    {
        if (seen.Add(item))
        {
            set.Add(item);
        }
    }
}
