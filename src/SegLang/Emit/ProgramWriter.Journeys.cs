using SegLang.Plan;

namespace SegLang.Emit;

internal sealed partial class ProgramWriter
{
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
