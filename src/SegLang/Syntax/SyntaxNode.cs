using System.Collections.Immutable;
using SegLang.Text;

namespace SegLang.Syntax;

/// <summary>A part of a rule file as written. Immutable, without meaning; a gap in the source is a node or a missing token.</summary>
public abstract record SyntaxNode(TextSpan Span);

/// <summary>A whole file: its declarations in order, and the last token, which carries the trivia at the end.</summary>
public sealed record FileSyntax(ImmutableArray<DeclarationSyntax> Declarations, Token EndOfFile, TextSpan Span)
    : SyntaxNode(Span);

/// <summary>`@owner("crm")`: arguments are literals.</summary>
public sealed record AnnotationSyntax(Token Name, ImmutableArray<ExpressionSyntax> Arguments, TextSpan Span)
    : SyntaxNode(Span);

/// <summary>What stands before a declaration, field, stage or enum member: its doc comment (Markdown, without `///`) and annotations.</summary>
public sealed record HeadSyntax(string? Doc, ImmutableArray<AnnotationSyntax> Annotations)
{
    /// <summary>Nothing before it.</summary>
    public static HeadSyntax None { get; } = new(null, []);
}
