using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Plan;

namespace SegLang.Emit;

internal sealed partial class ProgramWriter
{
    private void EmitSequence(PlanSequence sequence, Body body)
    {
        if (AutomatonOf(sequence) is { } states)
        {
            EmitAutomaton(sequence, states, body);
        }
        else
        {
            EmitSearch(sequence, body);
        }
    }

    /// <summary>
    /// A sequence by search: for each event of the last step that is not a `no`, in order, whether earlier steps lead to it. Matches do not
    /// overlap and each ends as early as possible, so the search goes on after the last event of the one found.
    /// </summary>
    private void EmitSearch(PlanSequence sequence, Body body)
    {
        int id = sequence.Id;
        ImmutableArray<PlanStep> steps = sequence.Steps;
        int last = steps[^1].IsNo ? steps.Length - 2 : steps.Length - 1;
        Require(body, layout.Dependencies(sequence));
        string result = sequence.Kind switch
        {
            AggregateKind.Any => $"bool v{id} = false;",
            AggregateKind.Count => $"long v{id} = 0;",
            _ => $"int v{id} = -1;",
        };
        body.Line(result);
        body.Line($"int e{id} = -1;");
        body.Line("while (true)");
        body.Line("{");
        body.Line($"int z{id} = -1;");
        PlanStep end = steps[last];
        bool isOwn = !DependsOnSteps(end, steps);
        WriteLoop(end, $"e{id} + 1", isOwn, body);
        Body inner = body.Inner();
        if (isOwn)
        {
            WriteFrom(end, inner);
            WriteWhere(end, inner);
        }

        WriteChain(sequence, 0, last, isOwn, inner);
        inner.Line("}");
        body.Line($"F{id}:");
        body.Line($"if (z{id} < 0) {{ break; }}");
        string found = sequence.Kind switch
        {
            AggregateKind.Any => $"v{id} = true; break;",
            AggregateKind.Count => $"v{id}++;",
            AggregateKind.First => $"v{id} = z{id}; break;",
            _ => $"v{id} = z{id};",
        };
        body.Line(found);
        body.Line($"e{id} = z{id};");
        body.Line("}");
        if (sequence.MayBeUnknown)
        {
            body.Line($"bool k{id} = v{id} >= 0;");
        }
    }

    private static string Index(PlanStep step) => EventIndex(step.Variable);

    private static string Time(PlanStep step) => $"t{step.Variable.Slot}";

    private static bool DependsOnSteps(PlanStep step, ImmutableArray<PlanStep> steps) =>
        Plans.Present(step.From, step.Until, step.Where)
            .Any(p => p.Free.Any(v => v != step.Variable && steps.Any(s => s.Variable == v)));

    // Opens a loop over a step's events, up to the end of its window where that is known here.
    private void WriteLoop(PlanStep step, string start, bool isBounded, Body body)
    {
        if (isBounded)
        {
            Require(body, Plans.Present(step.From, step.Until));
        }

        int type = step.Event.Ordinal;
        body.Line($"for (int {Index(step)} = {start}, n{Index(step)} = r.EventCount({type}); {Index(step)} < n{Index(step)}; {Index(step)}++)");
        body.Line("{");
        body.Line($"long {Time(step)} = r.EventTime({type}, {Index(step)});");
        if (isBounded)
        {
            body.Line($"if ({Time(step)} >= {Ref(step.Until)}) {{ break; }}");
        }
    }

    private static void WriteFrom(PlanStep step, Body body)
    {
        if (step.From is not null)
        {
            body.Line($"if ({Time(step)} < {Ref(step.From)}) {{ continue; }}");
        }
    }

    private void WriteWhere(PlanStep step, Body body)
    {
        if (step.Where is { } where)
        {
            Require(body, [where]);
            body.Line($"if (!{Ref(where)}) {{ continue; }}");
        }
    }

    // The steps from `index` on, before the event of step `last`, which is chosen already.
    private void WriteChain(PlanSequence sequence, int index, int last, bool isOwn, Body body)
    {
        ImmutableArray<PlanStep> steps = sequence.Steps;
        while (index < last && steps[index].IsNo)
        {
            index++;
        }

        if (index == last)
        {
            WriteEnd(sequence, last, isOwn, body);
            return;
        }

        PlanStep step = steps[index];
        Require(body, Plans.Present(step.From));
        int previous = Previous(steps, index);
        string start = previous >= 0
            ? $"Operations.FirstAfter(ref r, {step.Event.Ordinal}, {At(steps[previous])})"
            : $"e{sequence.Id} < 0 ? {FirstOf(step)} : Operations.FirstAfter(ref r, {step.Event.Ordinal}, {steps[last].Event.Ordinal}, e{sequence.Id})";
        WriteLoop(step, start, true, body);
        Body inner = body.Inner();
        inner.Line($"if (!Operations.After(ref r, {At(steps[last])}, {At(step)})) {{ break; }}");
        WriteFrom(step, inner);

        if (step.Within is not null)
        {
            inner.Line($"if ({Time(step)} > {Deadline(step, steps)}) {{ break; }}");
        }

        WriteWhere(step, inner);
        WriteAbsence(sequence, index, inner);
        WriteApart(index > 0 && steps[index - 1].IsNo, inner, rest => WriteChain(sequence, index + 1, last, isOwn, rest));
        body.Line("}");
    }

