using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>A span that is held in place while rules look at it, so that it can lie in a structure like any list. Made by <see cref="BoundSpans{TProfile, TEvent}"/> alone.</summary>
/// <typeparam name="T">Its items.</typeparam>
public readonly unsafe struct HeldSpan<T>
{
    private readonly void* first;

    internal HeldSpan(void* first, int length)
    {
        this.first = first;
        Length = length;
    }

    /// <summary>How many items.</summary>
    public int Length { get; }

    /// <summary>An item.</summary>
    public ref readonly T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)Length)
            {
                throw new ArgumentOutOfRangeException(nameof(index));
            }

            return ref Unsafe.Add(ref Unsafe.AsRef<T>(first), index);
        }
    }
}
