using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Binding;

public sealed partial class Binder
{
    private const long LongestSpan = 1_000_000;

    private BoundExpression BindLiteral(LiteralSyntax syntax)
    {
        Token token = syntax.Token;
        if (token.Is("true") || token.Is("false"))
        {
            return new BoundConstant(syntax, SegType.Bool, token.Is("true"));
        }

        return token.Value switch
        {
            long value => new BoundConstant(syntax, SegType.Int, value),
            DecimalValue value => new BoundConstant(syntax, new DecimalType(value.Scale), value.Unscaled),
            string value => new BoundConstant(syntax, SegType.Text, value),
            DateOnly value => new BoundConstant(syntax, SegType.Date, Days(value)),
            DateTimeValue value => new BoundConstant(syntax, SegType.DateTime, zone.Instant(value.LocalMicroseconds, value.OffsetMinutes)),
            TimeOnly => Report(syntax, Rules.NotAValue.At(source, token.Span, "a time of day", "times of day stand after `at` and `hours` only")),
            _ => new BoundError(syntax), // The lexer has reported it.
        };
    }

    private static int Days(DateOnly date) => date.DayNumber - new DateOnly(1970, 1, 1).DayNumber;

    private BoundExpression BindMoney(MoneySyntax syntax)
    {
        string code = syntax.Currency.Text;
        if (Currencies.MinorUnit(code) is not { } digits)
        {
            string? help = Suggest(code, Currencies.Codes);
            return Report(syntax, Rules.UnknownCurrency.At(source, syntax.Currency.Span, code, help));
        }

        (long unscaled, int scale) = syntax.Amount.Value switch
        {
            long whole => (whole, 0),
            DecimalValue value => (value.Unscaled, value.Scale),
            _ => (0, -1),
        };
        if (scale < 0)
        {
            return new BoundError(syntax);
        }

        int wanted = Math.Max(scale, digits);
        return Constants.Rescale(unscaled, scale, wanted) is { } amount
            ? new BoundConstant(syntax, new MoneyType(code, wanted), amount)
            : Report(syntax, Rules.NotAValue.At(source, syntax.Span, "an amount beyond 64 bits"));
    }

    /// <summary>A span as a value: only one of a fixed number keeps its meaning everywhere.</summary>
    private BoundExpression BindSpan(SpanSyntax syntax)
    {
        if (BindAmount(syntax) is not { } amount)
        {
            return new BoundError(syntax);
        }

        return amount.Count is BoundConstant { Value: long count }
            ? new BoundConstant(syntax, SegType.Span, new SpanValue(count, amount.Unit))
            : Report(syntax, Rules.CountNotFixed.At(source, syntax.Count.Span, "outside windows a span has a literal number; or make the whole span a `duration` param"));
    }

    /// <summary>The number and unit of a span: the number is a literal or an int param. Null where that was reported.</summary>
    private BoundAmount? BindAmount(SpanSyntax syntax) =>
        UnitOf(syntax.Unit) is { } unit && BindCount(syntax.Count) is { } count ? new BoundAmount(count, unit) : null;

    private BoundExpression? BindCount(Token token)
    {
        LiteralSyntax literal = new(token);
        if (token.Value is long value)
        {
            if (value is >= 0 and <= LongestSpan)
            {
                return new BoundConstant(literal, SegType.Int, value);
            }

            diagnostics.Add(Rules.SpanTooLong.At(source, token.Span, "1 000 000"));
            return null;
        }

        if (!token.IsPresent || token.Kind is TokenKind.Int or TokenKind.Bad)
        {
            return null;
        }

        if (token.Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier)
        {
            Note(token, Look(token.Text));
            if (Look(token.Text) is ParamSymbol param)
            {
                if (param.Type == SegType.Int)
                {
                    return new BoundParam(literal, param);
                }

                if (param.Type.IsError)
                {
                    return null;
                }
            }
            else if (Look(token.Text) is null && ProfileField(token.Text) is null)
            {
                diagnostics.Add(UnknownName(new NameSyntax(token), null));
                return null;
            }
        }

        diagnostics.Add(Rules.CountNotFixed.At(source, token.Span, "write a whole number, or declare `param n: int = 30`"));
        return null;
    }

    private static TimeUnit? UnitOf(Token token) => token.Text.TrimEnd('s') switch
    {
        "second" => TimeUnit.Second,
        "minute" => TimeUnit.Minute,
        "hour" => TimeUnit.Hour,
        "day" => TimeUnit.Day,
        "week" => TimeUnit.Week,
        "month" => TimeUnit.Month,
        "quarter" => TimeUnit.Quarter,
        "year" => TimeUnit.Year,
        _ => null, // The parser has reported it.
    };

    private BoundExpression BindList(ListSyntax syntax, SegType? expected)
    {
        SegType? element = expected is SetType set ? set.Element : expected;
        ExpectElements(syntax, element);
        ImmutableArray<BoundExpression> elements = [.. syntax.Elements.Select(e => Bind(e, element))];
        if (elements.Any(e => e.Type.IsError))
        {
            return new BoundError(syntax);
        }

        if (elements.Length == 0)
        {
            return element is null
                ? Report(syntax, Rules.BadElement.At(source, syntax.Span, "an empty list has no type here", "write at least one value"))
                : new BoundSetLiteral(syntax, new SetType(element), []);
        }

        return MakeSet(syntax, elements, element);
    }

    private void ExpectElements(ListSyntax list, SegType? type)
    {
        if (type is not null)
        {
            Expect(list, type);
            list.Elements.ToList().ForEach(e => Expect(e, type));
        }
    }

    private BoundExpression MakeSet(ExpressionSyntax syntax, ImmutableArray<BoundExpression> elements, SegType? element)
    {
        SegType? common = element is not null && elements.All(e => CanWiden(e, element)) ? element : CommonType(elements);
        if (common is null)
        {
            BoundExpression odd = elements.First(e => CommonType([elements[0], e]) is null);
            return Report(syntax, Rules.CannotCompare.At(source, odd.Syntax.Span, elements[0].Type.Name, odd.Type.Name, "the values of a list have one type"));
        }

        if (common is SetType or ListType or EventType or RecordType or SpanType)
        {
            return Report(syntax, Rules.BadElement.At(source, syntax.Span, $"a list cannot hold {Rules.Article(common.Name)}"));
        }

        BoundSetLiteral set = new(syntax, new SetType(common), [.. elements.Select(e => Widen(e, common))]);
        if (!set.Elements.All(e => e.Type.IsError || IsFixed(e)))
        {
            looseSets.Add(set, source);
        }

        return set;
    }

    // Lists of expressions, which only a test that asks for each of them can hold; what is left is no value.
    private Dictionary<BoundSetLiteral, SourceText> looseSets = new(ReferenceEqualityComparer.Instance);

    private void CheckSets()
    {
        foreach ((BoundSetLiteral set, SourceText place) in looseSets)
        {
            diagnostics.Add(Rules.BadElement.At(
                place, set.Syntax.Span, "a list that is a value holds literals and params only", "ask for each value: `x in [a, b]`, `tags contains a`"));
        }
    }
}
