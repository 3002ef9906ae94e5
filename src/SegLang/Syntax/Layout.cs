using System.Collections.Immutable;

namespace SegLang.Syntax;

/// <summary>What the formatter decides for each token: whether it begins a line, how far in, and what stands before it.</summary>
internal sealed partial class Layout
{
    /// <summary>How many aligned columns a member may have.</summary>
    public const int Columns = 2;

    private readonly SyntaxTree tree;
    private readonly ImmutableArray<Token> tokens;
    private readonly int[] close;
    private readonly Mark[] marks;

    /// <summary>Prepares the plan of a file without errors.</summary>
    public Layout(SyntaxTree tree)
    {
        this.tree = tree;
        tokens = tree.Tokens;
        marks = new Mark[tokens.Length];
        close = new int[tokens.Length];
        Stack<int> open = [];
        for (int i = 0; i < tokens.Length; i++)
        {
            marks[i] = new() { Space = DefaultSpace(i), Column = -1 };
            if (tokens[i].Kind is TokenKind.OpenBrace or TokenKind.OpenParen or TokenKind.OpenBracket)
            {
                open.Push(i);
            }
            else if (tokens[i].Kind is TokenKind.CloseBrace or TokenKind.CloseParen or TokenKind.CloseBracket && open.Count > 0)
            {
                close[open.Pop()] = i;
            }
        }
    }

    private struct Mark
    {
        public int Space;
        public bool Structural;
        public bool MayFold;
        public int Priority;
        public int Indent;
        public int Column;
        public string? Kind;
    }

    /// <summary>Whether a new line begins here: a member, or a place where the text breaks and may.</summary>
    public bool Breaks(int token) => marks[token].Structural || (marks[token].MayFold && HasBreakBefore(token));

    /// <summary>Whether a member or a closing brace begins a line here.</summary>
    public bool IsStructural(int token) => marks[token].Structural || tokens[token].Kind == TokenKind.EndOfFile;

    /// <summary>The level of a line that begins here.</summary>
    public int IndentAt(int token) => marks[token].Indent;

    /// <summary>The level of a continuation that begins here.</summary>
    public int FoldIndentAt(int token) => marks[token].Indent;

    /// <summary>Whether an empty line before this one stays: between members, not at the edges of a body.</summary>
    public bool KeepsBlank(int token) =>
        IsStructural(token) && (token == 0 || tokens[token - 1].Kind != TokenKind.OpenBrace) && tokens[token].Kind != TokenKind.CloseBrace;

    /// <summary>Whether a line may be broken before this token.</summary>
    public bool MayFold(int token) => marks[token].MayFold;

    /// <summary>How deep inside its line the place is; the outermost break first.</summary>
    public int PriorityAt(int token) => marks[token].Priority;

    /// <summary>Spaces before the token on its line.</summary>
    public int SpaceBefore(int token) => marks[token].Space;

    /// <summary>The kind of member that begins here, for alignment.</summary>
    public string? KindAt(int token) => marks[token].Kind;

    /// <summary>The aligned column that begins here, or −1.</summary>
    public int ColumnAt(int token) => marks[token].Column;

    /// <summary>Moves a token to the right.</summary>
    public void Pad(int token, int spaces) => marks[token].Space += spaces;

    private bool HasBreakBefore(int token)
    {
        foreach (Trivia trivia in tokens[token].Leading)
        {
            if (trivia.Kind == TriviaKind.LineBreak)
            {
                return true;
            }
        }

        return false;
    }

    // What is usual between two signs; members, calls and unary minus differ.
    private int DefaultSpace(int i)
    {
        TokenKind before = i == 0 ? TokenKind.EndOfFile : tokens[i - 1].Kind, kind = tokens[i].Kind;
        bool tight = before is TokenKind.OpenParen or TokenKind.OpenBracket or TokenKind.Dot or TokenKind.At or TokenKind.EndOfFile
            || kind is TokenKind.CloseParen or TokenKind.CloseBracket or TokenKind.Comma or TokenKind.Dot or TokenKind.Colon or TokenKind.Question
            || (before == TokenKind.OpenBrace && kind == TokenKind.CloseBrace);
        return tight ? 0 : 1;
    }

