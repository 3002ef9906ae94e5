using System.Collections.Immutable;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Colours a file by what its words mean.</summary>
public static class SemanticTokens
{
    /// <summary>The pieces of a file in order: none overlaps another or crosses a line; brackets, commas and white space are left out.</summary>
    public static ImmutableArray<SemanticToken> Of(RuleSnapshot snapshot, string path) =>
        snapshot.Tree(path) is { } tree ? Of(snapshot, tree, new(0, tree.Source.Content.Length)) : [];

    /// <summary>The same for the pieces that touch a range.</summary>
    public static ImmutableArray<SemanticToken> Of(RuleSnapshot snapshot, string path, TextSpan range) =>
        snapshot.Tree(path) is { } tree ? Of(snapshot, tree, range) : [];

    private static ImmutableArray<SemanticToken> Of(RuleSnapshot snapshot, SyntaxTree tree, TextSpan range)
    {
        (Dictionary<int, SemanticKind> names, HashSet<int> patterns) = NamesIn(tree, range);
        ImmutableArray<SymbolUse> uses = snapshot.Uses(tree.Source.Path);
        int nextUse = 0;
        ImmutableArray<SemanticToken>.Builder tokens = ImmutableArray.CreateBuilder<SemanticToken>(tree.Tokens.Length);
        for (int i = SyntaxParts.TokenIndexAt(tree.Tokens, range.Start); i < tree.Tokens.Length; i++)
        {
            Token token = tree.Tokens[i];
            foreach (Trivia trivia in token.Leading.IsDefault ? [] : token.Leading)
            {
                AddComment(tokens, tree.Source, trivia, range);
            }

            if (token.Span.Start > range.End)
            {
                break;
            }

            while (nextUse < uses.Length && uses[nextUse].Span.Start < token.Span.Start)
            {
                nextUse++;
            }

            AddToken(tokens, token, names, patterns, nextUse < uses.Length ? uses[nextUse] : null);
        }

        return tokens.ToImmutable();
    }

    private static (Dictionary<int, SemanticKind> Names, HashSet<int> Patterns) NamesIn(SyntaxTree tree, TextSpan range)
    {
        Dictionary<int, SemanticKind> names = new(tree.Tokens.Length / 2);
        HashSet<int> patterns = [];
        Stack<SyntaxNode> open = new();
        foreach (DeclarationSyntax declaration in tree.Root.Declarations)
        {
            if (declaration.Span.Start <= range.End && declaration.Span.End >= range.Start)
            {
                open.Push(declaration);
            }
        }

        Action<Token?, SemanticKind> add = (token, kind) =>
        {
            if (token is { Kind: TokenKind.Identifier or TokenKind.QuotedIdentifier })
            {
                names[token.Span.Start] = kind;
            }
        };
        while (open.TryPop(out SyntaxNode? node))
        {
            NameTokens.Add(node, add);
            if (node is MatchesSyntax matches)
            {
                patterns.Add(matches.Pattern.Span.Start);
            }

            foreach (SyntaxNode child in SyntaxParts.Children(node))
            {
                open.Push(child);
            }
        }

        return (names, patterns);
    }

    private static void AddToken(
        ImmutableArray<SemanticToken>.Builder tokens, Token token, Dictionary<int, SemanticKind> names, HashSet<int> patterns,
        SymbolUse? use)
    {
        if (token.Span.Length == 0)
        {
            return;
        }

        SemanticToken? piece = token.Kind switch
        {
            TokenKind.Identifier or TokenKind.QuotedIdentifier => Word(token, names, use),
            TokenKind.String => new(token.Span, patterns.Contains(token.Span.Start) ? SemanticKind.Regexp : SemanticKind.String, SemanticModifiers.None),
            TokenKind.Int or TokenKind.Decimal or TokenKind.Percent or TokenKind.Date or TokenKind.DateTime or TokenKind.TimeOfDay =>
                new(token.Span, SemanticKind.Number, SemanticModifiers.None),
            >= TokenKind.Equals and <= TokenKind.Bang => new(token.Span, SemanticKind.Operator, SemanticModifiers.None),
            _ => null,
        };
        if (piece is { } found)
        {
            tokens.Add(found);
        }
    }

    private static SemanticToken Word(Token token, Dictionary<int, SemanticKind> names, SymbolUse? use)
    {
        if (use is not null && use.Span == token.Span)
        {
            return new(token.Span, KindOf(use.Symbol), ModifiersOf(use));
        }

        if (!names.TryGetValue(token.Span.Start, out SemanticKind kind))
        {
            return new(token.Span, SemanticKind.Keyword, SemanticModifiers.None);
        }

        // A type, function or part that nobody declares belongs to the language.
        bool builtIn = kind is SemanticKind.Type or SemanticKind.Function or SemanticKind.Decorator;
        return new(token.Span, kind, builtIn ? SemanticModifiers.DefaultLibrary : SemanticModifiers.None);
    }

    private static SemanticKind KindOf(Symbol symbol) => symbol switch
    {
        EnumSymbol or ClassSymbol or JourneySymbol => SemanticKind.Enum,
        MemberSymbol => SemanticKind.EnumMember,
        EventSymbol => SemanticKind.Event,
        SchemaSymbol => SemanticKind.Struct,
        SegmentSymbol => SemanticKind.Class,
        FieldSymbol => SemanticKind.Property,
        ParamSymbol or ParameterSymbol => SemanticKind.Parameter,
        ActionSymbol or LimitSymbol => SemanticKind.Function,
        _ => SemanticKind.Variable,
    };

    private static SemanticModifiers ModifiersOf(SymbolUse use)
    {
        SemanticModifiers modifiers = use.IsDeclaration ? SemanticModifiers.Declaration : SemanticModifiers.None;
        modifiers |= use.Symbol is TraitSymbol or ScoreSymbol or ParamSymbol or FieldSymbol { IsComputed: true } ? SemanticModifiers.Readonly : SemanticModifiers.None;
        modifiers |= RuleOutline.IsDeprecated(use.Symbol.Head) ? SemanticModifiers.Deprecated : SemanticModifiers.None;
        return modifiers | (use.Symbol.Source is null ? SemanticModifiers.DefaultLibrary : SemanticModifiers.None);
    }

    private static void AddComment(ImmutableArray<SemanticToken>.Builder tokens, SourceText source, Trivia trivia, TextSpan range)
    {
        if (trivia.Kind is TriviaKind.Whitespace or TriviaKind.LineBreak || trivia.Span.End < range.Start || trivia.Span.Start > range.End)
        {
            return;
        }

        SemanticModifiers modifiers = trivia.Kind == TriviaKind.DocComment ? SemanticModifiers.Documentation : SemanticModifiers.None;
        int start = trivia.Span.Start;
        while (start < trivia.Span.End)
        {
            int line = source.Content.AsSpan(start, trivia.Span.End - start).IndexOfAny('\r', '\n');
            int end = line < 0 ? trivia.Span.End : start + line;
            if (end > start)
            {
                tokens.Add(new(TextSpan.FromBounds(start, end), SemanticKind.Comment, modifiers));
            }

            start = end;
            while (start < trivia.Span.End && source.Content[start] is '\r' or '\n')
            {
                start++;
            }
        }
    }
}
