using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Syntax;

internal sealed partial class Parser
{
    // Whether a declaration begins here, told by its first words, since a field or event may have the same name.
    private bool BeginsDeclaration(int index)
    {
        Token word = At(index);
        if (word.Kind != TokenKind.Identifier)
        {
            return false;
        }

        TokenKind next = At(index + 1).Kind, afterNext = At(index + 2).Kind;
        bool named = next is TokenKind.Identifier or TokenKind.QuotedIdentifier;
        return word.Text switch
        {
            "ruleset" or "enum" or "record" or "profile" or "event" or "limit" => named && afterNext == TokenKind.OpenBrace,
            "segment" or "classify" or "score" or "journey" =>
                (named && (afterNext is TokenKind.OpenBrace or TokenKind.String || At(index + 2).Is("per")))
                || (next == TokenKind.String && afterNext == TokenKind.OpenBrace),
            "param" or "trait" => named && afterNext is TokenKind.Colon or TokenKind.Equals,
            "action" => named && afterNext == TokenKind.OpenParen,
            "test" => next == TokenKind.String && afterNext == TokenKind.OpenBrace,
            "list" => named && At(index + 2).Is("of"),
            _ => false,
        };
    }

    private DeclarationSyntax ParseDeclaration()
    {
        int start = Start;
        HeadSyntax head = ParseHead();
        Token keyword = Current;
        return keyword.Kind != TokenKind.Identifier ? SkipDeclaration(head) : ReadDeclaration(keyword, head, start) ?? ReadMisspelled(head, start);
    }

    private DeclarationSyntax? ReadDeclaration(Token keyword, HeadSyntax head, int start) => keyword.Text switch
    {
        "ruleset" => ParseRuleSet(head, start),
        "enum" => ParseEnum(head, start),
        "record" or "profile" or "event" => ParseSchema(head, keyword, start),
        "param" => ParseParam(head, start),
        "trait" => ParseTrait(head, start),
        "segment" => ParseSegment(head, start),
        "classify" => ParseClassify(head, start),
        "score" => ParseScore(head, start),
        "action" => ParseAction(head, start),
        "limit" => ParseLimit(head, start),
        "list" => ParseListDeclaration(head, start),
        "journey" => ParseJourney(head, start),
        "test" => ParseTest(head, start),
        _ => null,
    };

    // `sgment X { … }` is read as the segment that it is meant to be, so that uses of `X` are no second mistake.
    private DeclarationSyntax ReadMisspelled(HeadSyntax head, int start)
    {
        Token word = Current;
        string? meant = Peek().Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier or TokenKind.String
            && !Words.Declarations.Contains(Peek().Text)
            ? Suggestions.Closest(word.Text, Words.Declarations)
            : null;
        if (meant is null)
        {
            return SkipDeclaration(head);
        }

        Report(Rules.UnknownDeclaration.At(source, word.Span, FoundHere(word), $"did you mean `{meant}`?"));
        return ReadDeclaration(word with { Text = meant }, head, start) ?? SkipDeclaration(head);
    }

    private SkippedSyntax SkipDeclaration(HeadSyntax head)
    {
        Token word = tokens[position];
        string? help = MendOfDeclaration() ?? (IsName() ? Suggestions.DidYouMean(word.Text, Words.Declarations) : null);
        if (!panic)
        {
            panic = isAfterBroken; // What is left over of it.
            Fail(Rules.UnknownDeclaration.At(source, word.Kind == TokenKind.EndOfFile ? ErrorSpan() : word.Span, FoundHere(word), help));
            position += word.Kind is TokenKind.EndOfFile ? 0 : 1;
        }

        return new(head, word, word.Span);
    }

    private string FoundHere(Token token) =>
        token.Kind == TokenKind.EndOfFile ? "the end of the file" : $"`{Shorten(source.Slice(token.Span))}`";

