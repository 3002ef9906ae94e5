using System.Collections.Immutable;
using SegLang.Text;

namespace SegLang.Syntax;

/// <summary>A top-level declaration. <see cref="Keyword"/> is its first word, e.g. `segment`; <see cref="Name"/> may be missing.</summary>
public abstract record DeclarationSyntax(HeadSyntax Head, Token Keyword, Token Name, TextSpan Span) : SyntaxNode(Span);

/// <summary>Text that is no declaration, skipped up to the next one; it has been reported.</summary>
public sealed record SkippedSyntax(HeadSyntax Head, Token Keyword, TextSpan Span)
    : DeclarationSyntax(Head, Keyword, Keyword, Span);

/// <summary>`ruleset Name { timezone "…"  week starts monday  edition 2026 }`; settings not written are null.</summary>
public sealed record RuleSetSyntax(
    HeadSyntax Head, Token Keyword, Token Name, Token? Timezone, Token? WeekStart, Token? Edition, TextSpan Span)
    : DeclarationSyntax(Head, Keyword, Name, Span);

/// <summary>`enum Name { a, b "Label" }`</summary>
public sealed record EnumSyntax(
    HeadSyntax Head, Token Keyword, Token Name, ImmutableArray<EnumMemberSyntax> Members, TextSpan Span)
    : DeclarationSyntax(Head, Keyword, Name, Span);

/// <summary>A member of an enum with its optional label.</summary>
public sealed record EnumMemberSyntax(HeadSyntax Head, Token Name, Token? Label, TextSpan Span) : SyntaxNode(Span);

/// <summary>`record`, `profile` or `event`, told apart by <see cref="DeclarationSyntax.Keyword"/>.</summary>
public sealed record SchemaSyntax(
    HeadSyntax Head, Token Keyword, Token Name, ImmutableArray<MemberSyntax> Members, TextSpan Span)
    : DeclarationSyntax(Head, Keyword, Name, Span);

/// <summary>A line in the body of a record, profile or event.</summary>
public abstract record MemberSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary>`name: type [key] [default literal] [from "Column"]`, or `name = expression` (then <see cref="Type"/> is null).</summary>
public sealed record FieldSyntax(
    HeadSyntax Head,
    Token Name,
    TypeSyntax? Type,
    Token? Key,
    ExpressionSyntax? Default,
    Token? From,
    ExpressionSyntax? Expression,
    TextSpan Span) : MemberSyntax(Span);

/// <summary>`time from "…"`, `order from "…"` or `profile from "…"` in an event.</summary>
public sealed record ColumnSyntax(Token Name, Token From, TextSpan Span) : MemberSyntax(Span);

/// <summary>`once by field, … [for 30 days]`</summary>
public sealed record OnceSyntax(Token Keyword, ImmutableArray<Token> Fields, SpanSyntax? For, TextSpan Span)
    : MemberSyntax(Span);

/// <summary>A type as written: `text`, `decimal(2)`, `money(EUR)`, `set of T`, `list of R`, `T?`.</summary>
public abstract record TypeSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary>A named type with an optional argument: `int`, `decimal(3)`, `money(EUR)`, `Channel`. The name may be missing.</summary>
public sealed record NamedTypeSyntax(Token Name, Token? Argument, TextSpan Span) : TypeSyntax(Span);

/// <summary>`set of T` or `list of R`.</summary>
public sealed record CollectionTypeSyntax(Token Keyword, TypeSyntax Element, TextSpan Span) : TypeSyntax(Span);

/// <summary>`T?`</summary>
public sealed record OptionalTypeSyntax(TypeSyntax Type, TextSpan Span) : TypeSyntax(Span);

/// <summary>`param name: type = literal`</summary>
public sealed record ParamSyntax(
    HeadSyntax Head, Token Keyword, Token Name, TypeSyntax Type, ExpressionSyntax Value, TextSpan Span)
    : DeclarationSyntax(Head, Keyword, Name, Span);

/// <summary>`trait Name [: type] = expression`</summary>
public sealed record TraitSyntax(
    HeadSyntax Head, Token Keyword, Token Name, TypeSyntax? Type, ExpressionSyntax Expression, TextSpan Span)
    : DeclarationSyntax(Head, Keyword, Name, Span);

