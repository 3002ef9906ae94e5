using System.Numerics;

namespace SegLang.Runtime;

// Brings values of the rows in use together.
internal sealed partial class BlockScratch
{
    /// <summary>By row a value, with the given one for unknown.</summary>
    public ReadOnlySpan<T> Values<T>(BlockBinding binding, EventStore store, int value, long whenUnknown, Lane<T> lane, int rows)
        where T : unmanaged, INumber<T>
    {
        Buffer<T> buffer = lane.BufferOf(value, whenUnknown);
        if (!buffer.IsValid)
        {
            buffer.IsValid = true;
            Compute(binding, store, value, whenUnknown, buffer.Values);
        }

        return buffer.Values.AsSpan(0, rows);
    }

    // Unknown is stored as 0, and so is the product of an unknown value: it adds nothing to a sum.
    private void Compute<T>(BlockBinding binding, EventStore store, int value, long whenUnknown, T[] into)
        where T : unmanaged, INumber<T>
    {
        BlockValue plan = binding.Plan.Values[value];
        if (whenUnknown == 0 && plan.Operator == '*' && StoredOf(binding, store, plan.Left) is { } left
            && StoredOf(binding, store, plan.Right) is { } right)
        {
            Multiply(left, right, plan.LeftFactor * plan.RightFactor, into);
        }
        else if (StoredOf(binding, store, value) is { } stored)
        {
            Take(stored, into);
            if (whenUnknown != 0)
            {
                GatherUnknown(binding.ColumnOf(store, value), unknown);
                Replace(into, whenUnknown);
            }
        }
        else
        {
            Fill(binding, store, value, exact, unknown);
            for (int i = 0; i < rowCount; i++)
            {
                into[i] = Lanes.Cut<T>(exact[i]);
            }

            Replace(into, whenUnknown);
        }
    }

    private static long[]? StoredOf(BlockBinding binding, EventStore store, int value) =>
        binding.Plan.Values[value].Field >= 0 && store.Fields[binding.Plan.Values[value].Field] is FixedColumn<long> column
            ? column.Values
            : null;

    private void Take<T>(long[] source, T[] into)
        where T : unmanaged, INumber<T>
    {
        int[] places = row;
        for (int i = 0; i < rowCount; i++)
        {
            into[i] = Lanes.Cut<T>(source[places[i]]);
        }
    }

    private void Multiply<T>(long[] left, long[] right, long factor, T[] into)
        where T : unmanaged, INumber<T>
    {
        int[] places = row;
        for (int i = 0; i < rowCount; i++)
        {
            into[i] = Lanes.Cut<T>(left[places[i]] * right[places[i]] * factor);
        }
    }

    private void Replace<T>(T[] buffer, long whenUnknown)
        where T : unmanaged, INumber<T>
    {
        for (int word = 0; word < (rowCount + 63) >> 6; word++)
        {
            for (ulong bits = unknown[word]; bits != 0; bits &= bits - 1)
            {
                buffer[(word << 6) + BitOperations.TrailingZeroCount(bits)] = Lanes.Cut<T>(whenUnknown);
            }
        }
    }

    /// <summary>The columns of results of one width, and the values that are added to them.</summary>
    public sealed class Lane<T>(int slots, int mostRows)
        where T : unmanaged
    {
        private readonly List<Buffer<T>> buffers = [];
        private readonly T[] pickedValues = new T[mostRows];

        /// <summary>A slot each.</summary>
        public T[] Columns { get; } = new T[slots * Stride];

        /// <summary>The values of picked rows.</summary>
        public ReadOnlySpan<T> Pick(ReadOnlySpan<T> values, Picked picked)
        {
            int[] places = picked.Place;
            T[] into = pickedValues;
            for (int i = 0; i < picked.Count; i++)
            {
                into[i] = values[places[i]];
            }

            return into.AsSpan(0, picked.Count);
        }

        /// <summary>The values by row are those of other rows now.</summary>
        public void Forget()
        {
            foreach (Buffer<T> buffer in buffers)
            {
                buffer.IsValid = false;
            }
        }

        /// <summary>Where a value of the rows is kept.</summary>
        public Buffer<T> BufferOf(int value, long whenUnknown)
        {
            foreach (Buffer<T> buffer in buffers)
            {
                if (buffer.Value == value && buffer.WhenUnknown == whenUnknown)
                {
                    return buffer;
                }
            }

            Buffer<T> added = new(value, whenUnknown, new T[mostRows]);
            buffers.Add(added);
            return added;
        }
    }

