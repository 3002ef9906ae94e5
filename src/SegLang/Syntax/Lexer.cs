using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Syntax;

/// <summary>
/// Splits a file into tokens. Never fails: a literal that cannot be read is a token without a value, a character
/// that begins nothing is a <see cref="TokenKind.Bad"/> token; both are reported once.
/// </summary>
internal sealed partial class Lexer(SourceText source)
{
    private readonly string text = source.Content;
    private readonly List<Diagnostic> diagnostics = [];
    private readonly ImmutableArray<Trivia>.Builder trivia = ImmutableArray.CreateBuilder<Trivia>();
    private int position;

    /// <summary>What is wrong with the text, in order of place.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => diagnostics;

    /// <summary>All tokens; the last is the end of the file.</summary>
    public ImmutableArray<Token> Lex()
    {
        ReportInvisible();
        ImmutableArray<Token>.Builder tokens = ImmutableArray.CreateBuilder<Token>(text.Length / 5 + 1);
        Token token;
        do
        {
            token = Next();
            tokens.Add(token);
        }
        while (token.Kind != TokenKind.EndOfFile);

        diagnostics.Sort(static (a, b) => a.Span.Start.CompareTo(b.Span.Start));
        return tokens.ToImmutable();
    }

    private char Current => Peek(0);

    private char Peek(int offset) => position + offset < text.Length ? text[position + offset] : '\0';

    private bool AtEnd => position >= text.Length;

    private Token Next()
    {
        trivia.Clear();
        SkipTrivia();
        int start = position;
        (TokenKind kind, object? value) = AtEnd ? (TokenKind.EndOfFile, null) : Scan();
        TextSpan span = TextSpan.FromBounds(start, position);
        string written = kind is TokenKind.Identifier or TokenKind.QuotedIdentifier
            ? (string?)value ?? ""
            : Signs.TextOf(kind) ?? SharedText.Of(text.AsSpan(span.Start, span.Length));
        object? meaning = kind is TokenKind.Identifier or TokenKind.QuotedIdentifier ? null : value;
        return Blank() is { } blank ? new(kind, span, written, meaning, blank) : new(kind, span, written, meaning, trivia.ToImmutable());
    }

    // The length of the trivia where they are at most one blank.
    private ushort? Blank() => trivia.Count switch
    {
        0 => 0,
        1 when trivia[0] is { Kind: TriviaKind.Whitespace, Span.Length: <= ushort.MaxValue and var length } => (ushort)length,
        _ => null,
    };

    private (TokenKind Kind, object? Value) Scan()
    {
        char c = Current;
        if (char.IsAsciiDigit(c))
        {
            return ScanNumber();
        }

        if (IsIdentifierStart(position, out _))
        {
            return (TokenKind.Identifier, ScanIdentifier());
        }

        return c switch
        {
            '"' => ScanText('"', '"'),
            '\'' => ScanText('\'', '\''),
            '\u201C' or '\u201D' or '\u201E' => ScanText(c, '\u201D'),
            '`' => ScanQuotedIdentifier(),
            _ => ScanSymbol(),
        };
    }

    private (TokenKind Kind, object? Value) ScanSymbol()
    {
        (TokenKind kind, int length) = Signs.Match(text, position);
        position += length;
        return length == 0 ? ScanBad() : (kind, null);
    }

    // A run of characters that mean nothing is one mistake.
    private (TokenKind Kind, object? Value) ScanBad()
    {
        int start = position;
        do
        {
            position += char.IsSurrogatePair(Current, Peek(1)) ? 2 : 1;
        }
        while (!AtEnd && IsBad());

        TextSpan span = TextSpan.FromBounds(start, position);
        string written = Printable(text.Substring(start, position - start));
        diagnostics.Add(Rules.UnexpectedCharacter.At(source, span, written, AdviceFor(text[start])));
        return (TokenKind.Bad, null);
    }

    private bool IsBad() =>
        !char.IsAsciiDigit(Current) && !IsIdentifierStart(position, out _) && !IsBlank(Current)
        && Current is not ('\n' or '\r' or '"' or '\'' or '`' or '\u201C' or '\u201D' or '\u201E' or '#')
        && Signs.Match(text, position).Length == 0;

    private static string? AdviceFor(char c) => c switch
    {
        '%' => "write a share as `10%`, without a space, and a remainder as `mod(a, b)`",
        ';' => "leave it out: nothing stands between declarations",
        '€' or '$' or '£' => "write the currency's code behind the amount, as in `3 EUR`",
        '≤' => "write `<=`",
        '≥' => "write `>=`",
        '≠' => "write `!=`",
        _ => null,
    };

    private static string Printable(string written) =>
        string.Concat(written.EnumerateRunes().Select(r => Rune.IsControl(r) ? $"U+{r.Value:X4}" : r.ToString()));

