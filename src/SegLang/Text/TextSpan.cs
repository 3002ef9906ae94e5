namespace SegLang.Text;

/// <summary>A range of a source text in UTF-16 units: [<see cref="Start"/>, <see cref="End"/>).</summary>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>The offset just after the last unit.</summary>
    public int End => Start + Length;

    /// <summary>The smallest span that holds both.</summary>
    public static TextSpan Cover(TextSpan first, TextSpan last)
    {
        int start = Math.Min(first.Start, last.Start);
        return new(start, Math.Max(first.End, last.End) - start);
    }

    /// <summary>The span from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public static TextSpan FromBounds(int start, int end) => new(start, end - start);

    /// <summary>Whether <paramref name="position"/> lies in the span or at its end.</summary>
    public bool Touches(int position) => position >= Start && position <= End;
}
