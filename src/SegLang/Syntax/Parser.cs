using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Syntax;

/// <summary>
/// Recursive descent with one token of position and free look-ahead. Never fails: after a mistake that it cannot
/// read past it sees nothing but gaps (<see cref="panic"/>) until the enclosing body finds its next member, so that
/// one mistake gives one error. Each Parse method is the production of that name in grammar/seglang.ebnf; Read methods are parts, Skip methods mistakes.
/// </summary>
internal sealed partial class Parser
{
    private const int Calm = 3;

    private static readonly string[] Unexpected =
        [Rules.Expected.Code, Rules.UnknownDeclaration.Code, Rules.UnknownWord.Code, Rules.ListInParentheses.Code];

    private readonly SourceText source;
    private readonly ImmutableArray<Token> tokens;
    private readonly bool[] startsLine;
    private readonly int[] lexerErrors;
    private readonly List<Diagnostic> diagnostics = [];
    private readonly Func<ExpressionSyntax> parseAnd;
    private readonly Func<ExpressionSyntax> parseNot;
    private int position;
    private int lastErrorPosition = -1;
    private bool panic;
    private bool inFields;

    // Up to this token an unexpected one follows from the mistake before.
    private int quietUntil;

    // The last token that holds the least number and stands after a `-`.
    private int leastNumber = -1;

    // How many findings there were when the declaration began, and whether it follows one that has any on its line.
    private int findingsBefore;
    private bool isAfterBroken;

    // Whether a member of an enclosing body begins at a token: at the start of a line it ends a body that lacks its `}`.
    private Func<int, bool> beginsOuter = static _ => false;

    /// <summary>Takes the tokens of a file and what the lexer found wrong with it.</summary>
    public Parser(SourceText source, ImmutableArray<Token> allTokens, IReadOnlyList<Diagnostic> lexerDiagnostics)
    {
        this.source = source;
        tokens = lexerDiagnostics.Count > 0 ? [.. allTokens.Where(t => t.Kind != TokenKind.Bad)] : allTokens;
        startsLine = new bool[tokens.Length];
        for (int i = 0; i < tokens.Length; i++)
        {
            startsLine[i] = i == 0 || (tokens[i].HasLongLeading && StartsLine(tokens[i]));
        }

        (parseAnd, parseNot) = (ParseAnd, ParseNot);
        lexerErrors = [.. lexerDiagnostics.Select(d => d.Span.Start)];
    }

    /// <summary>What is wrong beyond single tokens.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => diagnostics;

    private Token Current => panic ? Missing() : tokens[position];

    private Token Peek(int offset = 1) => At(position + offset);

    private Token At(int index) => panic ? Missing() : tokens[Math.Min(index, tokens.Length - 1)];

    private int PreviousEnd => position > 0 ? tokens[position - 1].Span.End : 0;

    private int Start => panic ? PreviousEnd : tokens[position].Span.Start;

    private Token Missing() => new(TokenKind.Missing, new(PreviousEnd, 0), "", null, []);

    private TextSpan SpanFrom(int start) => TextSpan.FromBounds(start, Math.Max(start, PreviousEnd));

    private bool StartsLine(Token token) =>
        token.Leading.Any(t => t.Kind is TriviaKind.LineBreak
            || (t.Kind == TriviaKind.BlockComment && source.Content.AsSpan(t.Span.Start, t.Span.Length).ContainsAny('\r', '\n')));

    // Whether a token stands on the line of the one before it.
    private bool IsOnSameLine(int index) => index < tokens.Length && !startsLine[index];

    private Token Next()
    {
        Token token = Current;
        if (!panic && token.Kind != TokenKind.EndOfFile)
        {
            RefuseLeast(token);
            position++;
        }

        return token;
    }

    private bool IsKind(TokenKind kind) => Current.Kind == kind;

    // In a body of fields, a name before `:` or a single `=` begins the next field, whatever else the word means.
    private bool BeginsField(int index) =>
        inFields && At(index).Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier
        && At(index + 1).Kind is TokenKind.Colon or TokenKind.Equals;

    private bool IsWord(string word, int offset = 0) =>
        Peek(offset).Is(word) && !BeginsField(position + offset);

