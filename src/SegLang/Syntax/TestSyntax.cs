using System.Collections.Immutable;
using SegLang.Text;

namespace SegLang.Syntax;

/// <summary>`test "name" { given { fields } steps }`; <see cref="DeclarationSyntax.Name"/> is the string token.</summary>
public sealed record TestSyntax(
    HeadSyntax Head, Token Keyword, Token Name, RecordValueSyntax? Given, ImmutableArray<AtSyntax> Steps, TextSpan Span)
    : DeclarationSyntax(Head, Keyword, Name, Span);

/// <summary>`at T step` or `at T { steps }`; <see cref="HasBraces"/> tells which.</summary>
public sealed record AtSyntax(
    Token Keyword, ExpressionSyntax Instant, bool HasBraces, ImmutableArray<TestStepSyntax> Steps, TextSpan Span)
    : SyntaxNode(Span);

/// <summary>One step of a test.</summary>
public abstract record TestStepSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary>`Event { fields }`</summary>
public sealed record EventStepSyntax(Token Event, RecordValueSyntax Fields, TextSpan Span) : TestStepSyntax(Span);

/// <summary>`set { fields }`</summary>
public sealed record SetStepSyntax(Token Keyword, RecordValueSyntax Fields, TextSpan Span) : TestStepSyntax(Span);

/// <summary>`expect condition`</summary>
public sealed record ExpectStepSyntax(Token Keyword, ExpressionSyntax Condition, TextSpan Span) : TestStepSyntax(Span);

/// <summary>
/// `expect Name(arg: value)` or `expect no Name`: written like an action. The binder decides by the declared names;
/// `Name(…)` with `name:` arguments or none, and `no Name`, parse to this.
/// </summary>
public sealed record ExpectActionStepSyntax(Token Keyword, Token? No, ActionCallSyntax Call, TextSpan Span)
    : TestStepSyntax(Span);
