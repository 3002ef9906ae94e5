using System.Collections.Immutable;
using System.Runtime.InteropServices;
using SegLang.Text;

namespace SegLang.Syntax;

/// <summary>What a token is. Words are always <see cref="Identifier"/>: they are keywords only where the grammar expects them.</summary>
public enum TokenKind : byte
{
    /// <summary>The end of the text.</summary>
    EndOfFile,

    /// <summary>A token that the grammar wanted and the text does not have; its span is empty.</summary>
    Missing,

    /// <summary>A character that begins no token; reported by the lexer.</summary>
    Bad,

    /// <summary>A word: keyword or name, by context.</summary>
    Identifier,

    /// <summary>A name in backticks: never a keyword.</summary>
    QuotedIdentifier,

    /// <summary>`42`, `1_000`; the value is a long.</summary>
    Int,

    /// <summary>`12.50`; the value is a <see cref="DecimalValue"/>.</summary>
    Decimal,

    /// <summary>`10%`; the value is a <see cref="DecimalValue"/>.</summary>
    Percent,

    /// <summary>`"text"`; the value is a string in NFC.</summary>
    String,

    /// <summary>`2026-03-09`; the value is a <see cref="System.DateOnly"/>.</summary>
    Date,

    /// <summary>`2026-03-09T15:00`; the value is a <see cref="DateTimeValue"/>.</summary>
    DateTime,

    /// <summary>`09:00`; the value is a <see cref="System.TimeOnly"/>.</summary>
    TimeOfDay,

    /// <summary>`{`</summary>
    OpenBrace,

    /// <summary>`}`</summary>
    CloseBrace,

    /// <summary>`(`</summary>
    OpenParen,

    /// <summary>`)`</summary>
    CloseParen,

    /// <summary>`[`</summary>
    OpenBracket,

    /// <summary>`]`</summary>
    CloseBracket,

    /// <summary>`:`</summary>
    Colon,

    /// <summary>`,`</summary>
    Comma,

    /// <summary>`.`</summary>
    Dot,

    /// <summary>`?`</summary>
    Question,

    /// <summary>`@`</summary>
    At,

    /// <summary>`=`</summary>
    Equals,

    /// <summary>`==`</summary>
    EqualsEquals,

    /// <summary>`!=`</summary>
    NotEquals,

    /// <summary>`&lt;`</summary>
    Less,

    /// <summary>`&lt;=`</summary>
    LessEquals,

    /// <summary>`&gt;`</summary>
    Greater,

    /// <summary>`&gt;=`</summary>
    GreaterEquals,

    /// <summary>`+`</summary>
    Plus,

    /// <summary>`-`</summary>
    Minus,

    /// <summary>`*`</summary>
    Star,

    /// <summary>`/`</summary>
    Slash,

    /// <summary>`->`</summary>
    Arrow,

    /// <summary>`&amp;&amp;`: not of the language; kept so that the parser can say so once.</summary>
    AmpersandAmpersand,

    /// <summary>`||`: not of the language; kept so that the parser can say so once.</summary>
    BarBar,

    /// <summary>`!`: not of the language; kept so that the parser can say so once.</summary>
    Bang,
}

/// <summary>White space or a comment before a token; a doc comment is one that begins with `///`.</summary>
public enum TriviaKind
{
    /// <summary>Spaces and tabs.</summary>
    Whitespace,

    /// <summary>One line break.</summary>
    LineBreak,

    /// <summary>`// …` up to the line break.</summary>
    LineComment,

    /// <summary>`/* … */`</summary>
    BlockComment,

    /// <summary>`/// …` up to the line break.</summary>
    DocComment,
}

/// <summary>White space or a comment.</summary>
public readonly record struct Trivia(TriviaKind Kind, TextSpan Span);

/// <summary>An exact decimal as written: <see cref="Unscaled"/> · 10^−<see cref="Scale"/>.</summary>
public readonly record struct DecimalValue(long Unscaled, int Scale);

/// <summary>A date-time as written: local ticks of a microsecond since 0001-01-01T00:00, and the offset in minutes if one was written.</summary>
public readonly record struct DateTimeValue(long LocalMicroseconds, int? OffsetMinutes);

/// <summary>
/// One token with the trivia before it, so that the tokens of a file give its text back.
/// <see cref="Text"/> is the name without backticks for identifiers (NFC), the written text otherwise;
/// <see cref="Value"/> is what a literal means, null where it could not be read (which was reported).
/// </summary>
public sealed record Token
{
    // A rule set has some ten times as many tokens as lines, so each is small: one blank, the commonest trivia, is only its length,
    // and value and trivia share a place, since most tokens have neither.
    private readonly object? rest;
    private readonly ushort blank;

    /// <summary>A token as written, or as the grammar wanted it.</summary>
    public Token(TokenKind kind, TextSpan span, string text, object? value = null, ImmutableArray<Trivia> leading = default)
    {
        (Kind, Span, Text) = (kind, span, text);
        Trivia[]? trivia = leading.IsDefaultOrEmpty ? null : ImmutableCollectionsMarshal.AsArray(leading);
        rest = trivia is null ? value : value is null ? trivia : new ValueBehind(value, trivia);
    }

    /// <summary>A token behind a blank of some length, which may be 0, and nothing else.</summary>
    internal Token(TokenKind kind, TextSpan span, string text, object? value, ushort blank)
    {
        (Kind, Span, Text, rest, this.blank) = (kind, span, text, value, blank);
    }

    private sealed record ValueBehind(object Value, Trivia[] Leading);

    /// <summary>What it is.</summary>
    public TokenKind Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public TextSpan Span { get; init; }

    /// <summary>The name without backticks, or the written text.</summary>
    public string Text { get; init; }

    /// <summary>What a literal means.</summary>
    public object? Value => rest switch
    {
        Trivia[] => null,
        ValueBehind both => both.Value,
        _ => rest,
    };

    /// <summary>The blanks, breaks and comments before it.</summary>
    public ImmutableArray<Trivia> Leading => rest switch
    {
        _ when blank > 0 => [new(TriviaKind.Whitespace, new(Span.Start - blank, blank))],
        Trivia[] trivia => ImmutableCollectionsMarshal.AsImmutableArray(trivia),
        ValueBehind both => ImmutableCollectionsMarshal.AsImmutableArray(both.Leading),
        _ => [],
    };

    /// <summary>Whether it has more before it than a blank on its own line.</summary>
    internal bool HasLongLeading => rest is Trivia[] or ValueBehind;

    /// <summary>Whether the token stands in the text.</summary>
    public bool IsPresent => Kind != TokenKind.Missing;

    /// <summary>Whether this is the word, unquoted.</summary>
    public bool Is(string word) => Kind == TokenKind.Identifier && Text == word;
}
