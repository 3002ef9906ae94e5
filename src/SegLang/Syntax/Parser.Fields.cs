using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Syntax;

internal sealed partial class Parser
{
    private SchemaSyntax ParseSchema(HeadSyntax head, Token keyword, int start)
    {
        _ = Next();
        Token name = ExpectName($"the name of the {keyword.Text}");
        ImmutableArray<MemberSyntax>.Builder members = ImmutableArray.CreateBuilder<MemberSyntax>();
        inFields = true;
        ReadBody(BeginsMember, () => members.Add(ParseSchemaMember(keyword.Text)));
        inFields = false;
        return new(head, keyword, name, members.ToImmutable(), SpanFrom(start));
    }

    private bool BeginsMember(int index) =>
        BeginsField(index) || IsColumn(index) || IsOnce(index) || At(index).Kind == TokenKind.At
        || At(index - 1).Kind == TokenKind.Comma;

    private bool IsColumn(int index) =>
        At(index) is { Kind: TokenKind.Identifier, Text: "time" or "order" or "profile" }
        && At(index + 1).Is("from") && At(index + 2).Kind == TokenKind.String;

    private bool IsOnce(int index) => At(index).Is("once") && At(index + 1).Is("by");

    private MemberSyntax ParseSchemaMember(string owner)
    {
        HeadSyntax head = ParseHead();
        MemberSyntax member = IsColumn(position) ? ParseColumn()
            : IsOnce(position) ? ParseOnce()
            : ParseField(head, owner);
        _ = NextIf(TokenKind.Comma);
        return member;
    }

    private ColumnSyntax ParseColumn()
    {
        int start = Start;
        Token name = Next();
        _ = Next();
        Token from = Expect(TokenKind.String, "the name of a column");
        return new(name, from, SpanFrom(start));
    }

    private OnceSyntax ParseOnce()
    {
        int start = Start;
        Token keyword = Next();
        _ = Next();
        ImmutableArray<Token>.Builder fields = ImmutableArray.CreateBuilder<Token>();
        do
        {
            fields.Add(ExpectNameOrFail("the name of a field"));
        }
        while (IsKind(TokenKind.Comma) && IsName(1) && !BeginsField(position + 1) && !BeginsMemberAfterComma() && NextIf(TokenKind.Comma) is not null);

        SpanSyntax? span = NextIfWord("for") is null ? null : ParseSpan();
        return new(keyword, fields.ToImmutable(), span, SpanFrom(start));
    }

    private bool BeginsMemberAfterComma() => IsColumn(position + 1) || IsOnce(position + 1);

    private FieldSyntax ParseField(HeadSyntax head, string owner)
    {
        int start = Start;
        Token name = ParseFieldName();
        if (NextIf(TokenKind.Equals) is not null)
        {
            ExpressionSyntax expression = ParseExpression();
            return new(head, name, null, null, null, null, expression, SpanFrom(start));
        }

        _ = Expect(TokenKind.Colon, $"`:` and a type, or `=` and an expression, after the name of the field");
        TypeSyntax type = ParseType();
        Token? key = null, from = null;
        ExpressionSyntax? defaultValue = SkipEquals();
        while (!panic && ParseAttribute(owner, ref key, ref defaultValue, ref from))
        {
        }

        return new(head, name, type, key, defaultValue, from, null, SpanFrom(start));
    }

    // `x: int = 3`, as other languages write a default.
    private ExpressionSyntax? SkipEquals()
    {
        if (!IsKind(TokenKind.Equals))
        {
            return null;
        }

        Report(Rules.Expected.At(source, Current.Span, "`default`", Found(), "write `default` before the value"));
        _ = Next();
        return ParseArithmetic();
    }

    private Token ParseFieldName()
    {
        if (IsName() && (Peek().Kind is TokenKind.Colon or TokenKind.Equals || !IsBodyEnd))
        {
            return Next();
        }

        Fail("a field");
        return Missing();
    }

    private bool ParseAttribute(string owner, ref Token? key, ref ExpressionSyntax? defaultValue, ref Token? from)
    {
        Token word = Current;
        if (NextIfWord("key") is not null)
        {
            Once(ref key, word, word);
        }
        else if (NextIfWord("default") is not null)
        {
            Once(ref defaultValue, word, ParseArithmetic());
        }
        else if (NextIfWord("from") is not null)
        {
            Once(ref from, word, Expect(TokenKind.String, "the name of a column"));
        }
        else
        {
            return FailAttribute(owner);
        }

        return true;
    }

