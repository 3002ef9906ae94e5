using SegLang.Plan;

namespace SegLang.Emit;

internal sealed partial class ProgramWriter
{
    private readonly Dictionary<int, bool> staged = [];

    // The journeys as data, decoded when first asked for.
    private void WriteJourneys()
    {
        if (plan.Journeys.Journeys.IsEmpty)
        {
            return;
        }

        Line("private SegLang.Runtime.JourneySet journeys;");
        Line($"public override SegLang.Runtime.JourneySet Journeys => journeys ??= SegLang.Runtime.JourneySet.Decode(System.Convert.FromBase64String({CSharp.Base64(plan.Journeys.Encode())}));");
    }

    // What hangs on journeys is computed anew when one has moved, the rest only when another profile, instant or fact is chosen.
    private void WriteSelect()
    {
        if (plan.Journeys.Journeys.IsEmpty)
        {
            Line("public override void Select(TReader reader, EvaluationContext context) { r = reader; c = context; g++; }");
            return;
        }

        Line("private int j;");
        Line("public override void Select(TReader reader, EvaluationContext context) { r = reader; c = context; g++; j++; }");
        Line("public override void SelectStages() => j++;");
    }

    private bool IsStaged(PlanValue value)
    {
        if (!staged.TryGetValue(value.Id, out bool isStaged))
        {
            isStaged = value is PlanJourneyFact or PlanClock { Signal: PlanNextStay } || value.Operands.Concat(value.InnerValues).Any(IsStaged);
            staged.Add(value.Id, isStaged);
        }

        return isStaged;
    }

    private static void EmitJourneyFact(PlanJourneyFact fact, Body body)
    {
        int id = fact.Id;
        bool isStage = CSharp.FormOf(fact) == Form.Int32;
        string bits = isStage ? $"x{id}" : $"v{id}";
        body.Line($"bool k{id} = r.Journey({fact.Journey}, JourneyFact.{fact.Fact}, c.Instants[{fact.Instant.Number}].Now, out long {bits});");
        if (isStage)
        {
            body.Line($"int v{id} = (int){bits};");
        }
    }

    // Values of `on` lines are about the event that was chosen.
    private void WriteSelectEvent()
    {
        if (!plan.Journeys.Journeys.IsEmpty)
        {
            Line("private int chosen;");
            Line("public override void SelectEvent(int type, int index) => chosen = index;");
        }
    }

    private void WriteChosenEvent(PlanValue value)
    {
        foreach (PlanVariable variable in value.Free)
        {
            Line($"int {EventIndex(variable)} = chosen;");
        }
    }
}
