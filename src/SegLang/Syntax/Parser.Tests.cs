using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Syntax;

internal sealed partial class Parser
{
    // Whether a record value may stand where a value is expected: in tests only.
    private bool inValues;

    // Whether the instant after `at` is being read: a brace after it belongs to the step.
    private bool inInstant;

    private TestSyntax ParseTest(HeadSyntax head, int start)
    {
        Token keyword = Next();
        Token name = Expect(TokenKind.String, "the name of the test in quotes");
        RecordValueSyntax? given = null;
        ImmutableArray<AtSyntax>.Builder steps = ImmutableArray.CreateBuilder<AtSyntax>();
        ReadBody(BeginsTestPart, () => ParseTestPart(ref given, steps));
        return new(head, keyword, name, given, steps.ToImmutable(), SpanFrom(start));
    }

    private bool BeginsTestPart(int index) =>
        startsLine[index] && ((At(index).Is("at") && At(index + 1).Kind != TokenKind.Colon) || (At(index).Is("given") && At(index + 1).Kind == TokenKind.OpenBrace));

    private void ParseTestPart(ref RecordValueSyntax? given, ImmutableArray<AtSyntax>.Builder steps)
    {
        Token word = Current;
        if (NextIfWord("given") is not null)
        {
            Once(ref given, word, ParseRecordValue());
        }
        else if (IsWord("at"))
        {
            steps.Add(ParseAt());
        }
        else
        {
            FailWord("a test", ["given", "at"]);
        }
    }

    private AtSyntax ParseAt()
    {
        int start = Start;
        Token keyword = Next();
        ExpressionSyntax instant = ParseInstant();
        ImmutableArray<TestStepSyntax>.Builder steps = ImmutableArray.CreateBuilder<TestStepSyntax>();
        bool hasBraces = IsKind(TokenKind.OpenBrace);
        if (hasBraces)
        {
            ReadBody(BeginsTestStep, () => AddIfPresent(steps, ParseTestStep()));
        }
        else
        {
            AddIfPresent(steps, ParseTestStep());
        }

        return new(keyword, instant, hasBraces, steps.ToImmutable(), SpanFrom(start));
    }

    // `2026-03-09 15:00`, as data files write it, is a mistake that can be read past.
    private ExpressionSyntax ParseInstant()
    {
        inInstant = true;
        ExpressionSyntax instant = ParseArithmetic();
        inInstant = false;
        if (IsKind(TokenKind.TimeOfDay) && instant is LiteralSyntax { Token.Kind: TokenKind.Date } date)
        {
            Report(Rules.Expected.At(source, Current.Span, "a step", Found(), $"write `{date.Token.Text}T{Current.Text}`"));
            return new MissingSyntax(TextSpan.Cover(instant.Span, Next().Span));
        }

        return instant;
    }

    private bool BeginsTestStep(int index) =>
        startsLine[index] && ((At(index).Is("expect") && At(index + 1).Kind != TokenKind.Colon) || At(index + 1).Kind == TokenKind.OpenBrace);

    private TestStepSyntax? ParseTestStep()
    {
        bool isEvent = IsName() && Peek().Kind == TokenKind.OpenBrace;
        if (IsWord("set") && isEvent)
        {
            return ParseSetStep();
        }

        if (IsWord("expect") && !isEvent)
        {
            return IsActionExpectation() ? ParseExpectActionStep() : ParseExpectStep();
        }

        if (isEvent)
        {
            return ParseEventStep();
        }

        Fail("an event with its fields, `set` or `expect`", IsName() ? Suggestions.DidYouMean(Current.Text, ["set", "expect"]) : null);
        return null;
    }

    private SetStepSyntax ParseSetStep()
    {
        int start = Start;
        Token keyword = Next();
        RecordValueSyntax fields = ParseRecordValue();
        return new(keyword, fields, SpanFrom(start));
    }

    private EventStepSyntax ParseEventStep()
    {
        int start = Start;
        Token name = Next();
        RecordValueSyntax fields = ParseRecordValue();
        return new(name, fields, SpanFrom(start));
    }

    private ExpectStepSyntax ParseExpectStep()
    {
        int start = Start;
        Token keyword = Next();
        ExpressionSyntax condition = ParseExpression();
        if (IsKind(TokenKind.CloseParen) || IsKind(TokenKind.CloseBracket))
        {
            Fail("an operator or the next step");
        }

        return new(keyword, condition, SpanFrom(start));
    }

    // `no Name`, `Name()` and `Name(argument: …)` ask for an action.
    private bool IsActionExpectation() =>
        (Peek().Is("no") && IsName(2) && IsOnSameLine(position + 2) && (Peek(2).Kind == TokenKind.QuotedIdentifier || !Words.AfterOperand.Contains(Peek(2).Text)))
        || (IsName(1) && Peek(2).Kind == TokenKind.OpenParen
            && (Peek(3).Kind == TokenKind.CloseParen || (IsName(3) && Peek(4).Kind == TokenKind.Colon)));

    private ExpectActionStepSyntax ParseExpectActionStep()
    {
        int start = Start;
        Token keyword = Next();
        Token? no = IsWord("no") && IsName(1) ? Next() : null;
        ActionCallSyntax call = ReadExpectedCall();
        return new(keyword, no, call, SpanFrom(start));
    }

    private ActionCallSyntax ReadExpectedCall()
    {
        int start = Start;
        return Peek().Kind == TokenKind.OpenParen ? ParseActionCall() : new(ExpectNameOrFail("the name of an action"), [], SpanFrom(start));
    }

    private RecordValueSyntax ParseRecordValue()
    {
        int start = Start;
        ImmutableArray<FieldValueSyntax>.Builder fields = ImmutableArray.CreateBuilder<FieldValueSyntax>();
        (bool outerFields, bool outerValues) = (inFields, inValues);
        inFields = inValues = true;
        ReadBody(index => BeginsField(index), () => ReadRecordField(fields));
        (inFields, inValues) = (outerFields, outerValues);
        return new(fields.ToImmutable(), SpanFrom(start));
    }

    private void ReadRecordField(ImmutableArray<FieldValueSyntax>.Builder fields)
    {
        fields.Add(ParseFieldValue("the name of a field and `:`"));
        if (!IsKind(TokenKind.CloseBrace))
        {
            ExpectComma(BeginsField(position));
        }
    }

    private FieldValueSyntax ParseFieldValue(string what)
    {
        int start = Start;
        Token name = IsName() ? Next() : Expect(TokenKind.Missing, what);
        _ = Expect(TokenKind.Colon, "`:` and a value");
        ExpressionSyntax value = ParseExpression();
        return new(name, value, SpanFrom(start));
    }
}
