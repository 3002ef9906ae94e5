using System.Collections.Immutable;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Other ways to write the same, offered only where no answer changes.</summary>
public static class Refactorings
{
    /// <summary>The refactorings of what is selected, or of what the cursor is in.</summary>
    public static ImmutableArray<CodeAction> At(RuleSnapshot snapshot, string path, TextSpan span)
    {
        if (snapshot.Tree(path) is not { } tree || !snapshot.Errors(path).IsEmpty)
        {
            return [];
        }

        TextSpan selected = Trimmed(tree.Source.Content, span);
        ImmutableArray<SyntaxNode> around = FixContext.Covering(tree.Root, selected);
        return
        [
            .. ((IEnumerable<CodeAction?>)
            [
                TraitRefactorings.Extract(snapshot, tree, around, selected),
                TraitRefactorings.Inline(snapshot, tree, selected),
                KeptRename.Offer(snapshot, path, selected),
                .. around.OfType<ExpressionSyntax>().Take(2).SelectMany(e => Rewritten(tree, e)).Select(r => Holding(snapshot, path, r.Title, [r.Edit])),
            ]).OfType<CodeAction>().DistinctBy(a => a.Title),
        ];
    }

    // The edits as an action, if they leave the file without errors.
    internal static CodeAction? Holding(RuleSnapshot snapshot, string path, string title, ImmutableArray<SourceEdit> edits)
    {
        RuleSnapshot after = SourceEdit.Apply(snapshot, edits);
        return after.Errors(path).IsEmpty ? new($"refactor:{title}", title, CodeActionKind.Refactoring, null, false, edits) : null;
    }

    private static IEnumerable<(string Title, SourceEdit Edit)> Rewritten(SyntaxTree tree, ExpressionSyntax expression)
    {
        string? text = expression switch
        {
            LogicalSyntax s => ToList(tree, s),
            InSyntax s => ToChain(tree, s),
            UnarySyntax { Operator.Text: "not" } s => ToNegated(tree, s),
            _ => null,
        };
        return text is null ? [] : [($"Write `{SourceLayout.Shorten(text)}`", new SourceEdit(tree.Source.Path, expression.Span, text))];
    }

    // a == 1 or a == 2   =>   a in [1, 2]
    private static string? ToList(SyntaxTree tree, LogicalSyntax logical)
    {
        ImmutableArray<ComparisonSyntax> all = [.. logical.Operands.OfType<ComparisonSyntax>()];
        bool fits = all.Length == logical.Operands.Length && logical.Operators[0].Text == "or"
            && all.All(c => c.Operator.Kind == TokenKind.EqualsEquals && Text(tree, c.Left) == Text(tree, all[0].Left) && c.IgnoringCase is null == all[0].IgnoringCase is null);
        return fits
            ? $"{Text(tree, all[0].Left)} in [{string.Join(", ", all.Select(c => Text(tree, c.Right)))}]{(all[0].IgnoringCase is null ? "" : " ignoring case")}"
            : null;
    }

    // a in [1, 2]   =>   (a == 1 or a == 2)
    private static string? ToChain(SyntaxTree tree, InSyntax membership) =>
        membership is { Not: null, Collection: ListSyntax { Elements: { Length: > 1 and <= 8 } elements } }
            ? $"({string.Join(" or ", elements.Select(e => $"{Text(tree, membership.Value)} == {Text(tree, e)}{(membership.IgnoringCase is null ? "" : " ignoring case")}"))})"
            : null;

    // not (a == 1) => a != 1      not (a in [1]) => a not in [1]
    private static string? ToNegated(SyntaxTree tree, UnarySyntax negation)
    {
        ExpressionSyntax inner = negation.Operand;
        while (inner is ParenthesizedSyntax parenthesized)
        {
            inner = parenthesized.Expression;
        }

        return inner switch
        {
            ComparisonSyntax s when Opposite(s.Operator.Kind) is { } sign => Replaced(tree, inner, s.Operator.Span, sign),
            InSyntax { Not: null } s => Replaced(tree, inner, new(s.In.Span.Start, 0), "not "),
            BetweenSyntax { Not: null } s => Replaced(tree, inner, new(s.Between.Span.Start, 0), "not "),
            IsKnownSyntax s => Replaced(tree, inner, s.Known.Span, s.Known.Text == "known" ? "unknown" : "known"),
            _ => null,
        };
    }

    private static string Replaced(SyntaxTree tree, SyntaxNode node, TextSpan part, string text)
    {
        string written = Text(tree, node);
        int start = part.Start - node.Span.Start;
        return string.Concat(written.AsSpan(0, start), text, written.AsSpan(start + part.Length));
    }

    private static string? Opposite(TokenKind sign) => sign switch
    {
        TokenKind.EqualsEquals => "!=",
        TokenKind.NotEquals => "==",
        TokenKind.Less => ">=",
        TokenKind.LessEquals => ">",
        TokenKind.Greater => "<=",
        TokenKind.GreaterEquals => "<",
        _ => null,
    };

    private static string Text(SyntaxTree tree, SyntaxNode node) => tree.Source.Slice(node.Span);

    private static TextSpan Trimmed(string text, TextSpan span)
    {
        int start = span.Start;
        int end = Math.Min(span.End, text.Length);
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return TextSpan.FromBounds(start, end);
    }
}
