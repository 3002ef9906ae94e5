using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Plan;

namespace SegLang.Emit;

internal sealed partial class ProgramWriter
{
    // A step of an automaton, which is never a `no`, with the absence before it. Since: the state whose time bounds this one, −1 for none.
    private sealed record AutomatonStep(PlanStep Step, PlanStep? Absence, int Since);

    /// <summary>
    /// A sequence whose steps do not look at each other's events as an automaton that reads the events of its types once, in event order. State k
    /// says whether the steps up to k were matched, and how late the next bounded step may be: the latest deadline that any way to k leaves, since
    /// no other can do better. Null where that is not enough, as one step refers to another, bounds overlap, or an absence between two steps has
    /// an end of its own.
    /// </summary>
    private static ImmutableArray<AutomatonStep>? AutomatonOf(PlanSequence sequence)
    {
        ImmutableArray<PlanStep> steps = sequence.Steps;
        var states = ImmutableArray.CreateBuilder<AutomatonStep>();
        int open = 0;
        for (int i = 0; i < steps.Length; i++)
        {
            PlanStep step = steps[i];
            if (DependsOnSteps(step, steps) || (step.IsNo && step.Within is not null && i < steps.Length - 1))
            {
                return null;
            }

            if (step.IsNo)
            {
                continue;
            }

            int since = step.Within is null || states.Count == 0 ? -1 : steps.Take(step.WithinOf).Count(s => !s.IsNo);
            if (since >= 0 && since < open)
            {
                return null;
            }

            open = since < 0 ? open : states.Count;
            states.Add(new(step, i > 0 && steps[i - 1].IsNo ? steps[i - 1] : null, since));
        }

        return states.ToImmutable();
    }

    private void EmitAutomaton(PlanSequence sequence, ImmutableArray<AutomatonStep> states, Body body)
    {
        int id = sequence.Id;
        Require(body, layout.Dependencies(sequence));
        body.Line(sequence.Kind switch
        {
            AggregateKind.Any => $"bool v{id} = false;",
            AggregateKind.Count => $"long v{id} = 0;",
            _ => $"int v{id} = -1;",
        });
        for (int k = 0; k < states.Length - 1; k++)
        {
            body.Line($"long d{id}_{k} = long.MinValue;");
        }

        int[] types = [.. states.SelectMany(Used).Select(s => s.Event.Ordinal).Distinct().Order()];
        Require(body, states.SelectMany(Used).SelectMany(s => Plans.Present(s.From)));
        foreach (int type in types)
        {
            body.Line($"int p{id}_{type} = {StartOf(states, type)}, m{id}_{type} = r.EventCount({type});");
        }

        int end = states[^1].Step.Event.Ordinal;
        body.Line($"while (p{id}_{end} < m{id}_{end})");
        body.Line("{");
        WriteNextEvent(id, types, end, body);
        foreach (int type in types)
        {
            if (types.Length > 1)
            {
                body.Line($"if (y{id} == {type})");
            }

            body.Line("{");
            WriteEventOf(sequence, states, type, body.Inner());
            body.Line("}");
        }

        body.Line("}");
        if (sequence.MayBeUnknown)
        {
            body.Line($"bool k{id} = v{id} >= 0;");
        }
    }

    private static IEnumerable<PlanStep> Used(AutomatonStep state) => state.Absence is { } absence ? [absence, state.Step] : [state.Step];

    // Where the events of a type begin that any step can use.
    private static string StartOf(ImmutableArray<AutomatonStep> states, int type)
    {
        PlanStep[] steps = [.. states.SelectMany(Used).Where(s => s.Event.Ordinal == type)];
        return Array.Exists(steps, s => s.From is null)
            ? "0"
            : steps.Select(FirstOf).Distinct().Aggregate((a, b) => $"System.Math.Min({a}, {b})");
    }

    // Chooses the next event in event order: its type and index.
    private static void WriteNextEvent(int id, int[] types, int first, Body body)
    {
        body.Line($"int y{id} = {first}, x{id} = p{id}_{first};");
        foreach (int type in types.Where(t => t != first))
        {
            body.Line($"if (p{id}_{type} < m{id}_{type} && Operations.After(ref r, y{id}, x{id}, {type}, p{id}_{type})) {{ y{id} = {type}; x{id} = p{id}_{type}; }}");
        }
    }

