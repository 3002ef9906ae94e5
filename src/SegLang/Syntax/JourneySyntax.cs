using System.Collections.Immutable;
using SegLang.Text;

namespace SegLang.Syntax;

/// <summary>`journey Name ["Title"] [per Event.field] { parts }` (`per` is reserved); parts in written order.</summary>
public sealed record JourneySyntax(
    HeadSyntax Head, Token Keyword, Token Name, Token? Title, Token? Per, ImmutableArray<JourneyPartSyntax> Parts,
    TextSpan Span)
    : DeclarationSyntax(Head, Keyword, Name, Span);

/// <summary>A part of a journey's body.</summary>
public abstract record JourneyPartSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary>`start Stage on Event [where c]` or `start Stage when condition`; exactly one of Event and When is set.</summary>
public sealed record StartSyntax(
    Token Keyword, Token Stage, Token? Event, ExpressionSyntax? Where, ExpressionSyntax? When, TextSpan Span)
    : JourneyPartSyntax(Span);

/// <summary>`reenter never | always | after 30 days`; <see cref="Mode"/> is that word.</summary>
public sealed record ReenterSyntax(Token Keyword, Token Mode, SpanSyntax? After, TextSpan Span)
    : JourneyPartSyntax(Span);

/// <summary>`anywhere { lines }`</summary>
public sealed record AnywhereSyntax(Token Keyword, ImmutableArray<StageLineSyntax> Lines, TextSpan Span)
    : JourneyPartSyntax(Span);

/// <summary>`[final] stage Name ["Title"] { lines }`; a final stage may have no body.</summary>
public sealed record StageSyntax(
    HeadSyntax Head, Token? Final, Token Keyword, Token Name, Token? Title, ImmutableArray<StageLineSyntax> Lines,
    TextSpan Span) : JourneyPartSyntax(Span);

/// <summary>A line of a stage: what happens (<see cref="Target"/> after `->`, <see cref="Actions"/> after `do`).</summary>
public abstract record StageLineSyntax(
    HeadSyntax Head, Token Keyword, Token? Target, ImmutableArray<ActionCallSyntax> Actions, TextSpan Span)
    : SyntaxNode(Span);

/// <summary>`enter do Action(…), …`</summary>
public sealed record EnterLineSyntax(
    HeadSyntax Head, Token Keyword, ImmutableArray<ActionCallSyntax> Actions, TextSpan Span)
    : StageLineSyntax(Head, Keyword, null, Actions, Span);

/// <summary>`on Event [where c] [-> Stage] [do …]`</summary>
public sealed record OnLineSyntax(
    HeadSyntax Head, Token Keyword, Token Event, ExpressionSyntax? Where, Token? Target,
    ImmutableArray<ActionCallSyntax> Actions, TextSpan Span)
    : StageLineSyntax(Head, Keyword, Target, Actions, Span);

/// <summary>`when condition [-> Stage] [do …]`</summary>
public sealed record WhenLineSyntax(
    HeadSyntax Head, Token Keyword, ExpressionSyntax Condition, Token? Target,
    ImmutableArray<ActionCallSyntax> Actions, TextSpan Span)
    : StageLineSyntax(Head, Keyword, Target, Actions, Span);

/// <summary>`after 30 days [without Event [where c]] [at 09:00] [-> Stage] [do …]`</summary>
public sealed record AfterLineSyntax(
    HeadSyntax Head, Token Keyword, SpanSyntax Delay, Token? Without, ExpressionSyntax? Where, Token? AtTime,
    Token? Target, ImmutableArray<ActionCallSyntax> Actions, TextSpan Span)
    : StageLineSyntax(Head, Keyword, Target, Actions, Span);

/// <summary>`at datetime-expression [-> Stage] [do …]`</summary>
public sealed record AtLineSyntax(
    HeadSyntax Head, Token Keyword, ExpressionSyntax Instant, Token? Target,
    ImmutableArray<ActionCallSyntax> Actions, TextSpan Span)
    : StageLineSyntax(Head, Keyword, Target, Actions, Span);

/// <summary>`split { 50% -> A  50% -> B }`</summary>
public sealed record SplitLineSyntax(
    HeadSyntax Head, Token Keyword, ImmutableArray<SplitBranchSyntax> Branches, TextSpan Span)
    : StageLineSyntax(Head, Keyword, null, [], Span);

/// <summary>`50% -> A`</summary>
public sealed record SplitBranchSyntax(Token Share, Token Target, TextSpan Span) : SyntaxNode(Span);

/// <summary>`Action(arg: value)`</summary>
public sealed record ActionCallSyntax(Token Name, ImmutableArray<FieldValueSyntax> Arguments, TextSpan Span)
    : SyntaxNode(Span);
