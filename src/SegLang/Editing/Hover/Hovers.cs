using SegLang.Binding;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>What is shown about a place: Markdown, and the text it is about.</summary>
public sealed record HoverText(TextSpan Span, string Markdown);

/// <summary>Explains what stands at a place.</summary>
public static class Hovers
{
    /// <summary>
    /// What a name is (its declaration, type, comment and members in the sample), what dates a window covers at <paramref name="now"/>
    /// (µs since 1970-01-01T00:00Z), or what a word of the language does; null where there is nothing to say.
    /// </summary>
    public static HoverText? At(RuleSnapshot snapshot, string path, int position, long now, SampleView? sample)
    {
        if (snapshot.Tree(path) is not { } tree || position < 0 || position > tree.Source.Content.Length || TokenAt(tree, position) is not { } token)
        {
            return null;
        }

        if (snapshot.UseAt(path, token.Span.Start) is { } use && use.Span == token.Span)
        {
            return new(use.Span, SymbolText.Of(snapshot, use.Symbol, sample));
        }

        var nodes = SyntaxParts.PathTo(tree.Root, token.Span.Start);
        SyntaxNode node = nodes[^1];
        return OfTime(snapshot, tree, nodes, now) ?? OfWord(token, node);
    }

    private static Token? TokenAt(SyntaxTree tree, int position)
    {
        int index = SyntaxParts.TokenIndexAt(tree.Tokens, position);
        Token token = tree.Tokens[index];
        bool nextBegins = token.Span.End == position && index + 1 < tree.Tokens.Length && tree.Tokens[index + 1].Span.Start == position;
        token = nextBegins && tree.Tokens[index + 1].Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier ? tree.Tokens[index + 1] : token;
        return token.Span.Length > 0 && token.Span.Touches(position) ? token : null;
    }

    // Anywhere in `in last 30 days`, `30 days ago` the dates are what is asked for.
    private static HoverText? OfTime(RuleSnapshot snapshot, SyntaxTree tree, IReadOnlyList<SyntaxNode> nodes, long now)
    {
        for (int i = nodes.Count - 1; i >= Math.Max(0, nodes.Count - 3); i--)
        {
            WindowDates dates = new(snapshot, now);
            string? words = nodes[i] switch
            {
                WindowSyntax window => dates.Words(window),
                AgoSyntax ago => dates.Words(ago),
                _ => null,
            };
            if (words is not null)
            {
                return new(nodes[i].Span, $"`{tree.Source.OneLine(nodes[i].Span)}`: {words} ({dates.Zone})");
            }

            if (nodes[i] is not (SpanSyntax or WindowSyntax or AgoSyntax))
            {
                return null;
            }
        }

        return null;
    }

    private static HoverText? OfWord(Token token, SyntaxNode node)
    {
        if (token.Kind != TokenKind.Identifier)
        {
            return null;
        }

        bool isCall = node is CallSyntax or AggregateSyntax or QuantifierSyntax && token.Span.Start == node.Span.Start;
        bool isName = IsNameOf(node, token);
        LanguageText? text = isCall ? LanguageTexts.FindCall(token.Text) : isName ? null : LanguageTexts.FindWord(token.Text);
        return text is null ? OfType(token, node) : new(token.Span, $"```seg\n{text.Title}\n```\n{text.Markdown}");
    }

    private static bool IsNameOf(SyntaxNode node, Token token)
    {
        bool isName = false;
        NameTokens.Add(node, (name, _) => isName |= name is { Kind: TokenKind.Identifier } && name.Span.Start == token.Span.Start);
        return isName;
    }

    private static HoverText? OfType(Token token, SyntaxNode node)
    {
        string? doc = node is NamedTypeSyntax named && ReferenceEquals(named.Name, token) ? TypeTexts.Of(token.Text) : null;
        return doc is null ? null : new(token.Span, $"```seg\n{token.Text}\n```\n{doc}");
    }
}
