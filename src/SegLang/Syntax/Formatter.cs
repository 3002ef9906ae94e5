using System.Collections.Immutable;
using System.Text;
using SegLang.Text;

namespace SegLang.Syntax;

/// <summary>
/// Writes a file in the one canonical layout: two spaces a level, at most 100 columns where the text allows it, columns
/// aligned in neighbouring members of one line each. A body stays on one line where it was written so and fits; a condition
/// keeps its line breaks before `and`, `or` and `then`. Every comment stays; formatting twice changes nothing.
/// </summary>
public static class Formatter
{
    /// <summary>The width that lines keep to, in UTF-16 units.</summary>
    public const int Width = 100;

    /// <summary>The text in canonical layout, with `\n` at its lines' ends; null where the file has syntax errors.</summary>
    public static string? Format(SyntaxTree tree)
    {
        if (!tree.Diagnostics.IsEmpty)
        {
            return null;
        }

        Layout layout = new(tree);
        layout.PlanFile();
        List<FormatLine> lines = [];
        foreach (FormatLine line in FormatLine.Split(tree, layout))
        {
            line.Fold(layout, lines);
        }

        Align(lines, layout);
        StringBuilder text = new(tree.Source.Content.Length + 256);
        foreach (FormatLine line in lines)
        {
            line.Write(text, layout);
        }

        return text.ToString();
    }

    // Neighbouring lines that are whole members of one kind stand in columns, unless that makes one too wide.
    private static void Align(List<FormatLine> lines, Layout layout)
    {
        for (int from = 0, to; from < lines.Count; from = to)
        {
            to = from + 1;
            if (lines[from].Kind(layout) is not { } kind || !IsWhole(lines, from, layout))
            {
                continue;
            }

            while (to < lines.Count && !lines[to].BlankBefore && lines[to].Kind(layout) == kind
                && lines[to].Indent == lines[from].Indent && IsWhole(lines, to, layout))
            {
                to++;
            }

            AlignGroup(lines.GetRange(from, to - from), layout);
        }
    }

    private static bool IsWhole(List<FormatLine> lines, int index, Layout layout) =>
        index + 1 >= lines.Count || layout.IsStructural(lines[index + 1].First);

    private static void AlignGroup(List<FormatLine> lines, Layout layout)
    {
        for (int column = 0; column < Layout.Columns; column++)
        {
            (FormatLine Line, int Token)[] cells =
                [.. lines.Select(l => (l, l.Stop(layout, column))).Where(c => c.Item2 >= 0)];
            if (cells.Length < 2)
            {
                continue;
            }

            int target = cells.Max(c => c.Line.ColumnOf(layout, c.Token));
            if (cells.All(c => c.Line.Length(layout) + target - c.Line.ColumnOf(layout, c.Token) <= Width))
            {
                foreach ((FormatLine line, int token) in cells)
                {
                    layout.Pad(token, target - line.ColumnOf(layout, token));
                }
            }
        }
    }
}

/// <summary>A line of the formatted text: its tokens, the comments above it and the one behind it.</summary>
internal sealed class FormatLine
{
    private readonly SyntaxTree tree;
    private readonly IReadOnlyList<(string Text, bool BlankBefore)> above;
    private string? behind;

    private FormatLine(SyntaxTree tree, int first, int indent, IReadOnlyList<(string Text, bool BlankBefore)> above)
    {
        this.tree = tree;
        this.above = above;
        First = End = first;
        Indent = indent;
    }

    /// <summary>The index of its first token, and that after its last.</summary>
    public int First { get; }

    private int End { get; set; }

    /// <summary>Levels of two spaces.</summary>
    public int Indent { get; }

    /// <summary>Whether an empty line stands before it or the comments above it.</summary>
    public bool BlankBefore { get; private set; }

    private bool BlankBelowComments { get; set; }