    private bool IsName(int offset = 0) => Peek(offset).Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier;

    private Token? NextIf(TokenKind kind) => IsKind(kind) ? Next() : null;

    private Token? NextIfWord(string word) => IsWord(word) ? Next() : null;

    private Token Expect(TokenKind kind, string what)
    {
        if (IsKind(kind))
        {
            return Next();
        }

        FailAtClose(kind);
        Fail(what);
        return Missing();
    }

    // A bracket that is missing on the line of a mistake, or a brace in a declaration that has one, is no second mistake.
    private void FailAtClose(TokenKind kind)
    {
        bool follows = kind switch
        {
            TokenKind.CloseBrace => diagnostics.Count > findingsBefore,
            TokenKind.CloseParen or TokenKind.CloseBracket => diagnostics.Count > findingsBefore && IsOnLineOfLastError(),
            _ => false,
        };
        panic |= follows;
    }

    private bool IsOnLineOfLastError()
    {
        int line = position - 1;
        while (line > 0 && line > lastErrorPosition && !startsLine[line])
        {
            line--;
        }

        return lastErrorPosition > line || !startsLine[line]; // At the start of a line it was about the end of the one before.
    }

    private Token ExpectWord(string word, string? help = null)
    {
        if (IsWord(word))
        {
            return Next();
        }

        Fail($"`{word}`", (IsName() ? Suggestions.DidYouMean(Current.Text, [word]) : null) ?? help);
        return Missing();
    }

    // A missing name is a gap that can be read past.
    private Token ExpectName(string what)
    {
        if (IsName() && !BeginsField(position))
        {
            return Next();
        }

        Report(Rules.Expected.At(source, ErrorSpan(), what, Found(), MendOfName(what)));
        return Missing();
    }

    // Where something is missing: at what stands in its place, or after the last token if that was the end of its line.
    private TextSpan ErrorSpan() =>
        tokens[position].Kind != TokenKind.EndOfFile && (IsOnSameLine(position) || position == 0)
            ? tokens[position].Span
            : new(PreviousEnd, 0);

    private string Found() => tokens[position] switch
    {
        { Kind: TokenKind.EndOfFile } => "the end of the file",
        _ when ErrorSpan().Length == 0 => "the end of the line",
        var token => $"`{Shorten(source.Slice(token.Span))}`",
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..39].TrimEnd('\uD800', '\uD83D') + "…";

    private void Fail(string expected, string? help = null)
    {
        if (!panic)
        {
            Report(Rules.Expected.At(source, ErrorSpan(), expected, Found(), Mend(expected) ?? help));
            panic = true;
        }
    }

    private void Fail(Diagnostic diagnostic)
    {
        Report(diagnostic);
        panic = true;
    }

    // A second finding at one place, or beside what the lexer could not read, is the same mistake.
    private void Report(Diagnostic diagnostic)
    {
        bool isFollower = (position < quietUntil && Unexpected.Contains(diagnostic.Code))
            || (diagnostics.Count > 0 && diagnostics[^1].Span.Start == diagnostic.Span.Start);
        if (!panic && lastErrorPosition != position && !IsBesideLexerError() && !isFollower)
        {
            diagnostics.Add(diagnostic);
        }

        lastErrorPosition = position;
        if (Unexpected.Contains(diagnostic.Code))
        {
            Quiet();
        }
    }

    // A few tokens of the same line have to be read well before one more that is unexpected is a mistake of its own.
    private void Quiet()
    {
        quietUntil = position;
        while (quietUntil < position + Calm && quietUntil + 1 < tokens.Length && !startsLine[quietUntil])
        {
            quietUntil++;
        }
    }

    private bool IsBesideLexerError()
    {
        int from = position > 0 ? tokens[position - 1].Span.Start : 0;
        int index = Array.BinarySearch(lexerErrors, from);
        index = index >= 0 ? index : ~index;
        return index < lexerErrors.Length && lexerErrors[index] <= tokens[position].Span.End;
    }

