using System.Collections.Immutable;
using System.Globalization;
using SegLang.Binding;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>
/// Where a proposal is asked for: what the grammar allows there, what names mean, what type fits. Made from the text before the cursor
/// alone, since what follows is often not written yet.
/// </summary>
internal sealed class CompletionContext
{
    // A name that nobody writes, read in the place of the word at the cursor.
    private const string Placeholder = "__cursor__";

    private CompletionContext(RuleSnapshot snapshot, SyntaxTree tree, TextSpan replace)
    {
        Snapshot = snapshot;
        Tree = tree;
        Replace = replace;
        Types = new(snapshot);
    }

    public RuleSnapshot Snapshot { get; }

    public SyntaxTree Tree { get; }

    /// <summary>The word at the cursor, which a proposal takes the place of.</summary>
    public TextSpan Replace { get; }

    public ExpressionTypes Types { get; }

    /// <summary>What the grammar allows, by production.</summary>
    public ImmutableArray<GrammarTerminal> Expected { get; private set; } = [];

    /// <summary>The tokens of the declaration before the cursor.</summary>
    public ImmutableArray<Token> Before { get; private set; } = [];

    /// <summary>The nodes around the cursor, outermost first, of the text before the cursor and a name in its place.</summary>
    public ImmutableArray<SyntaxNode> Path { get; private set; } = [];

    /// <summary>What names mean at the cursor.</summary>
    public Scope Scope { get; private set; } = Scope.Profile;

    /// <summary>What fits where an operand stands at the cursor.</summary>
    public Wanted Wanted { get; private set; } = Wanted.Anything;

    /// <summary>The expression that ends before the cursor, up to the loosest operator that an operator at the cursor would take as its left side.</summary>
    public ExpressionSyntax? Left { get; private set; }

    /// <summary>Its type.</summary>
    public SegType? LeftType { get; private set; }

    /// <summary>What fits where it stands.</summary>
    public Wanted LeftWanted { get; private set; } = Wanted.Anything;

    /// <summary>Whether the word begins its line.</summary>
    public bool StartsLine { get; private set; }

    /// <summary>The tokens of the innermost call that is open at the cursor: its name, its parenthesis and what follows, without inner calls; empty outside of calls.</summary>
    public ImmutableArray<Token> OpenCall { get; private set; } = [];

    /// <summary>The last token before the cursor.</summary>
    public Token? Last => Before.IsEmpty ? null : Before[^1];

    /// <summary>The context at a position; null within comments, numbers and texts.</summary>
    public static CompletionContext? At(RuleSnapshot snapshot, SyntaxTree tree, int position)
    {
        if (WordAt(tree, position) is not { } word)
        {
            return null;
        }

        CompletionContext context = new(snapshot, tree, word);
        context.ReadBefore(word.Start);
        return context;
    }

    /// <summary>The context of a text that begins at a position: what fits there is compared with it.</summary>
    public static CompletionContext OfText(RuleSnapshot snapshot, SyntaxTree tree, Token text, TextSpan inner)
    {
        CompletionContext context = new(snapshot, tree, inner);
        context.ReadBefore(text.Span.Start);
        return context;
    }

    private static TextSpan? WordAt(SyntaxTree tree, int position)
    {
        int index = SyntaxParts.TokenIndexAt(tree.Tokens, position);
        for (int i = index; i < tree.Tokens.Length && i <= index + 1; i++)
        {
            Token token = tree.Tokens[i];
            foreach (Trivia trivia in token.Leading.IsDefault ? [] : token.Leading)
            {
                bool inside = trivia.Span.Start < position && (position < trivia.Span.End || (position == trivia.Span.End && trivia.Kind != TriviaKind.BlockComment));
                if (inside && trivia.Kind is (TriviaKind.LineComment or TriviaKind.DocComment or TriviaKind.BlockComment))
                {
                    return null;
                }
            }

            if (token.Span.Touches(position) && token.Kind is (TokenKind.Identifier or TokenKind.QuotedIdentifier))
            {
                return IsAfterDate(tree.Source.Content, token.Span.Start) ? null : token.Span;
            }

            bool literal = token.Kind is >= TokenKind.Int and <= TokenKind.TimeOfDay or TokenKind.Bad;
            if (literal && token.Span.Start < position && position <= token.Span.End)
            {
                bool closed = token.Kind is TokenKind.String && position == token.Span.End && token.Span.Length > 1;
                return closed ? new(position, 0) : null;
            }
        }

        return new(position, 0);
    }