    /// <summary>Cuts the tokens into lines: where the layout says so, where the text did and may, and after comments.</summary>
    public static List<FormatLine> Split(SyntaxTree tree, Layout layout)
    {
        List<FormatLine> lines = [];
        for (int i = 0; i < tree.Tokens.Length; i++)
        {
            bool breaks = layout.Breaks(i) || i == 0 || tree.Tokens[i].Kind == TokenKind.EndOfFile;
            (IReadOnlyList<(string, bool BlankBefore)> above, string? behind, bool blank) = Comments(tree, i);
            if (breaks || above.Count > 0 || behind is not null)
            {
                FormatLine line = new(tree, i, layout.IndentAt(i), above);
                bool keepsBlank = lines.Count > 0 && layout.KeepsBlank(i);
                line.BlankBefore = keepsBlank && (above.Count > 0 ? above[0].BlankBefore : blank);
                line.BlankBelowComments = keepsBlank && above.Count > 0 && blank && tree.Tokens[i].Kind != TokenKind.CloseBrace;
                if (lines.Count > 0)
                {
                    lines[^1].behind = behind;
                }

                lines.Add(line);
            }

            lines[^1].End = i + 1;
        }

        return lines;
    }

    // The comments on lines of their own before a token, the one behind the token before it, and whether an empty line
    // stands right before the token. A block comment on the token's own line stays with it.
    private static (IReadOnlyList<(string, bool)> Above, string? Behind, bool Blank) Comments(SyntaxTree tree, int index)
    {
        List<(string, bool)>? above = null;
        string? behind = null;
        ImmutableArray<Trivia> trivia = tree.Tokens[index].Leading;
        int breaks = index == 0 ? 1 : 0;
        for (int i = 0; i < trivia.Length; i++)
        {
            if (trivia[i].Kind == TriviaKind.LineBreak)
            {
                breaks++;
            }
            else if (IsComment(trivia[i]) && !IsInline(tree, index, i))
            {
                string text = tree.Source.Slice(trivia[i].Span).TrimEnd().ReplaceLineEndings("\n");
                if (breaks == 0 && above is null)
                {
                    behind = behind is null ? text : $"{behind} {text}";
                }
                else
                {
                    above ??= [];
                    above.Add((text, breaks > 1));
                }

                breaks = 0;
            }
        }

        return (above is null ? [] : above, behind, breaks > 1);
    }

    private static bool IsComment(Trivia trivia) =>
        trivia.Kind is TriviaKind.LineComment or TriviaKind.DocComment or TriviaKind.BlockComment;

    // A block comment with no line break in it or after it.
    private static bool IsInline(SyntaxTree tree, int index, int trivia)
    {
        ImmutableArray<Trivia> all = tree.Tokens[index].Leading;
        return all[trivia].Kind == TriviaKind.BlockComment
            && tree.Tokens[index].Kind != TokenKind.EndOfFile
            && !tree.Source.Content.AsSpan(all[trivia].Span.Start, all[trivia].Span.Length).ContainsAny('\r', '\n')
            && all.Skip(trivia).All(t => t.Kind is TriviaKind.Whitespace or TriviaKind.BlockComment
                && !tree.Source.Content.AsSpan(t.Span.Start, t.Span.Length).ContainsAny('\r', '\n'));
    }

    // A token with what stands before it on its line: its spaces and the block comments that stay with it.
    private void Write(StringBuilder text, Layout layout, int token)
    {
        int spaces = token == First ? 0 : layout.SpaceBefore(token);
        text.Append(' ', spaces);
        ImmutableArray<Trivia> trivia = tree.Tokens[token].Leading;
        for (int i = 0; i < trivia.Length; i++)
        {
            if (IsComment(trivia[i]) && IsInline(tree, token, i))
            {
                text.Append(spaces == 0 && token != First ? " " : "").Append(Text(trivia[i].Span)).Append(' ');
                spaces = 1;
            }
        }

        text.Append(Text(tree.Tokens[token].Span));
    }

