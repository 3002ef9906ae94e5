using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Binding;

public sealed partial class Binder
{
    /// <summary>Whether a value can be given where that type is declared, without loss.</summary>
    private static bool CanWiden(BoundExpression value, SegType target) => CanWiden(value.Type, target) || FitsAsConstant(value, target);

    private static bool CanWiden(SegType from, SegType to) => (from, to) switch
    {
        (ErrorType, _) or (_, ErrorType) => true,
        _ when from == to => true,
        (ScalarType { Kind: ScalarKind.Int }, DecimalType) => true,
        (DecimalType a, DecimalType b) => a.Digits <= b.Digits,
        (MoneyType a, MoneyType b) => a.Currency == b.Currency && a.Digits <= b.Digits,
        _ when from.IsPlainNumber && to == SegType.Number => true,
        _ when from == SegType.Date && to == SegType.DateTime => true,
        (SpanType, ScalarType { Kind: ScalarKind.Duration }) => true,
        _ => false,
    };

    // 1.50 fits a decimal(1), since nothing is lost: it is only written longer.
    private static bool FitsAsConstant(BoundExpression value, SegType target) =>
        value is BoundConstant { Value: long unscaled }
        && value.Type.Scale is { } from
        && target.Scale is { } to
        && (value.Type, target) is (DecimalType, DecimalType or ScalarType) or (MoneyType, MoneyType)
        && (value.Type as MoneyType)?.Currency == (target as MoneyType)?.Currency
        && Constants.Rescale(unscaled, from, to) is not null;

    /// <summary>The value as that type, to which it can be widened; constants are widened here and now.</summary>
    private BoundExpression Widen(BoundExpression value, SegType target)
    {
        if (value.Type == target || value.Type.IsError || target.IsError)
        {
            return value;
        }

        if (value is BoundConstant constant)
        {
            return WidenConstant(constant, target);
        }

        if (value is BoundSetLiteral set && target is SetType wanted)
        {
            return set with { Type = wanted, Elements = [.. set.Elements.Select(e => Widen(e, wanted.Element))] };
        }

        return value is BoundParam { Param.Default: SpanValue { Unit: TimeUnit.Month or TimeUnit.Quarter or TimeUnit.Year } span }
            ? NoLength(value.Syntax, span)
            : new BoundConversion(value.Syntax, value, target);
    }

    private BoundError NoLength(SyntaxNode syntax, SpanValue span) =>
        Report(syntax, Rules.NoFixedLength.At(source, syntax.Span, UnitName(span.Unit), "write it in days or hours, or compare with `… ago`"));

    private BoundExpression WidenConstant(BoundConstant constant, SegType target)
    {
        object? value = (constant.Value, target) switch
        {
            (long unscaled, _) when constant.Type.Scale is { } from && target.Scale is { } to => Constants.Rescale(unscaled, from, to),
            (long unscaled, _) when constant.Type.Scale is { } from && target == SegType.Number => (double)unscaled / Constants.Power(from),
            (int days, _) when target == SegType.DateTime => zone.StartOfDay(days),
            (SpanValue length, _) => Constants.Microseconds(length),
            _ => null,
        };
        if (value is not null)
        {
            return new BoundConstant(constant.Syntax, target, value);
        }

        return constant.Value is SpanValue span
            ? NoLength(constant.Syntax, span)
            : Report(constant.Syntax, Rules.NotAValue.At(source, constant.Syntax.Span, "a number beyond 64 bits"));
    }

    private static string UnitName(TimeUnit unit) => unit.ToString().ToLowerInvariant();

    /// <summary>The value where that type is declared, or an error that says why it does not fit.</summary>
    private BoundExpression Fit(BoundExpression value, SegType target)
    {
        if (value.Type.IsError || target.IsError)
        {
            return value;
        }

        if (CanWiden(value, target))
        {
            return Widen(value, target);
        }

        if (value is BoundSetLiteral set && target is SetType wanted)
        {
            BoundExpression? odd = set.Elements.FirstOrDefault(e => !CanWiden(e, wanted.Element));
            return odd is null ? Widen(value, target) : Fit(odd, wanted.Element);
        }

        return Report(value.Syntax, Misfit(value, target));
    }

    private Diagnostic Misfit(BoundExpression value, SegType target)
    {
        var span = value.Syntax.Span;
        switch (value.Type, target)
        {
            case (MoneyType a, MoneyType b) when a.Currency != b.Currency:
                return Rules.DifferentCurrencies.At(source, span, a.Currency, b.Currency);
            case (DecimalType or MoneyType, DecimalType or MoneyType or ScalarType { Kind: ScalarKind.Int })
                when value.Type is MoneyType == target is MoneyType:
                return Rules.FinerScale.At(source, span, target.Scale ?? 0, value.Type.Scale ?? 0, RoundingHelp(value, target));
            case (MoneyType a, _) when target.IsPlainNumber:
                return Rules.MoneyAndNumber.At(source, span, a.Currency, $"declare it as `money({a.Currency})`");
            case (_, MoneyType b) when value.Type.IsPlainNumber:
                return Rules.MoneyAndNumber.At(source, span, b.Currency, $"write the currency: `… {b.Currency}`");
            default:
                return Rules.WrongType.At(source, span, target.Name, value.Type.Name);
        }
    }

