using System.Numerics;
using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>Evaluates blocks on one thread.</summary>
internal sealed class BlockWorker(BlockBinding binding, RuleProgram program, EvaluationContext context)
{
    private readonly BlockScratch scratch = new(binding);
    private readonly Dictionary<int, SequencePass> sequences = [];
    private RowEvaluator<ColumnReader>? rows;

    /// <summary>The `Row` entry point over the same columns.</summary>
    public RowEvaluator<ColumnReader> Rows => rows ??= program.Rows<ColumnReader>();

    /// <summary>What a row's results are put into.</summary>
    public RowOutput Output { get; } = new(program.Outputs.Length);

    /// <summary>Evaluates all needed nodes for the profiles [from, from + count).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int from, int count)
    {
        scratch.Clear();
        foreach (EventPass pass in binding.Passes)
        {
            pass.Run(scratch, from, count);
        }

        for (int node = 0; node < binding.Needed.Length; node++)
        {
            if (binding.Needed[node])
            {
                Evaluate(node, from, count);
            }
        }
    }

    /// <summary>The mask of a node after <see cref="Run"/>; nodes that only rows answer are asked now.</summary>
    public ReadOnlySpan<ulong> Result(int node, int from, int count)
    {
        if (IsRow(node))
        {
            Span<ulong> mask = Mask(node, count);
            Masks.Invert(ClearedMask(mask), count);
            Ask(binding.Plan.Nodes[node], from, mask, mask);
        }

        return Mask(node, count);
    }

    private static Span<ulong> ClearedMask(Span<ulong> mask)
    {
        mask.Clear();
        return mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Evaluate(int node, int from, int count)
    {
        BlockNode plan = binding.Plan.Nodes[node];
        Span<ulong> mask = Mask(node, count);
        switch (plan.Kind)
        {
            case BlockNodeKind.And:
                EvaluateAnd(plan, from, count, mask);
                break;
            case BlockNodeKind.Or:
                mask.Clear();
                EvaluateOr(plan, from, count, mask);
                break;
            case BlockNodeKind.Not:
                Result(plan.Parts[0], from, count).CopyTo(mask);
                Masks.Invert(mask, count);
                break;
            case BlockNodeKind.Field:
                binding.Test(node).Write(binding.Data.Profile[plan.Subject] ?? throw new InvalidOperationException("no column"), from, count, mask);
                break;
            case BlockNodeKind.Aggregate:
                Write(binding.Test(node), binding.Slots[plan.Subject], count, mask);
                break;
            case BlockNodeKind.Sequence:
                Sequence(plan.Subject).Run(from, count, mask);
                break;
            default:
                break; // Rows are asked where the node is needed, about the profiles that matter there.
        }
    }

    private SequencePass Sequence(int place)
    {
        if (!sequences.TryGetValue(place, out SequencePass? pass))
        {
            pass = new SequencePass(binding, binding.Plan.Sequences[place], context.Calendar);
            sequences.Add(place, pass);
        }

        return pass;
    }

    private void Write(Selection test, AggregateSlot slot, int count, Span<ulong> mask)
    {
        int first = slot.Slot * BatchEvaluator.BlockSize;
        if (slot.IsCount)
        {
            test.Write(scratch.Counts.AsSpan(first, count), count, mask);
        }
        else
        {
            test.Write(scratch.Longs.AsSpan(first, count), count, slot.Unknown, mask, scratch.Spare.AsSpan(0, mask.Length));
        }
    }

    // What is vectorised first, then rows for the profiles that are left.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void EvaluateAnd(BlockNode plan, int from, int count, Span<ulong> mask)
    {
        bool isFirst = true;
        foreach (int part in plan.Parts)
        {
            if (IsRow(part))
            {
                continue;
            }

            if (isFirst)
            {
                Mask(part, count).CopyTo(mask);
                isFirst = false;
            }
            else
            {
                Masks.And(mask, Mask(part, count));
            }
        }

        if (isFirst)
        {
            mask.Clear();
            Masks.Invert(mask, count);
        }

        foreach (int part in plan.Parts)
        {
            if (IsRow(part))
            {
                Ask(binding.Plan.Nodes[part], from, mask, mask);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void EvaluateOr(BlockNode plan, int from, int count, Span<ulong> mask)
    {
        foreach (int part in plan.Parts)
        {
            if (!IsRow(part))
            {
                Masks.Or(mask, Mask(part, count));
            }
        }

        Span<ulong> open = stackalloc ulong[BatchEvaluator.BlockWords];
        open = open[..mask.Length];
        foreach (int part in plan.Parts)
        {
            if (IsRow(part))
            {
                mask.CopyTo(open);
                Masks.Invert(open, count);
                Ask(binding.Plan.Nodes[part], from, open, open);
                Masks.Or(mask, open);
            }
        }
    }

    private bool IsRow(int node) => binding.Plan.Nodes[node].Kind == BlockNodeKind.Row;

    // Asks rows about the profiles of one mask and leaves those for which the condition holds in the other.
    private void Ask(BlockNode node, int from, ReadOnlySpan<ulong> about, Span<ulong> into)
    {
        Truth wanted = node.Subject != 0 ? Truth.True : Truth.False;
        for (int word = 0; word < about.Length; word++)
        {
            ulong holds = 0;
            for (ulong bits = about[word]; bits != 0; bits &= bits - 1)
            {
                int bit = BitOperations.TrailingZeroCount(bits);
                Rows.Select(new ColumnReader(binding.Data, from + (word << 6) + bit), context);
                holds |= Rows.Condition(node.RowId) == wanted ? 1UL << bit : 0;
            }

            into[word] = holds;
        }
    }

    private Span<ulong> Mask(int node, int count) =>
        scratch.Masks.AsSpan(node * BatchEvaluator.BlockWords, (count + 63) >> 6);
}