    private void SkipTrivia()
    {
        while (!AtEnd)
        {
            int start = position;
            if (ScanTrivia() is not { } kind)
            {
                return;
            }

            trivia.Add(new(kind, TextSpan.FromBounds(start, position)));
        }
    }

    private TriviaKind? ScanTrivia()
    {
        switch (Current)
        {
            case '\r' or '\n':
                position += Current == '\r' && Peek(1) == '\n' ? 2 : 1;
                return TriviaKind.LineBreak;
            case '/' when Peek(1) == '/':
                bool isDoc = Peek(2) == '/' && Peek(3) != '/';
                SkipLine();
                return isDoc ? TriviaKind.DocComment : TriviaKind.LineComment;
            case '/' when Peek(1) == '*':
                SkipBlockComment();
                return TriviaKind.BlockComment;
            case '#':
                int start = position;
                SkipLine();
                diagnostics.Add(Rules.HashComment.At(source, new(start, 1)));
                return TriviaKind.LineComment;
            case var c when IsBlank(c):
                SkipBlanks();
                return TriviaKind.Whitespace;
            default:
                return null;
        }
    }

    private void SkipLine()
    {
        while (!AtEnd && Current is not ('\r' or '\n'))
        {
            position++;
        }
    }

    private void SkipBlanks()
    {
        while (!AtEnd && IsBlank(Current))
        {
            position++;
        }
    }

    private void SkipBlockComment()
    {
        int start = position;
        int end = text.IndexOf("*/", position + 2, StringComparison.Ordinal);
        position = end < 0 ? text.Length : end + 2;
        if (end < 0)
        {
            diagnostics.Add(Rules.UnterminatedComment.At(source, new(start, 2)));
        }
    }

    // Invisible characters have been reported; they separate nothing that a space would not.
    private static bool IsBlank(char c) =>
        c is ' ' or '\t' or '\f' or '\v' or '\u0085' or '\u2028' or '\u2029' or '\uFEFF'
        || (c > '\u007F' && (IsInvisible(c) || char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator));

    // Bidirectional controls reorder what is shown, zero-width joiners make two names look like one.
    private static bool IsInvisible(char c) =>
        c is '\u061C' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2069') or '\uFEFF';

    private void ReportInvisible()
    {
        if (Ascii.IsValid(text))
        {
            return;
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] > '\u0600' && IsInvisible(text[i]) && !(i == 0 && text[i] == '\uFEFF'))
            {
                diagnostics.Add(Rules.InvisibleCharacter.At(
                    source, new(i, 1), $"U+{(int)text[i]:X4}", $"remove it; in a text write `\\u{{{(int)text[i]:X4}}}`"));
            }
        }
    }

    /// <summary>The signs of the language.</summary>
    private static class Signs
    {
        public static (TokenKind Kind, int Length) Match(string text, int position)
        {
            char next = position + 1 < text.Length ? text[position + 1] : '\0';
            return (text[position], next) switch
            {
                ('=', '=') => (TokenKind.EqualsEquals, 2),
                ('!', '=') => (TokenKind.NotEquals, 2),
                ('<', '=') => (TokenKind.LessEquals, 2),
                ('>', '=') => (TokenKind.GreaterEquals, 2),
                ('-', '>') => (TokenKind.Arrow, 2),
                ('&', '&') => (TokenKind.AmpersandAmpersand, 2),
                ('|', '|') => (TokenKind.BarBar, 2),
                (var sign, _) => One(sign) is var kind && kind == TokenKind.Bad ? (kind, 0) : (kind, 1),
            };
        }

        private static TokenKind One(char sign) => sign switch
        {
            '{' => TokenKind.OpenBrace,
            '}' => TokenKind.CloseBrace,
            '(' => TokenKind.OpenParen,
            ')' => TokenKind.CloseParen,
            '[' => TokenKind.OpenBracket,
            ']' => TokenKind.CloseBracket,
            ':' => TokenKind.Colon,
            ',' => TokenKind.Comma,
            '.' => TokenKind.Dot,
            '?' => TokenKind.Question,
            '@' => TokenKind.At,
            '=' => TokenKind.Equals,
            '<' => TokenKind.Less,
            '>' => TokenKind.Greater,
            '+' => TokenKind.Plus,
            '-' => TokenKind.Minus,
            '*' => TokenKind.Star,
            '/' => TokenKind.Slash,
            '!' => TokenKind.Bang,
            '&' => TokenKind.AmpersandAmpersand,
            '|' => TokenKind.BarBar,
            _ => TokenKind.Bad,
        };

        // The common signs share one string; the rest is cut out of the source.
        public static string? TextOf(TokenKind kind) => kind switch
        {
            TokenKind.OpenBrace => "{",
            TokenKind.CloseBrace => "}",
            TokenKind.OpenParen => "(",
            TokenKind.CloseParen => ")",
            TokenKind.Colon => ":",
            TokenKind.Comma => ",",
            TokenKind.Dot => ".",
            TokenKind.EndOfFile => "",
            _ => null,
        };
    }
}
