using SegLang.Symbols;

namespace SegLang.Reference;

/// <summary>What a journey's name, `.since` and `.entered` are; all null while it has not started.</summary>
internal readonly record struct ReferenceStay(int? Stage, long? Since, long? Entered);

/// <summary>Where one profile was in its journeys, and since when.</summary>
internal sealed class ReferenceHistory
{
    private readonly Dictionary<JourneySymbol, List<ReferenceStay>> stays = new(ReferenceEqualityComparer.Instance);

    /// <summary>Adds the latest stay; stays of one instant follow each other.</summary>
    public void Add(JourneySymbol journey, ReferenceStay stay)
    {
        if (!stays.TryGetValue(journey, out var list))
        {
            stays.Add(journey, list = []);
        }

        list.Add(stay);
    }

    /// <summary>The stay at an instant, after all that has happened up to and including it.</summary>
    public ReferenceStay At(JourneySymbol journey, long instant) =>
        stays.TryGetValue(journey, out var list) ? list.LastOrDefault(s => s.Since <= instant) : default;

    /// <summary>The first instant after that one at which a stay began.</summary>
    public long NextAfter(long instant) =>
        stays.Values.SelectMany(list => list).Select(s => s.Since ?? ReferenceCalendar.Never).Where(s => s > instant)
            .DefaultIfEmpty(ReferenceCalendar.Never).Min();
}