    // From the last step to the first, so that an event serves one step of a match only.
    private void WriteEventOf(PlanSequence sequence, ImmutableArray<AutomatonStep> states, int type, Body body)
    {
        int id = sequence.Id;
        body.Line($"p{id}_{type}++;");
        for (int k = states.Length - 1; k >= 0; k--)
        {
            AutomatonStep state = states[k];
            if (state.Step.Event.Ordinal == type)
            {
                WriteUse(state.Step, id, k == 0 ? null : $"d{id}_{k - 1} != long.MinValue", body, inner => WriteState(sequence, states, k, inner));
            }

            if (state.Absence is { } absence && absence.Event.Ordinal == type)
            {
                WriteUse(absence, id, $"d{id}_{k - 1} != long.MinValue", body, inner => inner.Line($"d{id}_{k - 1} = long.MinValue;"));
            }
        }
    }

    // What happens where the event at hand fits a step and another condition holds.
    private void WriteUse(PlanStep step, int id, string? condition, Body body, Action<Body> use)
    {
        body.Line(condition is null ? "{" : $"if ({condition})\n{{");
        Body inner = body.Inner();
        inner.Line($"int {Index(step)} = x{id};");
        inner.Line($"long {Time(step)} = r.EventTime({step.Event.Ordinal}, x{id});");
        Require(inner, Plans.Present(step.From, step.Until));
        string from = step.From is null ? "" : $"{Time(step)} >= {Ref(step.From)} && ";
        inner.Line($"if ({from}{Time(step)} < {Ref(step.Until)})");
        inner.Line("{");
        Body within = inner.Inner();
        if (step.Where is { } where)
        {
            Require(within, [where]);
            within.Line($"if ({Ref(where)})");
            within.Line("{");
            use(within.Inner());
            within.Line("}");
        }
        else
        {
            use(within);
        }

        inner.Line("}");
        body.Line("}");
    }

    // A step is matched by the event at hand, if that is not too late.
    private void WriteState(PlanSequence sequence, ImmutableArray<AutomatonStep> states, int k, Body body)
    {
        int id = sequence.Id;
        if (states[k].Since >= 0)
        {
            body.Line($"if ({Time(states[k].Step)} <= d{id}_{k - 1})");
        }

        body.Line("{");
        if (k == states.Length - 1)
        {
            WriteMatch(sequence, states, body.Inner());
        }
        else
        {
            int bounded = Bounded(states, k);
            string latest = bounded < 0 || states[bounded].Since > k ? "long.MaxValue"
                : states[bounded].Since == k ? Deadline(states[bounded].Step, sequence.Steps)
                : $"d{id}_{k - 1}";
            body.Line($"d{id}_{k} = System.Math.Max(d{id}_{k}, {latest});");
        }

        body.Line("}");
    }

    // The next step after a state that has a bound; −1 for none.
    private static int Bounded(ImmutableArray<AutomatonStep> states, int k)
    {
        do
        {
            k++;
        }
        while (k < states.Length && states[k].Since < 0);
        return k < states.Length ? k : -1;
    }

    private void WriteMatch(PlanSequence sequence, ImmutableArray<AutomatonStep> states, Body body)
    {
        int id = sequence.Id;
        if (sequence.Steps[^1] is { IsNo: true } absence)
        {
            string flag = $"h{id}";
            string end = Deadline(absence, sequence.Steps);
            body.Line($"bool {flag} = {end} > c.Instants[{sequence.Instant.Number}].Now;");
            body.Line($"if (!{flag})");
            body.Line("{");
            Body inner = body.Inner();
            WriteLoop(absence, $"Operations.FirstAfter(ref r, {absence.Event.Ordinal}, {At(states[^1].Step)})", true, inner);
            WriteAbsent(absence, sequence.Steps, flag, inner.Inner());
            inner.Line("}");
            body.Line("}");
            body.Line($"if (!{flag})");
        }

        body.Line("{");
        string index = Index(states[^1].Step);
        body.Line(sequence.Kind switch
        {
            AggregateKind.Any => $"v{id} = true; break;",
            AggregateKind.First => $"v{id} = {index}; break;",
            AggregateKind.Count => $"v{id}++;",
            _ => $"v{id} = {index};",
        });
        if (sequence.Kind is not (AggregateKind.Any or AggregateKind.First))
        {
            body.Line(string.Concat(Enumerable.Range(0, states.Length - 1).Select(k => $"d{id}_{k} = long.MinValue; ")) + "continue;");
        }

        body.Line("}");
    }
}
