using System.Globalization;
using System.Text;
using SegLang.Symbols;

namespace SegLang.Plan;

internal static class Values
{
    /// <summary>A text that tells constants of one type apart: equal values have equal keys.</summary>
    public static string Key(object value) => value switch
    {
        string text => "\"" + text.Length.ToString(CultureInfo.InvariantCulture) + ":" + text,
        double number => BitConverter.DoubleToInt64Bits(number).ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        SpanValue span => $"{span.Count} {span.Unit}",
        SetValue set => Key(set),
        IFormattable plain => plain.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException(value.GetType().Name, nameof(value)),
    };

    private static string Key(SetValue set)
    {
        StringBuilder key = new("[");
        foreach (object item in set.Items)
        {
            key.Append(Key(item)).Append(',');
        }

        return key.Append(']').ToString();
    }
}
