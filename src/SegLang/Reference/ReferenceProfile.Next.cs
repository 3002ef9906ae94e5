using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Reference;

// The instants at which time alone changes something. They may be found too early, where nothing changes yet, but never too late.
public sealed partial class ReferenceProfile
{
    /// <summary>The last microsecond of the year 9999.</summary>
    public const long EndOfCalendar = 253_402_300_799_999_999;

    private const int MostSteps = 200;

    private (long Until, Dictionary<Symbol, long> Known)? nexts;

    /// <summary>
    /// The first instant after now, up to a last one, at which time alone gives an expression another value, if nothing happens to the
    /// profile until then; null if there is none. Where that is far off it may be an earlier instant, from which to ask again.
    /// </summary>
    public long? Next(BoundExpression expression, long until = EndOfCalendar) => expression is BoundLogical logical
        ? Next(p => p.NextOfLogical(logical, until), p => p.Evaluate(logical, null), until)
        : Next(p => p.Next(expression, null, until), p => p.Evaluate(expression, null), until);

    /// <summary>As <see cref="Next(BoundExpression, long)"/>, of a trait, segment, class or score.</summary>
    public long? Next(Symbol symbol, long until = EndOfCalendar) => evaluator.Rules.Definition(symbol) is BoundSegment segment
        ? NextTruth(segment.Condition, until)
        : Next(p => p.NextOf(symbol, until), p => p.Value(symbol), until);

    /// <summary>As <see cref="Next(BoundExpression, long)"/>, where it only matters whether a condition is true.</summary>
    internal long? NextTruth(BoundExpression condition, long until) => condition switch
    {
        BoundSegmentRef segment => NextTruth(((BoundSegment)evaluator.Rules.Definition(segment.Segment)).Condition, until),
        BoundLogical logical => Next(p => p.NextTruthOfLogical(logical, until), p => p.IsTrue(logical, null), until),
        _ => Next(p => p.Next(condition, null, until), p => p.IsTrue(condition, null), until),
    };

    // An `and` that is false stays so at least until all that make it false have changed; an `or` that is true likewise.
    private long NextOfLogical(BoundLogical logical, long until)
    {
        bool decisive = !logical.IsAnd;
        return Evaluate(logical, null) is bool value && value == decisive
            ? logical.Operands.Where(o => Evaluate(o, null) is bool operand && operand == decisive).Select(o => Next(o, until) ?? Never).Max()
            : logical.Operands.Select(o => Next(o, until) ?? Never).Min();
    }

    // The same where unknown is as good as false.
    private long NextTruthOfLogical(BoundLogical logical, long until)
    {
        bool isTrue = IsTrue(logical, null);
        var same = logical.Operands.Where(o => IsTrue(o, null) == isTrue).Select(o => NextTruth(o, until) ?? Never);
        return logical.IsAnd == isTrue ? same.Min() : same.Max();
    }

    // Goes from candidate to candidate until the value is another one.
    private long? Next(Func<ReferenceProfile, long> candidate, Func<ReferenceProfile, object?> value, long until)
    {
        long next = candidate(this);
        if (next > until)
        {
            return null;
        }

        object? before = value(this);
        for (int step = 0; step < MostSteps; step++)
        {
            var then = At(next);
            if (!Equals(value(then), before))
            {
                return next;
            }

            next = candidate(then);
            if (next > until)
            {
                return null;
            }
        }

        return next;
    }

    private long NextOf(Symbol symbol, long until)
    {
        if (!evaluator.Timing.IsTimed(symbol))
        {
            return Never;
        }

        if (nexts is not { } memo || memo.Until != until)
        {
            nexts = memo = (until, new(ReferenceEqualityComparer.Instance));
        }

        if (!memo.Known.TryGetValue(symbol, out long next))
        {
            next = OnEnoughStack(() => NextOf(evaluator.Rules.Definition(symbol), until)) is long found ? found : Never;
            memo.Known.Add(symbol, next);
        }

        return next;
    }

    private long NextOf(BoundDefinition definition, long until)
    {
        long next = Never;
        if (definition is not BoundScore score)
        {
            return Earliest(BoundTree.Children(definition), null, until);
        }

        foreach (var line in score.Lines)
        {
            next = Math.Min(next, line switch
            {
                BoundScoreWhen condition => Next(condition.Condition, null, until),
                BoundScorePer per => NextOfQuery(per.Query, null, until),
                _ => Never,
            });
        }

        return next;
    }

    private long Earliest(IEnumerable<BoundExpression> expressions, ReferenceScope? scope, long until)
    {
        long next = Never;
        foreach (var expression in expressions)
        {
            next = Math.Min(next, Next(expression, scope, until));
        }

        return next;
    }

    // What changes with every instant has no candidate of its own; whoever compares it finds the instant.
    private long Next(BoundExpression expression, ReferenceScope? scope, long until)
    {
        if (!evaluator.Timing.IsTimed(expression))
        {
            return Never;
        }

        return expression switch
        {
            _ when BoundTree.Reference(expression) is { } symbol => NextOf(symbol, until),
            BoundNow or BoundAgo => Never,
            BoundToday => calendar.NextBreak(now, TimeUnit.Day),
            BoundProfileField field => NextOfField(facts, field.Field, until),
            BoundEventField field => NextOfField(ReferenceScope.Find(scope, field.Variable), field.Field, until),
            BoundRecordField field => NextOfField(ReferenceScope.Find(scope, field.Variable), field.Field, until),
            BoundOwnField field => NextOfField(ReferenceScope.Find(scope, ReferenceScope.Owner), field.Field, until),
            BoundEventMember member => NextOfMember(member, scope, until),
            BoundComparison comparison => NextOfComparison(comparison, scope, until),
            BoundPart part => NextOfPart(part, scope, until),
            BoundUnits units => NextOfUnits(units, scope, until),
            BoundInWindow window => NextOfInWindow(window, scope, until),
            BoundAsOf past => NextOfAsOf(past, scope, until),
            BoundAggregate aggregate => NextOfAggregate(aggregate, scope, until),
            BoundQuantifier quantifier => NextOfQuantifier(quantifier, scope, until),
            BoundCall { Function: FunctionKind.Anniversary } call => NextOfAnniversary(call, scope, until),
            _ => Earliest(BoundTree.Children(expression), scope, until),
        };
    }

