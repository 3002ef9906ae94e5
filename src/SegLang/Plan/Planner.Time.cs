using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Plan;

internal sealed partial class Planner
{
    private PlanAgo Ago(PlanInstant instant, BoundAmount amount, Scope scope, bool saturates)
    {
        PlanValue count = Lower(amount.Count, scope);
        return Share(
            $"ago {instant.Number} {Key(count)} {amount.Unit} {saturates}",
            id => new PlanAgo(id, instant, count, amount.Unit, saturates));
    }

    // 2 days + x   =>   x + 2 days
    private PlanValue LowerArithmetic(BoundArithmetic arithmetic, Scope scope)
    {
        (BoundExpression left, BoundExpression right) = Ordered(arithmetic);
        PlanValue from = Lower(left, scope);
        PlanValue by = Lower(right, scope);
        return MovesBySpan(arithmetic)
            ? Move(from, by, arithmetic.Operator == ArithmeticOperator.Subtract, saturates: false)
            : Arithmetic(arithmetic.Operator, from, by, arithmetic.Type);
    }

    private static (BoundExpression Left, BoundExpression Right) Ordered(BoundArithmetic arithmetic) =>
        arithmetic.Left.Type is SpanType && arithmetic.Right.Type is not SpanType
        && (arithmetic.Type is not SpanType || Equals(arithmetic.Left.Type, SegType.Int))
            ? (arithmetic.Right, arithmetic.Left)
            : (arithmetic.Left, arithmetic.Right);

    private PlanValue Arithmetic(ArithmeticOperator op, PlanValue left, PlanValue right, SegType type) =>
        Share($"arithmetic {op} {Key(left)} {Key(right)} {Key(type)}", id => new PlanArithmetic(id, op, left, right, type));

    private PlanMove Move(PlanValue from, PlanValue span, bool isBack, bool saturates) =>
        Share($"move {Key(from)} {Key(span)} {isBack} {saturates}", id => new PlanMove(id, from, span, isBack, saturates));

    // `7 days ago - 1 month` starts from a bound that moves, and so never moves back itself.
    private bool MovesBySpan(BoundArithmetic arithmetic)
    {
        (BoundExpression from, BoundExpression by) = Ordered(arithmetic);
        return by.Type is SpanType && Equals(from.Type, SegType.DateTime) && Moves(from);
    }

    private bool Moves(BoundExpression expression) => expression switch
    {
        BoundNow or BoundAgo => true,
        BoundArithmetic arithmetic => Equals(arithmetic.Type, SegType.DateTime) && (Moves(arithmetic.Left) || Moves(arithmetic.Right)),
        BoundTraitRef trait => Equals(trait.Type, SegType.DateTime) && Moves(((BoundTrait)rules.Definition(trait.Trait)).Expression),
        BoundElse choice => Moves(choice.Value) || Moves(choice.Otherwise),
        BoundCall { Function: FunctionKind.Least or FunctionKind.Greatest } call => call.Arguments.Any(Moves),
        _ => false,
    };

    // As a window's bound what lies beyond the calendar is its end.
    private PlanValue LowerMoving(BoundExpression bound, Scope scope) => bound switch
    {
        BoundAgo ago => Ago(scope.Instant, ago.Amount, scope, saturates: true),
        BoundArithmetic arithmetic when MovesBySpan(arithmetic) => Move(
            LowerMoving(Ordered(arithmetic).Left, scope), Lower(Ordered(arithmetic).Right, scope),
            arithmetic.Operator == ArithmeticOperator.Subtract, saturates: true),
        BoundTraitRef trait when Moves(trait) =>
            LowerMoving(((BoundTrait)rules.Definition(trait.Trait)).Expression, Root with { Instant = scope.Instant }),
        _ => Lower(bound, scope),
    };

    private PlanEdge Edge(PlanValue value, bool isUpper, bool isAfter, PlanValue? cap) => Share(
        $"edge {Key(value)} {isUpper} {isAfter} {Key(cap)}",
        id => new PlanEdge(id, value, isUpper, isAfter, cap));

    private PlanEdge SeenUntil(PlanInstant instant) => Edge(Now(instant), isUpper: true, isAfter: true, null);

    private PlanValue UnitStart(PlanInstant instant, TimeUnit unit, BoundExpression? count, bool negated, SegType type, Scope scope)
    {
        PlanValue? shift = count is null ? null : Lower(count, scope);
        return Share(
            $"start {instant.Number} {unit} {Key(shift)} {negated} {Key(type)}",
            id => new PlanUnitStart(id, instant, unit, shift, negated, type));
    }

    /// <summary>The events of a window that the instant can see: [From, Until).</summary>
    private (PlanEdge? From, PlanEdge Until) LowerWindow(BoundWindow? window, Scope scope)
    {
        PlanEdge seen = SeenUntil(scope.Instant);
        return window switch
        {
            null => (null, seen),
            BoundLastWindow last => (Lower(Ago(scope.Instant, last.Amount, scope, saturates: true), isAfter: true), seen),
            BoundThisWindow current =>
                (Lower(UnitStart(scope.Instant, current.Unit, null, false, SegType.DateTime, scope), isAfter: false), seen),
            BoundPreviousWindow previous => LowerPrevious(previous, scope, seen),
            BoundRangeWindow range => LowerRange(range, scope, seen),
            _ => throw new System.Diagnostics.UnreachableException(window.GetType().Name),
        };
    }

    private PlanEdge Lower(PlanValue from, bool isAfter) => Edge(from, isUpper: false, isAfter, null);

