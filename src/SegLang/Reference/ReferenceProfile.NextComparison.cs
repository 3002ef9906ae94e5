using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Reference;

// The next instants of comparisons, whose sides may change with every instant.
public sealed partial class ReferenceProfile
{
    private long NextOfComparison(BoundComparison comparison, ReferenceScope? scope, long until)
    {
        long next = Math.Min(Next(comparison.Left, scope, until), Next(comparison.Right, scope, until));
        long end = Math.Min(next - 1, until); // Until then only what flows changes.
        bool leftFlows = evaluator.Timing.Flows(comparison.Left);
        if (!leftFlows && !evaluator.Timing.Flows(comparison.Right))
        {
            return CountsTime(comparison.Left) != CountsTime(comparison.Right) ? NextOfCount(comparison, scope, until) : next;
        }

        var flow = leftFlows ? comparison.Left : comparison.Right;
        var other = leftFlows ? comparison.Right : comparison.Left;
        if (Evaluate(other, scope) is not { } fixedValue)
        {
            return next;
        }

        if (flow.Type == SegType.Number)
        {
            return Math.Min(next, FirstCrossing(flow, (double)fixedValue, scope, now, end));
        }

        int Level(long t) => At(t).Evaluate(flow, scope) is { } value ? Math.Sign(ReferenceArithmetic.Compare(value, flow.Type, fixedValue, other.Type)) : 2;
        return Math.Min(next, FirstOfFlow(flow, Level, end));
    }

    // `days since x >= 3` and its kin: one by one only the changes of the comparison matter, not those of the count.
    private long NextOfCount(BoundComparison comparison, ReferenceScope? scope, long until)
    {
        var (count, other) = CountsTime(comparison.Left) ? (comparison.Left, comparison.Right) : (comparison.Right, comparison.Left);
        long next = Next(other, scope, until);
        next = Math.Min(next, Operand(count) is { } operand ? Next(operand, scope, until) : Never);
        long end = Math.Min(next - 1, until);
        int Level(long t) => At(t).Compare(comparison with { Operator = ComparisonOperator.Less }, scope) is not { } less
            ? 3
            : less ? 0 : At(t).Compare(comparison with { Operator = ComparisonOperator.Equal }, scope) is true ? 1 : 2;
        return Math.Min(next, ReferenceChanges.FirstByTransitions(Level, calendar, now, end));
    }

    private bool CountsTime(BoundExpression expression) => Operand(expression) is not null;

    // What is counted from, where the count only ever grows or only ever shrinks while the zone's offset stays.
    private BoundExpression? Operand(BoundExpression expression) => expression switch
    {
        BoundConversion conversion => Operand(conversion.Value),
        BoundTraitRef trait => Operand(((BoundTrait)evaluator.Rules.Definition(trait.Trait)).Expression),
        BoundUnits units when units.IsSince || units.Unit < TimeUnit.Day || units.Operand.Type == SegType.Date => units.Operand,
        _ => null,
    };

    // The first instant in (from, until] at which a number that fades stands otherwise to a limit, exactly.
    private long FirstCrossing(BoundExpression flow, double limit, ReferenceScope? scope, long from, long until)
    {
        if (until <= from || Bounds(flow, from, from, scope) is not { } here)
        {
            return Never;
        }

        int before = here.Least.CompareTo(limit);
        Stack<(long From, long Until)> open = new([(from, until)]);
        while (open.TryPop(out var part))
        {
            // Where the bounds of a part stay on the same side, all of it does.
            if (Bounds(flow, part.From, part.Until, scope) is { } bounds && bounds.Least.CompareTo(limit) == before && bounds.Most.CompareTo(limit) == before)
            {
                continue;
            }

            if (part.Until - part.From == 1)
            {
                if (Bounds(flow, part.Until, part.Until, scope) is not { } value || value.Least.CompareTo(limit) != before)
                {
                    return part.Until;
                }

                continue;
            }

            long middle = part.From + ((part.Until - part.From) / 2);
            open.Push((middle, part.Until));
            open.Push((part.From, middle));
        }

        return Never;
    }

    // Between two instants at which nothing else changes, a score lies between these: each of its lines only ever fades.
    private (double Least, double Most)? Bounds(BoundExpression flow, long from, long until, ReferenceScope? scope)
    {
        switch (flow)
        {
            case BoundScoreRef reference:
                return Bounds((BoundScore)evaluator.Rules.Definition(reference.Score), At(from), At(until));
            case BoundTraitRef trait:
                return Bounds(((BoundTrait)evaluator.Rules.Definition(trait.Trait)).Expression, from, until, null);
            case BoundConversion conversion:
                return Bounds(conversion.Value, from, until, scope);
            case BoundElse choice:
                return Bounds(Evaluate(choice.Value, scope) is null ? choice.Otherwise : choice.Value, from, until, scope);
            case BoundAsOf past when At(from).Evaluate(past.Instant, scope) is long first && At(until).Evaluate(past.Instant, scope) is long last:
                return Bounds(past.Value, first, last, scope);
            default:
                return At(from).Evaluate(flow, scope) is double value ? (value, value) : null;
        }
    }

    // Sums of doubles never go back where a part of them does not, so the bounds hold for the sum as it is rounded.
    private static (double Least, double Most)? Bounds(BoundScore score, ReferenceProfile first, ReferenceProfile last)
    {
        double least = 0;
        double most = 0;
        foreach (var line in score.Lines)
        {
            if (first.LineValue(line) is not { } one || last.LineValue(line) is not { } other)
            {
                return null;
            }

            least += Math.Min(AsDouble(one), AsDouble(other));
            most += Math.Max(AsDouble(one), AsDouble(other));
        }

        return ((double)Clamped(least, score.From, score.To), (double)Clamped(most, score.From, score.To));
    }
}