    // Ends a panic: goes to the next member of the body, its closing brace, or a declaration at the start of a line.
    private void Recover(Func<int, bool>? beginsMember = null)
    {
        panic = false;
        deepest = depth;
        int braces = 0, brackets = 0;
        while (tokens[position].Kind != TokenKind.EndOfFile && !IsOutside)
        {
            TokenKind kind = tokens[position].Kind;
            if (braces == 0 && brackets == 0 && beginsMember?.Invoke(position) == true)
            {
                quietUntil = position;
                return;
            }

            if (braces == 0 && kind == TokenKind.CloseBrace)
            {
                break;
            }

            braces += kind == TokenKind.OpenBrace ? 1 : kind == TokenKind.CloseBrace ? -1 : 0;
            bool opens = kind is TokenKind.OpenParen or TokenKind.OpenBracket;
            bool closes = kind is TokenKind.CloseParen or TokenKind.CloseBracket;
            brackets = Math.Max(0, brackets + (opens ? 1 : closes ? -1 : 0));
            position++;
        }

        Quiet();
    }

    private bool IsBodyEnd =>
        !panic && (tokens[position].Kind is TokenKind.CloseBrace or TokenKind.EndOfFile || IsOutside);

    private bool IsOutside => startsLine[position] && (BeginsDeclaration(position) || beginsOuter(position));

    // Parses members up to the closing brace; each call of `member` that gets nowhere skips a token, so this ends.
    private void ReadBody(Func<int, bool> beginsMember, Action member)
    {
        if (!OpenBody())
        {
            return;
        }

        while (!IsBodyEnd)
        {
            ReadMember(beginsMember, member);
        }

        CloseBody("`}`");
    }

    private void ReadMember(Func<int, bool> beginsMember, Action member)
    {
        int before = position;
        Func<int, bool> outer = beginsOuter;
        beginsOuter = index => outer(index) || beginsMember(index);
        member();
        beginsOuter = outer;
        bool stuck = position == before;
        if (panic)
        {
            position += stuck && tokens[position].Kind is not (TokenKind.CloseBrace or TokenKind.OpenBrace or TokenKind.EndOfFile) ? 1 : 0;
            Recover(beginsMember);
        }

        position += position == before && !IsBodyEnd ? 1 : 0;
    }

    // Text between a name and its `{` is one mistake; the body after it counts.
    private bool OpenBody()
    {
        if (NextIf(TokenKind.OpenBrace) is not null)
        {
            return true;
        }

        Fail("`{`");
        int index = position;
        while (!startsLine[index] && tokens[index].Kind is not (TokenKind.OpenBrace or TokenKind.CloseBrace or TokenKind.EndOfFile))
        {
            index++;
        }

        if (tokens[index].Kind != TokenKind.OpenBrace || startsLine[index])
        {
            return false;
        }

        panic = false;
        position = index + 1;
        Quiet();
        return true;
    }

    private void CloseBody(string expected, string? help = null)
    {
        if (!IsKind(TokenKind.CloseBrace))
        {
            FailAtClose(TokenKind.CloseBrace);
            Fail(expected, help);
            Recover();
        }

        _ = NextIf(TokenKind.CloseBrace);
    }

    /// <summary>Parses the whole file.</summary>
    public FileSyntax ParseFile()
    {
        ImmutableArray<DeclarationSyntax>.Builder declarations = ImmutableArray.CreateBuilder<DeclarationSyntax>();
        while (!IsKind(TokenKind.EndOfFile))
        {
            if (declarations.Count == Limits.Declarations)
            {
                Report(Rules.TooManyDeclarations.At(source, Current.Span));
                break;
            }

            int before = position;
            isAfterBroken = diagnostics.Count > findingsBefore && !startsLine[position];
            findingsBefore = diagnostics.Count;
            declarations.Add(ParseDeclaration());
            inFields = false;
            depth = deepest = 0;
            if (panic)
            {
                RecoverFile();
            }

            position += position == before ? 1 : 0;
        }

        return new(declarations.ToImmutable(), tokens[^1], new(0, source.Content.Length));
    }

    // Past a broken declaration: to the next one, over the braces that belong to the broken one.
    private void RecoverFile()
    {
        Recover(BeginsDeclaration);
        while (tokens[position].Kind == TokenKind.CloseBrace)
        {
            position++;
            Recover(BeginsDeclaration);
        }
    }
}
