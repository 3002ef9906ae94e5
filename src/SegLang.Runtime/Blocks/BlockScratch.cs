using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SegLang.Runtime;

/// <summary>
/// A worker's buffers, allocated once. During a pass over the events of a block they hold the rows that some window needs: the
/// profile within the block, the stretch of time, and by value what the filters and aggregates ask for.
/// </summary>
internal sealed partial class BlockScratch(BlockBinding binding)
{
    private readonly int[] row = new int[binding.MostRows];
    private readonly Dictionary<int, int[]> keys = [];
    private readonly Dictionary<(int Value, long Unknown), long[]> values = [];
    private readonly HashSet<(int Value, long Unknown)> valid = [];
    private readonly ulong[][] whereMasks = new ulong[binding.Plan.Wheres.Length][];
    private readonly HashSet<int> validWheres = [];
    private readonly int[] codes = new int[binding.MostRows];
    private readonly ulong[] unknown = new ulong[(binding.MostRows + 63) >> 6];
    private int rowCount;
    private readonly ulong[] zeroUnknown = new ulong[(binding.MostRows + 63) >> 6];

    /// <summary>Columns of counts, a slot each.</summary>
    public int[] Counts { get; } = new int[binding.CountSlots * BatchEvaluator.BlockSize];

    /// <summary>Columns of other results, a slot each.</summary>
    public long[] Longs { get; } = new long[binding.LongSlots * BatchEvaluator.BlockSize];

    /// <summary>The masks of the nodes.</summary>
    public ulong[] Masks { get; } = new ulong[binding.Plan.Nodes.Length * BatchEvaluator.BlockWords];

    /// <summary>A mask for passing use.</summary>
    public ulong[] Spare { get; } = new ulong[BatchEvaluator.BlockWords];

    /// <summary>By row in use the profile's place in the block.</summary>
    public int[] Profile { get; } = new int[binding.MostRows];

    /// <summary>By row in use the stretch of time.</summary>
    public int[] Stretch { get; } = new int[binding.MostRows];

    /// <summary>Profiles of the rows that pass a condition.</summary>
    public int[] PickedProfile { get; } = new int[binding.MostRows];

    /// <summary>Keys of the rows that pass a condition.</summary>
    public int[] PickedKey { get; } = new int[binding.MostRows];

    /// <summary>Values of the rows that pass a condition.</summary>
    public long[] PickedValue { get; } = new long[binding.MostRows];

    /// <summary>Clears the columns of results for a new block.</summary>
    public void Clear()
    {
        Array.Clear(Counts);
        foreach ((int slot, int slots, long initial) in binding.LongFills)
        {
            Longs.AsSpan(slot * BatchEvaluator.BlockSize, slots * BatchEvaluator.BlockSize).Fill(initial);
        }
    }

    /// <summary>Finds the rows of a block that lie between the first and last cut; gives their number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Begin(EventStore store, long[] cuts, int from, int count)
    {
        valid.Clear();
        validWheres.Clear();
        long end = cuts[0];
        long start = cuts[^1];
        int[] offsets = store.Offsets;
        long[] times = store.Times;
        int found = 0;
        for (int profile = 0; profile < count; profile++)
        {
            int first = offsets[from + profile];
            int stretch = 0;
            for (int event_ = offsets[from + profile + 1] - 1; event_ >= first; event_--)
            {
                long time = times[event_];
                if (time >= end)
                {
                    continue;
                }

                if (time < start)
                {
                    break;
                }

                while (time < cuts[stretch + 1])
                {
                    stretch++;
                }

                row[found] = event_;
                Profile[found] = profile;
                Stretch[found++] = stretch;
            }
        }

        return rowCount = found;
    }

    /// <summary>By row the key into a channel's map: code times stretches plus stretch.</summary>
    public ReadOnlySpan<int> Keys(int coding) => keys[coding];

    /// <summary>Computes the keys of a coded field; unknown takes the code after the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Key(BlockBinding binding, EventStore store, int coding, int codeCount, int stretches)
    {
        ref int[]? into = ref CollectionsMarshal.GetValueRefOrAddDefault(keys, coding, out _);
        into ??= new int[Profile.Length];
        Column column = binding.ColumnOf(store, coding);
        GatherCodes(column, into);
        GatherUnknown(column, unknown);
        for (int i = 0; i < rowCount; i++)
        {
            into[i] = (into[i] * stretches) + Stretch[i];
        }

        for (int word = 0; column.Unknown is not null && word < (rowCount + 63) >> 6; word++)
        {
            for (ulong some = unknown[word]; some != 0; some &= some - 1)
            {
                into[(word << 6) + System.Numerics.BitOperations.TrailingZeroCount(some)] = codeCount * stretches;
            }
        }
    }

