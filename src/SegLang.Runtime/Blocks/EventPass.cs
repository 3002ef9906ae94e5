namespace SegLang.Runtime;

/// <summary>Where the result of an aggregate lies: a column of 32-bit or of 64-bit values.</summary>
/// <param name="Slot">The column; −1 where the aggregate cannot be vectorised over this data.</param>
/// <param name="IsNarrow">Whether it is a column of 32-bit values: no result over this data needs more.</param>
/// <param name="Unknown">The value that stands for unknown, if there is one.</param>
internal readonly record struct AggregateSlot(int Slot, bool IsNarrow, long? Unknown);

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
    private sealed record Series(
        BlockAggregateKind Kind, bool IsNarrow, long[] Cuts, int FirstSlot, List<Difference> Differences);

    // A window that does not end with the newest of its series: what is up to its own end and not after it.
    private sealed record Difference(int Slot, int From, int Until);

    // Rows that pass a filter, by code of a field (Coded ≥ 0) or by a condition (Where ≥ 0), or all: Map gives by code and stretch
    // where the slot begins that a row adds to; those of no interest add to a slot that nobody reads.
    private sealed record Channel(BlockAggregateKind Kind, bool IsNarrow, int Value, int Coded, int Where, int[] Map, bool[] Taken);

    /// <summary>Plans the pass over the aggregates of a type, and says where each result will be.</summary>
    public static EventPass? Plan(BlockBinding binding, int type, List<int> aggregates, AggregateSlot[] slots)
    {
        var edges = new List<long>();
        var groups = new List<List<int>>();
        var groupOf = new Dictionary<long, List<int>>();
        foreach (int id in aggregates)
        {
            BlockAggregate aggregate = binding.Plan.Aggregates[id];
            if (binding.CanAggregate(aggregate, out bool isNarrow))
            {
                AddEdges(edges, binding.WindowOf(aggregate));
                long key = ((long)(aggregate.Where + 1) << 32) | ((long)(aggregate.Value + 1) << 2) | (long)aggregate.Kind;
                if (!groupOf.TryGetValue(key, out List<int>? group))
                {
                    groupOf.Add(key, group = []);
                    groups.Add(group);
                }

                slots[id] = slots[id] with { IsNarrow = isNarrow };
                group.Add(id);
            }
        }

        if (groups.Count == 0)
        {
            return null;
        }

        var pass = new EventPass(binding, type, edges.Count == 0 ? [0, 0] : [.. edges]);
        foreach (List<int> group in groups)
        {
            pass.AddSeries(group, slots);
        }

        return pass;
    }

    // Edges are kept descending, each once; a window without an instant has none.
    private static void AddEdges(List<long> edges, (long From, long Until) window)
    {
        if (window.From < window.Until)
        {
            AddEdge(edges, window.From);
            AddEdge(edges, window.Until);
        }
    }

    private static void AddEdge(List<long> edges, long edge)
    {
        int place = edges.Count;
        while (place > 0 && edges[place - 1] < edge)
        {
            place--;
        }

        if (place == 0 || edges[place - 1] != edge)
        {
            edges.Insert(place, edge);
        }
    }

    private void AddSeries(List<int> ids, AggregateSlot[] slots)
    {
        BlockAggregate aggregate = binding.Plan.Aggregates[ids[0]];
        bool isNarrow = slots[ids[0]].IsNarrow;
        var edges = new List<long>();
        foreach (int id in ids)
        {
            AddEdges(edges, binding.WindowOf(binding.Plan.Aggregates[id]));
        }

        long[] own = [.. edges];
        long? unknown = UnknownOf(aggregate.Kind, isNarrow);
        int first = binding.AddSlots(isNarrow, Math.Max(0, own.Length - 1), unknown ?? 0);
        var one = new Series(aggregate.Kind, isNarrow, own, first, []);
        foreach (int id in ids)
        {
            (long from, long until) = binding.WindowOf(binding.Plan.Aggregates[id]);
            int slot;
            if (from < until && until == own[0])
            {
                slot = first + Array.IndexOf(own, from) - 1;
            }
            else
            {
                slot = binding.AddSlots(isNarrow, 1, unknown ?? 0);
                if (from < until)
                {
                    one.Differences.Add(new(slot, Array.IndexOf(own, from) - 1, Array.IndexOf(own, until)));
                }
            }

            slots[id] = new(slot, isNarrow, unknown);
        }

        series.Add(one);
        if (own.Length > 1)
        {
            AddToChannel(one, aggregate.Where, aggregate.Value);
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
            slots[stretch] = inside ? (one.FirstSlot + k) * BlockScratch.Stride : 0;
        }

        return slots;
    }

    private void AddToChannel(Series one, int where, int value)
    {
        int[] slots = SlotsOf(one);
        if (where < 0 || CodesOf(where) is not { } passes)
        {
            channels.Add(new(one.Kind, one.IsNarrow, value, -1, where, slots, []));
            return;
        }

        int coding = binding.Plan.Wheres[where].Subject;
        Channel? channel = channels.Find(c => c.Kind == one.Kind && c.Value == value && c.Coded == coding && !Overlap(passes, c.Taken));
        if (channel is null)
        {
            // One code more than there are: that of unknown.
            channel = new(one.Kind, one.IsNarrow, value, coding, -1, new int[(passes.Length + 1) * Stretches], new bool[passes.Length]);
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

    private static bool Overlap(bool[] passes, bool[] taken)
    {
        for (int code = 0; code < passes.Length; code++)
        {
            if (passes[code] && taken[code])
            {
                return true;
            }
        }

        return false;
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

    private static long? UnknownOf(BlockAggregateKind kind, bool isNarrow) => kind switch
    {
        BlockAggregateKind.Min => isNarrow ? int.MaxValue : long.MaxValue,
        BlockAggregateKind.Max => isNarrow ? int.MinValue : long.MinValue,
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
