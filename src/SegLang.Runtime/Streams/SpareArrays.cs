using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>
/// Arrays that were outgrown, for the same thread to use again. The collector would move the arrays of events from generation to generation, as they
/// live for months of the stream, and few of them for ever.
/// </summary>
internal static class SpareArrays<T>
{
    private const int MostLength = 512;
    private const int MostOfALength = 512;

    [ThreadStatic]
    private static Stack<T[]>?[]? spare;

    /// <summary>
    /// An array of a length that begins with the first <paramref name="used"/> elements of another, which is not to be used any more; what follows is
    /// anything, but no reference.
    /// </summary>
    public static T[] Resize(T[] array, int length, int used)
    {
        T[] resized = length == 0 ? [] : Take(length);
        Array.Copy(array, resized, used);
        Keep(array);
        return resized;
    }

    private static T[] Take(int length) =>
        length <= MostLength && spare?[length] is { } stack && stack.TryPop(out T[]? array) ? array : new T[length];

    private static void Keep(T[] array)
    {
        if (array.Length is 0 or > MostLength)
        {
            return;
        }

        spare ??= new Stack<T[]>?[MostLength + 1];
        Stack<T[]> stack = spare[array.Length] ??= new Stack<T[]>();
        if (stack.Count < MostOfALength)
        {
            if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            {
                Array.Clear(array);
            }

            stack.Push(array);
        }
    }
}