    /// <summary>By row a value, with the given one for unknown.</summary>
    public ReadOnlySpan<long> Values(BlockBinding binding, EventStore store, int value, long whenUnknown, int rows)
    {
        long[] buffer = Buffer(value, whenUnknown);
        if (valid.Add((value, whenUnknown)))
        {
            BlockValue plan = binding.Plan.Values[value];
            if (whenUnknown == 0 && plan.Operator == '*' && StoredOf(binding, store, plan.Left) is { } left
                && StoredOf(binding, store, plan.Right) is { } right)
            {
                Multiply(left, right, plan.LeftFactor * plan.RightFactor, buffer, rows);
            }
            else
            {
                Fill(binding, store, value, buffer, unknown);
                Replace(buffer, whenUnknown, rows);
            }
        }

        return buffer.AsSpan(0, rows);
    }

    private static long[]? StoredOf(BlockBinding binding, EventStore store, int value) =>
        binding.Plan.Values[value].Field >= 0 && store.Fields[binding.Plan.Values[value].Field] is FixedColumn<long> column
            ? column.Values
            : null;

    // Unknown is stored as 0, so the product of an unknown value is 0 too, which adds nothing to a sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(long[] left, long[] right, long factor, long[] into, int rows)
    {
        int[] places = row;
        for (int i = 0; i < rows; i++)
        {
            into[i] = left[places[i]] * right[places[i]] * factor;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Replace(long[] buffer, long whenUnknown, int rows)
    {
        for (int word = 0; word < (rows + 63) >> 6; word++)
        {
            for (ulong bits = unknown[word]; bits != 0; bits &= bits - 1)
            {
                buffer[(word << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits)] = whenUnknown;
            }
        }
    }

    /// <summary>Picks the rows that pass a condition; gives their number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Pick(
        BlockBinding binding, EventStore store, int where, int rows, ReadOnlySpan<int> key, ReadOnlySpan<int> profile, ReadOnlySpan<long> value)
    {
        ulong[] mask = WhereMask(binding, store, where);
        int picked = 0;
        for (int word = 0; word < (rows + 63) >> 6; word++)
        {
            for (ulong bits = mask[word]; bits != 0; bits &= bits - 1)
            {
                int i = (word << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits);
                PickedKey[picked] = key[i];
                PickedProfile[picked] = profile[i];
                if (!value.IsEmpty)
                {
                    PickedValue[picked] = value[i];
                }

                picked++;
            }
        }

        return picked;
    }

    private ulong[] WhereMask(BlockBinding binding, EventStore store, int where)
    {
        ulong[] mask = whereMasks[where] ??= new ulong[zeroUnknown.Length];
        if (!validWheres.Add(where))
        {
            return mask;
        }

        Span<ulong> words = mask.AsSpan(0, (rowCount + 63) >> 6);
        BlockNode node = binding.Plan.Wheres[where];
        switch (node.Kind)
        {
            case BlockNodeKind.And or BlockNodeKind.Or:
                WhereMask(binding, store, node.Parts[0]).AsSpan(0, words.Length).CopyTo(words);
                foreach (int part in node.Parts.AsSpan()[1..])
                {
                    ReadOnlySpan<ulong> other = WhereMask(binding, store, part).AsSpan(0, words.Length);
                    if (node.Kind == BlockNodeKind.And)
                    {
                        Runtime.Masks.And(words, other);
                    }
                    else
                    {
                        Runtime.Masks.Or(words, other);
                    }
                }

                break;
            case BlockNodeKind.Not:
                WhereMask(binding, store, node.Parts[0]).AsSpan(0, words.Length).CopyTo(words);
                Runtime.Masks.Invert(words, rowCount);
                break;
            default:
                Test(binding, store, where, node.Subject, words);
                break;
        }

        return mask;
    }

    private void Test(BlockBinding binding, EventStore store, int where, int value, Span<ulong> words)
    {
        Selection selection = binding.Where(where);
        if (binding.IsCoded(store, value))
        {
            Column column = binding.ColumnOf(store, value);
            GatherCodes(column, codes);
            selection.Write(codes.AsSpan(0, rowCount), rowCount, words);
            GatherUnknown(column, unknown);
        }
        else
        {
            long[] buffer = Buffer(value, long.MinValue + 1);
            valid.Remove((value, long.MinValue + 1));
            Fill(binding, store, value, buffer, unknown);
            selection.Write(buffer.AsSpan(0, rowCount), rowCount, null, words, default);
        }

        Runtime.Masks.AndNot(words, unknown, 0);
    }
}
