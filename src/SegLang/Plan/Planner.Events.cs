using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Plan;

internal sealed partial class Planner
{
    // none(q)   =>   not any(q)
    private PlanValue LowerAggregate(BoundAggregate aggregate, Scope scope) => aggregate switch
    {
        { Kind: AggregateKind.None } => Not(LowerAggregate(aggregate with { Kind = AggregateKind.Any }, scope)),
        { Query.IsSequence: true } => Sequence(aggregate.Kind, aggregate.Query, aggregate.Type, scope),
        _ => Aggregate(aggregate.Kind, aggregate.Query.Steps[0], aggregate.Value, aggregate.Type, scope),
    };

    private PlanValue Count(BoundQuery query, Scope scope) => query.IsSequence
        ? Sequence(AggregateKind.Count, query, SegType.Int, scope)
        : Aggregate(AggregateKind.Count, query.Steps[0], null, SegType.Int, scope);

    private PlanValue Aggregate(AggregateKind kind, BoundStep step, BoundExpression? value, SegType type, Scope scope)
    {
        (PlanVariable variable, Scope inner) = Enter(step.Variable, scope.NextSlot, scope with { NextSlot = scope.NextSlot + 1 });
        (PlanEdge? from, PlanEdge until) = LowerWindow(step.Window, scope);
        PlanValue? where = step.Where is null ? null : LowerTruth(step.Where, inner, wanted: true);
        PlanValue? of = value is null ? null : Lower(value, inner);
        if (of is { MayBeUnknown: false } && kind is AggregateKind.Count or AggregateKind.Any)
        {
            of = null;
        }

        return Share(
            $"aggregate {kind} {scope.Instant.Number} {Key(variable)} {Key(from)} {Key(until)} {Key(where)} {Key(of)} {Key(type)}",
            id => new PlanAggregate(
                id, kind, scope.Instant, step.Variable.Event, variable, from, until, where, of, type));
    }

    private (PlanVariable Variable, Scope Inner) Enter(EventVariable variable, int slot, Scope scope)
    {
        PlanVariable planned = Variable(variable.Event, slot);
        return (planned, scope with { Events = scope.Events.SetItem(variable, planned) });
    }

    private PlanValue Sequence(AggregateKind kind, BoundQuery query, SegType type, Scope scope)
    {
        var steps = ImmutableArray.CreateBuilder<PlanStep>();

        // What stands inside the steps has slots of its own: an engine may bind the steps' variables in any order.
        Scope inner = scope with { NextSlot = scope.NextSlot + query.Steps.Length };
        foreach (BoundStep step in query.Steps)
        {
            (PlanEdge? from, PlanEdge until) = LowerWindow(step.Window, inner);
            (PlanVariable variable, inner) = Enter(step.Variable, scope.NextSlot + steps.Count, inner);
            PlanValue? where = step.Where is null ? null : LowerTruth(step.Where, inner, wanted: true);
            PlanValue? within = step.Within is null ? null : Lower(step.Within.Count, scope);
            steps.Add(new(
                step.IsNo, step.Variable.Event, variable, from, until, where, within,
                step.Within?.Unit ?? TimeUnit.Second, WithinOf(query, step, steps.Count)));
        }

        ImmutableArray<PlanStep> all = steps.ToImmutable();
        return Share(
            $"sequence {kind} {scope.Instant.Number} {Key(type)} {string.Join(';', all.Select(Key))}",
            id => new PlanSequence(id, kind, scope.Instant, all, type));
    }

    private static string Key(PlanStep step) =>
        $"{step.IsNo} {Key(step.Variable)} {Key(step.From)} {Key(step.Until)} {Key(step.Where)} {Key(step.Within)} {step.Unit} {step.WithinOf}";

    // The step that `within` counts from: the one named, or the last before it that is not a `no`.
    private static int WithinOf(BoundQuery query, BoundStep step, int index)
    {
        for (int i = index - 1; i >= 0; i--)
        {
            BoundStep earlier = query.Steps[i];
            if (step.WithinOf is null ? !earlier.IsNo : earlier.Variable == step.WithinOf)
            {
                return i;
            }
        }

        return -1;
    }

    private PlanFade Fade(BoundScorePer per, long halving, Scope scope)
    {
        BoundStep step = per.Query.Steps[0];
        (PlanVariable variable, Scope inner) = Enter(step.Variable, scope.NextSlot, scope with { NextSlot = scope.NextSlot + 1 });
        PlanEdge until = SeenUntil(scope.Instant);
        PlanValue? where = step.Where is null ? null : LowerTruth(step.Where, inner, wanted: true);
        return Share(
            $"fade {scope.Instant.Number} {Key(variable)} {Key(where)} {per.Points} {per.Max} {halving}",
            id => new PlanFade(
                id, scope.Instant, step.Variable.Event, variable, until, where, per.Points, per.Max, halving));
    }

    private PlanValue LowerQuantifier(BoundQuantifier quantifier, Scope scope)
    {
        PlanValue list = Lower(quantifier.List, scope);
        PlanVariable variable = Variable(quantifier.Variable.Record, scope.NextSlot);
        Scope inner = scope with { NextSlot = scope.NextSlot + 1, Records = scope.Records.SetItem(quantifier.Variable, variable) };

        // all(i in l where c)   =>   not any(i in l where c is not true)
        bool isAll = quantifier.Kind == QuantifierKind.All;
        PlanValue? where = quantifier.Where is null ? null : LowerTruth(quantifier.Where, inner, wanted: true);
        PlanValue? value = quantifier.Value is null ? null : Lower(quantifier.Value, inner);
        PlanValue? filter = !isAll ? where : where is null ? Constant(SegType.Bool, false) : Not(where);
        bool isAny = quantifier.Kind is QuantifierKind.Any or QuantifierKind.None or QuantifierKind.All;
        QuantifierKind kind = isAny ? QuantifierKind.Any : quantifier.Kind;
        PlanValue answer = Share(
            $"quantifier {kind} {Key(variable)} {Key(list)} {Key(filter)} {Key(value)} {Key(quantifier.Type)}",
            id => new PlanQuantifier(
                id, kind, quantifier.Variable.Record, variable, list, filter, value, quantifier.Type));
        return quantifier.Kind is QuantifierKind.All or QuantifierKind.None ? Not(answer) : answer;
    }
}
