using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SegLang.Runtime;

/// <summary>
/// Kernels from values to bits, 64 values a word; a mask has as many words as its values need. What is written for the vectors of the
/// machine cannot be compiled ahead and stands apart, so that little data does without a compiler.
/// </summary>
internal static class Masks
{
    // Words of a mask from which on vectors are worth it.
    private const int Many = 8;

    /// <summary>Writes the bits of the values in [low, high], or of the others.</summary>
    public static void Range(ReadOnlySpan<int> values, int low, int high, bool inverted, Span<ulong> mask)
    {
        uint width = (uint)high - (uint)low;
        int whole = values.Length >> 6;
        if (whole > 0)
        {
            WriteVectors(values, low, width, inverted ? ulong.MaxValue : 0, mask[..whole]);
        }

        if (whole < mask.Length)
        {
            mask[whole] = 0;
        }

        for (int i = whole << 6; i < values.Length; i++)
        {
            mask[whole] |= ((uint)values[i] - (uint)low <= width) != inverted ? 1UL << i : 0;
        }
    }

    /// <summary>Writes the bits of the values in [low, high], or of the others.</summary>
    public static void Range(ReadOnlySpan<long> values, long low, long high, bool inverted, Span<ulong> mask)
    {
        ulong width = (ulong)high - (ulong)low;
        int whole = values.Length >> 6;
        if (whole > 0)
        {
            WriteVectors(values, low, width, inverted ? ulong.MaxValue : 0, mask[..whole]);
        }

        if (whole < mask.Length)
        {
            mask[whole] = 0;
        }

        for (int i = whole << 6; i < values.Length; i++)
        {
            mask[whole] |= ((ulong)values[i] - (ulong)low <= width) != inverted ? 1UL << i : 0;
        }
    }

    /// <summary>Sets the bits of the values in [low, high] on top of those already set.</summary>
    public static void OrRange(ReadOnlySpan<int> values, int low, int high, Span<ulong> mask)
    {
        if (low > high)
        {
            return;
        }

        uint width = (uint)high - (uint)low;
        int whole = values.Length >> 6;
        if (whole > 0)
        {
            OrVectors(values, low, width, mask[..whole]);
        }

        for (int i = whole << 6; i < values.Length; i++)
        {
            mask[i >> 6] |= (uint)values[i] - (uint)low <= width ? 1UL << i : 0;
        }
    }

    /// <summary>Clears the bits of the values that equal one.</summary>
    public static void AndNotEqual(ReadOnlySpan<int> values, int value, Span<ulong> mask)
    {
        int whole = values.Length >> 6;
        if (whole > 0)
        {
            ClearVectors(values, value, mask[..whole]);
        }

        for (int i = whole << 6; i < values.Length; i++)
        {
            mask[i >> 6] &= ~(values[i] == value ? 1UL << i : 0);
        }
    }

    /// <summary>Sets the bits of the values in [low, high] on top of those already set.</summary>
    public static void OrRange(ReadOnlySpan<long> values, long low, long high, Span<ulong> mask)
    {
        if (low > high)
        {
            return;
        }

        ulong width = (ulong)high - (ulong)low;
        int whole = values.Length >> 6;
        if (whole > 0)
        {
            OrVectors(values, low, width, mask[..whole]);
        }

        for (int i = whole << 6; i < values.Length; i++)
        {
            mask[i >> 6] |= (ulong)values[i] - (ulong)low <= width ? 1UL << i : 0;
        }
    }

    /// <summary>Clears the bits of the values that equal one.</summary>
    public static void AndNotEqual(ReadOnlySpan<long> values, long value, Span<ulong> mask)
    {
        int whole = values.Length >> 6;
        if (whole > 0)
        {
            ClearVectors(values, value, mask[..whole]);
        }

        for (int i = whole << 6; i < values.Length; i++)
        {
            mask[i >> 6] &= ~(values[i] == value ? 1UL << i : 0);
        }
    }

    /// <summary>Sets the bits of the values in [low, high] on top of those already set.</summary>
    public static void OrRange(ReadOnlySpan<double> values, double low, double high, Span<ulong> mask)
    {
        for (int i = 0; i < values.Length; i++)
        {
            mask[i >> 6] |= values[i] >= low && values[i] <= high ? 1UL << i : 0;
        }
    }

