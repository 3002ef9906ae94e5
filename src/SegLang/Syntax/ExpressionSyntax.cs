using System.Collections.Immutable;
using SegLang.Text;

namespace SegLang.Syntax;

/// <summary>An expression as written. Parsing never fails: a gap in the source is a <see cref="MissingSyntax"/>.</summary>
public abstract record ExpressionSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary>A gap where an expression should be; it has been reported.</summary>
public sealed record MissingSyntax(TextSpan Span) : ExpressionSyntax(Span);

/// <summary>A number, percentage, text, date, date-time, `true` or `false`.</summary>
public sealed record LiteralSyntax(Token Token) : ExpressionSyntax(Token.Span);

/// <summary>`500 EUR`, `12.50 EUR`: an Int or Decimal token and the currency on the same line.</summary>
public sealed record MoneySyntax(Token Amount, Token Currency, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>`30 days`, `n days` with an int param: a number or name, and a unit on the same line.</summary>
public sealed record SpanSyntax(Token Count, Token Unit, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>`30 days ago`</summary>
public sealed record AgoSyntax(SpanSyntax Amount, Token Ago, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>`now` or `today`.</summary>
public sealed record NowSyntax(Token Token) : ExpressionSyntax(Token.Span);

/// <summary>A name: a field, alias, trait, member …</summary>
public sealed record NameSyntax(Token Name) : ExpressionSyntax(Name.Span);

/// <summary>`target.name`: a field, a part of an instant, a member of an enum.</summary>
public sealed record MemberAccessSyntax(ExpressionSyntax Target, Token Dot, Token Name, TextSpan Span)
    : ExpressionSyntax(Span);

/// <summary>`(expression)`</summary>
public sealed record ParenthesizedSyntax(Token Open, ExpressionSyntax Expression, Token Close, TextSpan Span)
    : ExpressionSyntax(Span);

/// <summary>`[a, b]`: a list of values; in tests also of records.</summary>
public sealed record ListSyntax(ImmutableArray<ExpressionSyntax> Elements, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>`{ sku: "1", price: 3 }`: a record value, in tests only.</summary>
public sealed record RecordValueSyntax(ImmutableArray<FieldValueSyntax> Fields, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>`name: value` in a test or an action's arguments.</summary>
public sealed record FieldValueSyntax(Token Name, ExpressionSyntax Value, TextSpan Span) : SyntaxNode(Span);

/// <summary>`not x` or `-x`.</summary>
public sealed record UnarySyntax(Token Operator, ExpressionSyntax Operand, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>`a and b and c` or `a or b or c`: one connective, two operands or more, flat so that long chains do not nest.</summary>
public sealed record LogicalSyntax(
    ImmutableArray<ExpressionSyntax> Operands, ImmutableArray<Token> Operators, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>`+ - * / else`</summary>
public sealed record BinarySyntax(ExpressionSyntax Left, Token Operator, ExpressionSyntax Right)
    : ExpressionSyntax(TextSpan.Cover(Left.Span, Right.Span));

/// <summary>`== != &lt; &lt;= &gt; &gt;=`, with the optional `ignoring case` (its first word).</summary>
public sealed record ComparisonSyntax(
    ExpressionSyntax Left, Token Operator, ExpressionSyntax Right, Token? IgnoringCase, TextSpan Span)
    : ExpressionSyntax(Span);

/// <summary>`x [not] in [..]`, `x [not] in someSet`.</summary>
public sealed record InSyntax(
    ExpressionSyntax Value, Token? Not, Token In, ExpressionSyntax Collection, Token? IgnoringCase, TextSpan Span)
    : ExpressionSyntax(Span);

/// <summary>`x [not] in last 30 days`, `in this month`, `in previous quarter`, `in next 14 days`, as a comparison.</summary>
public sealed record InWindowSyntax(ExpressionSyntax Value, Token? Not, WindowSyntax Window, TextSpan Span)
    : ExpressionSyntax(Span);

/// <summary>`x [not] in top 10%`, `in bottom 20%`.</summary>
public sealed record InPopulationSyntax(
    ExpressionSyntax Value, Token? Not, Token TopOrBottom, Token Share, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>`x [not] between a and b [ignoring case]`</summary>
public sealed record BetweenSyntax(
    ExpressionSyntax Value, Token? Not, Token Between, ExpressionSyntax Low, ExpressionSyntax High, Token? IgnoringCase, TextSpan Span)
    : ExpressionSyntax(Span);

/// <summary>How `contains` quantifies its right side.</summary>
public enum ContainsKind
{
    /// <summary>`contains x`</summary>
    One,

    /// <summary>`contains any [..]`</summary>
    Any,

    /// <summary>`contains all [..]`</summary>
    All,

    /// <summary>`contains none [..]`</summary>
    None,
}

/// <summary>`x [not] contains [any|all|none] y`</summary>
public sealed record ContainsSyntax(
    ExpressionSyntax Left, Token? Not, Token Contains, ContainsKind Kind, ExpressionSyntax Right, Token? IgnoringCase,
    TextSpan Span) : ExpressionSyntax(Span);

/// <summary>`x [not] starts with y`, `x [not] ends with y`; <see cref="Keyword"/> is `starts` or `ends`.</summary>
public sealed record AffixSyntax(
    ExpressionSyntax Left, Token? Not, Token Keyword, ExpressionSyntax Right, Token? IgnoringCase, TextSpan Span)
    : ExpressionSyntax(Span);

/// <summary>`x [not] matches "pattern"`; the pattern is a string literal token or missing.</summary>
public sealed record MatchesSyntax(
    ExpressionSyntax Left, Token? Not, Token Keyword, Token Pattern, Token? IgnoringCase, TextSpan Span)
    : ExpressionSyntax(Span);

/// <summary>`x is known`, `x is unknown`; <see cref="Known"/> is that last word.</summary>
public sealed record IsKnownSyntax(ExpressionSyntax Value, Token Is, Token Known, TextSpan Span)
    : ExpressionSyntax(Span);

/// <summary>`x as of T`</summary>
public sealed record AsOfSyntax(ExpressionSyntax Value, Token As, ExpressionSyntax Instant, TextSpan Span)
    : ExpressionSyntax(Span);

/// <summary>`years since X`, `days until X`; <see cref="Keyword"/> is `since` or `until`.</summary>
public sealed record UnitsSyntax(Token Unit, Token Keyword, ExpressionSyntax Operand, TextSpan Span)
    : ExpressionSyntax(Span);

/// <summary>`lower(x)`, `ntile(5, x)`: a call of a function.</summary>
public sealed record CallSyntax(Token Name, ImmutableArray<ExpressionSyntax> Arguments, TextSpan Span)
    : ExpressionSyntax(Span);

/// <summary>`count(Purchase.total in last 30 days where …)`, also over a sequence.</summary>
public sealed record AggregateSyntax(Token Name, QuerySyntax Query, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>
/// `any(i in items where …)`, `sum(i.price in items where …)`: over a list of records.
/// <see cref="Value"/> is the expression before `in` of a sum (then its target is the variable), else null.
/// </summary>
public sealed record QuantifierSyntax(
    Token Name, Token Variable, ExpressionSyntax? Value, ExpressionSyntax List, ExpressionSyntax? Where, TextSpan Span)
    : ExpressionSyntax(Span);