    // `2026-03-09T` begins a date and time, of which nothing can be proposed.
    private static bool IsAfterDate(string text, int position) =>
        position >= 10 && DateOnly.TryParseExact(text.AsSpan(position - 10, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private void ReadBefore(int start)
    {
        SourceText source = Tree.Source;
        int from = DeclarationBefore(start);
        StartsLine = source.Content.AsSpan(source.LineStart(source.LineAndColumn(start).Line), start - source.LineStart(source.LineAndColumn(start).Line)).IsWhiteSpace();
        string prefix = source.Content[from..start];
        SyntaxTree probe = SyntaxTree.Parse(new(source.Path, prefix + Placeholder));
        Types.Source = probe.Source;
        Path = SyntaxParts.PathTo(probe.Root, prefix.Length + 1);
        ReadTokens(from, start, probe);
        Scope = ScopeAlong(Path, prefix.Length + 1);
        Wanted = new WantedReader(this, Path).Read();
        ReadLeft(source.Path, prefix);
        OpenCall = ReadOpenCall();
    }

    private ImmutableArray<Token> ReadOpenCall()
    {
        ImmutableArray<Token>.Builder tokens = ImmutableArray.CreateBuilder<Token>();
        int depth = 0;
        for (int i = Before.Length - 1; i > 0; i--)
        {
            TokenKind kind = Before[i].Kind;
            depth += kind is TokenKind.CloseParen ? 1 : kind is TokenKind.OpenParen ? -1 : 0;
            if (depth < 0)
            {
                return [Before[i - 1], Before[i], .. Enumerable.Reverse(tokens)];
            }

            if (depth == 0 && kind != TokenKind.OpenParen)
            {
                tokens.Add(Before[i]);
            }
        }

        return [];
    }

    private int DeclarationBefore(int start)
    {
        int from = 0;
        foreach (DeclarationSyntax declaration in Tree.Root.Declarations)
        {
            if (declaration.Span.Start >= start)
            {
                break;
            }

            from = declaration is SkippedSyntax ? from : declaration.Span.Start;
        }

        return from;
    }

    // Members before the last one are complete or wrong in themselves: they say nothing about what may come next.
    private void ReadTokens(int from, int start, SyntaxTree probe)
    {
        List<TextSpan> skipped = [];
        foreach (SyntaxNode node in Path)
        {
            if (node is DeclarationSyntax and not (SegmentSyntax or LimitSyntax) or StageSyntax or AnywhereSyntax or AtSyntax { HasBraces: true } or RecordValueSyntax)
            {
                skipped.AddRange(SyntaxParts.Children(node)
                    .Where(c => c is MemberSyntax or EnumMemberSyntax or JourneyPartSyntax or StageLineSyntax or ClassEntrySyntax or ScoreLineSyntax or AtSyntax or TestStepSyntax or FieldValueSyntax)
                    .SkipLast(1).Select(c => c.Span));
            }
        }

        ImmutableArray<Token>.Builder tokens = ImmutableArray.CreateBuilder<Token>();
        bool afterSkipped = false;
        foreach (Token token in probe.Tokens)
        {
            bool isSkipped = skipped.Exists(s => s.Start <= token.Span.Start && token.Span.End <= s.End) || (afterSkipped && token.Kind == TokenKind.Comma);
            afterSkipped = isSkipped;
            if (token.Kind is not (TokenKind.EndOfFile or TokenKind.Bad) && token.Span.End <= start - from && !isSkipped)
            {
                tokens.Add(token);
            }
        }

        Before = tokens.ToImmutable();
        GrammarMatcher matcher = new("File");
        foreach (Token token in Before)
        {
            matcher.Read(token);
        }

        Expected = matcher.FitsLast ? [.. matcher.Expected] : [];
    }

    private void ReadLeft(string path, string prefix)
    {
        int end = prefix.AsSpan().TrimEnd().Length;
        if (end == 0 || (end == prefix.Length && !prefix.EndsWith(')') && !prefix.EndsWith(']') && !prefix.EndsWith('"')))
        {
            return;
        }

        SyntaxTree tree = SyntaxTree.Parse(new(path, prefix[..end]));
        ImmutableArray<SyntaxNode> nodes = SyntaxParts.PathTo(tree.Root, end);
        Left = nodes.OfType<ExpressionSyntax>().FirstOrDefault(e =>
            e.Span.End == end && e is not (LogicalSyntax or MissingSyntax or RecordValueSyntax or UnarySyntax { Operator.Text: "not" }));
        if (Left is not null)
        {
            LeftType = Types.Of(Left, ScopeAlong(nodes, end));
            LeftWanted = new WantedReader(this, [.. nodes.TakeWhile(n => !ReferenceEquals(n, Left)), Left]).Read();
        }
    }

    private Scope ScopeAlong(ImmutableArray<SyntaxNode> nodes, int position)
    {
        Scope scope = Scope.Profile;
        foreach (SyntaxNode node in nodes)
        {
            scope = node switch
            {
                SchemaSyntax s when Snapshot.Symbols.Find<SchemaSymbol>(s.Name.Text) is { } own => Scope.Inside(own),
                StartSyntax s => WithFields(scope, s.Event, Holds(s.Where, position)),
                OnLineSyntax s => WithFields(scope, s.Event, Holds(s.Where, position) || s.Actions.Any(a => Holds(a, position))),
                AfterLineSyntax s => WithFields(scope, s.Without, Holds(s.Where, position)),
                QuerySyntax s => WithSteps(scope, s, position),
                QuantifierSyntax s => WithVariable(scope, s),
                _ => scope,
            };
        }

        return scope;
    }

    private static bool Holds(SyntaxNode? node, int position) => node is not null && node.Span.Touches(position);

    private Scope WithFields(Scope scope, Token? name, bool holds) =>
        holds && name is not null && Snapshot.Symbols.Find<EventSymbol>(name.Text) is { } symbol ? scope.WithFields(new EventVariable(symbol, null)) : scope;

    private Scope WithSteps(Scope scope, QuerySyntax query, int position)
    {
        foreach (StepSyntax step in query.Steps)
        {
            if (step.Span.Start > position || Snapshot.Symbols.Find<EventSymbol>(step.Event.Text) is not { } symbol)
            {
                continue;
            }

            EventVariable variable = new(symbol, step.Alias?.Text);
            bool inWhere = Holds(step.Where, position);
            bool isBefore = step.Span.End < position;
            if (step.Alias is { IsPresent: true } alias && (inWhere || isBefore))
            {
                scope = scope.WithVariable(alias.Text, variable);
            }

            scope = inWhere ? scope.WithFields(variable) : scope;
        }

        return scope;
    }

    private Scope WithVariable(Scope scope, QuantifierSyntax syntax) =>
        Types.Of(syntax.List, scope) is ListType list ? scope.WithVariable(syntax.Variable.Text, new ListVariable(list.Element, syntax.Variable.Text)) : scope;
}