    /// <summary>Sets the bits of the values in [low, high] on top of those already set.</summary>
    public static void OrRange(ReadOnlySpan<byte> values, int low, int high, Span<ulong> mask)
    {
        low = Math.Max(low, 0);
        high = Math.Min(high, byte.MaxValue);
        if (low > high)
        {
            return;
        }

        int whole = values.Length >> 6;
        if (whole > 0)
        {
            OrVectors(values, (byte)low, (byte)(high - low), mask[..whole]);
        }

        for (int i = whole << 6; i < values.Length; i++)
        {
            mask[i >> 6] |= values[i] >= low && values[i] <= high ? 1UL << i : 0;
        }
    }

    /// <summary>Sets the bits of the codes whose entry in the table is 1.</summary>
    public static void OrTable(ReadOnlySpan<int> codes, byte[] table, Span<ulong> mask)
    {
        for (int from = 0; from < codes.Length; from += 64)
        {
            ReadOnlySpan<int> some = codes[from..Math.Min(codes.Length, from + 64)];
            ulong word = 0;
            for (int i = 0; i < some.Length; i++)
            {
                word |= (ulong)table[some[i]] << i;
            }

            mask[from >> 6] |= word;
        }
    }

    /// <summary>Inverts the first <paramref name="count"/> bits and leaves the rest clear.</summary>
    public static void Invert(Span<ulong> mask, int count)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] = ~mask[i];
        }

        if ((count & 63) != 0)
        {
            mask[^1] &= (1UL << count) - 1;
        }
    }

    /// <summary>mask = left &amp; ~right; each may be the mask.</summary>
    public static void AndNot(Span<ulong> mask, ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        int done = mask.Length >= Many ? AndNotLanes(mask, left, right) : 0;
        for (int i = done; i < mask.Length; i++)
        {
            mask[i] = left[i] & ~right[i];
        }
    }

    /// <summary>mask = left &amp; right; each may be the mask.</summary>
    public static void And(Span<ulong> mask, ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        int done = mask.Length >= Many ? AndLanes(mask, left, right) : 0;
        for (int i = done; i < mask.Length; i++)
        {
            mask[i] = left[i] & right[i];
        }
    }

    /// <summary>mask = left | right; each may be the mask.</summary>
    public static void Or(Span<ulong> mask, ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        int done = mask.Length >= Many ? OrLanes(mask, left, right) : 0;
        for (int i = done; i < mask.Length; i++)
        {
            mask[i] = left[i] | right[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int AndLanes(Span<ulong> mask, ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        Span<Vector<ulong>> lanes = MemoryMarshal.Cast<ulong, Vector<ulong>>(mask);
        ReadOnlySpan<Vector<ulong>> a = MemoryMarshal.Cast<ulong, Vector<ulong>>(left);
        ReadOnlySpan<Vector<ulong>> b = MemoryMarshal.Cast<ulong, Vector<ulong>>(right);
        for (int i = 0; i < lanes.Length && i < a.Length && i < b.Length; i++)
        {
            lanes[i] = a[i] & b[i];
        }

        return lanes.Length * Vector<ulong>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int AndNotLanes(Span<ulong> mask, ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        Span<Vector<ulong>> lanes = MemoryMarshal.Cast<ulong, Vector<ulong>>(mask);
        ReadOnlySpan<Vector<ulong>> a = MemoryMarshal.Cast<ulong, Vector<ulong>>(left);
        ReadOnlySpan<Vector<ulong>> b = MemoryMarshal.Cast<ulong, Vector<ulong>>(right);
        for (int i = 0; i < lanes.Length && i < a.Length && i < b.Length; i++)
        {
            lanes[i] = Vector.AndNot(a[i], b[i]);
        }

        return lanes.Length * Vector<ulong>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int OrLanes(Span<ulong> mask, ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        Span<Vector<ulong>> lanes = MemoryMarshal.Cast<ulong, Vector<ulong>>(mask);
        ReadOnlySpan<Vector<ulong>> a = MemoryMarshal.Cast<ulong, Vector<ulong>>(left);
        ReadOnlySpan<Vector<ulong>> b = MemoryMarshal.Cast<ulong, Vector<ulong>>(right);
        for (int i = 0; i < lanes.Length && i < a.Length && i < b.Length; i++)
        {
            lanes[i] = a[i] | b[i];
        }

        return lanes.Length * Vector<ulong>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteVectors(ReadOnlySpan<int> values, int low, uint width, ulong flip, Span<ulong> mask)
    {
        ref int first = ref MemoryMarshal.GetReference(values);
        for (int word = 0; word < mask.Length; word++)
        {
            mask[word] = Word(ref Unsafe.Add(ref first, word << 6), low, width) ^ flip;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteVectors(ReadOnlySpan<long> values, long low, ulong width, ulong flip, Span<ulong> mask)
    {
        ref long first = ref MemoryMarshal.GetReference(values);
        for (int word = 0; word < mask.Length; word++)
        {
            mask[word] = Word(ref Unsafe.Add(ref first, word << 6), low, width) ^ flip;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OrVectors(ReadOnlySpan<int> values, int low, uint width, Span<ulong> mask)
    {
        ref int first = ref MemoryMarshal.GetReference(values);
        for (int word = 0; word < mask.Length; word++)
        {
            mask[word] |= Word(ref Unsafe.Add(ref first, word << 6), low, width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ClearVectors(ReadOnlySpan<int> values, int value, Span<ulong> mask)
    {
        ref int first = ref MemoryMarshal.GetReference(values);
        for (int word = 0; word < mask.Length; word++)
        {
            mask[word] &= ~Word(ref Unsafe.Add(ref first, word << 6), value, 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OrVectors(ReadOnlySpan<long> values, long low, ulong width, Span<ulong> mask)
    {
        ref long first = ref MemoryMarshal.GetReference(values);
        for (int word = 0; word < mask.Length; word++)
        {
            mask[word] |= Word(ref Unsafe.Add(ref first, word << 6), low, width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ClearVectors(ReadOnlySpan<long> values, long value, Span<ulong> mask)
    {
        ref long first = ref MemoryMarshal.GetReference(values);
        for (int word = 0; word < mask.Length; word++)
        {
            mask[word] &= ~Word(ref Unsafe.Add(ref first, word << 6), value, 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OrVectors(ReadOnlySpan<byte> values, byte low, byte width, Span<ulong> mask)
    {
        ref byte first = ref MemoryMarshal.GetReference(values);
        Vector512<byte> from = Vector512.Create(low);
        Vector512<byte> most = Vector512.Create(width);
        for (int word = 0; word < mask.Length; word++)
        {
            Vector512<byte> some = Vector512.LoadUnsafe(ref first, (nuint)word << 6);
            mask[word] |= Vector512.LessThanOrEqual(some - from, most).ExtractMostSignificantBits();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref int first, int low, uint width)
    {
        ulong word = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<uint> from = Vector512.Create((uint)low);
            Vector512<uint> most = Vector512.Create(width);
            for (int i = 0; i < 64; i += Vector512<uint>.Count)
            {
                Vector512<uint> values = Vector512.LoadUnsafe(ref Unsafe.As<int, uint>(ref first), (nuint)i);
                word |= Vector512.LessThanOrEqual(values - from, most).ExtractMostSignificantBits() << i;
            }
        }
        else
        {
            Vector256<uint> from = Vector256.Create((uint)low);
            Vector256<uint> most = Vector256.Create(width);
            for (int i = 0; i < 64; i += Vector256<uint>.Count)
            {
                Vector256<uint> values = Vector256.LoadUnsafe(ref Unsafe.As<int, uint>(ref first), (nuint)i);
                word |= (ulong)Vector256.LessThanOrEqual(values - from, most).ExtractMostSignificantBits() << i;
            }
        }

        return word;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref long first, long low, ulong width)
    {
        ulong word = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<ulong> from = Vector512.Create((ulong)low);
            Vector512<ulong> most = Vector512.Create(width);
            for (int i = 0; i < 64; i += Vector512<ulong>.Count)
            {
                Vector512<ulong> values = Vector512.LoadUnsafe(ref Unsafe.As<long, ulong>(ref first), (nuint)i);
                word |= Vector512.LessThanOrEqual(values - from, most).ExtractMostSignificantBits() << i;
            }
        }
        else
        {
            Vector256<ulong> from = Vector256.Create((ulong)low);
            Vector256<ulong> most = Vector256.Create(width);
            for (int i = 0; i < 64; i += Vector256<ulong>.Count)
            {
                Vector256<ulong> values = Vector256.LoadUnsafe(ref Unsafe.As<long, ulong>(ref first), (nuint)i);
                word |= (ulong)Vector256.LessThanOrEqual(values - from, most).ExtractMostSignificantBits() << i;
            }
        }

        return word;
    }
}
