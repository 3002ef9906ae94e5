namespace SegLang.Runtime;

/// <summary>The results of one profile, a slot per output. Reused from profile to profile.</summary>
public sealed class RowOutput(int count)
{
    /// <summary>Whether the value is known.</summary>
    public bool[] Known { get; } = new bool[count];

    /// <summary>bool (0, 1), int, decimal, money, date, datetime, duration, enum and class as they are; number by its bits.</summary>
    public long[] Bits { get; } = new long[count];

    /// <summary>Text.</summary>
    public string?[] Texts { get; } = new string?[count];

    /// <summary>Sets: ascending, distinct; texts as strings, others boxed in the forms of <see cref="FieldSchema.Default"/>.</summary>
    public object[]?[] Sets { get; } = new object[]?[count];

    /// <summary>The value has no answer.</summary>
    public void SetUnknown(int output) => Known[output] = false;

    /// <summary>A bool, or unknown.</summary>
    public void Set(int output, Truth value)
    {
        Known[output] = value != Truth.Unknown;
        Bits[output] = value == Truth.True ? 1 : 0;
    }

    /// <summary>A bool.</summary>
    public void Set(int output, bool value)
    {
        Known[output] = true;
        Bits[output] = value ? 1 : 0;
    }

    /// <summary>A value held as an integer.</summary>
    public void Set(int output, long value)
    {
        Known[output] = true;
        Bits[output] = value;
    }

    /// <summary>A number.</summary>
    public void Set(int output, double value)
    {
        Known[output] = true;
        Bits[output] = BitConverter.DoubleToInt64Bits(value);
    }

    /// <summary>A text.</summary>
    public void Set(int output, string value)
    {
        Known[output] = true;
        Texts[output] = value;
    }

    /// <summary>A set.</summary>
    public void Set(int output, object[] values)
    {
        Known[output] = true;
        Sets[output] = values;
    }

    /// <summary>A number's value.</summary>
    public double Number(int output) => BitConverter.Int64BitsToDouble(Bits[output]);
}
