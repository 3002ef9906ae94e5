namespace SegLang.Runtime;

/// <summary>
/// A worker's buffers, allocated once. During a pass over the events of a block they hold the rows that some window needs: the
/// profile within the block, the stretch of time, and by value what the filters and aggregates ask for.
/// </summary>
internal sealed partial class BlockScratch(BlockBinding binding)
{
    /// <summary>
    /// From one column of results to the next. A little more than a block, so that the columns of one profile do not all lie in the same few
    /// lines of the processor's cache.
    /// </summary>
    public const int Stride = BatchEvaluator.BlockSize + 16;

    private readonly int[] row = new int[binding.MostRows];
    private readonly int[]?[] keys = new int[binding.Plan.Values.Length][];
    private readonly long[] exact = new long[binding.MostRows];
    private readonly ulong[]?[] whereMasks = new ulong[binding.Plan.Wheres.Length][];
    private readonly Picked?[] picks = new Picked[binding.Plan.Wheres.Length];
    private readonly bool[] validWheres = new bool[binding.Plan.Wheres.Length];
    private readonly int[] codes = new int[binding.MostRows];
    private readonly ulong[] unknown = new ulong[(binding.MostRows + 63) >> 6];
    private int rowCount;

    /// <summary>Columns of results of 32 bits.</summary>
    public Lane<int> Narrow { get; } = new(binding.NarrowSlots, binding.MostRows);

    /// <summary>Columns of results of 64 bits.</summary>
    public Lane<long> Wide { get; } = new(binding.WideSlots, binding.MostRows);

    /// <summary>By row in use the profile's place in the block.</summary>
    public int[] Profile { get; } = new int[binding.MostRows];

    /// <summary>By row in use the stretch of time.</summary>
    public int[] Stretch { get; } = new int[binding.MostRows];

    /// <summary>Clears the columns of results for a new block.</summary>
    public void Clear()
    {
        Array.Clear(Narrow.Columns);
        Array.Clear(Wide.Columns);
        foreach (SlotFill fill in binding.Fills)
        {
            if (fill.IsNarrow)
            {
                Narrow.Columns.AsSpan(fill.Slot * Stride, fill.Slots * Stride).Fill((int)fill.Initial);
            }
            else
            {
                Wide.Columns.AsSpan(fill.Slot * Stride, fill.Slots * Stride).Fill(fill.Initial);
            }
        }
    }

    /// <summary>Finds the rows of a block that lie between the first and last cut; gives their number.</summary>
    public int Begin(EventStore store, long[] cuts, int from, int count)
    {
        Narrow.Forget();
        Wide.Forget();
        Array.Clear(validWheres);
        foreach (Picked? picked in picks)
        {
            if (picked is not null)
            {
                picked.IsValid = false;
            }
        }

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
    public ReadOnlySpan<int> Keys(int coding) => keys[coding] ?? throw new InvalidOperationException("the keys were not computed");

    /// <summary>Computes the keys of a coded field; unknown takes the code after the last.</summary>
    public void Key(BlockBinding binding, EventStore store, int coding, int codeCount, int stretches)
    {
        int[] into = keys[coding] ??= new int[Profile.Length];
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

    /// <summary>The rows that pass a condition, found once for all aggregates that ask for them.</summary>
    public Picked PickedBy(BlockBinding binding, EventStore store, int where)
    {
        Picked picked = picks[where] ??= new(Profile.Length);
        if (picked.IsValid)
        {
            return picked;
        }

        ulong[] mask = WhereMask(binding, store, where);
        int count = 0;
        for (int word = 0; word < (rowCount + 63) >> 6; word++)
        {
            for (ulong bits = mask[word]; bits != 0; bits &= bits - 1)
            {
                int i = (word << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits);
                picked.Place[count] = i;
                picked.Stretch[count] = Stretch[i];
                picked.Profile[count++] = Profile[i];
            }
        }

        picked.Count = count;
        picked.IsValid = true;
        return picked;
    }

    private ulong[] WhereMask(BlockBinding binding, EventStore store, int where)
    {
        ulong[] mask = whereMasks[where] ??= new ulong[unknown.Length];
        if (validWheres[where])
        {
            return mask;
        }

        validWheres[where] = true;
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
                        Masks.And(words, words, other);
                    }
                    else
                    {
                        Masks.Or(words, words, other);
                    }
                }

                break;
            case BlockNodeKind.Not:
                WhereMask(binding, store, node.Parts[0]).AsSpan(0, words.Length).CopyTo(words);
                Masks.Invert(words, rowCount);
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
            selection.Write(codes.AsSpan(0, rowCount), words);
            GatherUnknown(column, unknown);
        }
        else
        {
            Fill(binding, store, value, exact, unknown);
            selection.Write(exact.AsSpan(0, rowCount), words);
        }

        Masks.AndNot(words, words, unknown.AsSpan(0, words.Length));
    }

    /// <summary>Rows that pass a condition.</summary>
    public sealed class Picked(int most)
    {
        /// <summary>Whether they are of the rows in use.</summary>
        public bool IsValid { get; set; }

        /// <summary>How many there are.</summary>
        public int Count { get; set; }

        /// <summary>Their places among the rows in use.</summary>
        public int[] Place { get; } = new int[most];

        /// <summary>Their stretches of time.</summary>
        public int[] Stretch { get; } = new int[most];

        /// <summary>Their profiles' places in the block.</summary>
        public int[] Profile { get; } = new int[most];
    }
}