    private int WidthOf(Layout layout, int token)
    {
        int spaces = token == First ? 0 : layout.SpaceBefore(token);
        int width = spaces + tree.Tokens[token].Span.Length;
        ImmutableArray<Trivia> trivia = tree.Tokens[token].Leading;
        for (int i = 0; i < trivia.Length; i++)
        {
            if (IsComment(trivia[i]) && IsInline(tree, token, i))
            {
                width += (spaces == 0 && token != First ? 1 : 0) + trivia[i].Span.Length + 1;
                spaces = 1;
            }
        }

        return width;
    }

    private ReadOnlySpan<char> Text(TextSpan span) => tree.Source.Content.AsSpan(span.Start, span.Length);

    /// <summary>The width of the line, without a comment behind it.</summary>
    public int Length(Layout layout) => ColumnOf(layout, End - 1) + tree.Tokens[End - 1].Span.Length;

    /// <summary>The column at which a token's text begins.</summary>
    public int ColumnOf(Layout layout, int token)
    {
        int column = Indent * 2;
        for (int i = First; i <= token; i++)
        {
            column += WidthOf(layout, i);
        }

        return column - tree.Tokens[token].Span.Length;
    }

    /// <summary>What kind of member begins here, for alignment; null where none does.</summary>
    public string? Kind(Layout layout) => layout.KindAt(First);

    /// <summary>The token of this line that stands in a column of its member, or −1.</summary>
    public int Stop(Layout layout, int column)
    {
        for (int i = First + 1; i < End; i++)
        {
            if (layout.ColumnAt(i) == column)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Adds the line, broken where it may be until every piece fits, outermost operators first.</summary>
    public void Fold(Layout layout, List<FormatLine> lines)
    {
        FormatLine rest = this;
        while (rest.Length(layout) > Formatter.Width && rest.FindFold(layout) is var at && at > 0)
        {
            FormatLine next = new(tree, at, layout.FoldIndentAt(at), []) { End = rest.End, behind = rest.behind };
            rest.End = at;
            rest.behind = null;
            rest.Fold(layout, lines);
            rest = next;
        }

        lines.Add(rest);
    }

    // The last of the outermost places that still fits, else the first of them.
    private int FindFold(Layout layout)
    {
        List<(int Token, int Priority)> places =
            [.. Enumerable.Range(First + 1, End - First - 1).Where(layout.MayFold).Select(i => (i, layout.PriorityAt(i)))];
        if (places.Count == 0)
        {
            return -1;
        }

        int outermost = places.Min(p => p.Priority);
        List<int> best = [.. places.Where(p => p.Priority == outermost).Select(p => p.Token)];
        int column = Indent * 2, fitting = 0;
        for (int i = First, next = 0; next < best.Count && column <= Formatter.Width; i++)
        {
            (fitting, next) = i == best[next] ? (i, next + 1) : (fitting, next);
            column += WidthOf(layout, i);
        }

        return fitting > 0 ? fitting : best[0];
    }

    /// <summary>Appends the line with its comments.</summary>
    public void Write(StringBuilder text, Layout layout)
    {
        bool closes = tree.Tokens[First].Kind is TokenKind.CloseBrace;
        int indent = Indent * 2, commentIndent = indent + (closes ? 2 : 0);
        text.Append(BlankBefore ? "\n" : "");
        for (int i = 0; i < above.Count; i++)
        {
            text.Append(i > 0 && above[i].BlankBefore ? "\n" : "").Append(' ', commentIndent).Append(above[i].Text).Append('\n');
        }

        if (tree.Tokens[First].Kind == TokenKind.EndOfFile)
        {
            return;
        }

        text.Append(BlankBelowComments ? "\n" : "").Append(' ', indent);
        for (int i = First; i < End; i++)
        {
            Write(text, layout, i);
        }

        if (behind is not null)
        {
            text.Append("  ").Append(behind);
        }

        text.Append('\n');
    }
}