    // The doc comment and annotations before a declaration, field, stage, member or line.
    private HeadSyntax ParseHead()
    {
        if (!Current.HasLongLeading && !IsKind(TokenKind.At))
        {
            return HeadSyntax.None;
        }

        List<string> doc = [];
        AddDoc(doc);
        ImmutableArray<AnnotationSyntax>.Builder annotations = ImmutableArray.CreateBuilder<AnnotationSyntax>();
        while (IsKind(TokenKind.At))
        {
            annotations.Add(ParseAnnotation());
            AddDoc(doc);
        }

        return doc.Count == 0 && annotations.Count == 0
            ? HeadSyntax.None
            : new(doc.Count == 0 ? null : string.Join('\n', doc), annotations.ToImmutable());
    }

    private void AddDoc(List<string> doc)
    {
        foreach (Trivia trivia in Current.Leading)
        {
            if (trivia.Kind == TriviaKind.DocComment)
            {
                string line = source.Slice(trivia.Span)[3..];
                doc.Add((line.StartsWith(' ') ? line[1..] : line).TrimEnd());
            }
        }
    }

    private AnnotationSyntax ParseAnnotation()
    {
        int start = Start;
        _ = Next();
        Token name = ExpectName("the name of an annotation");
        ImmutableArray<ExpressionSyntax> arguments = [];
        if (NextIf(TokenKind.OpenParen) is not null)
        {
            arguments = ReadElements(TokenKind.CloseParen, ParseAnnotationArgument);
            _ = Expect(TokenKind.CloseParen, "`)`");
        }

        return new(name, arguments, SpanFrom(start));
    }

    private ExpressionSyntax ParseAnnotationArgument()
    {
        ExpressionSyntax argument = ParseExpression();
        if (argument is not (LiteralSyntax or MissingSyntax))
        {
            Report(Rules.AnnotationLiteral.At(source, argument.Span));
            return new MissingSyntax(argument.Span);
        }

        return argument;
    }

    // Elements with commas between them; one after the last is allowed. A declaration at the start of a line ends them.
    private ImmutableArray<T> ReadElements<T>(TokenKind close, Func<T> element)
    {
        ImmutableArray<T>.Builder elements = ImmutableArray.CreateBuilder<T>();
        while (!panic && !IsKind(close) && !(startsLine[position] && BeginsDeclaration(position)))
        {
            elements.Add(element());
            if (NextIf(TokenKind.Comma) is null)
            {
                break;
            }
        }

        return elements.ToImmutable();
    }

    private RuleSetSyntax ParseRuleSet(HeadSyntax head, int start)
    {
        Token keyword = Next();
        Token name = ExpectName("the name of the rule set");
        Token? timezone = null, weekStart = null, edition = null;
        ReadBody(BeginsSetting, () => ParseSetting(ref timezone, ref weekStart, ref edition));
        return new(head, keyword, name, timezone, weekStart, edition, SpanFrom(start));
    }

    private bool BeginsSetting(int index) => At(index) is { Kind: TokenKind.Identifier, Text: "timezone" or "week" or "edition" };

    private void ParseSetting(ref Token? timezone, ref Token? weekStart, ref Token? edition)
    {
        Token word = Current;
        if (NextIfWord("timezone") is not null)
        {
            Once(ref timezone, word, Expect(TokenKind.String, "the name of a time zone, such as `\"Europe/Berlin\"`"));
        }
        else if (NextIfWord("week") is not null)
        {
            _ = ExpectWord("starts");
            bool isDay = IsWord("monday") || IsWord("sunday");
            Once(ref weekStart, word, isDay ? Next() : Expect(TokenKind.Missing, "`monday` or `sunday`"));
        }
        else if (NextIfWord("edition") is not null)
        {
            Once(ref edition, word, Expect(TokenKind.Int, "a year, such as `2026`"));
        }
        else
        {
            FailWord("a rule set", ["timezone", "week", "edition"]);
        }
    }

    // The first of two stays.
    private void Once<T>(ref T? slot, Token word, T value)
        where T : class
    {
        if (slot is not null && !panic)
        {
            Report(Rules.SaidTwice.At(source, word.Span, $"`{word.Text}`", "keep one of them"));
        }

        slot ??= value;
    }

    private void FailWord(string owner, ImmutableArray<string> words)
    {
        string list = string.Join(", ", words.Select(w => $"`{w}`"));
        string? advice = IsName() ? Suggestions.DidYouMean(Current.Text, words) : null;
        if (!panic)
        {
            Token word = tokens[position];
            Fail(Rules.UnknownWord.At(source, word.Span, FoundHere(word), owner, advice ?? $"it knows {list}"));
        }
    }

