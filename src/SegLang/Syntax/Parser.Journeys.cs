using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Syntax;

internal sealed partial class Parser
{
    private JourneySyntax ParseJourney(HeadSyntax head, int start)
    {
        Token keyword = Next();
        Token name = ExpectName("the name of the journey");
        Token? title = NextIf(TokenKind.String);
        Token? per = ParsePer();
        ImmutableArray<JourneyPartSyntax>.Builder parts = ImmutableArray.CreateBuilder<JourneyPartSyntax>();
        ReadBody(BeginsJourneyPart, () => AddIfPresent(parts, ParseJourneyPart()));
        return new(head, keyword, name, title, per, parts.ToImmutable(), SpanFrom(start));
    }

    // Reserved: the event after `per`.
    private Token? ParsePer()
    {
        if (NextIfWord("per") is null)
        {
            return null;
        }

        Token name = ExpectNameOrFail("the name of an event");
        _ = Expect(TokenKind.Dot, "`.` and a field");
        _ = ExpectNameOrFail("the name of a field");
        return name;
    }

    private static void AddIfPresent<T>(ImmutableArray<T>.Builder items, T? item)
        where T : class
    {
        if (item is not null)
        {
            items.Add(item);
        }
    }

    private bool BeginsJourneyPart(int index) => At(index) switch
    {
        { Kind: TokenKind.Identifier, Text: "start" or "stage" } => At(index + 1).Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier,
        { Kind: TokenKind.Identifier, Text: "final" } => At(index + 1).Is("stage"),
        { Kind: TokenKind.Identifier, Text: "anywhere" } => At(index + 1).Kind == TokenKind.OpenBrace,
        { Kind: TokenKind.Identifier, Text: "reenter" } => At(index + 1).Kind == TokenKind.Identifier,
        _ => false,
    };

    private JourneyPartSyntax? ParseJourneyPart()
    {
        HeadSyntax head = ParseHead();
        switch (Current)
        {
            case { Kind: TokenKind.Identifier, Text: "start" }:
                return ParseStart();
            case { Kind: TokenKind.Identifier, Text: "reenter" }:
                return ParseReenter();
            case { Kind: TokenKind.Identifier, Text: "anywhere" }:
                return ParseAnywhere();
            case { Kind: TokenKind.Identifier, Text: "stage" or "final" }:
                return ParseStage(head);
            default:
                FailWord("a journey", ["start", "reenter", "anywhere", "stage", "final"]);
                return null;
        }
    }

    private StartSyntax ParseStart()
    {
        int start = Start;
        Token keyword = Next();
        Token stage = ExpectNameOrFail("the name of a stage");
        if (NextIfWord("when") is not null)
        {
            return new(keyword, stage, null, null, ParseExpression(), SpanFrom(start));
        }

        _ = IsWord("on") ? Next() : Expect(TokenKind.Missing, "`on` or `when`");
        Token name = ExpectNameOrFail("the name of an event");
        ExpressionSyntax? where = NextIfWord("where") is null ? null : ParseExpression();
        return new(keyword, stage, name, where, null, SpanFrom(start));
    }

    private ReenterSyntax ParseReenter()
    {
        int start = Start;
        Token keyword = Next();
        Token mode = Current;
        if (IsWord("never") || IsWord("always"))
        {
            return new(keyword, Next(), null, SpanFrom(start));
        }

        _ = IsWord("after") ? Next() : Expect(TokenKind.Missing, "`never`, `always` or `after`");
        SpanSyntax span = ParseSpan();
        return new(keyword, mode, span, SpanFrom(start));
    }

    private AnywhereSyntax ParseAnywhere()
    {
        int start = Start;
        Token keyword = Next();
        ImmutableArray<StageLineSyntax> lines = ParseStageBody();
        return new(keyword, lines, SpanFrom(start));
    }

    private StageSyntax ParseStage(HeadSyntax head)
    {
        int start = Start;
        Token? final = NextIfWord("final");
        Token keyword = ExpectWord("stage");
        Token name = ExpectNameOrFail("the name of the stage");
        Token? title = NextIf(TokenKind.String);
        bool hasBody = final is null || IsKind(TokenKind.OpenBrace);
        ImmutableArray<StageLineSyntax> lines = hasBody ? ParseStageBody() : [];
        return new(head, final, keyword, name, title, lines, SpanFrom(start));
    }

    private ImmutableArray<StageLineSyntax> ParseStageBody()
    {
        ImmutableArray<StageLineSyntax>.Builder lines = ImmutableArray.CreateBuilder<StageLineSyntax>();
        ReadBody(BeginsStageLine, () => AddIfPresent(lines, ParseStageLine()));
        return lines.ToImmutable();
    }

    private bool BeginsStageLine(int index) => At(index) switch
    {
        { Kind: TokenKind.Identifier, Text: "on" or "when" or "after" or "at" } => startsLine[index],
        { Kind: TokenKind.Identifier, Text: "enter" } => At(index + 1).Is("do"),
        { Kind: TokenKind.Identifier, Text: "split" } => At(index + 1).Kind == TokenKind.OpenBrace,
        _ => false,
    };