    // What follows on the line of a field is meant for it, a mistyped attribute mostly.
    private bool FailAttribute(string owner)
    {
        bool begins = panic || IsBodyEnd || !IsOnSameLine(position) || Current.Kind is TokenKind.Comma or TokenKind.At || BeginsMember(position);
        if (!begins)
        {
            ImmutableArray<string> words = owner == "profile" ? ["key", "default", "from"] : ["default", "from"];
            FailWord("a field", words);
        }

        return false;
    }

    private TypeSyntax ParseType()
    {
        int start = Start;
        TypeSyntax type = ParseElementType();
        return NextIf(TokenKind.Question) is null ? type : new OptionalTypeSyntax(type, SpanFrom(start));
    }

    private TypeSyntax ParseElementType()
    {
        int start = Start;
        if (!Enter())
        {
            Leave();
            return new NamedTypeSyntax(Missing(), null, SpanFrom(start));
        }

        TypeSyntax type = (Current.Is("set") || Current.Is("list")) && Peek().Is("of") ? ParseCollectionType() : ParseNamedType();
        Leave();
        return type;
    }

    private CollectionTypeSyntax ParseCollectionType()
    {
        int start = Start;
        Token keyword = Next();
        _ = Next();
        TypeSyntax element = ParseElementType();
        return new(keyword, element, SpanFrom(start));
    }

    private NamedTypeSyntax ParseNamedType()
    {
        int start = Start;
        Token name = IsAttribute() ? ExpectType() : IsTypeBeforeEquals() ? Next() : ExpectNameOrFail("a type");
        Token? argument = null;
        if (NextIf(TokenKind.OpenParen) is not null)
        {
            argument = IsName() || IsKind(TokenKind.Int) ? Next() : Expect(TokenKind.Missing, "a currency or a number of decimals");
            if (IsKind(TokenKind.Comma))
            {
                return SkipArguments(name, start);
            }

            _ = Expect(TokenKind.CloseParen, "`)`");
        }

        return new(name, argument, SpanFrom(start));
    }

    private bool IsTypeBeforeEquals() =>
        inFields && Peek().Kind == TokenKind.Equals && IsOnSameLine(position)
        && Current is { Kind: TokenKind.Identifier, Text: "bool" or "text" or "int" or "decimal" or "number" or "date" or "datetime" or "duration" };

    // `enum(a, b)` or `decimal(10, 2)`
    private NamedTypeSyntax SkipArguments(Token name, int start)
    {
        string? help = name.Is("enum") ? "declare it: `enum Name { a, b }`, and write its name here" : null;
        Report(Rules.Expected.At(source, Current.Span, "`)`", Found(), help));
        while (NextIf(TokenKind.Comma) is not null && (IsName() || IsKind(TokenKind.Int) || IsKind(TokenKind.String)))
        {
            _ = Next();
        }

        _ = Expect(TokenKind.CloseParen, "`)`");
        return new(Missing(), null, SpanFrom(start));
    }

    private bool IsAttribute() => inFields && (IsWord("key") || IsWord("default") || IsWord("from"));

    // What follows a type that was left out can be read.
    private Token ExpectType()
    {
        Report(Rules.Expected.At(source, ErrorSpan(), "a type", Found()));
        return Missing();
    }

    private ClassifySyntax ParseClassify(HeadSyntax head, int start)
    {
        Token keyword = Next();
        Token name = ExpectName("the name of the class");
        Token? title = NextIf(TokenKind.String);
        ImmutableArray<ClassEntrySyntax>.Builder entries = ImmutableArray.CreateBuilder<ClassEntrySyntax>();
        inEntries = true;
        ReadBody(BeginsEntry, () => entries.Add(ParseClassEntry()));
        inEntries = false;
        return new(head, keyword, name, title, entries.ToImmutable(), SpanFrom(start));
    }

    // In a class, a name before `when`, `by` or `otherwise` begins the next entry.
    private bool inEntries;

    private bool BeginsEntry(int index)
    {
        Token next = At(index + 1).Kind == TokenKind.String ? At(index + 2) : At(index + 1);
        return At(index).Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier
            && next is { Kind: TokenKind.Identifier, Text: "when" or "by" or "otherwise" };
    }