    private int Index(SyntaxNode node) => IndexOf(node.Span.Start);

    private int Index(Token token) => IndexOf(token.Span.Start);

    // The token that begins there.
    private int IndexOf(int start)
    {
        int low = 0, high = tokens.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = tokens[middle].Span.Start < start ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private int Begin(HeadSyntax head, SyntaxNode node) =>
        head.Annotations.Length > 0 ? Index(head.Annotations[0]) : Index(node);

    /// <summary>Plans every line.</summary>
    public void PlanFile()
    {
        foreach (DeclarationSyntax declaration in tree.Root.Declarations)
        {
            StartLine(Begin(declaration.Head, declaration), 0);
            PlanHead(declaration.Head, Index(declaration.Keyword), 0);
            PlanDeclaration(declaration);
        }
    }

    private void StartLine(int token, int level)
    {
        marks[token].Structural = true;
        marks[token].Indent = level;
    }

    // Annotations stay on the line of what follows, or above it, as written.
    private void PlanHead(HeadSyntax head, int after, int level)
    {
        foreach (AnnotationSyntax annotation in head.Annotations)
        {
            int at = Index(annotation);
            KeepBreak(at, level);
            Continue(at + 1, close[at + 2] > at + 2 && close[at + 2] < after ? close[at + 2] : at + 1, level, 2);
            if (tokens[at + 2].Kind == TokenKind.OpenParen && at + 2 < after)
            {
                marks[at + 2].Space = 0;
            }
        }

        if (head.Annotations.Length > 0)
        {
            KeepBreak(after, level);
        }
    }

    private void KeepBreak(int token, int level)
    {
        if (HasBreakBefore(token))
        {
            StartLine(token, level);
        }
    }

    // Lines that begin between two tokens, after a comment, go further in.
    private void Continue(int from, int to, int level, int further)
    {
        for (int i = from; i <= to; i++)
        {
            marks[i].Indent = level + further;
        }
    }

    // A body on one line where it was written so and fits; else each member on its own.
    private void PlanBody(int open, int level, List<int> members, bool packed = false)
    {
        int end = close[open];
        bool isOneLine = IsOneLine(open, end, members.Skip(1).Count(m => tokens[m - 1].Kind != TokenKind.Comma));
        for (int i = 0; i < members.Count; i++)
        {
            bool stays = isOneLine || (packed && i > 0 && !HasBreakBefore(members[i]));
            if (!stays)
            {
                StartLine(members[i], level + 1);
            }
            else if (i > 0 && tokens[members[i] - 1].Kind != TokenKind.Comma)
            {
                marks[members[i]].Space = 2;
            }
        }

        if (!isOneLine && end > open + 1)
        {
            StartLine(end, level);
        }
        else
        {
            marks[end].Indent = level;
        }
    }

    // Members without a comma between them stand two spaces apart, one more than is planned so far.
    private bool IsOneLine(int open, int end, int setApart)
    {
        for (int i = open + 1; i <= end; i++)
        {
            if (HasBreakBefore(i))
            {
                return false;
            }
        }

        return WidthOfLine(open, end) + setApart <= Formatter.Width;
    }

    // The width of the source's line up to a token, with the spaces that will be.
    private int WidthOfLine(int open, int end)
    {
        int first = open;
        while (first > 0 && !marks[first].Structural)
        {
            first--;
        }

        int width = marks[first].Indent * 2;
        for (int i = first; i <= end; i++)
        {
            width += (i == first ? 0 : marks[i].Space) + tokens[i].Span.Length;
        }

        return width + (end + 1 < tokens.Length && tokens[end + 1].Kind == TokenKind.Comma ? 1 : 0);
    }

    private void Align(int member, string kind, params ReadOnlySpan<int> stops)
    {
        marks[member].Kind = kind;
        for (int column = 0; column < stops.Length; column++)
        {
            if (stops[column] > member)
            {
                marks[stops[column]].Column = column;
            }
        }
    }

    private int FindOpen(int from)
    {
        while (tokens[from].Kind is not (TokenKind.OpenBrace or TokenKind.EndOfFile))
        {
            from = tokens[from].Kind == TokenKind.OpenParen ? close[from] + 1 : from + 1;
        }

        return from;
    }
}
