using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SegLang.Runtime;

/// <summary>Arithmetic of one column of a block with another, lane by lane. Columns have the block's size, a multiple of every vector's.</summary>
internal static class Lanes
{
    /// <summary>into += other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<T>(Span<T> into, ReadOnlySpan<T> other)
        where T : unmanaged
    {
        Span<Vector<T>> lanes = MemoryMarshal.Cast<T, Vector<T>>(into);
        ReadOnlySpan<Vector<T>> others = MemoryMarshal.Cast<T, Vector<T>>(other);
        for (int i = 0; i < lanes.Length && i < others.Length; i++)
        {
            lanes[i] += others[i];
        }
    }

    /// <summary>into −= other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract<T>(Span<T> into, ReadOnlySpan<T> other)
        where T : unmanaged
    {
        Span<Vector<T>> lanes = MemoryMarshal.Cast<T, Vector<T>>(into);
        ReadOnlySpan<Vector<T>> others = MemoryMarshal.Cast<T, Vector<T>>(other);
        for (int i = 0; i < lanes.Length && i < others.Length; i++)
        {
            lanes[i] -= others[i];
        }
    }

    /// <summary>into = the smaller of both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Min(Span<long> into, ReadOnlySpan<long> other)
    {
        Span<Vector<long>> lanes = MemoryMarshal.Cast<long, Vector<long>>(into);
        ReadOnlySpan<Vector<long>> others = MemoryMarshal.Cast<long, Vector<long>>(other);
        for (int i = 0; i < lanes.Length && i < others.Length; i++)
        {
            lanes[i] = Vector.Min(lanes[i], others[i]);
        }
    }

    /// <summary>into = the greater of both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Max(Span<long> into, ReadOnlySpan<long> other)
    {
        Span<Vector<long>> lanes = MemoryMarshal.Cast<long, Vector<long>>(into);
        ReadOnlySpan<Vector<long>> others = MemoryMarshal.Cast<long, Vector<long>>(other);
        for (int i = 0; i < lanes.Length && i < others.Length; i++)
        {
            lanes[i] = Vector.Max(lanes[i], others[i]);
        }
    }
}
