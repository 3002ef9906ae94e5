using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Plan;
using SegLang.Runtime;

namespace SegLang.Emit;

internal sealed partial class BlockPlanner
{
    private readonly Dictionary<int, int?> sequenceOf = [];

    private int? Sequence(PlanSequence sequence)
    {
        if (!sequenceOf.TryGetValue(sequence.Id, out int? place))
        {
            place = MakeSequence(sequence) is { } made ? AddSequence(made) : null;
            sequenceOf.Add(sequence.Id, place);
        }

        return place;
    }

    private int AddSequence(BlockSequence sequence)
    {
        sequences.Add(sequence);
        return sequences.Count - 1;
    }

    // Steps without `no`, each about its own event, with bounds in time of which no two overlap.
    private BlockSequence? MakeSequence(PlanSequence sequence)
    {
        var steps = ImmutableArray.CreateBuilder<BlockStep>();
        foreach (PlanStep step in sequence.Steps)
        {
            if (step.IsNo || MakeStep(step) is not { } made)
            {
                return null;
            }

            steps.Add(made);
        }

        int open = 0;
        for (int k = 0; k < steps.Count; k++)
        {
            if (steps[k].Since >= 0)
            {
                if (steps[k].Since < open)
                {
                    return null;
                }

                open = k;
            }
        }

        return new(steps.ToImmutable());
    }

    private BlockStep? MakeStep(PlanStep step)
    {
        if (EdgeOf(step.From) is not { } from || Operand(step.Until) is not { } until)
        {
            return null;
        }

        int where = -1;
        if (step.Where is { } condition)
        {
            if (Where(condition, step.Variable, wanted: true) is not { } filter)
            {
                return null;
            }

            where = filter;
        }

        BlockOperand count = Constant(0);
        if (step.Within is { } within)
        {
            if (Operand(within) is not { } amount)
            {
                return null;
            }

            count = amount;
        }

        return new(step.Event.Ordinal, from, until, where, step.Within is null ? -1 : step.WithinOf, count, (CalendarUnit)(int)step.Unit);
    }
}
