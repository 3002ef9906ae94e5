using System.Diagnostics;
using System.Numerics;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Reference;

// Classes and scores.
public sealed partial class ReferenceProfile
{
    /// <summary>What one line of a score adds: an int, of a score that fades a number; null is unknown.</summary>
    internal object? LineValue(BoundScoreLine line) => line switch
    {
        BoundScoreWhen condition => IsTrue(condition.Condition, null) ? condition.Points : 0L,
        BoundScorePer { HalvingMicroseconds: { } half } per => Faded(per, half),
        BoundScorePer per => Counted(per),
        _ => throw new UnreachableException(line.GetType().Name),
    };

    private int? FirstEntry(BoundClass definition)
    {
        foreach (var entry in definition.Entries)
        {
            if (IsTrue(entry.Expression, null))
            {
                return entry.Entry.Ordinal;
            }
        }

        return null;
    }

    private int? BestEntry(BoundClass definition)
    {
        (BoundClassEntry Entry, object Value)? best = null;
        foreach (var entry in definition.Entries)
        {
            if (entry.Expression is { } fit && Evaluate(fit, null) is { } value
                && (best is not { } held || ReferenceArithmetic.Compare(value, fit.Type, held.Value, TypeOf(held.Entry)) > 0))
            {
                best = (entry, value);
            }
        }

        var otherwise = definition.Entries.FirstOrDefault(e => e.Expression is null);
        bool isBelow = best is { } found && otherwise?.Floor is { } floor && Evaluate(floor, null) is { } least
            && ReferenceArithmetic.Compare(found.Value, TypeOf(found.Entry), least, floor.Type) < 0;
        return best is { } winner && !isBelow ? winner.Entry.Entry.Ordinal : otherwise?.Entry.Ordinal;
    }

    private static SegType TypeOf(BoundClassEntry entry) =>
        entry.Expression?.Type ?? throw new UnreachableException("`otherwise` has no value");

    private object? Total(BoundScore score)
    {
        object total = score.Score.Fades ? (object)0.0 : 0L; // Boxed before the choice, or both would be doubles.
        foreach (var line in score.Lines)
        {
            if (LineValue(line) is not { } value || Plus(total, value) is not { } sum)
            {
                return null;
            }

            total = sum;
        }

        return Clamped(total, score.From, score.To);
    }

    private static object? Plus(object total, object value) => total is double sum
        ? ReferenceArithmetic.Finite(sum + AsDouble(value))
        : ReferenceArithmetic.Fit((BigInteger)(long)total + (long)value);

    private static double AsDouble(object value) => value is double number ? number : (long)value;

    private static object Clamped(object total, long? from, long? to)
    {
        if (total is double sum)
        {
            return Math.Min(Math.Max(sum, from ?? double.NegativeInfinity), to ?? double.PositiveInfinity);
        }

        return Math.Min(Math.Max((long)total, from ?? long.MinValue), to ?? long.MaxValue);
    }

    private long? Counted(BoundScorePer line)
    {
        long count = MatchPositions(line.Query).Count();
        return ReferenceArithmetic.Fit((BigInteger)count * line.Points) is not long points
            ? null
            : line.Max is { } max ? Math.Clamp(points, -max, max) : points;
    }

    // S := S · 2^(−Δt/span) + points over the events in order, then faded to now.
    private object? Faded(BoundScorePer line, long half)
    {
        double sum = 0;
        long? before = null;
        foreach (int position in MatchPositions(line.Query))
        {
            long time = events[position].Time;
            sum = (sum * Fade(time - (before ?? time), half)) + line.Points;
            before = time;
        }

        sum *= Fade(now - (before ?? now), half);
        return ReferenceArithmetic.Finite(line.Max is { } max ? Math.Clamp(sum, -max, max) : sum);
    }

    private static double Fade(long elapsed, long half) => Math.Pow(2.0, -(double)elapsed / half);

    private IEnumerable<int> MatchPositions(BoundQuery query) => query.IsSequence
        ? Ends(query, null)
        : Enumerable.Range(0, events.Length).Where(i => Matches(query.Steps[0], i, null));
}
