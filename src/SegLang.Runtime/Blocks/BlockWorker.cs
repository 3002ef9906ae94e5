using System.Numerics;
using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>
/// Evaluates runs of blocks on one thread: aggregates and tests block by block, what combines their masks for a whole run, so that
/// each output is written in longer pieces.
/// </summary>
internal sealed class BlockWorker
{
    private readonly BlockBinding binding;
    private readonly RuleProgram program;
    private readonly EvaluationContext context;
    private readonly BlockScratch scratch;
    private readonly Place[] places; // By node where its mask is: among an output's own bits, or in a place of the worker.
    private readonly Dictionary<int, SequencePass> sequences = [];
    private RowEvaluator<ColumnReader>? rows;

    /// <summary>A worker for runs whose masks have at most so many words; homes are the bits of the nodes that are outputs, for all profiles.</summary>
    public BlockWorker(BlockBinding binding, ulong[]?[] homes, int words, RuleProgram program, EvaluationContext context)
    {
        this.binding = binding;
        this.program = program;
        this.context = context;
        scratch = new BlockScratch(binding);
        Output = new(program.Outputs.Length);
        places = new Place[homes.Length];
        var masks = new ulong[binding.MaskSlots * words];
        for (int node = 0; node < places.Length; node++)
        {
            int slot = binding.MaskSlot(node);
            places[node] = new(homes[node] ?? masks, slot < 0 ? -1 : slot * words);
        }
    }

    private readonly record struct Place(ulong[] Bits, int First);

    /// <summary>The `Row` entry point over the same columns.</summary>
    public RowEvaluator<ColumnReader> Rows => rows ??= program.Rows<ColumnReader>();

    /// <summary>What a row's results are put into.</summary>
    public RowOutput Output { get; }

    /// <summary>Evaluates all needed nodes for the profiles [from, from + count), at most a run.</summary>
    public void Run(int from, int count)
    {
        for (int done = 0; done < count; done += BatchEvaluator.BlockSize)
        {
            Test(from, done, Math.Min(count - done, BatchEvaluator.BlockSize));
        }

        foreach (MaskOperation operation in binding.Operations)
        {
            Span<ulong> mask = Mask(operation.Node, from, count);
            if (operation.Left < 0)
            {
                Evaluate(operation.Node, mask, from, count);
            }
            else if (operation.IsAnd)
            {
                Masks.And(mask, Mask(operation.Left, from, count), Mask(operation.Right, from, count));
            }
            else
            {
                Masks.Or(mask, Mask(operation.Left, from, count), Mask(operation.Right, from, count));
            }
        }
    }

    // All aggregates and tests of the block that begins so many profiles after a run.
    private void Test(int run, int done, int count)
    {
        int from = run + done;
        scratch.Clear();
        foreach (EventPass pass in binding.Passes)
        {
            pass.Run(scratch, from, count);
        }

        foreach (int node in binding.Tests)
        {
            Span<ulong> mask = Mask(node, run, done + count)[(done >> 6)..];
            BlockNode plan = binding.Plan.Nodes[node];
            if (plan.Kind == BlockNodeKind.Field)
            {
                binding.Test(node).Write(binding.Data.Profile[plan.Subject] ?? throw new InvalidOperationException("no column"), from, count, mask);
            }
            else
            {
                Write(binding.Test(node), binding.Slots[plan.Subject], count, mask);
            }
        }
    }

    private void Evaluate(int node, Span<ulong> mask, int from, int count)
    {
        BlockNode plan = binding.Plan.Nodes[node];
        switch (plan.Kind)
        {
            case BlockNodeKind.And:
                EvaluateAnd(plan, from, count, mask);
                break;
            case BlockNodeKind.Or:
                EvaluateOr(plan, from, count, mask);
                break;
            case BlockNodeKind.Not:
                if (IsRow(plan.Parts[0]))
                {
                    AskForAll(binding.Plan.Nodes[plan.Parts[0]], from, count, mask);
                }
                else
                {
                    Mask(plan.Parts[0], from, count).CopyTo(mask);
                }

                Masks.Invert(mask, count);
                break;
            case BlockNodeKind.Sequence:
                Sequence(plan.Subject).Run(from, count, mask);
                break;
            default:
                AskForAll(plan, from, count, mask);
                break;
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
        int first = slot.Slot * BlockScratch.Stride;
        ReadOnlySpan<int> narrow = slot.IsNarrow ? scratch.Narrow.Columns.AsSpan(first, count) : [];
        ReadOnlySpan<long> wide = slot.IsNarrow ? [] : scratch.Wide.Columns.AsSpan(first, count);
        switch (slot.IsNarrow, slot.Unknown)
        {
            case (true, null): test.Write(narrow, mask); break;
            case (true, { } unknown): test.Write(narrow, (int)unknown, mask); break;
            case (false, null): test.Write(wide, mask); break;
            case (false, { } unknown): test.Write(wide, unknown, mask); break;
        }
    }

    // What is vectorised first, then rows for the profiles that are left.
    private void EvaluateAnd(BlockNode plan, int from, int count, Span<ulong> mask)
    {
        mask.Clear();
        Masks.Invert(mask, count);
        foreach (int part in plan.Parts)
        {
            if (!IsRow(part))
            {
                Masks.And(mask, mask, Mask(part, from, count));
            }
        }

        foreach (int part in plan.Parts)
        {
            if (IsRow(part))
            {
                Ask(binding.Plan.Nodes[part], from, mask, mask);
            }
        }
    }

    private void EvaluateOr(BlockNode plan, int from, int count, Span<ulong> mask)
    {
        mask.Clear();
        foreach (int part in plan.Parts)
        {
            if (!IsRow(part))
            {
                Masks.Or(mask, mask, Mask(part, from, count));
            }
        }

        AskForRest(plan, from, count, mask);
    }

    private void AskForAll(BlockNode node, int from, int count, Span<ulong> mask)
    {
        mask.Clear();
        Masks.Invert(mask, count);
        Ask(node, from, mask, mask);
    }

    // Rows are asked about the profiles that nothing else has let in.
    private void AskForRest(BlockNode plan, int from, int count, Span<ulong> mask)
    {
        Span<ulong> open = stackalloc ulong[BatchEvaluator.RunWords];
        open = open[..mask.Length];
        foreach (int part in plan.Parts)
        {
            if (IsRow(part))
            {
                mask.CopyTo(open);
                Masks.Invert(open, count);
                Ask(binding.Plan.Nodes[part], from, open, open);
                Masks.Or(mask, mask, open);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<ulong> Mask(int node, int from, int count)
    {
        Place place = places[node];
        return new(place.Bits, place.First < 0 ? from >> 6 : place.First, (count + 63) >> 6);
    }
}