    /// <summary>A value of the rows in use, with what stands for unknown.</summary>
    public sealed class Buffer<T>(int value, long whenUnknown, T[] values)
    {
        /// <summary>Its place in the plan.</summary>
        public int Value { get; } = value;

        /// <summary>What stands for unknown.</summary>
        public long WhenUnknown { get; } = whenUnknown;

        /// <summary>By row.</summary>
        public T[] Values { get; } = values;

        /// <summary>Whether they are those of the rows in use.</summary>
        public bool IsValid { get; set; }
    }

    private void GatherCodes(Column column, int[] into)
    {
        if (column is FixedColumn<byte> bytes)
        {
            for (int i = 0; i < rowCount; i++)
            {
                into[i] = bytes.Values[row[i]];
            }
        }
        else
        {
            int[] source = ((FixedColumn<int>)column).Values;
            for (int i = 0; i < rowCount; i++)
            {
                into[i] = source[row[i]];
            }
        }
    }

    private void GatherUnknown(Column column, ulong[] into)
    {
        if (column.Unknown is not { } bits)
        {
            into.AsSpan(0, (rowCount + 63) >> 6).Clear();
            return;
        }

        for (int from = 0; from < rowCount; from += 64)
        {
            ReadOnlySpan<int> some = row.AsSpan(from, Math.Min(64, rowCount - from));
            ulong word = 0;
            for (int i = 0; i < some.Length; i++)
            {
                word |= ((bits[some[i] >> 6] >> some[i]) & 1) << i;
            }

            into[from >> 6] = word;
        }
    }

    // The binding has made sure that arithmetic cannot overflow over the data at hand.
    private void Fill(BlockBinding binding, EventStore store, int value, long[] into, ulong[] unknownInto)
    {
        BlockValue plan = binding.Plan.Values[value];
        if (plan.Field == -2)
        {
            FillArithmetic(binding, store, plan, into, unknownInto);
            return;
        }

        if (plan.Field == -1)
        {
            for (int i = 0; i < rowCount; i++)
            {
                into[i] = store.Times[row[i]];
            }

            unknownInto.AsSpan(0, (rowCount + 63) >> 6).Clear();
            return;
        }

        Column column = binding.ColumnOf(store, value);
        if (column is FixedColumn<long> longs)
        {
            for (int i = 0; i < rowCount; i++)
            {
                into[i] = longs.Values[row[i]];
            }
        }
        else
        {
            int[] source = ((FixedColumn<int>)column).Values;
            for (int i = 0; i < rowCount; i++)
            {
                into[i] = source[row[i]];
            }
        }

        GatherUnknown(column, unknownInto);
    }

    private void FillArithmetic(BlockBinding binding, EventStore store, BlockValue plan, long[] into, ulong[] unknownInto)
    {
        // Own buffers for the right side: arithmetic may nest.
        long[] right = System.Buffers.ArrayPool<long>.Shared.Rent(rowCount + 1);
        ulong[] rightUnknown = System.Buffers.ArrayPool<ulong>.Shared.Rent(unknown.Length + 1);
        Fill(binding, store, plan.Left, into, unknownInto);
        Fill(binding, store, plan.Right, right, rightUnknown);
        for (int i = 0; i < rowCount; i++)
        {
            long a = into[i] * plan.LeftFactor;
            long b = right[i] * plan.RightFactor;
            into[i] = plan.Operator switch
            {
                '*' => a * b,
                '+' => a + b,
                _ => a - b,
            };
        }

        Span<ulong> either = unknownInto.AsSpan(0, (rowCount + 63) >> 6);
        Masks.Or(either, either, rightUnknown.AsSpan(0, either.Length));
        System.Buffers.ArrayPool<long>.Shared.Return(right);
        System.Buffers.ArrayPool<ulong>.Shared.Return(rightUnknown);
    }
}