    private long NextOfField(object owner, FieldSymbol field, long until) =>
        field.IsComputed ? Next(evaluator.Rules.ComputedFields[field], new(ReferenceScope.Owner, owner, null), until) : Never;

    private long NextOfMember(BoundEventMember member, ReferenceScope? scope, long until)
    {
        long next = Next(member.Event, scope, until);
        return Evaluate(member.Event, scope) is { } happened ? Math.Min(next, NextOfField(happened, member.Field, until)) : next;
    }

    private long NextOfQuantifier(BoundQuantifier quantifier, ReferenceScope? scope, long until)
    {
        long next = Next(quantifier.List, scope, until);
        foreach (var record in (ImmutableArray<RecordValue>)(Evaluate(quantifier.List, scope) ?? ImmutableArray<RecordValue>.Empty))
        {
            ReferenceScope inner = new(quantifier.Variable, record, scope);
            next = Math.Min(next, Earliest(new[] { quantifier.Where, quantifier.Value }.OfType<BoundExpression>(), inner, until));
        }

        return next;
    }

    // The value changes when the day after it begins; where a clock goes back over midnight, today may come twice.
    private long NextOfAnniversary(BoundCall call, ReferenceScope? scope, long until)
    {
        long next = Math.Min(Next(call.Arguments[0], scope, until), calendar.NextTransition(now));
        return Evaluate(call, scope) is int date && date < ReferenceCalendar.LastDate
            ? Math.Min(next, calendar.StartOfDay(date + 1) ?? Never)
            : next;
    }

    private long NextOfAggregate(BoundAggregate aggregate, ReferenceScope? scope, long until)
    {
        long next = NextOfQuery(aggregate.Query, scope, until);
        if (aggregate.Value is not { } value || !evaluator.Timing.IsTimed(value))
        {
            return next;
        }

        var variable = aggregate.Query.Steps[0].Variable;
        foreach (var happened in events.Where(e => e.Event == variable.Event))
        {
            next = Math.Min(next, Next(value, new(variable, happened, scope), until));
        }

        return next;
    }

    private long NextOfQuery(BoundQuery query, ReferenceScope? scope, long until)
    {
        long next = Never;
        for (int index = 0; index < query.Steps.Length; index++)
        {
            next = Math.Min(next, NextOfStep(query, index, scope, until));
        }

        return query.Steps[^1].IsNo ? Math.Min(next, NextEndOfAbsence(query, scope)) : next;
    }

    private long NextOfStep(BoundQuery query, int index, ReferenceScope? scope, long until)
    {
        var step = query.Steps[index];
        bool isTimed = step.Where is { } where && evaluator.Timing.IsTimed(where);
        bool seesOthers = isTimed || step.Window is BoundRangeWindow; // Its bounds may be about earlier steps.
        long next = Never;
        for (int i = 0; i < events.Length; i++)
        {
            if (events[i].Event == step.Variable.Event
                && (isTimed || query.IsSequence || IsTrue(step.Where, new(step.Variable, events[i], scope))))
            {
                foreach (var before in seesOthers ? ScopesBefore(query, index, i, scope) : [scope])
                {
                    next = Math.Min(next, NextOfStep(step, events[i], isTimed, before, Math.Min(next - 1, until)));
                }
            }
        }

        return next;
    }

    private long NextOfStep(BoundStep step, EventFacts happened, bool isTimed, ReferenceScope? before, long until)
    {
        long next = step.Window is BoundRangeWindow range ? Earliest(BoundTree.Children(range), before, until) : Never;
        next = Math.Min(next, NextInWindow(step.Window, happened.Time, before, true, Math.Min(next - 1, until)));
        return isTimed && step.Where is { } condition ? Math.Min(next, Next(condition, new(step.Variable, happened, before), until)) : next;
    }

    // Every choice of events, before a position, for the steps before one.
    private IEnumerable<ReferenceScope?> ScopesBefore(BoundQuery query, int index, int position, ReferenceScope? scope)
    {
        int before = index - 1;
        while (before >= 0 && query.Steps[before].IsNo)
        {
            before--;
        }

        if (before < 0)
        {
            return [scope];
        }

        var step = query.Steps[before];
        return Enumerable.Range(0, position).Where(i => events[i].Event == step.Variable.Event).SelectMany(i =>
            ScopesBefore(query, before, i, scope).Select(outer => (ReferenceScope?)new ReferenceScope(step.Variable, events[i], outer)));
    }

    // `then no C within d`: known from t + d on, for each event that t may be the time of.
    private long NextEndOfAbsence(BoundQuery query, ReferenceScope? scope)
    {
        var absence = query.Steps[^1];
        var start = absence.WithinOf ?? query.Steps.Last(s => !s.IsNo).Variable;
        long next = Never;
        if (absence.Within is { } within)
        {
            long count = Count(within, scope);
            foreach (var happened in events.Where(e => e.Event == start.Event))
            {
                long end = calendar.Add(happened.Time, count, within.Unit) ?? Never;
                next = Math.Min(next, end > now ? end : Never);
            }
        }

        return next;
    }
}