    private ClassEntrySyntax ParseClassEntry()
    {
        HeadSyntax head = ParseHead();
        int start = Start;
        Token name = ExpectNameOrFail("the name of an entry");
        Token? label = NextIf(TokenKind.String);
        Token keyword = Current;
        ExpressionSyntax? expression = null;
        if (NextIfWord("when") is not null || NextIfWord("by") is not null)
        {
            expression = ParseExpression();
        }
        else if (NextIfWord("otherwise") is not null)
        {
            expression = NextIfWord("below") is null ? null : ParseArithmetic();
        }
        else
        {
            Fail("`when`, `by` or `otherwise`", IsName() ? Suggestions.DidYouMean(Current.Text, ["when", "by", "otherwise"]) : null);
            keyword = Missing();
        }

        ExpectEntryEnd();
        return new(head, name, label, keyword, expression, SpanFrom(start));
    }

    private void ExpectEntryEnd()
    {
        if (!IsBodyEnd && !IsName() && !IsKind(TokenKind.At))
        {
            Fail("an operator, the next entry or `}`");
        }
    }

    private ScoreSyntax ParseScore(HeadSyntax head, int start)
    {
        Token keyword = Next();
        Token name = ExpectName("the name of the score");
        Token? title = NextIf(TokenKind.String);
        ImmutableArray<ScoreLineSyntax>.Builder lines = ImmutableArray.CreateBuilder<ScoreLineSyntax>();
        ScoreRangeSyntax? range = null;
        ReadBody(BeginsScoreLine, () => ParseScorePart(lines, ref range));
        return new(head, keyword, name, title, lines.ToImmutable(), range, SpanFrom(start));
    }

    private bool BeginsScoreLine(int index) =>
        (At(index).Is("add") || At(index).Is("subtract")) && At(index + 1).Kind == TokenKind.Int || At(index).Is("range");

    private void ParseScorePart(ImmutableArray<ScoreLineSyntax>.Builder lines, ref ScoreRangeSyntax? range)
    {
        HeadSyntax head = ParseHead();
        Token word = Current;
        if (IsWord("add") || IsWord("subtract"))
        {
            lines.Add(ParseScoreLine(head));
        }
        else if (IsWord("range"))
        {
            Once(ref range, word, ParseScoreRange());
        }
        else
        {
            FailWord("a score", ["add", "subtract", "range"]);
        }
    }

    private ScoreRangeSyntax ParseScoreRange()
    {
        int start = Start;
        _ = Next();
        ExpressionSyntax from = ParseArithmetic();
        _ = ExpectWord("to");
        ExpressionSyntax to = ParseArithmetic();
        return new(from, to, SpanFrom(start));
    }

    private ScoreLineSyntax ParseScoreLine(HeadSyntax head)
    {
        int start = Start;
        Token keyword = Next();
        Token points = ParsePoints(keyword);
        if (NextIfWord("when") is not null)
        {
            ExpressionSyntax condition = ParseExpression();
            return new ScoreWhenSyntax(head, keyword, points, condition, SpanFrom(start));
        }

        _ = IsWord("per") ? Next() : Expect(TokenKind.Missing, "`when` or `per`");
        QuerySyntax query = ParseQuery();
        SpanSyntax? halving = null;
        Token? max = null;
        while (IsWord("halving") || IsWord("max"))
        {
            ParseScoreOption(ref halving, ref max);
        }

        return new ScorePerSyntax(head, keyword, points, query, halving, max, SpanFrom(start));
    }

    private Token ParsePoints(Token keyword)
    {
        if (IsKind(TokenKind.Minus) && Peek().Kind == TokenKind.Int)
        {
            string other = keyword.Text == "add" ? "subtract" : "add";
            Report(Rules.WholeNumberExpected.At(source, Next().Span, "the number of points", "`-`", $"write `{other}` instead"));
        }

        return ExpectInt("the number of points");
    }

    private void ParseScoreOption(ref SpanSyntax? halving, ref Token? max)
    {
        Token word = Next();
        if (word.Text == "max")
        {
            Once(ref max, word, ExpectInt("`max`"));
            return;
        }

        _ = ExpectWord("every");
        Once(ref halving, word, ParseSpan());
    }
}