/// <summary>`segment Name ["Title"] { condition }`</summary>
public sealed record SegmentSyntax(
    HeadSyntax Head, Token Keyword, Token Name, Token? Title, ExpressionSyntax Condition, TextSpan Span)
    : DeclarationSyntax(Head, Keyword, Name, Span);

/// <summary>`classify Name ["Title"] { entries }`</summary>
public sealed record ClassifySyntax(
    HeadSyntax Head, Token Keyword, Token Name, Token? Title, ImmutableArray<ClassEntrySyntax> Entries, TextSpan Span)
    : DeclarationSyntax(Head, Keyword, Name, Span);

/// <summary>
/// `Name ["Label"] when condition`, `… by expression`, `… otherwise [below N]`:
/// <see cref="Keyword"/> is `when`, `by` or `otherwise`; <see cref="Expression"/> is the condition, the value or the floor.
/// </summary>
public sealed record ClassEntrySyntax(
    HeadSyntax Head, Token Name, Token? Label, Token Keyword, ExpressionSyntax? Expression, TextSpan Span)
    : SyntaxNode(Span);

/// <summary>`score Name ["Title"] { lines [range a to b] }`</summary>
public sealed record ScoreSyntax(
    HeadSyntax Head, Token Keyword, Token Name, Token? Title, ImmutableArray<ScoreLineSyntax> Lines,
    ScoreRangeSyntax? Range, TextSpan Span)
    : DeclarationSyntax(Head, Keyword, Name, Span);

/// <summary>`range a to b`</summary>
public sealed record ScoreRangeSyntax(ExpressionSyntax From, ExpressionSyntax To, TextSpan Span) : SyntaxNode(Span);

/// <summary>A line of a score; <see cref="Keyword"/> is `add` or `subtract`.</summary>
public abstract record ScoreLineSyntax(HeadSyntax Head, Token Keyword, Token Points, TextSpan Span) : SyntaxNode(Span);

/// <summary>`add 10 when condition`</summary>
public sealed record ScoreWhenSyntax(
    HeadSyntax Head, Token Keyword, Token Points, ExpressionSyntax Condition, TextSpan Span)
    : ScoreLineSyntax(Head, Keyword, Points, Span);

/// <summary>`add 5 per EventQuery [halving every 7 days] [max 50]`</summary>
public sealed record ScorePerSyntax(
    HeadSyntax Head, Token Keyword, Token Points, QuerySyntax Query, SpanSyntax? Halving, Token? Max, TextSpan Span)
    : ScoreLineSyntax(Head, Keyword, Points, Span);

/// <summary>`action Name(parameters) [{ [requires condition] [at most N per span] [hours 08:00 to 20:00] }]`</summary>
public sealed record ActionSyntax(
    HeadSyntax Head, Token Keyword, Token Name, ImmutableArray<ActionParameterSyntax> Parameters,
    ExpressionSyntax? Requires, ImmutableArray<CapSyntax> Caps, HoursSyntax? Hours, TextSpan Span)
    : DeclarationSyntax(Head, Keyword, Name, Span);

/// <summary>`name: type`</summary>
public sealed record ActionParameterSyntax(Token Name, TypeSyntax Type, TextSpan Span) : SyntaxNode(Span);

/// <summary>`at most N per span`</summary>
public sealed record CapSyntax(Token Count, SpanSyntax Per, TextSpan Span) : SyntaxNode(Span);

/// <summary>`hours 08:00 to 20:00`</summary>
public sealed record HoursSyntax(Token From, Token To, TextSpan Span) : SyntaxNode(Span);

/// <summary>`limit Name { at most 3 per 7 days  Email, Push }`</summary>
public sealed record LimitSyntax(
    HeadSyntax Head, Token Keyword, Token Name, ImmutableArray<CapSyntax> Caps, ImmutableArray<Token> Actions,
    TextSpan Span)
    : DeclarationSyntax(Head, Keyword, Name, Span);

/// <summary>`list Name of type from "file"`: reserved; parses, and the binder says that it comes later.</summary>
public sealed record ListDeclarationSyntax(
    HeadSyntax Head, Token Keyword, Token Name, TypeSyntax Type, Token From, TextSpan Span)
    : DeclarationSyntax(Head, Keyword, Name, Span);