    private static string RoundingHelp(BoundExpression value, SegType target) => value switch
    {
        BoundConstant => "write fewer digits, or declare a finer type",
        _ when target == SegType.Int => "write `floor(…)` or `ceil(…)`",
        _ => $"write `round(…, {target.Scale})`",
    };

    /// <summary>The one type that all values can be widened to, or null.</summary>
    private static SegType? CommonType(ImmutableArray<BoundExpression> values)
    {
        SegType? common = null;
        foreach (BoundExpression value in values.Where(v => !v.Type.IsError))
        {
            common = common is null ? value.Type : CommonType(common, value.Type);
            if (common is null)
            {
                return null;
            }
        }

        return common ?? SegType.Error;
    }

    private static SegType? CommonType(SegType left, SegType right)
    {
        if (left == right)
        {
            return left;
        }

        return (left, right) switch
        {
            (MoneyType a, MoneyType b) when a.Currency == b.Currency => a.Digits > b.Digits ? a : b,
            _ when left.IsPlainNumber && right.IsPlainNumber =>
                left == SegType.Number || right == SegType.Number
                    ? SegType.Number
                    : new DecimalType(Math.Max(left.Scale ?? 0, right.Scale ?? 0)),
            _ when CanWiden(left, right) => right,
            _ when CanWiden(right, left) => left,
            _ => null,
        };
    }

    /// <summary>Why two types have nothing in common, in the user's words.</summary>
    private Diagnostic Incomparable(SyntaxNode at, SegType left, SegType right)
    {
        var span = at.Span;
        switch (left, right)
        {
            case (MoneyType a, MoneyType b):
                return Rules.DifferentCurrencies.At(source, span, a.Currency, b.Currency);
            case (MoneyType a, _) when right.IsPlainNumber:
                return Rules.MoneyAndNumber.At(source, span, a.Currency, $"write the currency: `… {a.Currency}`");
            case (_, MoneyType b) when left.IsPlainNumber:
                return Rules.MoneyAndNumber.At(source, span, b.Currency, $"write the currency: `… {b.Currency}`");
            case (ScalarType { Kind: ScalarKind.Date or ScalarKind.DateTime }, ScalarType { Kind: ScalarKind.Text }):
            case (ScalarType { Kind: ScalarKind.Text }, ScalarType { Kind: ScalarKind.Date or ScalarKind.DateTime }):
                return Rules.CannotCompare.At(source, span, left.Name, right.Name, "write dates without quotes: `2026-03-09`");
            case (EnumType or ClassType or JourneyType, ScalarType { Kind: ScalarKind.Text }):
                return Rules.CannotCompare.At(source, span, left.Name, right.Name, "write its member without quotes");
            default:
                return Rules.CannotCompare.At(source, span, left.Name, right.Name, MendOf(at, left, right));
        }
    }

    private static bool IsQuoted(SyntaxNode at) => at is LiteralSyntax { Token.Kind: TokenKind.String } or ComparisonSyntax { Right: LiteralSyntax };

    private static string? MendOf(SyntaxNode at, SegType left, SegType right) => (left, right) switch
    {
        (SetType, ScalarType { Kind: ScalarKind.Text }) when at is ListSyntax => "several are asked for with `contains any`, `contains all` or `contains none`",
        (SetType, _) => "a set is asked with `contains`, `contains any` or `contains all`",
        (ScalarType { Kind: ScalarKind.DateTime or ScalarKind.Date }, SpanType) => "compare it with an instant, such as `30 days ago`",
        (ScalarType { Kind: ScalarKind.Date }, _) when right.IsPlainNumber => "a date is written `1990-01-31`",
        (EventType, ScalarType { Kind: ScalarKind.DateTime or ScalarKind.Date }) => "compare when it happened: `.time`",
        (EventType, _) => "compare one of its fields: `.field`",
        (ScalarType { Kind: ScalarKind.Int }, SpanType) => "a count is compared with a number alone",
        (ScalarType { Kind: ScalarKind.Bool }, ScalarType { Kind: ScalarKind.Text }) when IsQuoted(at) => "write `true` or `false`, without quotes",
        (_, ScalarType { Kind: ScalarKind.Text }) when left.IsPlainNumber && IsQuoted(at) => "write numbers without quotes",
        _ => null,
    };
}
