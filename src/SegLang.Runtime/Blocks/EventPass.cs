using System.Numerics;

namespace SegLang.Runtime;

/// <summary>Where the result of an aggregate lies: a column of counts or of 64-bit values.</summary>
/// <param name="Slot">The column; −1 where the aggregate cannot be vectorised over this data.</param>
/// <param name="IsCount">Whether it is a column of counts.</param>
/// <param name="Unknown">The value that stands for unknown, if there is one.</param>
internal readonly record struct AggregateSlot(int Slot, bool IsCount, long? Unknown);

/// <summary>
/// All vectorised aggregates over the events of one type in one pass. Time is cut at every edge of a window; an event adds to the
/// stretch between two cuts that it lies in, once per filter and kind however many windows there are, and windows are summed up
/// from the newest stretch to the oldest afterwards, for a whole block at a time. Filters that are predicates of one coded field
/// share a channel: the code chooses the accumulator.
/// </summary>
internal sealed partial class EventPass
{
    private const int MostPlaces = 1 << 18; // Of a channel's map: beyond that, conditions are cheaper than memory.
    private readonly BlockBinding binding;
    private readonly EventStore store;
    private readonly long[] cuts; // Descending: stretch k holds cuts[k + 1] ≤ time < cuts[k].
    private readonly List<Channel> channels = [];
    private readonly List<Series> series = [];
    private readonly List<int> coded = []; // Values (fields) whose codes choose accumulators.

    private EventPass(BlockBinding binding, int type, long[] cuts)
    {
        this.binding = binding;
        this.cuts = cuts;
        store = binding.Data.Events[type];
        MostRows = MostRowsOf(store.Offsets);
    }

    /// <summary>The most events that a block has.</summary>
    public int MostRows { get; }

    private int Stretches => cuts.Length - 1;

    // Counts, sums … of one filter and value: a slot per stretch that its windows need.
    private sealed record Series(BlockAggregateKind Kind, long[] Cuts, int FirstSlot, List<(int Slot, int From, int Until)> Differences);

    // Rows that pass a filter, by code of a field (Coded ≥ 0) or by a condition (Where ≥ 0), or all: Map gives by code and stretch
    // where the slot begins that a row adds to; those of no interest add to a slot that nobody reads.
    private sealed record Channel(BlockAggregateKind Kind, int Value, int Coded, int Where, int[] Map, bool[] Taken);

    /// <summary>Plans the pass over the aggregates of a type, and says where each result will be.</summary>
    public static EventPass? Plan(BlockBinding binding, int type, IReadOnlyList<int> aggregates, AggregateSlot[] slots)
    {
        var vectorised = new List<int>();
        var edges = new SortedSet<long>();
        foreach (int id in aggregates)
        {
            BlockAggregate aggregate = binding.Plan.Aggregates[id];
            if (binding.CanAggregate(aggregate))
            {
                vectorised.Add(id);
                (long from, long until) = binding.WindowOf(aggregate);
                if (from < until)
                {
                    edges.Add(from);
                    edges.Add(until);
                }
            }
        }

        if (vectorised.Count == 0)
        {
            return null;
        }

        var pass = new EventPass(binding, type, edges.Count == 0 ? [0, 0] : [.. edges.Reverse()]);
        foreach (IGrouping<(BlockAggregateKind, int, int), int> group in vectorised.GroupBy(
            id => (binding.Plan.Aggregates[id].Kind, binding.Plan.Aggregates[id].Where, binding.Plan.Aggregates[id].Value)))
        {
            pass.AddSeries(group.Key, [.. group], slots);
        }

        return pass;
    }

