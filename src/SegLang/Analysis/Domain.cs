using System.Collections.Immutable;

namespace SegLang.Analysis;

/// <summary>
/// The values that a comparison with a constant leaves to its operand: an interval of numbers, or a finite set of other values.
/// Null bounds are open ends. Where values have a step (whole numbers, decimals), bounds are closed.
/// </summary>
internal sealed record Domain(decimal? From, bool FromOpen, decimal? To, bool ToOpen, ImmutableSortedSet<string>? Values)
{
    /// <summary>Every value.</summary>
    public static Domain Everything { get; } = new(null, false, null, false, null);

    /// <summary>One of these.</summary>
    public static Domain Of(IEnumerable<string> values) => Everything with { Values = ImmutableSortedSet.CreateRange(StringComparer.Ordinal, values) };

    /// <summary>Whether no value is in it.</summary>
    public bool IsEmpty => Values is { Count: 0 } || From > To || (From == To && From is not null && (FromOpen || ToOpen));

    /// <summary>The values in both.</summary>
    public Domain And(Domain other)
    {
        bool laterFrom = From is null || (other.From is not null && (other.From > From || (other.From == From && other.FromOpen)));
        bool earlierTo = To is null || (other.To is not null && (other.To < To || (other.To == To && other.ToOpen)));
        ImmutableSortedSet<string>? values = Values is null ? other.Values : other.Values is null ? Values : Values.Intersect(other.Values);
        return new(
            laterFrom ? other.From : From, laterFrom ? other.FromOpen : FromOpen,
            earlierTo ? other.To : To, earlierTo ? other.ToOpen : ToOpen, values);
    }

    /// <summary>Whether every value of this one is in the other.</summary>
    public bool IsWithin(Domain other) => Same(And(other));

    private bool Same(Domain other) =>
        From == other.From && To == other.To && FromOpen == other.FromOpen && ToOpen == other.ToOpen
        && (Values is null ? other.Values is null : other.Values is not null && Values.SetEquals(other.Values));
}