    private void WriteEnd(PlanSequence sequence, int last, bool isOwn, Body body)
    {
        ImmutableArray<PlanStep> steps = sequence.Steps;
        PlanStep end = steps[last];
        if (end.Within is not null && last > 0)
        {
            body.Line($"if ({Time(end)} > {Deadline(end, steps)}) {{ continue; }}");
        }

        if (!isOwn)
        {
            Require(body, Plans.Present(end.From, end.Until));
            body.Line($"if ({Time(end)} >= {Ref(end.Until)}) {{ continue; }}");
            WriteFrom(end, body);
            WriteWhere(end, body);
        }

        WriteAbsence(sequence, last, body);
        if (last + 1 < steps.Length)
        {
            WriteApart(last > 0 && steps[last - 1].IsNo, body, rest => WriteLastAbsence(sequence, last, rest));
        }

        body.Line($"z{sequence.Id} = {Index(end)};");
        body.Line($"goto F{sequence.Id};");
    }

    // After an absence in a block of its own: a name that was declared in the loop of the absence cannot be declared around it.
    private static void WriteApart(bool isAfterAbsence, Body body, Action<Body> write)
    {
        if (!isAfterAbsence)
        {
            write(body);
            return;
        }

        body.Line("{");
        write(body.Inner());
        body.Line("}");
    }

    // No event of the `no` before step `index` lies strictly between that step and the one before, and before the end of the absence.
    private void WriteAbsence(PlanSequence sequence, int index, Body body)
    {
        ImmutableArray<PlanStep> steps = sequence.Steps;
        if (index == 0 || !steps[index - 1].IsNo)
        {
            return;
        }

        PlanStep absence = steps[index - 1];
        string flag = $"h{sequence.Id}_{index}";
        body.Line($"bool {flag} = false;");
        WriteLoop(absence, $"Operations.FirstAfter(ref r, {absence.Event.Ordinal}, {At(steps[Previous(steps, index - 1)])})", true, body);
        Body inner = body.Inner();
        inner.Line($"if (!Operations.After(ref r, {At(steps[index])}, {At(absence)})) {{ break; }}");
        WriteAbsent(absence, steps, flag, inner);
        body.Line("}");
        body.Line($"if ({flag}) {{ continue; }}");
    }

    // No event after the last step and before the end of the absence, which must have come.
    private void WriteLastAbsence(PlanSequence sequence, int last, Body body)
    {
        ImmutableArray<PlanStep> steps = sequence.Steps;
        PlanStep absence = steps[last + 1];
        string flag = $"h{sequence.Id}_{last + 1}";
        string end = absence.Within is null ? "Operations.Never" : Deadline(absence, steps);
        body.Line($"if ({end} > c.Instants[{sequence.Instant.Number}].Now) {{ continue; }}");
        body.Line($"bool {flag} = false;");
        WriteLoop(absence, $"Operations.FirstAfter(ref r, {absence.Event.Ordinal}, {At(steps[last])})", true, body);
        WriteAbsent(absence, steps, flag, body.Inner());
        body.Line("}");
        body.Line($"if ({flag}) {{ continue; }}");
    }

    private void WriteAbsent(PlanStep absence, ImmutableArray<PlanStep> steps, string flag, Body inner)
    {
        if (absence.Within is not null)
        {
            inner.Line($"if ({Time(absence)} >= {Deadline(absence, steps)}) {{ break; }}");
        }

        WriteFrom(absence, inner);
        WriteWhere(absence, inner);
        inner.Line($"{flag} = true;");
        inner.Line("break;");
    }

    private static int Previous(ImmutableArray<PlanStep> steps, int index)
    {
        do
        {
            index--;
        }
        while (index >= 0 && steps[index].IsNo);
        return index;
    }

    private static string At(PlanStep step) => $"{step.Event.Ordinal}, {Index(step)}";

    private static string FirstOf(PlanStep step) =>
        step.From is null ? "0" : $"r.FirstEventFrom({step.Event.Ordinal}, {Ref(step.From)}, 0)";

    private static string Deadline(PlanStep step, ImmutableArray<PlanStep> steps) => step.Within is { } within
        ? $"Operations.Deadline(c.Calendar, {Time(steps[step.WithinOf])}, {Ref(within)}, {CSharp.Unit(step.Unit)})"
        : "Operations.Never";
}
