using System.Collections.Immutable;
using System.Text.RegularExpressions;
using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Analysis;

/// <summary>`// seg-ignore SEG9001: reason` silences that warning on its own line and the next.</summary>
internal static partial class Suppressions
{
    private sealed record Suppression(SourceText Source, TextSpan Span, int Line, string Code, bool HasReason);

    [GeneratedRegex(@"^//\s*seg-ignore\s+(?<code>SEG[0-9]{4})\s*(?<colon>:\s*(?<reason>\S.*)?)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Comment();

    /// <summary>What is left of the warnings, and what is wrong with the comments themselves.</summary>
    public static ImmutableArray<Diagnostic> Apply(ImmutableArray<Diagnostic> findings, ImmutableArray<SyntaxTree> trees)
    {
        List<Suppression> all = [.. trees.SelectMany(Find)];
        HashSet<Suppression> effective = [];
        ImmutableArray<Diagnostic>.Builder left = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (Diagnostic finding in findings)
        {
            int line = finding.Source.LineAndColumn(finding.Span.Start).Line;
            List<Suppression> matching =
                [.. all.Where(s => s.Source == finding.Source && s.Code == finding.Code && line - s.Line is 0 or 1)];
            effective.UnionWith(matching);
            if (matching.Count == 0)
            {
                left.Add(finding);
            }
        }

        foreach (Suppression suppression in all)
        {
            if (!effective.Contains(suppression))
            {
                left.Add(Rules.IgnoredWithoutEffect.At(suppression.Source, suppression.Span, suppression.Code, "remove the comment"));
            }
            else if (!suppression.HasReason)
            {
                left.Add(Rules.IgnoredWithoutReason.At(
                    suppression.Source, suppression.Span, suppression.Code, $"write `// seg-ignore {suppression.Code}: why`"));
            }
        }

        return left.ToImmutable();
    }

    private static IEnumerable<Suppression> Find(SyntaxTree tree) =>
        from token in tree.Tokens
        from trivia in token.Leading
        where trivia.Kind == TriviaKind.LineComment
        let match = Comment().Match(tree.Source.Slice(trivia.Span).TrimEnd())
        where match.Success
        select new Suppression(
            tree.Source, trivia.Span, tree.Source.LineAndColumn(trivia.Span.Start).Line, match.Groups["code"].Value,
            match.Groups["reason"].Success);
}
