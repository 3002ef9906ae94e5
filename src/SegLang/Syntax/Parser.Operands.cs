using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Syntax;

internal sealed partial class Parser
{
    private ExpressionSyntax ParsePrimary()
    {
        ExpressionSyntax operand = Enter() ? ParseOperand() : MissingOperand();
        Leave();
        return operand;
    }

    private ExpressionSyntax ParseOperand() => Current.Kind switch
    {
        TokenKind.Int or TokenKind.Decimal => ParseNumber(),
        TokenKind.Percent or TokenKind.String or TokenKind.Date or TokenKind.DateTime => ParseLiteral(),
        TokenKind.OpenParen => ParseParenthesized(),
        TokenKind.OpenBracket => ParseList(),
        TokenKind.OpenBrace when inValues => ParseRecordValue(),
        TokenKind.QuotedIdentifier when !BeginsField(position) => ReadQuoted(),
        TokenKind.Identifier when !BeginsField(position) && !BeginsNext() => ParseWord(),
        TokenKind.Bang => SkipNot(),
        TokenKind.TimeOfDay => SkipTime(),
        _ => MissingOperand(),
    };

    // A missing operand is a gap that can be read past.
    private MissingSyntax MissingOperand()
    {
        Report(Rules.Expected.At(source, ErrorSpan(), "a value or condition", Found()));
        return new(new(PreviousEnd, 0));
    }

    private ExpressionSyntax ReadQuoted() =>
        Peek().Kind == TokenKind.OpenParen ? ParseCall() : IsUnitAfter() ? ParseSpanOrAgo() : ParseName();

    // A class entry or a declaration that begins here leaves a gap before it.
    private bool BeginsNext() => (inEntries && BeginsEntry(position)) || (startsLine[position] && BeginsDeclaration(position));

    private ExpressionSyntax ParseWord() => Current.Text switch
    {
        "true" or "false" => ParseLiteral(),
        "now" or "today" => new NowSyntax(Next()),
        "not" => SkipNot(),
        _ when IsUnit(position) && (Peek().Is("since") || Peek().Is("until")) => ParseUnits(),
        _ when Peek().Kind == TokenKind.OpenParen => ReadCall(),
        _ when IsGapBeforeWord() => MissingOperand(),
        _ when IsUnitAfter() => ParseSpanOrAgo(),
        _ => ParseName(),
    };

    private LiteralSyntax ParseLiteral() => new(Next());

    private NameSyntax ParseName() => new(Next());

    private ExpressionSyntax ReadCall() =>
        Words.AfterOperand.Contains(Current.Text) ? MissingOperand() : ParseCall();

    // `x == and y`: the word that belongs after an operand is no name where an operand follows it.
    private bool IsGapBeforeWord() =>
        Words.AfterOperand.Contains(Current.Text)
        && IsOnSameLine(position + 1)
        && (Peek().Kind is TokenKind.String or TokenKind.Int or TokenKind.Decimal or TokenKind.QuotedIdentifier
            || (Peek().Kind == TokenKind.Identifier && !Words.AfterOperand.Contains(Peek().Text)));

    private MissingSyntax SkipNot()
    {
        int start = Start;
        Report(Rules.NotAsOperand.At(source, Current.Span, "write `(not …)`"));
        _ = Next();
        _ = ParseUnary();
        return new(SpanFrom(start));
    }

    private MissingSyntax SkipTime()
    {
        Report(Rules.Expected.At(
            source, Current.Span, "a value or condition", Found(), "a date and its time are written with a `T`: `2026-03-09T09:00`"));
        return new(Next().Span);
    }

    private bool IsUnit(int index) =>
        At(index).Kind == TokenKind.Identifier && Words.IsUnit(At(index).Text) && !BeginsField(index);

    private bool IsUnitAfter() => IsUnit(position + 1) && IsOnSameLine(position + 1) && !BeginsOther(position + 1);

    // A class entry, an event of a test or the hours of an action may follow a number and bear a unit's name.
    private bool BeginsOther(int index) =>
        BeginsEntry(index) || BeginsField(index) || (At(index + 1).Kind == TokenKind.OpenBrace && !inInstant)
        || (At(index).Is("hours") && At(index + 1).Kind == TokenKind.TimeOfDay);

    private ExpressionSyntax ParseNumber()
    {
        int next = position + 1;
        Token word = At(next);
        if (word.Kind != TokenKind.Identifier || BeginsOther(next) || Words.AfterOperand.Contains(word.Text))
        {
            return ParseLiteral();
        }

        bool isUnit = IsUnit(next) || (IsOnSameLine(next) && Words.MeantUnit(word.Text) is not null);
        return isUnit ? ParseSpanOrAgo()
            : IsCurrency(word) ? ParseMoney()
            : IsOnSameLine(next) && IsCurrencyInSmall(word) ? ReadMoneyInSmall()
            : ParseLiteral();
    }

