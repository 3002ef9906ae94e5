using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SegLang.Runtime;

// Brings values of the rows in use together.
internal sealed partial class BlockScratch
{
    private long[] Buffer(int value, long whenUnknown)
    {
        ref long[]? buffer = ref CollectionsMarshal.GetValueRefOrAddDefault(values, (value, whenUnknown), out _);
        return buffer ??= new long[Profile.Length];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillArithmetic(BlockBinding binding, EventStore store, BlockValue plan, long[] into, ulong[] unknownInto)
    {
        // Own buffers for the right side: arithmetic may nest.
        long[] right = System.Buffers.ArrayPool<long>.Shared.Rent(rowCount + 1);
        ulong[] rightUnknown = System.Buffers.ArrayPool<ulong>.Shared.Rent(zeroUnknown.Length + 1);
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

        Runtime.Masks.Or(unknownInto.AsSpan(0, (rowCount + 63) >> 6), rightUnknown.AsSpan(0, (rowCount + 63) >> 6));
        System.Buffers.ArrayPool<long>.Shared.Return(right);
        System.Buffers.ArrayPool<ulong>.Shared.Return(rightUnknown);
    }
}
