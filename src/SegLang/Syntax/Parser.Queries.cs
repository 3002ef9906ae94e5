using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Syntax;

internal sealed partial class Parser
{
    private static readonly ImmutableArray<string> WindowWords = ["last", "this", "previous", "next"];

    // A name before a parenthesis: an aggregate over events, a quantifier over a list, or a function.
    private ExpressionSyntax ParseCall()
    {
        Token name = Current;
        bool isAggregate = name.Kind == TokenKind.Identifier && Words.Aggregates.Contains(name.Text);
        return name.Is("all") || (isAggregate && IsQuantifier(position + 2)) ? ParseQuantifier()
            : isAggregate ? ParseAggregate()
            : ParseFunction();
    }

    private CallSyntax ParseFunction()
    {
        int start = Start;
        Token name = Next();
        _ = Next();
        ImmutableArray<ExpressionSyntax> arguments = ReadElements(TokenKind.CloseParen, ParseExpression);
        _ = Expect(TokenKind.CloseParen, "`)`");
        return new(name, arguments, SpanFrom(start));
    }

    private AggregateSyntax ParseAggregate()
    {
        int start = Start;
        Token name = Next();
        _ = Next();
        QuerySyntax query = ParseQuery();
        _ = Expect(TokenKind.CloseParen, "`)`");
        return new(name, query, SpanFrom(start));
    }

    // `i in items`, `i.price in items`: a path and an `in` that begins no window.
    private bool IsQuantifier(int index)
    {
        if (At(index).Kind is not (TokenKind.Identifier or TokenKind.QuotedIdentifier))
        {
            return false;
        }

        index++;
        while (At(index).Kind == TokenKind.Dot && At(index + 1).Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier)
        {
            index += 2;
        }

        return At(index).Is("in") && !IsWindow(index + 1) && MeantWindow(index + 1) is null;
    }

    private QuantifierSyntax ParseQuantifier()
    {
        int start = Start;
        Token name = Next();
        _ = Next();
        Token variable = ExpectNameOrFail("the name of a variable");
        ExpressionSyntax? value = null;
        while (NextIf(TokenKind.Dot) is { } dot)
        {
            value ??= new NameSyntax(variable);
            Token member = ExpectNameOrFail("a name after `.`");
            deepest++;
            _ = CheckDepth();
            value = new MemberAccessSyntax(value, dot, member, SpanFrom(variable.Span.Start));
        }

        _ = ExpectWord("in");
        ExpressionSyntax list = ParseArithmetic();
        ExpressionSyntax? where = NextIfWord("where") is null ? null : ParseExpression();
        _ = Expect(TokenKind.CloseParen, "`)`");
        return new(name, variable, value, list, where, SpanFrom(start));
    }

    private QuerySyntax ParseQuery()
    {
        int start = Start;
        ImmutableArray<StepSyntax>.Builder steps = ImmutableArray.CreateBuilder<StepSyntax>();
        do
        {
            steps.Add(ParseStep());
        }
        while (NextIfWord("then") is not null);

        return new(steps.ToImmutable(), SpanFrom(start));
    }

    private StepSyntax ParseStep()
    {
        int start = Start;
        Token? no = IsWord("no") && IsName(1) && !IsStepWord(Peek()) ? Next() : null;
        Token name = ExpectNameOrFail("the name of an event");
        ImmutableArray<Token> path = ParsePath();
        Token? alias = NextIfWord("as") is null ? null : ExpectNameOrFail("a name for the step");
        WindowSyntax? window = ParseWindow();
        ExpressionSyntax? where = NextIfWord("where") is null ? null : ParseExpression();
        SpanSyntax? within = NextIfWord("within") is null ? null : ParseSpan();
        Token? withinOf = within is null || NextIfWord("of") is null ? null : ExpectNameOrFail("the name of an earlier step");
        return new(no, name, path, alias, window, where, within, withinOf, SpanFrom(start));
    }

    private static bool IsStepWord(Token word) =>
        word is { Kind: TokenKind.Identifier, Text: "as" or "in" or "since" or "before" or "from" or "where" or "within" or "then" };

    private ImmutableArray<Token> ParsePath()
    {
        ImmutableArray<Token>.Builder path = ImmutableArray.CreateBuilder<Token>();
        while (NextIf(TokenKind.Dot) is not null)
        {
            path.Add(ExpectNameOrFail("a name after `.`"));
        }

        return path.ToImmutable();
    }

    private WindowSyntax? ParseWindow()
    {
        int start = Start;
        if (NextIfWord("in") is { } inWord)
        {
            return ParseInWindow(inWord, start);
        }

        if (NextIfWord("since") is { } since)
        {
            return new SinceWindowSyntax(since, ParseArithmetic(), SpanFrom(start));
        }

        if (NextIfWord("before") is { } before)
        {
            return new BeforeWindowSyntax(before, ParseArithmetic(), SpanFrom(start));
        }

        return IsWord("from") ? ParseFromUntil() : null;
    }