    private StageLineSyntax? ParseStageLine()
    {
        HeadSyntax head = ParseHead();
        switch (Current is { Kind: TokenKind.Identifier } word ? word.Text : "")
        {
            case "enter":
                return ParseEnterLine(head);
            case "on":
                return ParseOnLine(head);
            case "when":
                return ParseWhenLine(head);
            case "after":
                return ParseAfterLine(head);
            case "at":
                return ParseAtLine(head);
            case "split":
                return ParseSplitLine(head);
            default:
                FailWord("a stage", ["enter", "on", "when", "after", "at", "split"]);
                return null;
        }
    }

    private EnterLineSyntax ParseEnterLine(HeadSyntax head)
    {
        int start = Start;
        Token keyword = Next();
        ImmutableArray<ActionCallSyntax> actions = IsWord("do") ? ParseDo() : FailDo();
        return new(head, keyword, actions, SpanFrom(start));
    }

    private ImmutableArray<ActionCallSyntax> FailDo()
    {
        Fail("`do`");
        return [];
    }

    private OnLineSyntax ParseOnLine(HeadSyntax head)
    {
        int start = Start;
        Token keyword = Next();
        Token name = ExpectNameOrFail("the name of an event");
        ExpressionSyntax? where = NextIfWord("where") is null ? null : ParseExpression();
        Token? target = ParseTarget();
        ImmutableArray<ActionCallSyntax> actions = ParseDo();
        return new(head, keyword, name, where, target, actions, SpanFrom(start));
    }

    private WhenLineSyntax ParseWhenLine(HeadSyntax head)
    {
        int start = Start;
        Token keyword = Next();
        ExpressionSyntax condition = ParseExpression();
        Token? target = ParseTarget();
        ImmutableArray<ActionCallSyntax> actions = ParseDo();
        return new(head, keyword, condition, target, actions, SpanFrom(start));
    }

    private AfterLineSyntax ParseAfterLine(HeadSyntax head)
    {
        int start = Start;
        Token keyword = Next();
        SpanSyntax delay = ParseSpan();
        Token? without = NextIfWord("without") is null ? null : ExpectNameOrFail("the name of an event");
        ExpressionSyntax? where = without is null || NextIfWord("where") is null ? null : ParseExpression();
        Token? time = null;
        if (IsWord("at") && Peek().Kind == TokenKind.TimeOfDay)
        {
            _ = Next();
            time = Next();
        }

        Token? target = ParseTarget();
        ImmutableArray<ActionCallSyntax> actions = ParseDo();
        return new(head, keyword, delay, without, where, time, target, actions, SpanFrom(start));
    }

    private AtLineSyntax ParseAtLine(HeadSyntax head)
    {
        int start = Start;
        Token keyword = Next();
        ExpressionSyntax instant = ParseArithmetic();
        Token? target = ParseTarget();
        ImmutableArray<ActionCallSyntax> actions = ParseDo();
        return new(head, keyword, instant, target, actions, SpanFrom(start));
    }

    private SplitLineSyntax ParseSplitLine(HeadSyntax head)
    {
        int start = Start;
        Token keyword = Next();
        ImmutableArray<SplitBranchSyntax>.Builder branches = ImmutableArray.CreateBuilder<SplitBranchSyntax>();
        ReadBody(index => At(index).Kind == TokenKind.Percent, () => branches.Add(ParseSplitBranch()));
        return new(head, keyword, branches.ToImmutable(), SpanFrom(start));
    }

    private SplitBranchSyntax ParseSplitBranch()
    {
        int start = Start;
        Token share = Expect(TokenKind.Percent, "a share, such as `50%`");
        _ = Expect(TokenKind.Arrow, "`->` and a stage");
        Token target = ExpectNameOrFail("the name of a stage");
        return new(share, target, SpanFrom(start));
    }

    private Token? ParseTarget() => NextIf(TokenKind.Arrow) is null ? null : ExpectNameOrFail("the name of a stage");

    private ImmutableArray<ActionCallSyntax> ParseDo()
    {
        if (NextIfWord("do") is null)
        {
            return [];
        }

        ImmutableArray<ActionCallSyntax>.Builder actions = ImmutableArray.CreateBuilder<ActionCallSyntax>();
        do
        {
            actions.Add(ParseActionCall());
        }
        while (NextIf(TokenKind.Comma) is not null);

        return actions.ToImmutable();
    }

    private ActionCallSyntax ParseActionCall()
    {
        int start = Start;
        Token name = ExpectNameOrFail("the name of an action");
        _ = Expect(TokenKind.OpenParen, "`(`");
        ImmutableArray<FieldValueSyntax> arguments = ReadElements(TokenKind.CloseParen, () => ParseFieldValue("the name of a parameter and `:`"));
        _ = Expect(TokenKind.CloseParen, "`)`");
        return new(name, arguments, SpanFrom(start));
    }
}
