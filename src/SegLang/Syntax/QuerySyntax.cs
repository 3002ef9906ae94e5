using System.Collections.Immutable;
using SegLang.Text;

namespace SegLang.Syntax;

/// <summary>What stands in an aggregate's parentheses or after a score's `per`: one step, or several joined by `then`.</summary>
public sealed record QuerySyntax(ImmutableArray<StepSyntax> Steps, TextSpan Span) : SyntaxNode(Span);

/// <summary>
/// `[no] Event{.field} [as a] [window] [where c] [within d [of a]]`.
/// <see cref="Path"/> holds the names after the event: a field, then perhaps a part or a record's field.
/// <see cref="WithinOf"/> is the alias after `of`.
/// </summary>
public sealed record StepSyntax(
    Token? No,
    Token Event,
    ImmutableArray<Token> Path,
    Token? Alias,
    WindowSyntax? Window,
    ExpressionSyntax? Where,
    SpanSyntax? Within,
    Token? WithinOf,
    TextSpan Span) : SyntaxNode(Span);

/// <summary>A stretch of time as written.</summary>
public abstract record WindowSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary>`in last N unit`</summary>
public sealed record LastWindowSyntax(Token In, SpanSyntax Amount, TextSpan Span) : WindowSyntax(Span);

/// <summary>`in next N unit` (in comparisons only); without a number <see cref="Count"/> is null: the next calendar unit.</summary>
public sealed record NextWindowSyntax(Token In, Token? Count, Token Unit, TextSpan Span) : WindowSyntax(Span);

/// <summary>`in this unit`</summary>
public sealed record ThisWindowSyntax(Token In, Token Unit, TextSpan Span) : WindowSyntax(Span);

/// <summary>`in previous [N] unit`</summary>
public sealed record PreviousWindowSyntax(Token In, Token? Count, Token Unit, TextSpan Span) : WindowSyntax(Span);

/// <summary>`since T`</summary>
public sealed record SinceWindowSyntax(Token Keyword, ExpressionSyntax From, TextSpan Span) : WindowSyntax(Span);

/// <summary>`before T`</summary>
public sealed record BeforeWindowSyntax(Token Keyword, ExpressionSyntax Until, TextSpan Span) : WindowSyntax(Span);

/// <summary>`from T until U`</summary>
public sealed record FromUntilWindowSyntax(
    Token Keyword, ExpressionSyntax From, ExpressionSyntax Until, TextSpan Span) : WindowSyntax(Span);
