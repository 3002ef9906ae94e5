using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>
/// A sequence over the profiles of a block, step by step: of the events that can end the first k steps those are kept, in event
/// order, with the latest deadline for the bound that is open there; each event of the next step meets those before it by merging.
/// </summary>
internal sealed class SequencePass
{
    private readonly BlockBinding binding;
    private readonly Step[] steps;
    private Ends reached;
    private Ends next;

    /// <summary>The pass of a settled sequence, for one thread.</summary>
    public SequencePass(BlockBinding binding, BlockSequence sequence, Calendar calendar)
    {
        this.binding = binding;
        steps = [.. sequence.Steps.Select((s, k) => Settle(sequence, s, k, calendar))];
        int most = 1 + steps.Max(s => s.Store.MostPerProfile);
        reached = new(most);
        next = new(most);
    }

    // What each bound does at a step: Opens computes a deadline, Carries hands it on, Closes checks it.
    private sealed record Step(EventStore Store, int Type, long From, long Until, int Where, SpanAdder? Opens, bool Carries, bool Closes);

    // Events that end the steps so far, in event order.
    private sealed class Ends(int capacity)
    {
        public readonly long[] Times = new long[capacity];
        public readonly int[] Rows = new int[capacity];
        public readonly long[] Deadlines = new long[capacity];
        public int Count;
        public int Step;
    }

    /// <summary>Writes the mask of the profiles [from, from + count) that have a match.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int from, int count, Span<ulong> mask)
    {
        mask.Clear();
        for (int i = 0; i < count; i++)
        {
            if (Matches(from + i))
            {
                mask[i >> 6] |= 1UL << i;
            }
        }
    }

    private Step Settle(BlockSequence sequence, BlockStep step, int index, Calendar calendar)
    {
        (long from, long until) = binding.WindowOf(step.From, step.Until);
        BlockStep? closing = sequence.Steps.FirstOrDefault(s => s.Since == index);
        bool inside = sequence.Steps.Select((s, k) => (s.Since, Closing: k)).Any(b => b.Since >= 0 && b.Since < index && index < b.Closing);
        return new(
            binding.Data.Events[step.Type], step.Type, from, until, step.Where,
            closing is null ? null : new SpanAdder(calendar, binding.CountOf(closing.Count), closing.Unit), inside, step.Since >= 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Matches(int profile)
    {
        // The rarest reason first: a step without events.
        foreach (Step step in steps)
        {
            if (step.Store.Offsets[profile] == step.Store.Offsets[profile + 1])
            {
                return false;
            }
        }

        for (int k = 0; k < steps.Length; k++)
        {
            Advance(k, profile);
            if (next.Count == 0)
            {
                return false;
            }

            (reached, next) = (next, reached);
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Advance(int index, int profile)
    {
        Step step = steps[index];
        EventStore store = step.Store;
        int last = store.Offsets[profile + 1];
        Ends into = next;
        into.Count = 0;
        into.Step = index;
        int before = 0;
        long latest = long.MinValue;
        for (int row = store.Offsets[profile]; row < last; row++)
        {
            long time = store.Times[row];
            if (time >= step.Until)
            {
                break;
            }

            if (time < step.From || (step.Where >= 0 && !binding.Admits(store, step.Where, row)))
            {
                continue;
            }

            while (index > 0 && before < reached.Count && IsBefore(before, time, step, row))
            {
                latest = Math.Max(latest, reached.Deadlines[before++]);
            }

            if (index > 0 && (before == 0 || (step.Closes && time > latest)))
            {
                continue;
            }

            into.Times[into.Count] = time;
            into.Rows[into.Count] = row;
            into.Deadlines[into.Count++] = step.Opens is { } adder ? adder.Add(time) : step.Carries ? latest : long.MaxValue;
            if (index == steps.Length - 1)
            {
                return;
            }
        }
    }

    // Event order: time, order, arrival.
    private bool IsBefore(int end, long time, Step step, int row)
    {
        long earlier = reached.Times[end];
        if (earlier != time)
        {
            return earlier < time;
        }

        Step other = steps[reached.Step];
        long earlierOrder = other.Store.Orders?[reached.Rows[end]] ?? 0;
        long order = step.Store.Orders?[row] ?? 0;
        return earlierOrder != order ? earlierOrder < order
            : Arrival(other, reached.Rows[end]) < Arrival(step, row);
    }

    // Files arrive by event type, then row.
    private static long Arrival(Step step, int row) =>
        step.Store.Arrivals is { } arrivals ? arrivals[row] : ((long)step.Type << 32) + row;
}
