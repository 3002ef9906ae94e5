using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Binding;

public sealed partial class Binder
{
    private BoundExpression BindAgo(AgoSyntax syntax) =>
        BindAmount(syntax.Amount) is { } amount ? new BoundAgo(syntax, amount) : new BoundError(syntax);

    private BoundExpression BindUnits(UnitsSyntax syntax)
    {
        Expect(syntax.Operand, SegType.DateTime);
        BoundExpression operand = Bind(syntax.Operand);
        if (operand.Type.IsError || UnitOf(syntax.Unit) is not { } unit)
        {
            return new BoundError(syntax);
        }

        if (!IsInstant(operand.Type))
        {
            string wanted = $"{syntax.Unit.Text} {syntax.Keyword.Text}";
            return Report(syntax, Rules.ArgumentType.At(source, syntax.Operand.Span, wanted, operand.Type.Name, "it takes a date or an instant, such as `last(Visit).time`"));
        }

        return Flows(operand) ? RefuseNow(syntax) : new BoundUnits(syntax, unit, syntax.Keyword.Text == "since", operand);
    }

    private BoundExpression BindInWindow(InWindowSyntax syntax)
    {
        Expect(syntax.Value, SegType.DateTime);
        BoundExpression value = Bind(syntax.Value);
        if (value.Type.IsError)
        {
            return new BoundError(syntax);
        }

        if (!IsInstant(value.Type))
        {
            return Report(syntax, Rules.ArgumentType.At(source, syntax.Value.Span, "in a window", value.Type.Name, "only a date or an instant lies in a window"));
        }

        if (BindWindow(syntax.Window, isComparison: true) is not { } window)
        {
            return new BoundError(syntax);
        }

        if (value.Type == SegType.Date && FinestUnit(window) is { } unit and < TimeUnit.Day)
        {
            return Report(syntax, Rules.FinerThanADay.At(source, syntax.Window.Span, UnitName(unit)));
        }

        return Flows(value) && Rolls(window)
            ? RefuseNow(syntax)
            : Negated(syntax, syntax.Not, new BoundInWindow(syntax, value, window));
    }

    // Whether a bound flows with now; that of a calendar unit stands still for as long as the unit lasts.
    private bool Rolls(BoundWindow window) => window switch
    {
        BoundLastWindow or BoundNextWindow => true,
        BoundRangeWindow range => (range.From is { } from && Flows(from.Value)) || (range.Until is { } until && Flows(until.Value)),
        _ => false,
    };

    private static TimeUnit? FinestUnit(BoundWindow window) => window switch
    {
        BoundLastWindow w => w.Amount.Unit,
        BoundNextWindow w => w.Amount.Unit,
        BoundNextUnitWindow w => w.Unit,
        BoundThisWindow w => w.Unit,
        BoundPreviousWindow w => w.Amount.Unit,
        _ => null,
    };

    /// <summary>A window; null where it was reported. `in next` is for comparisons only.</summary>
    private BoundWindow? BindWindow(WindowSyntax syntax, bool isComparison)
    {
        switch (syntax)
        {
            case LastWindowSyntax s:
                return BindAmount(s.Amount) is { } last ? new BoundLastWindow(s, last) : null;
            case ThisWindowSyntax s:
                return UnitOf(s.Unit) is { } unit ? new BoundThisWindow(s, unit) : null;
            case PreviousWindowSyntax s:
                return UnitOf(s.Unit) is { } previous && CountOrOne(s, s.Count) is { } count
                    ? new BoundPreviousWindow(s, new BoundAmount(count, previous))
                    : null;
            case NextWindowSyntax s:
                return BindNext(s, isComparison);
            case SinceWindowSyntax s:
                return BindRange(s, s.From, null);
            case BeforeWindowSyntax s:
                return BindRange(s, null, s.Until);
            case FromUntilWindowSyntax s:
                return BindRange(s, s.From, s.Until);
            default:
                throw new System.Diagnostics.UnreachableException(syntax.GetType().Name);
        }
    }

    private BoundExpression? CountOrOne(SyntaxNode syntax, Token? count) =>
        count is null ? new BoundConstant(syntax, SegType.Int, 1L) : BindCount(count);

    private BoundWindow? BindNext(NextWindowSyntax syntax, bool isComparison)
    {
        if (!isComparison)
        {
            diagnostics.Add(Rules.NextNotHere.At(source, syntax.Span, "ask about the past: `in last 30 days`"));
            return null;
        }

        if (UnitOf(syntax.Unit) is not { } unit)
        {
            return null;
        }

        if (syntax.Count is null)
        {
            return new BoundNextUnitWindow(syntax, unit);
        }

        return BindCount(syntax.Count) is { } count ? new BoundNextWindow(syntax, new BoundAmount(count, unit)) : null;
    }

    private BoundWindow? BindRange(WindowSyntax syntax, ExpressionSyntax? from, ExpressionSyntax? until)
    {
        BoundEdge? lower = from is null ? null : BindEdge(from);
        BoundEdge? upper = until is null ? null : BindEdge(until);
        if ((from is not null && lower is null) || (until is not null && upper is null))
        {
            return null;
        }

        // since 7 days ago   =>   in last 7 days
        return upper is null && lower is { Value: BoundAgo ago }
            ? new BoundLastWindow(syntax, ago.Amount)
            : new BoundRangeWindow(syntax, lower, upper);
    }

