using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SegLang.Runtime;

/// <summary>
/// Arithmetic of one column of a block with another, lane by lane. A few lanes are done one by one: vectors cannot be compiled ahead.
/// </summary>
internal static class Lanes
{
    // Lanes from which on vectors are worth it.
    private const int Many = 64;

    /// <summary>into += other.</summary>
    public static void Add<T>(Span<T> into, ReadOnlySpan<T> other)
        where T : unmanaged, INumber<T>
    {
        for (int i = into.Length >= Many ? AddVectors(into, other) : 0; i < into.Length; i++)
        {
            into[i] += other[i];
        }
    }

    /// <summary>into = the smaller of both.</summary>
    public static void Min<T>(Span<T> into, ReadOnlySpan<T> other)
        where T : unmanaged, INumber<T>
    {
        for (int i = into.Length >= Many ? MinVectors(into, other) : 0; i < into.Length; i++)
        {
            into[i] = T.Min(into[i], other[i]);
        }
    }

    /// <summary>into = the greater of both.</summary>
    public static void Max<T>(Span<T> into, ReadOnlySpan<T> other)
        where T : unmanaged, INumber<T>
    {
        for (int i = into.Length >= Many ? MaxVectors(into, other) : 0; i < into.Length; i++)
        {
            into[i] = T.Max(into[i], other[i]);
        }
    }

    /// <summary>The smaller of both. Without a branch where they are narrow: which one it is cannot be foreseen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Least<T>(T a, T b)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(int))
        {
            int first = Unsafe.BitCast<T, int>(a);
            long less = (long)Unsafe.BitCast<T, int>(b) - first;
            return Unsafe.BitCast<int, T>((int)(first + (less & (less >> 63))));
        }

        return T.Min(a, b);
    }

    /// <summary>The greater of both. Without a branch where they are narrow: which one it is cannot be foreseen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Greatest<T>(T a, T b)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(int))
        {
            int first = Unsafe.BitCast<T, int>(a);
            long more = (long)Unsafe.BitCast<T, int>(b) - first;
            return Unsafe.BitCast<int, T>((int)(first + (more & ~(more >> 63))));
        }

        return T.Max(a, b);
    }

    /// <summary>A value that fits, as a result of 32 or of 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Cut<T>(long value)
        where T : unmanaged => typeof(T) == typeof(int) ? Unsafe.BitCast<int, T>((int)value) : Unsafe.BitCast<long, T>(value);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int AddVectors<T>(Span<T> into, ReadOnlySpan<T> other)
        where T : unmanaged
    {
        Span<Vector<T>> lanes = MemoryMarshal.Cast<T, Vector<T>>(into);
        ReadOnlySpan<Vector<T>> others = MemoryMarshal.Cast<T, Vector<T>>(other);
        for (int i = 0; i < lanes.Length && i < others.Length; i++)
        {
            lanes[i] += others[i];
        }

        return lanes.Length * Vector<T>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int MinVectors<T>(Span<T> into, ReadOnlySpan<T> other)
        where T : unmanaged
    {
        Span<Vector<T>> lanes = MemoryMarshal.Cast<T, Vector<T>>(into);
        ReadOnlySpan<Vector<T>> others = MemoryMarshal.Cast<T, Vector<T>>(other);
        for (int i = 0; i < lanes.Length && i < others.Length; i++)
        {
            lanes[i] = Vector.Min(lanes[i], others[i]);
        }

        return lanes.Length * Vector<T>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int MaxVectors<T>(Span<T> into, ReadOnlySpan<T> other)
        where T : unmanaged
    {
        Span<Vector<T>> lanes = MemoryMarshal.Cast<T, Vector<T>>(into);
        ReadOnlySpan<Vector<T>> others = MemoryMarshal.Cast<T, Vector<T>>(other);
        for (int i = 0; i < lanes.Length && i < others.Length; i++)
        {
            lanes[i] = Vector.Max(lanes[i], others[i]);
        }

        return lanes.Length * Vector<T>.Count;
    }
}