    private (PlanEdge, PlanEdge) LowerPrevious(BoundPreviousWindow window, Scope scope, PlanEdge seen)
    {
        TimeUnit unit = window.Amount.Unit;
        PlanValue from = UnitStart(scope.Instant, unit, window.Amount.Count, true, SegType.DateTime, scope);
        PlanValue until = UnitStart(scope.Instant, unit, null, false, SegType.DateTime, scope);
        return (Lower(from, isAfter: false), Edge(until, isUpper: true, isAfter: false, seen));
    }

    private (PlanEdge?, PlanEdge) LowerRange(BoundRangeWindow window, Scope scope, PlanEdge seen) => (
        window.From is { } from ? Lower(LowerBound(from, scope), from.Moves) : null,
        window.Until is { } until ? Edge(LowerBound(until, scope), isUpper: true, until.Moves, seen) : seen);

    private PlanValue LowerBound(BoundEdge edge, Scope scope)
    {
        PlanValue value = edge.Moves ? LowerMoving(edge.Value, scope) : Lower(edge.Value, scope);
        return Conversion(value, SegType.DateTime);
    }

    private PlanValue LowerInWindow(BoundInWindow test, Scope scope)
    {
        PlanValue value = Lower(test.Value, scope);
        (PlanEdge? from, PlanEdge? until) = Equals(value.Type, SegType.Date)
            ? LowerDateWindow(test.Window, scope)
            : LowerInstantWindow(test.Window, scope);
        return Share(
            $"inrange {Key(value)} {Key(from)} {Key(until)}",
            id => new PlanInRange(id, value, from, until));
    }

    private (PlanEdge?, PlanEdge?) LowerInstantWindow(BoundWindow window, Scope scope) => window switch
    {
        BoundNextWindow next => (
            Lower(Now(scope.Instant), isAfter: false),
            Edge(Shifted(Now(scope.Instant), next.Amount, ArithmeticOperator.Add, scope), isUpper: true, isAfter: false, null)),
        BoundNextUnitWindow next => Unit(next.Unit, SegType.DateTime, 1, scope),
        BoundThisWindow current => Unit(current.Unit, SegType.DateTime, 0, scope),
        BoundPreviousWindow previous => (
            Lower(UnitStart(scope.Instant, previous.Amount.Unit, previous.Amount.Count, true, SegType.DateTime, scope), isAfter: false),
            Edge(UnitStart(scope.Instant, previous.Amount.Unit, null, false, SegType.DateTime, scope), isUpper: true, isAfter: false, null)),
        BoundRangeWindow range => (
            range.From is { } from ? Lower(LowerBound(from, scope), from.Moves) : null,
            range.Until is { } until ? Edge(LowerBound(until, scope), isUpper: true, until.Moves, null) : null),
        _ => LowerWindow(window, scope),
    };

    private (PlanEdge?, PlanEdge?) LowerDateWindow(BoundWindow window, Scope scope)
    {
        PlanValue today = Part(Now(scope.Instant), DatePart.Date, SegType.Date);
        return window switch
        {
            // (today - N, today]
            BoundLastWindow last => (
                Lower(Shifted(today, last.Amount, ArithmeticOperator.Subtract, scope), isAfter: true),
                Edge(today, isUpper: true, isAfter: true, null)),

            // [today, today + N)
            BoundNextWindow next => (
                Lower(today, isAfter: false),
                Edge(Shifted(today, next.Amount, ArithmeticOperator.Add, scope), isUpper: true, isAfter: false, null)),
            BoundNextUnitWindow next => Unit(next.Unit, SegType.Date, 1, scope),
            BoundThisWindow current => Unit(current.Unit, SegType.Date, 0, scope),
            BoundPreviousWindow previous => (
                Lower(UnitStart(scope.Instant, previous.Amount.Unit, previous.Amount.Count, true, SegType.Date, scope), isAfter: false),
                Edge(UnitStart(scope.Instant, previous.Amount.Unit, null, false, SegType.Date, scope), isUpper: true, isAfter: false, null)),
            _ => throw new System.Diagnostics.UnreachableException(window.GetType().Name),
        };
    }

    // The whole calendar unit, `first` units from the current one.
    private (PlanEdge?, PlanEdge?) Unit(TimeUnit unit, SegType type, int first, Scope scope)
    {
        PlanValue? at = first == 0 ? null : Constant(SegType.Int, (long)first);
        PlanValue next = Constant(SegType.Int, (long)first + 1);
        return (
            Lower(Start(at), isAfter: false),
            Edge(Start(next), isUpper: true, isAfter: false, null));

        PlanValue Start(PlanValue? count) => Share(
            $"start {scope.Instant.Number} {unit} {Key(count)} {false} {Key(type)}",
            id => new PlanUnitStart(id, scope.Instant, unit, count, false, type));
    }

    // A bound beyond the calendar is its end.
    private PlanValue Shifted(PlanValue from, BoundAmount amount, ArithmeticOperator op, Scope scope)
    {
        PlanValue count = Lower(amount.Count, scope);
        PlanValue unit = Constant(SegType.Span, new SpanValue(1, amount.Unit));
        PlanValue span = count is PlanConstant { Value: long n }
            ? Constant(SegType.Span, new SpanValue(n, amount.Unit))
            : Arithmetic(ArithmeticOperator.Multiply, unit, count, SegType.Span);
        PlanValue end = Equals(from.Type, SegType.Date)
            ? Constant(SegType.Date, op == ArithmeticOperator.Add ? int.MaxValue : int.MinValue)
            : Constant(SegType.DateTime, op == ArithmeticOperator.Add ? Calendars.Never : -Calendars.Never);
        return Else(Arithmetic(op, from, span, from.Type), end);
    }
}

/// <summary>Instants outside the calendar.</summary>
public static class Calendars
{
    /// <summary>Later than every instant; its negative is earlier than every one. One more is still a number.</summary>
    public const long Never = long.MaxValue - 1;
}
