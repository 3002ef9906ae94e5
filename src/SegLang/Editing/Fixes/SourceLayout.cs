using System.Collections.Immutable;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Where new text belongs, and how names and values are written.</summary>
internal static class SourceLayout
{
    /// <summary>A name as it is written: in backticks where it would be something else without them.</summary>
    public static string Name(string name)
    {
        SyntaxTree alone = SyntaxTree.Parse(new SourceText("name", name));
        bool isPlain = alone.Tokens is [{ Kind: TokenKind.Identifier } token, _] && token.Text == name && token.Span.Length == name.Length;
        bool isWord = Words.BeforeOperand.Contains(name) || Words.AfterOperand.Contains(name);
        return isPlain && !isWord ? name : $"`{name}`";
    }

    /// <summary>A text literal of that value.</summary>
    public static string Quoted(string value) =>
        "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    /// <summary>A text as a title shows it.</summary>
    public static string Shorten(string text)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 50 ? line : line[..49] + "…";
    }

    /// <summary>A literal that a type takes: as plain as can be; null where none is plain.</summary>
    public static string? Literal(SegType type) => type switch
    {
        ScalarType { Kind: ScalarKind.Bool } => "false",
        ScalarType { Kind: ScalarKind.Text } => "\"\"",
        ScalarType { Kind: ScalarKind.Date } => "2026-01-01",
        ScalarType { Kind: ScalarKind.DateTime } => "2026-01-01T00:00",
        ScalarType { Kind: ScalarKind.Duration } => "1 day",
        MoneyType money => $"0 {money.Currency}",
        { IsPlainNumber: true } => "0",
        EnumType { Symbol.Members: [var first, ..] } => Name(first.Name),
        _ => null,
    };

    /// <summary>The span with its whole line where nothing else stands on it, otherwise with the blanks before it, or behind it where it begins its line.</summary>
    public static TextSpan WithBlanks(string text, TextSpan span)
    {
        int start = span.Start;
        while (start > 0 && text[start - 1] is ' ' or '\t')
        {
            start--;
        }

        int end = span.End;
        while (end < text.Length && text[end] is ' ' or '\t')
        {
            end++;
        }

        bool beginsLine = start == 0 || text[start - 1] is '\n' or '\r';
        if (!beginsLine)
        {
            return TextSpan.FromBounds(start, span.End);
        }

        if (end < text.Length && text[end] is not ('\n' or '\r'))
        {
            return TextSpan.FromBounds(span.Start, end);
        }

        end += end < text.Length && text[end] == '\r' ? 1 : 0;
        return TextSpan.FromBounds(start, end < text.Length && text[end] == '\n' ? end + 1 : end);
    }

    /// <summary>The offset at which a declaration begins, its doc comment included.</summary>
    public static int StartOf(SyntaxTree tree, SyntaxNode declaration)
    {
        Token first = tree.Tokens[SyntaxParts.TokenIndexAt(tree.Tokens, declaration.Span.Start + 1)];
        ImmutableArray<Trivia> leading = first.Leading.IsDefault ? [] : first.Leading;
        int start = declaration.Span.Start;
        for (int i = leading.Length - 1; i >= 0 && leading[i].Kind is TriviaKind.DocComment or TriviaKind.Whitespace or TriviaKind.LineBreak; i--)
        {
            start = leading[i].Kind == TriviaKind.DocComment ? leading[i].Span.Start : start;
        }

        return start;
    }

    /// <summary>A declaration with its doc comment and its line break.</summary>
    public static TextSpan WholeOf(SyntaxTree tree, SyntaxNode declaration) =>
        WithBlanks(tree.Source.Content, TextSpan.FromBounds(StartOf(tree, declaration), declaration.Span.End));

    /// <summary>The edit that puts a declaration on lines of its own before another one.</summary>
    public static SourceEdit Before(SyntaxTree tree, SyntaxNode declaration, string text) =>
        new(tree.Source.Path, new(StartOf(tree, declaration), 0), text + Break(tree) + (text.Contains('\n', StringComparison.Ordinal) ? Break(tree) : ""));

    /// <summary>The file's line break.</summary>
    public static string Break(SyntaxTree tree) => tree.Source.Content.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    /// <summary>The edit that adds a member to a body: after its last one, on a line of its own where the others stand so.</summary>
    public static SourceEdit Append(SyntaxTree tree, SyntaxNode body, TextSpan? last, string text, bool withComma)
    {
        string path = tree.Source.Path;
        ImmutableArray<Token> tokens = tree.Tokens;
        if (last is not { } place)
        {
            int open = SyntaxParts.TokenIndexAt(tokens, body.Span.Start + 1);
            while (tokens[open].Kind is not (TokenKind.OpenBrace or TokenKind.OpenParen or TokenKind.EndOfFile))
            {
                open++;
            }

            bool isParenthesis = tokens[open].Kind == TokenKind.OpenParen;
            return new(path, new(tokens[open].Span.End, 0), isParenthesis ? text : $" {text} ");
        }

        int next = SyntaxParts.TokenIndexAt(tokens, place.End + 1);
        bool hasComma = tokens[next].Kind == TokenKind.Comma;
        int at = hasComma ? tokens[next].Span.End : place.End;
        (int line, int column) = tree.Source.LineAndColumn(place.Start);
        string indent = tree.Source.Content.Substring(tree.Source.LineStart(line), column - 1);
        bool ownLine = string.IsNullOrWhiteSpace(indent);
        string comma = withComma && !hasComma ? "," : "";
        return new(path, new(at, 0), ownLine ? $"{comma}{Break(tree)}{indent}{text}" : withComma ? $"{comma} {text}" : $"  {text}");
    }
}