    private BoundEdge? BindEdge(ExpressionSyntax syntax)
    {
        Expect(syntax, SegType.DateTime);
        BoundExpression value = Bind(syntax);
        if (value.Type.IsError)
        {
            return null;
        }

        if (!IsInstant(value.Type))
        {
            diagnostics.Add(Rules.WrongType.At(source, syntax.Span, "datetime", value.Type.Name, "a window begins and ends at a date or an instant"));
            return null;
        }

        return new BoundEdge(Widen(value, SegType.DateTime), Moves(value));
    }

    /// <summary>Whether a bound moves with now: it is built from `now` or `N units ago`, also through traits.</summary>
    private bool Moves(BoundExpression value) => value switch
    {
        BoundNow or BoundAgo => true,
        BoundArithmetic { Type: ScalarType { Kind: ScalarKind.DateTime } } sum => Moves(sum.Left),
        BoundTraitRef trait => StateOf(trait.Trait) is { Moves: true },
        BoundElse either => Moves(either.Value) || Moves(either.Otherwise),
        BoundCall { Function: FunctionKind.Least or FunctionKind.Greatest } call => call.Arguments.Any(Moves),
        BoundConversion conversion => conversion.Value.Type == SegType.DateTime && Moves(conversion.Value),
        _ => false,
    };

    private BoundExpression BindAsOf(AsOfSyntax syntax, SegType? expected)
    {
        Expect(syntax.Instant, SegType.DateTime);
        BoundExpression instant = Bind(syntax.Instant);
        BoundExpression value = Bind(syntax.Value, expected);
        if (instant.Type.IsError || value.Type.IsError)
        {
            return new BoundError(syntax);
        }

        if (!IsInstant(instant.Type) || !IsTravelTarget(instant))
        {
            return Report(syntax, Rules.AsOfInstant.At(source, syntax.Instant.Span, "for example `as of 30 days ago` or `as of 2026-01-01`"));
        }

        if (value is BoundSetLiteral || value.Type is EventType or ListType)
        {
            return Report(syntax, Rules.ArgumentType.At(source, syntax.Value.Span, "as of", value.Type.Name, "ask for one of its values: `last(Event).field as of …`"));
        }

        return new BoundAsOf(syntax, value, Widen(instant, SegType.DateTime));
    }

    private bool IsTravelTarget(BoundExpression instant) => instant switch
    {
        BoundConstant or BoundParam or BoundAgo => true,
        BoundTraitRef trait => StateOf(trait.Trait)?.Body is { } body && IsTravelTarget(body),
        BoundConversion conversion => IsTravelTarget(conversion.Value),
        _ => false,
    };

    /// <summary>
    /// Whether a value changes with every instant that passes, rather than at instants that can be computed: `now`, `N units ago`,
    /// what is reckoned from them, and a score that halves.
    /// </summary>
    private bool Flows(BoundExpression value) => value switch
    {
        BoundNow or BoundAgo => true,
        BoundArithmetic { Type: ScalarType { Kind: ScalarKind.DateTime or ScalarKind.Duration } } sum => Flows(sum.Left) || Flows(sum.Right),
        BoundArithmetic { Operator: not ArithmeticOperator.Divide } sum => Flows(sum.Left) || Flows(sum.Right),
        BoundTraitRef trait => StateOf(trait.Trait) is { Flows: true },
        BoundScoreRef score => score.Score.Fades,
        BoundElse either => Flows(either.Value) || Flows(either.Otherwise),
        BoundAsOf past => Flows(past.Value),
        BoundConversion conversion => Flows(conversion.Value),
        BoundNegate negate => Flows(negate.Operand),
        BoundCall { Function: not FunctionKind.Anniversary } call => call.Arguments.Any(Flows),
        _ => false,
    };

    // Allowed: now ± span, now − x. Everything else that flows has no computable instant at which it changes a condition.
    private bool MixesNow(ArithmeticOperator op, BoundExpression left, BoundExpression right)
    {
        bool leftFlows = Flows(left);
        bool rightFlows = Flows(right);
        if (!leftFlows && !rightFlows)
        {
            return false;
        }

        bool adds = op is ArithmeticOperator.Add or ArithmeticOperator.Subtract;
        bool shiftsInstant = adds && left.Type == SegType.DateTime && !rightFlows && (right.Type is SpanType || right.Type == SegType.Duration);
        bool difference = op == ArithmeticOperator.Subtract && IsInstant(left.Type) && IsInstant(right.Type) && leftFlows != rightFlows;
        bool shiftsDuration = adds && left.Type == SegType.Duration && right.Type == SegType.Duration && leftFlows != rightFlows;
        return !(shiftsInstant || difference || shiftsDuration);
    }

    private bool ComparesNow(BoundExpression left, BoundExpression right)
    {
        bool leftFlows = Flows(left);
        bool rightFlows = Flows(right);
        if (leftFlows && rightFlows)
        {
            return true;
        }

        bool fades = (leftFlows && left.Type.IsPlainNumber) || (rightFlows && right.Type.IsPlainNumber);
        return fades && !IsFixed(leftFlows ? right : left);
    }

    private BoundError RefuseNow(SyntaxNode syntax) => Report(syntax, Rules.ArithmeticWithNow.At(
        source, syntax.Span, "compare `now - x` with a duration, an instant with `N units ago`, or a halving score with a number"));
}
