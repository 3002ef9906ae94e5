using System.Collections.Immutable;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>What a growing selection takes in, step by step, by the syntax tree.</summary>
public static class SelectionRanges
{
    /// <summary>
    /// The stretches around a position, innermost first, each within the next and longer than it: word, expression, …, the inside
    /// of braces, declaration, declaration with its comment, file.
    /// </summary>
    public static ImmutableArray<TextSpan> At(RuleSnapshot snapshot, string path, int position)
    {
        if (snapshot.Tree(path) is not { } tree)
        {
            return [];
        }

        position = Math.Clamp(position, 0, tree.Source.Content.Length);
        List<TextSpan> spans = [.. TokensAt(tree, position), .. BracketsAround(tree, position)];
        foreach (SyntaxNode node in SyntaxParts.PathTo(tree.Root, position))
        {
            spans.Add(node.Span);
            if (node is DeclarationSyntax declaration && CommentBefore(tree, declaration) is { } start)
            {
                spans.Add(TextSpan.FromBounds(start, declaration.Span.End));
            }
        }

        return Nested(spans, position, tree.Source.Content.Length);
    }

    private static IEnumerable<TextSpan> TokensAt(SyntaxTree tree, int position)
    {
        for (int i = SyntaxParts.TokenIndexAt(tree.Tokens, position); i < tree.Tokens.Length && tree.Tokens[i].Span.Start <= position; i++)
        {
            Token token = tree.Tokens[i];
            yield return token.Span;
            if (token is { Kind: TokenKind.String, Span.Length: > 2 } && position > token.Span.Start && position < token.Span.End)
            {
                yield return TextSpan.FromBounds(token.Span.Start + 1, token.Span.End - 1);
            }
        }
    }

    // The inside of each pair of brackets around the position, and the pair itself.
    private static IEnumerable<TextSpan> BracketsAround(SyntaxTree tree, int position)
    {
        Stack<Token> open = new();
        DeclarationSyntax? declaration = SyntaxParts.DeclarationAt(tree.Root, position);
        if (declaration is null)
        {
            yield break;
        }

        for (int i = SyntaxParts.TokenIndexAt(tree.Tokens, declaration.Span.Start); i < tree.Tokens.Length; i++)
        {
            Token token = tree.Tokens[i];
            if (token.Span.Start >= declaration.Span.End)
            {
                yield break;
            }

            if (token.Kind is TokenKind.OpenBrace or TokenKind.OpenParen or TokenKind.OpenBracket)
            {
                open.Push(token);
            }
            else if (token.Kind is TokenKind.CloseBrace or TokenKind.CloseParen or TokenKind.CloseBracket && open.TryPop(out Token? start))
            {
                if (start.Span.End <= position && position <= token.Span.Start)
                {
                    yield return Trimmed(tree.Source, start.Span.End, token.Span.Start);
                    yield return TextSpan.Cover(start.Span, token.Span);
                }
            }
        }
    }

    private static TextSpan Trimmed(SourceText source, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(source.Content[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(source.Content[end - 1]))
        {
            end--;
        }

        return TextSpan.FromBounds(start, end);
    }

    private static int? CommentBefore(SyntaxTree tree, DeclarationSyntax declaration)
    {
        Token first = tree.Tokens[SyntaxParts.TokenIndexAt(tree.Tokens, declaration.Span.Start + 1)];
        Trivia? doc = first.Leading.IsDefault ? null : first.Leading.FirstOrDefault(t => t.Kind == TriviaKind.DocComment);
        return doc is { Span.Length: > 0 } comment ? comment.Span.Start : null;
    }

    private static ImmutableArray<TextSpan> Nested(List<TextSpan> spans, int position, int length)
    {
        ImmutableArray<TextSpan>.Builder kept = ImmutableArray.CreateBuilder<TextSpan>();
        foreach (TextSpan span in spans.Append(new(0, length)).Where(s => s.Length > 0 && s.Touches(position)).OrderBy(s => s.Length))
        {
            bool holds = kept.Count == 0 || (span.Start <= kept[^1].Start && span.End >= kept[^1].End && span.Length > kept[^1].Length);
            if (holds)
            {
                kept.Add(span);
            }
        }

        return kept.Count == 0 ? [new(position, 0)] : kept.ToImmutable();
    }
}