    // `1 AND b` is no money: `AND` is an operator of other languages.
    private static bool IsCurrency(Token word) => word.Text.Length == 3 && word.Text.All(char.IsAsciiLetterUpper) && word.Text != "AND";

    private static bool IsCurrencyInSmall(Token word) =>
        word.Text.ToUpperInvariant() is "EUR" or "USD" or "GBP" or "CHF" or "JPY" or "SEK" or "NOK" or "DKK" or "PLN" or "CZK" or "CNY" or "INR";

    private MoneySyntax ParseMoney()
    {
        int start = Start;
        Token amount = Next();
        if (!IsOnSameLine(position))
        {
            Report(Rules.UnitOnNextLine.At(source, Current.Span));
        }

        Token currency = Next();
        return new(amount, currency, SpanFrom(start));
    }

    private MoneySyntax ReadMoneyInSmall()
    {
        int start = Start;
        Token amount = Next();
        string meant = Current.Text.ToUpperInvariant();
        Report(Rules.CurrencyCase.At(source, Current.Span, Current.Text, $"write `{meant}`"));
        Token currency = Next() with { Text = meant };
        return new(amount, currency, SpanFrom(start));
    }

    private ExpressionSyntax ParseSpanOrAgo()
    {
        int start = Start;
        SpanSyntax span = ParseSpan();
        return NextIfWord("ago") is { } ago ? new AgoSyntax(span, ago, SpanFrom(start)) : span;
    }

    private SpanSyntax ParseSpan()
    {
        int start = Start;
        Token count = ParseCount();
        Token unit = ParseUnit();
        return new(count, unit, SpanFrom(start));
    }

    private Token ParseCount()
    {
        if (IsName() && (IsUnit(position + 1) || !IsUnit(position)) && IsOnSameLine(position + 1) && Peek().Kind == TokenKind.Identifier)
        {
            return Next();
        }

        if (!IsUnit(position))
        {
            return ExpectInt("the number of units");
        }

        Report(Rules.WholeNumberExpected.At(source, Current.Span, "the number of units", Found(), $"write `1 {Current.Text}`"));
        return One();
    }

    private Token One() => new(TokenKind.Int, new(PreviousEnd, 0), "1", 1L, []);

    // A mistyped unit is read as the one that it is meant to be.
    private Token ParseUnit()
    {
        if (IsUnit(position))
        {
            if (!IsOnSameLine(position))
            {
                Report(Rules.UnitOnNextLine.At(source, Current.Span));
            }

            return Next();
        }

        if (!IsName() || !IsOnSameLine(position) || BeginsField(position))
        {
            Fail("a unit of time, such as `days`");
            return Missing();
        }

        string? meant = Words.MeantUnit(Current.Text);
        Report(Rules.UnknownUnit.At(
            source, Current.Span, Current.Text, meant is null ? "the units are second, minute, hour, day, week, month, quarter and year" : $"did you mean `{meant}`?"));
        return meant is null ? Missing(Next()) : Next() with { Text = meant };
    }

    // `years since X`: X binds like unary minus.
    private UnitsSyntax ParseUnits()
    {
        int start = Start;
        Token unit = Next();
        Token keyword = Next();
        ExpressionSyntax operand = ParseUnary();
        return new(unit, keyword, operand, SpanFrom(start));
    }

    private ExpressionSyntax ParseParenthesized()
    {
        int start = Start;
        Token open = Next();
        ExpressionSyntax inner = ParseExpression();
        if (IsKind(TokenKind.Comma))
        {
            Report(Rules.ListInParentheses.At(source, open.Span, "write `[a, b]`"));
            _ = Next();
            _ = ReadElements(TokenKind.CloseParen, ParseExpression);
            _ = Expect(TokenKind.CloseParen, "`)`");
            return new MissingSyntax(SpanFrom(start));
        }

        Token close = Expect(TokenKind.CloseParen, "`)`");
        return new ParenthesizedSyntax(open, inner, close, SpanFrom(start));
    }

    private ExpressionSyntax ParseList()
    {
        int start = Start;
        Token open = Next();
        ImmutableArray<ExpressionSyntax> elements = ReadElements(TokenKind.CloseBracket, ParseExpression);
        _ = Expect(TokenKind.CloseBracket, "`]`");
        if (elements.Length > Limits.ListElements)
        {
            Report(Rules.ListTooLong.At(source, open.Span));
            return new MissingSyntax(SpanFrom(start));
        }

        return new ListSyntax(elements, SpanFrom(start));
    }
}
