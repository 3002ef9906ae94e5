namespace SegLang.Runtime;

/// <summary>
/// A line of a score as time goes on: <see cref="Value"/> · 2^(−(t − <see cref="Since"/>) ÷ <see cref="Halving"/>), its magnitude capped by
/// <see cref="Max"/>; with no halving (0) the value as it is.
/// </summary>
/// <param name="Value">The points at <paramref name="Since"/>.</param>
/// <param name="Since">Microseconds since 1970-01-01T00:00Z.</param>
/// <param name="Halving">Microseconds; 0 for points that stay.</param>
/// <param name="Max">The cap; infinite without one.</param>
public readonly record struct ScoreTerm(double Value, long Since, long Halving, double Max)
{
    /// <summary>Points that stay.</summary>
    public static ScoreTerm Of(double points) => new(points, 0, 0, double.PositiveInfinity);

    internal double At(long instant) =>
        Halving == 0 ? Value : Math.Clamp(Value * Math.Pow(2.0, -(double)(instant - Since) / Halving), -Max, Max);
}

/// <summary>Which of less, equal and greater a comparison takes for true.</summary>
[Flags]
public enum Sides : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Less.</summary>
    Less = 1,

    /// <summary>Equal.</summary>
    Equal = 2,

    /// <summary>Greater.</summary>
    Greater = 4,
}

public static partial class Horizon
{
    private const int MostSteps = 4000;

    /// <summary>
    /// The first instant after now at which a comparison of a fading score with a number changes. Exact: interval bounds leave out stretches in which
    /// nothing can change, bisection finds the instant in the others, over the function that is emitted.
    /// </summary>
    /// <param name="now">The instant.</param>
    /// <param name="truth">What is true of the comparison.</param>
    /// <param name="number">The number on its right.</param>
    /// <param name="from">The least of the score's range.</param>
    /// <param name="to">The greatest.</param>
    /// <param name="terms">The lines in written order.</param>
    public static long Score(long now, Sides truth, double number, double from, double to, params ReadOnlySpan<ScoreTerm> terms)
    {
        bool wanted = !Holds(truth, Bounds(now, now, from, to, terms), number);
        int steps = 0;
        long low = now;
        for (long length = Calendar.Hour; low < Calendar.LastInstant && IsFading(low, terms); length *= 2)
        {
            long high = Math.Min(Calendar.LastInstant, length > Calendar.LastInstant - low ? Calendar.LastInstant : low + length);
            long found = First(low, high, wanted, truth, number, from, to, terms, ref steps);
            if (found != long.MaxValue)
            {
                return found;
            }

            low = high;
        }

        return long.MaxValue;
    }

    // The first instant in (low, high] at which the comparison is as wanted. Where the work grows too much, one before it.
    private static long First(
        long low, long high, bool wanted, Sides truth, double number, double from, double to, ReadOnlySpan<ScoreTerm> terms, ref int steps)
    {
        if (!MayHold(truth, wanted, Bounds(low + 1, high, from, to, terms), number))
        {
            return long.MaxValue;
        }

        if (++steps > MostSteps)
        {
            return low + 1;
        }

        if (high - low == 1)
        {
            return Holds(truth, Bounds(high, high, from, to, terms), number) == wanted ? high : long.MaxValue;
        }

        long middle = low + ((high - low) / 2);
        long found = First(low, middle, wanted, truth, number, from, to, terms, ref steps);
        return found != long.MaxValue ? found : First(middle, high, wanted, truth, number, from, to, terms, ref steps);
    }

    private static bool IsFading(long instant, ReadOnlySpan<ScoreTerm> terms)
    {
        foreach (ScoreTerm term in terms)
        {
            if (term.Halving != 0 && term.At(instant) != 0)
            {
                return true;
            }
        }

        return false;
    }

    // Lines fade towards zero, so that each is greatest and least at the ends; a sum of greater terms is never rounded to less.
    private static (double Least, double Greatest) Bounds(
        long low, long high, double from, double to, ReadOnlySpan<ScoreTerm> terms)
    {
        (double least, double greatest) = (0, 0);
        foreach (ScoreTerm term in terms)
        {
            double first = term.At(low);
            double last = low == high ? first : term.At(high);
            least += Math.Min(first, last);
            greatest += Math.Max(first, last);
        }

        return (Math.Clamp(least, from, to), Math.Clamp(greatest, from, to));
    }

    private static bool Holds(Sides truth, (double Least, double Greatest) at, double number) =>
        (truth & Side(at.Least, number)) != 0;

    private static bool MayHold(Sides truth, bool wanted, (double Least, double Greatest) over, double number)
    {
        Sides possible = Side(over.Least, number) | Side(over.Greatest, number);
        possible |= over.Least < number && over.Greatest > number ? Sides.Equal : Sides.None;
        return (possible & (wanted ? truth : ~truth)) != 0;
    }

    private static Sides Side(double value, double number) =>
        value < number ? Sides.Less : value > number ? Sides.Greater : Sides.Equal;
}