    private FromUntilWindowSyntax ParseFromUntil()
    {
        int start = Start;
        Token keyword = Next();
        ExpressionSyntax from = ParseArithmetic();
        _ = ExpectWord("until");
        ExpressionSyntax until = ParseArithmetic();
        return new(keyword, from, until, SpanFrom(start));
    }

    // After `in`.
    private WindowSyntax ParseInWindow(Token inWord, int start)
    {
        string? word = IsWindow(position) ? Current.Text : MeantWindow(position);
        if (word is null)
        {
            Fail("`last`, `this` or `previous`");
            return new ThisWindowSyntax(inWord, Missing(), SpanFrom(start));
        }

        if (word != Current.Text)
        {
            Report(Rules.UnknownWord.At(source, Current.Span, $"`{Current.Text}`", "a window", $"did you mean `{word}`?"));
        }

        if (word == "last")
        {
            return ParseLastWindow(inWord, start);
        }

        _ = Next();
        return word switch
        {
            "this" => new ThisWindowSyntax(inWord, ParseUnit(), SpanFrom(start)),
            "previous" => new PreviousWindowSyntax(inWord, ReadOptionalCount(), ParseUnit(), SpanFrom(start)),
            _ => new NextWindowSyntax(inWord, ReadOptionalCount(), ParseUnit(), SpanFrom(start)),
        };
    }

    private LastWindowSyntax ParseLastWindow(Token inWord, int start)
    {
        _ = Next();
        if (!IsUnit(position) || IsUnit(position + 1))
        {
            return new(inWord, ParseSpan(), SpanFrom(start));
        }

        string unit = Current.Text.TrimEnd('s');
        TextSpan span = TextSpan.FromBounds(start, Current.Span.End);
        Report(Rules.WindowWithoutNumber.At(source, span, Current.Text, $"write `in last 1 {unit}` or `in previous {unit}`"));
        Token one = One();
        Token unitToken = Next();
        return new(inWord, new(one, unitToken, unitToken.Span), SpanFrom(start));
    }

    private Token? ReadOptionalCount()
    {
        if (IsKind(TokenKind.Int) || (IsName() && IsUnit(position + 1) && IsOnSameLine(position + 1)))
        {
            return Next();
        }

        return IsKind(TokenKind.Decimal) ? ExpectInt("the number of units") : null;
    }

    // Whether `last`, `this`, `previous` or `next` after `in` begins a window and is no name.
    private bool IsWindow(int index)
    {
        if (At(index) is not { Kind: TokenKind.Identifier, Text: "last" or "this" or "previous" or "next" })
        {
            return false;
        }

        Token next = At(index + 1);
        bool isNumber = next.Kind is TokenKind.Int or TokenKind.Decimal && !At(index).Is("this");
        return isNumber || IsUnit(index + 1) || (IsOnSameLine(index + 1) && (IsNamedSpan(index + 1) || IsMistypedUnit(index + 1)));
    }

    private bool IsNamedSpan(int index) =>
        At(index).Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier
        && !(At(index).Kind == TokenKind.Identifier && Words.AfterOperand.Contains(At(index).Text))
        && IsUnit(index + 1) && IsOnSameLine(index + 1);

    private bool IsMistypedUnit(int index) =>
        At(index).Kind == TokenKind.Identifier && !Words.AfterOperand.Contains(At(index).Text) && !BeginsField(index)
        && Words.MeantUnit(At(index).Text) is not null;

    // `in lst 30 days`: a mistyped window word before a number or unit.
    private string? MeantWindow(int index) =>
        At(index).Kind == TokenKind.Identifier && (At(index + 1).Kind == TokenKind.Int || IsUnit(index + 1)) && !BeginsOther(index + 1)
            ? Suggestions.Closest(At(index).Text, WindowWords)
            : null;

    private ExpressionSyntax ParseIn(ExpressionSyntax left, Token? not, int start)
    {
        int inStart = Start;
        Token keyword = Next();
        if (IsPopulation())
        {
            return ParsePopulation(left, not, start);
        }

        if (IsWindow(position) || MeantWindow(position) is not null)
        {
            WindowSyntax window = ParseInWindow(keyword, inStart);
            return new InWindowSyntax(left, not, window, SpanFrom(start));
        }

        ExpressionSyntax collection = ParseArithmetic();
        Token? ignoring = ParseIgnoringCase();
        return new InSyntax(left, not, keyword, collection, ignoring, SpanFrom(start));
    }

    private bool IsPopulation() =>
        Current is { Kind: TokenKind.Identifier, Text: "top" or "bottom" }
        && Peek().Kind is TokenKind.Percent or TokenKind.Int or TokenKind.Decimal;

    private InPopulationSyntax ParsePopulation(ExpressionSyntax left, Token? not, int start)
    {
        Token word = Next();
        Token share = Current;
        if (NextIf(TokenKind.Percent) is null)
        {
            Report(Rules.Expected.At(source, share.Span, "a share", Found(), $"write `{share.Text}%`"));
            share = Missing(Next());
        }

        return new(left, not, word, share, SpanFrom(start));
    }
}
