using System.Collections.Immutable;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Graph;

/// <summary>The lines of a journey in words. They are read off the tokens, so that neither line breaks nor comments show.</summary>
internal static class LineWords
{
    // on Purchase where total > 10 EUR -> Bought do Email()   =>   on Purchase where total > 10 EUR
    // after 14 days do Email()                                =>   after 14 days
    public static GraphLine Of(StageLineSyntax line, SourceText source)
    {
        ImmutableArray<Token> tokens = Tokens(line, source);
        int arrow = IndexOf(tokens, t => t.Kind == TokenKind.Arrow);
        int actions = line.Actions.IsEmpty ? tokens.Length : IndexOf(tokens, t => t.Span.Start + line.Span.Start == line.Actions[0].Span.Start) - 1;
        return new(Join(line, source, tokens, 0, Math.Min(arrow, actions)), Names(line), Join(line, source, tokens, 0, tokens.Length));
    }

    // start Seen on Visit   =>   on Visit
    public static GraphLine OfStart(StartSyntax start, SourceText source)
    {
        ImmutableArray<Token> tokens = Tokens(start, source);
        return new(Join(start, source, tokens, 2, tokens.Length), [], Join(start, source, tokens, 0, tokens.Length));
    }

    // split { 50% -> A  50% -> B }   =>   50%, 50%
    public static IEnumerable<GraphLine> OfSplit(StageLineSyntax line, SourceText source) =>
        line is SplitLineSyntax split
            ? split.Branches.Select(b => new GraphLine(b.Share.Text, [], $"split {b.Share.Text} -> {source.Slice(b.Target.Span)}"))
            : [];

    // reenter after 2 days   =>   starts again after 2 days
    public static string? OfReentry(JourneySyntax journey, SourceText source)
    {
        if (journey.Parts.OfType<ReenterSyntax>().FirstOrDefault() is not { } reenter)
        {
            return null;
        }

        ImmutableArray<Token> tokens = Tokens(reenter, source);
        return reenter.After is null ? "can start again at once" : $"can start again {Join(reenter, source, tokens, 1, tokens.Length)}";
    }

    private static ImmutableArray<string> Names(StageLineSyntax line) => [.. line.Actions.Select(a => a.Name.Text).Distinct()];

    private static ImmutableArray<Token> Tokens(SyntaxNode node, SourceText source) =>
        new Lexer(new SourceText(source.Path, source.Slice(node.Span))).Lex()[..^1];

    private static int IndexOf(ImmutableArray<Token> tokens, Func<Token, bool> isWanted)
    {
        int at = 0;
        while (at < tokens.Length && !isWanted(tokens[at]))
        {
            at++;
        }

        return at;
    }

    private static string Join(SyntaxNode node, SourceText source, ImmutableArray<Token> tokens, int from, int to) => string.Concat(
        Enumerable.Range(from, Math.Max(0, to - from)).Select(i =>
            (i > from && !tokens[i].Leading.IsEmpty ? " " : "") + source.Slice(new(node.Span.Start + tokens[i].Span.Start, tokens[i].Span.Length))));
}
