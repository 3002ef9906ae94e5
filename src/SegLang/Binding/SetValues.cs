using System.Collections.Immutable;
using SegLang.Symbols;

namespace SegLang.Binding;

/// <summary>Makes set values: distinct and in ascending order, text by code point.</summary>
public static class SetValues
{
    /// <summary>The set of the values, which are all of one type.</summary>
    public static SetValue Of(IEnumerable<object> values)
    {
        ImmutableArray<object> items = [.. values.Distinct().Order(Comparer<object>.Create(Compare))];
        return items.Length == 0 ? SetValue.Empty : new SetValue(items);
    }

    /// <summary>The order of two values of one type; text by code point.</summary>
    public static int Compare(object left, object right) => (left, right) switch
    {
        (string a, string b) => CompareText(a, b),
        (IComparable a, _) => a.CompareTo(right),
        _ => throw new ArgumentException($"{left.GetType().Name} has no order", nameof(left)),
    };

    // UTF-16 order differs from code point order only where a surrogate meets a unit above the surrogates.
    private static int CompareText(string left, string right)
    {
        int length = Math.Min(left.Length, right.Length);
        for (int i = 0; i < length; i++)
        {
            if (left[i] != right[i])
            {
                return Rank(left[i]) - Rank(right[i]);
            }
        }

        return left.Length - right.Length;
    }

    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
