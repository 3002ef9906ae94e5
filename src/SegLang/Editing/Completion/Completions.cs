using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Proposes what may be written at a place: what the grammar allows there, narrowed by what names mean and which types fit.</summary>
public static partial class Completions
{
    private const int Limit = 300;
    private const int MostZones = 1000;

    /// <summary>The proposals at a position, best first; none within comments and numbers, in texts the values of the sample.</summary>
    public static CompletionList At(RuleSnapshot snapshot, string path, int position, SampleView? sample)
    {
        if (snapshot.Tree(path) is not { } tree || position < 0 || position > tree.Source.Content.Length)
        {
            return CompletionList.Empty;
        }

        if (TextAt(tree, position) is { } text)
        {
            return InText(snapshot, tree, text, sample);
        }

        if (CompletionContext.At(snapshot, tree, position) is not { } context)
        {
            return CompletionList.Empty;
        }

        string typed = tree.Source.Content[context.Replace.Start..Math.Min(position, context.Replace.End)].TrimStart('`');
        Proposals proposals = new(context.Replace, typed, Limit);
        AddAll(context, proposals, sample);
        return proposals.ToList();
    }

    /// <summary>The documentation of a proposal as Markdown; null where there is none.</summary>
    public static string? Document(RuleSnapshot snapshot, string docKey, SampleView? sample)
    {
        string[] parts = docKey.Split(':', 3);
        return parts switch
        {
            ["call", var name, ..] => LanguageTexts.FindCall(name)?.Markdown,
            ["word", var word, ..] => LanguageTexts.FindWord(word)?.Markdown,
            ["type", var name, ..] => TypeTexts.Of(name),
            ["symbol", var name, ..] => snapshot.Symbols.Find(name) is { } symbol ? SymbolText.Of(snapshot, symbol, sample) : null,
            ["part", var owner, var name] => Part(snapshot.Symbols.Find(owner), name) is { } part ? SymbolText.Of(snapshot, part, sample) : null,
            _ => null,
        };
    }

    private static Symbol? Part(Symbol? owner, string name) => owner switch
    {
        SchemaSymbol s => s.Find(name),
        EnumSymbol s => s.Members.FirstOrDefault(m => m.Name == name),
        ClassSymbol s => s.Entries.FirstOrDefault(m => m.Name == name),
        JourneySymbol s => s.Stages.FirstOrDefault(m => m.Name == name),
        ActionSymbol s => s.Parameters.FirstOrDefault(p => p.Name == name),
        _ => null,
    };

    private static void AddAll(CompletionContext context, Proposals proposals, SampleView? sample)
    {
        HashSet<string> calls = [];
        bool isOperand = false;
        foreach (GrammarTerminal terminal in context.Expected)
        {
            if (!terminal.IsWord)
            {
                isOperand |= terminal is { Text: "NAME", Production: "Name" };
                AddRole(context, proposals, terminal);
            }
            else if (IsCall(terminal))
            {
                calls.Add(terminal.Text);
            }
        }

        if (isOperand)
        {
            AddOperands(context, proposals, calls, sample);
        }

        foreach (GrammarTerminal terminal in context.Expected)
        {
            if (terminal.IsWord)
            {
                AddWord(context, proposals, terminal, isOperand);
            }
        }

        // A declaration at the very start of a line ends one that is not finished.
        if (context.Replace.Start == context.Tree.Source.LineStart(context.Tree.Source.LineAndColumn(context.Replace.Start).Line))
        {
            foreach (string word in Words.Declarations)
            {
                AddDeclaration(context, proposals, word);
            }
        }
    }

    private static bool IsCall(GrammarTerminal terminal) =>
        terminal.Production is "Aggregate" or "Quantifier" && (Words.Aggregates.Contains(terminal.Text) || terminal.Text == "all");

    private static Token? TextAt(SyntaxTree tree, int position)
    {
        int index = SyntaxParts.TokenIndexAt(tree.Tokens, position);
        Token token = tree.Tokens[index];
        string text = token.Kind == TokenKind.String ? tree.Source.Slice(token.Span) : "";
        bool isOpen = text.Length == 1 || (text.Length > 1 && text[^1] != '"');
        return text.StartsWith('"') && token.Span.Start < position && (position < token.Span.End || isOpen) ? token : null;
    }

    private static CompletionList InText(RuleSnapshot snapshot, SyntaxTree tree, Token token, SampleView? sample)
    {
        string written = tree.Source.Slice(token.Span);
        bool isClosed = written.Length > 1 && written[^1] == '"';
        TextSpan inner = TextSpan.FromBounds(token.Span.Start + 1, isClosed ? token.Span.End - 1 : token.Span.End);
        CompletionContext context = CompletionContext.OfText(snapshot, tree, token, inner);
        Proposals proposals = new(inner, "", MostZones);
        if (context.Last?.Is("timezone") == true)
        {
            foreach (string zone in NodaTime.DateTimeZoneProviders.Tzdb.Ids)
            {
                proposals.Add(zone, CompletionKind.Value, zone.StartsWith("Europe/", StringComparison.Ordinal) ? 0 : 1);
            }

            return proposals.ToList();
        }

        int order = 0;
        foreach (SampleValue value in FieldComparedAt(context) is { } compared && sample is not null ? sample.Values(compared) : [])
        {
            string bare = value.Text.Length > 1 && value.Text[0] == '"' ? value.Text[1..^1] : value.Text;
            proposals.Add(bare, CompletionKind.Value, 0, CodeLenses.Grouped(value.Count), order: order++);
        }

        return proposals.ToList();
    }

    /// <summary>The field that a value at the cursor is compared with or given to.</summary>
    private static FieldSymbol? FieldComparedAt(CompletionContext context)
    {
        for (int i = context.Path.Length - 1; i >= 0; i--)
        {
            ExpressionSyntax? left = context.Path[i] switch
            {
                ComparisonSyntax s => s.Left,
                InSyntax s => s.Value,
                ContainsSyntax s => s.Left,
                AffixSyntax s => s.Left,
                BetweenSyntax s => s.Value,
                _ => null,
            };
            if (left is not null)
            {
                return FieldOf(context, left);
            }

            if (context.Path[i] is FieldValueSyntax value)
            {
                return TestFields.AtCursor(context).Owner?.Find(value.Name.Text);
            }
        }

        return null;
    }

    private static FieldSymbol? FieldOf(CompletionContext context, ExpressionSyntax expression) => expression switch
    {
        NameSyntax s when context.Scope.FindVariable(s.Name.Text) is null =>
            context.Scope.FindEventWith(s.Name.Text)?.Event.Find(s.Name.Text) ?? context.Snapshot.Symbols.Profile?.Find(s.Name.Text),
        MemberAccessSyntax { Target: NameSyntax target } s => context.Types.Schema(target.Name.Text, context.Scope)?.Find(s.Name.Text),
        MemberAccessSyntax s when context.Types.Of(s.Target, context.Scope) is EventType type => type.Symbol.Find(s.Name.Text),
        ParenthesizedSyntax s => FieldOf(context, s.Expression),
        CallSyntax { Arguments: [var argument, ..] } => FieldOf(context, argument),
        _ => null,
    };
}
