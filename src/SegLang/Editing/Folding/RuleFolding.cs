using System.Collections.Immutable;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>What can be folded away.</summary>
public enum FoldingKind
{
    /// <summary>A declaration, stage, step or other part in braces.</summary>
    Code,

    /// <summary>A comment of several lines.</summary>
    Comment,

    /// <summary>What stands between `// #region` and `// #endregion`.</summary>
    Region,
}

/// <summary>A stretch of several lines that can be folded: its first line stays visible, and the line of a closing brace too.</summary>
public sealed record FoldingRange(TextSpan Span, FoldingKind Kind);

/// <summary>What can be folded in a file.</summary>
public static class RuleFolding
{
    /// <summary>The ranges of a file, by place, the outer before the inner; no two begin on one line, and none crosses another.</summary>
    public static ImmutableArray<FoldingRange> Of(RuleSnapshot snapshot, string path) => snapshot.Tree(path) is { } tree ? Of(tree) : [];

    /// <summary>The ranges of a parsed file.</summary>
    public static ImmutableArray<FoldingRange> Of(SyntaxTree tree)
    {
        List<FoldingRange> found = [];
        AddBraces(tree, found);
        AddComments(tree, found);
        return Nested(tree.Source, found);
    }

    private static void AddBraces(SyntaxTree tree, List<FoldingRange> found)
    {
        Stack<Token> open = new();
        foreach (Token token in tree.Tokens)
        {
            if (token.Kind is TokenKind.OpenBrace or TokenKind.OpenParen or TokenKind.OpenBracket)
            {
                open.Push(token);
            }
            else if (token.Kind is TokenKind.CloseBrace or TokenKind.CloseParen or TokenKind.CloseBracket)
            {
                // An opening sign that lacks its partner folds nothing.
                while (open.TryPop(out Token? start))
                {
                    if (start.Kind == token.Kind - 1)
                    {
                        Add(tree.Source, found, start.Span.Start, EndBefore(tree.Source, token.Span.Start), FoldingKind.Code);
                        break;
                    }
                }
            }
        }
    }

    // The line of the closing sign stays visible: the range ends with the line before it.
    private static int EndBefore(SourceText source, int position)
    {
        int line = source.LineAndColumn(position).Line;
        int start = source.LineStart(line);
        bool alone = string.IsNullOrWhiteSpace(source.Content[start..position]);
        return alone && line > 1 ? source.LineStart(line - 1) + source.Line(line - 1).Length : position;
    }

    private static void AddComments(SyntaxTree tree, List<FoldingRange> found)
    {
        Stack<int> regions = new();
        foreach (Token token in tree.Tokens)
        {
            (int First, int Last)? run = null;
            int breaks = 0;
            foreach (Trivia trivia in token.Leading)
            {
                switch (trivia.Kind)
                {
                    case TriviaKind.LineBreak:
                        breaks++;
                        break;
                    case TriviaKind.BlockComment:
                        Add(tree.Source, found, trivia.Span.Start, trivia.Span.End, FoldingKind.Comment);
                        break;
                    case TriviaKind.LineComment or TriviaKind.DocComment:
                        if (run is { } before && breaks > 1)
                        {
                            Add(tree.Source, found, before.First, before.Last, FoldingKind.Comment);
                            run = null;
                        }

                        bool isRegion = AddRegion(tree.Source, found, regions, trivia);
                        run = isRegion ? run : (run?.First ?? trivia.Span.Start, trivia.Span.End);
                        breaks = 0;
                        break;
                }
            }

            if (run is { } last)
            {
                Add(tree.Source, found, last.First, last.Last, FoldingKind.Comment);
            }
        }
    }

    private static bool AddRegion(SourceText source, List<FoldingRange> found, Stack<int> regions, Trivia trivia)
    {
        string text = source.Slice(trivia.Span).TrimStart('/').TrimStart();
        if (text.StartsWith("#region", StringComparison.Ordinal))
        {
            regions.Push(trivia.Span.Start);
            return true;
        }

        if (!text.StartsWith("#endregion", StringComparison.Ordinal))
        {
            return false;
        }

        if (regions.TryPop(out int start))
        {
            Add(source, found, start, trivia.Span.End, FoldingKind.Region);
        }

        return true;
    }

    private static void Add(SourceText source, List<FoldingRange> found, int start, int end, FoldingKind kind)
    {
        if (end > start && source.LineAndColumn(start).Line < source.LineAndColumn(end).Line)
        {
            found.Add(new(TextSpan.FromBounds(start, end), kind));
        }
    }

    // Editors show one range a line; a region that crosses a brace is left out.
    private static ImmutableArray<FoldingRange> Nested(SourceText source, List<FoldingRange> found)
    {
        ImmutableArray<FoldingRange>.Builder kept = ImmutableArray.CreateBuilder<FoldingRange>();
        Stack<int> ends = new();
        int lastLine = 0;
        foreach (FoldingRange range in found.OrderBy(r => r.Span.Start).ThenByDescending(r => r.Span.End))
        {
            while (ends.TryPeek(out int end) && end <= range.Span.Start)
            {
                _ = ends.Pop();
            }

            int line = source.LineAndColumn(range.Span.Start).Line;
            bool crosses = ends.TryPeek(out int outer) && range.Span.End > outer;
            if (line != lastLine && !crosses)
            {
                kept.Add(range);
                ends.Push(range.Span.End);
                lastLine = line;
            }
        }

        return kept.ToImmutable();
    }
}