    private EnumSyntax ParseEnum(HeadSyntax head, int start)
    {
        Token keyword = Next();
        Token name = ExpectName("the name of the enum");
        ImmutableArray<EnumMemberSyntax>.Builder members = ImmutableArray.CreateBuilder<EnumMemberSyntax>();
        ReadBody(index => At(index - 1).Kind == TokenKind.Comma, () => members.Add(ParseEnumMember()));
        return new(head, keyword, name, members.ToImmutable(), SpanFrom(start));
    }

    private EnumMemberSyntax ParseEnumMember()
    {
        HeadSyntax head = ParseHead();
        int start = Start;
        Token name = IsKind(TokenKind.String) ? SkipQuotes() : ExpectNameOrFail("the name of a member");
        Token? label = NextIf(TokenKind.String);
        EnumMemberSyntax member = new(head, name, label, SpanFrom(start));
        if (!IsKind(TokenKind.CloseBrace))
        {
            ExpectComma();
        }

        return member;
    }

    // `enum E { "a", "b" }` is one mistake, however many members have it.
    private Token SkipQuotes()
    {
        bool isFirst = At(position - 2).Kind != TokenKind.String;
        if (isFirst)
        {
            Report(Rules.Expected.At(source, Current.Span, "the name of a member", Found(), "members stand without quotes; backticks quote a name that has spaces"));
        }

        _ = Next();
        return Missing();
    }

    private Token ExpectNameOrFail(string what) =>
        IsName() && !BeginsField(position) ? Next() : Expect(TokenKind.Missing, what);

    // A missing comma before a name can be read past.
    private void ExpectComma(bool canReadPast = true)
    {
        if (NextIf(TokenKind.Comma) is not null)
        {
            return;
        }

        if (canReadPast && IsName() && !IsBodyEnd)
        {
            Report(Rules.Expected.At(source, ErrorSpan(), "`,`", Found()));
        }
        else
        {
            Fail("`,` or `}`");
        }
    }

    private ParamSyntax ParseParam(HeadSyntax head, int start)
    {
        Token keyword = Next();
        Token name = ExpectName("the name of the param");
        _ = Expect(TokenKind.Colon, "`:` and a type");
        TypeSyntax type = ParseType();
        _ = Expect(TokenKind.Equals, "`=` and a value");
        ExpressionSyntax value = ParseExpression();
        return new(head, keyword, name, type, value, SpanFrom(start));
    }

    private TraitSyntax ParseTrait(HeadSyntax head, int start)
    {
        Token keyword = Next();
        Token name = ExpectName("the name of the trait");
        TypeSyntax? type = NextIf(TokenKind.Colon) is null ? null : ParseType();
        _ = Expect(TokenKind.Equals, "`=` and an expression");
        ExpressionSyntax expression = ParseExpression();
        return new(head, keyword, name, type, expression, SpanFrom(start));
    }

    private SegmentSyntax ParseSegment(HeadSyntax head, int start)
    {
        Token keyword = Next();
        Token name = ExpectName("the name of the segment");
        Token? title = NextIf(TokenKind.String);
        if (!OpenBody())
        {
            return new(head, keyword, name, title, new MissingSyntax(new(PreviousEnd, 0)), SpanFrom(start));
        }

        ExpressionSyntax condition = ParseExpression();
        CloseBody("`}`", IsOnSameLine(position) && (IsName() || IsKind(TokenKind.OpenParen)) ? "join two conditions with `and` or `or`" : null);
        return new(head, keyword, name, title, condition, SpanFrom(start));
    }

    private ListDeclarationSyntax ParseListDeclaration(HeadSyntax head, int start)
    {
        Token keyword = Next();
        Token name = ExpectName("the name of the list");
        _ = ExpectWord("of");
        TypeSyntax type = ParseType();
        _ = ExpectWord("from");
        Token from = Expect(TokenKind.String, "the name of a file");
        return new(head, keyword, name, type, from, SpanFrom(start));
    }

