using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>
/// Random profiles: unknown fields, events at and beside the edges of windows as seen from the instants that will be asked for,
/// several at one instant, repeated deliveries, some after now.
/// </summary>
internal sealed class FactsGenerator(Dice dice, Times times, Pools pools)
{
    private const long Day = 86_400_000_000;

    /// <summary>A profile whose key is <paramref name="key"/>.</summary>
    public ProfileFacts Next(BoundRuleSet rules, string key)
    {
        List<object?> values = [.. pools.Fields(rules.Profile.Fields)];
        values[rules.Profile.Fields.First(f => f.IsKey).Ordinal] = key;
        List<EventFacts> events = [];
        int count = dice.Of(0, 2, 4, 6, 8, 10, 14);
        for (int i = 0; i < count; i++)
        {
            events.Add(Event(rules, events));
        }

        return new ProfileFacts([.. values], [.. events]);
    }

    private EventFacts Event(BoundRuleSet rules, List<EventFacts> before)
    {
        if (before.Count > 0 && dice.Chance(12))
        {
            return Repetition(dice.Pick(before));
        }

        EventSymbol type = dice.Pick(rules.Events);
        long order = type.OrderColumn is not null && dice.Chance(30) ? dice.Of(-1, 1, 2) : 0;
        return new EventFacts(type, Time(before), order, pools.Fields(type.Fields));
    }

    // The same values again, mostly later, some with one field changed: what `once by` is about.
    private EventFacts Repetition(EventFacts first)
    {
        long time = first.Time + dice.Of(0, 1, 3_600_000_000, 2 * Day, (2 * Day) + 1, 3 * Day, 5 * Day);
        ImmutableArray<object?> fresh = pools.Fields(first.Event.Fields);
        if (fresh.Length == 0 || dice.Chance(60))
        {
            return first with { Time = time };
        }

        int changed = dice.Next(fresh.Length);
        return first with { Time = time, Fields = first.Fields.SetItem(changed, fresh[changed]) };
    }

    private long Time(List<EventFacts> before)
    {
        long now = dice.Pick(times.Nows);
        return dice.Next(10) switch
        {
            0 or 1 when before.Count > 0 => dice.Pick(before).Time + dice.Of(0, 0, 0, 1, 1_000_000, 3_600_000_000, Day),
            0 or 1 or 2 or 3 => times.Edge(dice, now),
            4 => dice.Pick(times.Anchors),
            5 or 6 => now - dice.Of(0, 1, 1_000_000, Day - 1, Day, 2 * Day, 7 * Day, 30 * Day),
            7 when dice.Chance(40) => now + dice.Of(1, Day, 40 * Day),
            _ => now - ((long)dice.Next(40 * 24 * 60) * 60_000_000),
        };
    }
}