    private void AddSeries((BlockAggregateKind Kind, int Where, int Value) key, int[] ids, AggregateSlot[] slots)
    {
        long[] own = [.. ids.Select(id => binding.WindowOf(binding.Plan.Aggregates[id])).Where(w => w.From < w.Until)
            .SelectMany(w => new[] { w.From, w.Until }).Distinct().OrderDescending()];
        bool isCount = key.Kind == BlockAggregateKind.Count;
        int first = binding.AddSlots(isCount, Math.Max(0, own.Length - 1), Initial(key.Kind));
        var one = new Series(key.Kind, own, first, []);
        foreach (int id in ids)
        {
            (long from, long until) = binding.WindowOf(binding.Plan.Aggregates[id]);
            int slot;
            if (from >= until)
            {
                slot = binding.AddSlots(isCount, 1, Initial(key.Kind));
            }
            else if (until == own[0])
            {
                slot = first + Array.IndexOf(own, from) - 1;
            }
            else
            {
                slot = binding.AddSlots(isCount, 1, Initial(key.Kind));
                one.Differences.Add((slot, Array.IndexOf(own, from) - 1, Array.IndexOf(own, until)));
            }

            slots[id] = new(slot, isCount, UnknownOf(key.Kind));
        }

        series.Add(one);
        if (own.Length > 1)
        {
            AddToChannel(one, key.Where, key.Value);
        }
    }

    // Where the slot of each of the type's stretches begins for a series, or 0 (a slot that nobody reads) where it lies outside.
    private int[] SlotsOf(Series one)
    {
        var slots = new int[Stretches];
        for (int stretch = 0; stretch < Stretches; stretch++)
        {
            int k = 0;
            while (k + 1 < one.Cuts.Length && one.Cuts[k + 1] > cuts[stretch + 1])
            {
                k++;
            }

            bool inside = k + 1 < one.Cuts.Length && cuts[stretch] <= one.Cuts[0];
            slots[stretch] = inside ? (one.FirstSlot + k) * BatchEvaluator.BlockSize : 0;
        }

        return slots;
    }

    private void AddToChannel(Series one, int where, int value)
    {
        int[] slots = SlotsOf(one);
        if (where < 0 || CodesOf(where) is not { } passes)
        {
            channels.Add(new(one.Kind, value, -1, where, slots, []));
            return;
        }

        int coding = binding.Plan.Wheres[where].Subject;
        Channel? channel = channels.Find(c => c.Kind == one.Kind && c.Value == value && c.Coded == coding
            && !passes.Where((pass, code) => pass && c.Taken[code]).Any());
        if (channel is null)
        {
            // One code more than there are: that of unknown.
            channel = new(one.Kind, value, coding, -1, new int[(passes.Length + 1) * Stretches], new bool[passes.Length]);
            channels.Add(channel);
            if (!coded.Contains(coding))
            {
                coded.Add(coding);
            }
        }

        for (int code = 0; code < passes.Length; code++)
        {
            if (passes[code])
            {
                channel.Taken[code] = true;
                slots.CopyTo(channel.Map, code * Stretches);
            }
        }
    }

    // By code whether a row passes, where the condition is a test of one field with few codes.
    private bool[]? CodesOf(int where)
    {
        BlockNode node = binding.Plan.Wheres[where];
        if (node.Kind != BlockNodeKind.Value || binding.CodeCount(store, node.Subject) is not { } codes || (long)codes * Stretches > MostPlaces)
        {
            return null;
        }

        Selection selection = binding.Where(where);
        var passes = new bool[codes];
        for (int code = 0; code < codes; code++)
        {
            passes[code] = selection.Passes(code);
        }

        return passes;
    }

    private static long Initial(BlockAggregateKind kind) => UnknownOf(kind) ?? 0;

    private static long? UnknownOf(BlockAggregateKind kind) => kind switch
    {
        BlockAggregateKind.Min => long.MaxValue,
        BlockAggregateKind.Max => long.MinValue,
        _ => null,
    };

    private static int MostRowsOf(int[] offsets)
    {
        int most = 0;
        for (int from = 0; from + 1 < offsets.Length; from += BatchEvaluator.BlockSize)
        {
            most = Math.Max(most, offsets[Math.Min(offsets.Length - 1, from + BatchEvaluator.BlockSize)] - offsets[from]);
        }

        return most;
    }
}
