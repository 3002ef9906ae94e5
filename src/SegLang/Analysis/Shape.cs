using System.Numerics;

namespace SegLang.Analysis;

/// <summary>
/// What an expression is like, as 128 bits: equal for equal structures, and different for others but for a chance that never comes.
/// It hangs on nothing but names and structure, so it may be compared between versions of a rule set within a process.
/// </summary>
internal readonly record struct Shape(ulong High, ulong Low) : IComparable<Shape>
{
    /// <inheritdoc />
    public int CompareTo(Shape other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    /// <summary>With one more part.</summary>
    public Shape With(ulong part) => new(
        BitOperations.RotateLeft((High ^ part) * 0x9E3779B97F4A7C15, 29) + Low,
        BitOperations.RotateLeft((Low + part) * 0xC2B2AE3D27D4EB4F, 31) ^ (part * 0x165667B19E3779F9));

    /// <summary>With one more part.</summary>
    public Shape With(int part) => With((ulong)(uint)part);

    /// <summary>With one more part.</summary>
    public Shape With(bool part) => With(part ? 2UL : 1UL);

    /// <summary>With one more part.</summary>
    public Shape With(Shape part) => With(part.High).With(part.Low);

    /// <summary>With a text as one more part.</summary>
    public Shape With(string text)
    {
        Shape shape = With(text.Length);
        foreach (char c in text)
        {
            shape = shape.With((ulong)c);
        }

        return shape;
    }
}