    private ActionSyntax ParseAction(HeadSyntax head, int start)
    {
        Token keyword = Next();
        Token name = ExpectName("the name of the action");
        _ = Expect(TokenKind.OpenParen, "`(`");
        ImmutableArray<ActionParameterSyntax> parameters = ReadElements(TokenKind.CloseParen, ParseActionParameter);
        _ = Expect(TokenKind.CloseParen, "`)`");
        ExpressionSyntax? requires = null;
        HoursSyntax? hours = null;
        ImmutableArray<CapSyntax>.Builder caps = ImmutableArray.CreateBuilder<CapSyntax>();
        if (IsKind(TokenKind.OpenBrace))
        {
            ReadBody(BeginsActionRule, () => ParseActionRule(ref requires, caps, ref hours));
        }

        return new(head, keyword, name, parameters, requires, caps.ToImmutable(), hours, SpanFrom(start));
    }

    private bool BeginsActionRule(int index) => At(index) is { Kind: TokenKind.Identifier, Text: "requires" or "at" or "hours" };

    private ActionParameterSyntax ParseActionParameter()
    {
        int start = Start;
        Token name = ExpectNameOrFail("the name of a parameter");
        _ = Expect(TokenKind.Colon, "`:` and a type");
        TypeSyntax type = ParseType();
        return new(name, type, SpanFrom(start));
    }

    private void ParseActionRule(ref ExpressionSyntax? requires, ImmutableArray<CapSyntax>.Builder caps, ref HoursSyntax? hours)
    {
        Token word = Current;
        if (NextIfWord("requires") is not null)
        {
            Once(ref requires, word, ParseExpression());
        }
        else if (IsWord("at"))
        {
            caps.Add(ParseCap());
        }
        else if (IsWord("hours"))
        {
            Once(ref hours, word, ParseHours());
        }
        else
        {
            FailWord("an action", ["requires", "at", "hours"]);
        }
    }

    private CapSyntax ParseCap()
    {
        int start = Start;
        _ = ExpectWord("at");
        _ = ExpectWord("most");
        Token count = ExpectInt("the number of times");
        _ = ExpectWord("per");
        SpanSyntax per = ParseSpan();
        return new(count, per, SpanFrom(start));
    }

    private HoursSyntax ParseHours()
    {
        int start = Start;
        _ = ExpectWord("hours");
        Token from = Expect(TokenKind.TimeOfDay, "a time of day, such as `08:00`");
        _ = ExpectWord("to");
        Token to = Expect(TokenKind.TimeOfDay, "a time of day, such as `20:00`");
        return new(from, to, SpanFrom(start));
    }

    private LimitSyntax ParseLimit(HeadSyntax head, int start)
    {
        Token keyword = Next();
        Token name = ExpectName("the name of the limit");
        ImmutableArray<CapSyntax>.Builder caps = ImmutableArray.CreateBuilder<CapSyntax>();
        ImmutableArray<Token>.Builder actions = ImmutableArray.CreateBuilder<Token>();
        ReadBody(index => IsCap(index) || At(index - 1).Kind == TokenKind.Comma, () => ParseLimitPart(caps, actions));
        return new(head, keyword, name, caps.ToImmutable(), actions.ToImmutable(), SpanFrom(start));
    }

    private bool IsCap(int index) => At(index).Is("at") && At(index + 1).Is("most");

    private void ParseLimitPart(ImmutableArray<CapSyntax>.Builder caps, ImmutableArray<Token>.Builder actions)
    {
        if (IsCap(position))
        {
            caps.Add(ParseCap());
            return;
        }

        actions.Add(ExpectNameOrFail("`at most` or the name of an action"));
        if (!IsKind(TokenKind.CloseBrace) && !IsCap(position))
        {
            ExpectComma();
        }
    }

    // A whole number; one with decimals or a name is a mistake that can be read past.
    private Token ExpectInt(string what)
    {
        if (IsKind(TokenKind.Int))
        {
            return Next();
        }

        Report(Rules.WholeNumberExpected.At(source, ErrorSpan(), what, Found()));
        if (Current.Kind is TokenKind.Decimal or TokenKind.Percent or TokenKind.String)
        {
            return Missing(Next());
        }

        panic = true;
        return Missing();
    }

    private static Token Missing(Token inPlaceOf) => new(TokenKind.Missing, inPlaceOf.Span, "", null, []);
}
