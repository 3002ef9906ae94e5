using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>
/// Random timelines: events and changes of fields, many of them a span of the rules after one another, so that timers, windows and inputs meet in
/// one instant or miss each other by a microsecond; several at one instant, repeated deliveries, an `order`.
/// </summary>
internal sealed class TimelineGenerator(Dice dice, Times times, Pools pools)
{
    private const long Day = 86_400_000_000;

    private readonly long reach = dice.Of(10, 10, 15, 15, 45) * Day;

    private static readonly int[] Clocks = [540, 0, 150, 1439, 720, 1200, 480, 1320, 360, 180];

    // Not the key, which never changes.
    private static readonly string[] Changing =
    [
        "vip", "optin", "tier", "visits", "age", "registered", "seen", "born", "joined", "channel", "interests", "restday", "city", "vip", "optin",
        "tier", "visits", "registered", "seen",
    ];

    /// <summary>The instant at which all timelines are over, timers and all.</summary>
    public long End => times.Nows[0] + (2 * reach) + (2 * Day);

    /// <summary>The timeline of a profile.</summary>
    public ProfileTimeline Next(BoundRuleSet rules, string key)
    {
        object?[] given = [.. pools.Fields(rules.Profile.Fields)];
        given[rules.Profile.Fields.First(f => f.IsKey).Ordinal] = key;
        List<ProfileInput> inputs = [];
        List<long> instants = [dice.Chance(60) ? times.Nows[0] : times.Edge(dice, times.Nows[0])];
        for (int count = dice.Of(1, 3, 5, 7, 9, 12); count > 0; count--)
        {
            inputs.Add(Input(rules, inputs, instants));
        }

        long? begin = dice.Chance(12) ? times.Back(inputs.Min(i => i.Time), dice.Pick(times.Beats)) : null;
        return new ProfileTimeline([.. given], [.. inputs], begin);
    }

    /// <summary>Instants to ask at: inputs, edges as seen from them, and beside those.</summary>
    public ImmutableArray<long> Checks(ProfileTimeline timeline)
    {
        long[] inputs = [.. timeline.Inputs.Select(i => i.Time)];
        return
        [
            dice.Pick(inputs) + dice.Of(-1, 0, 0, 1),
            times.Later(dice.Pick(inputs), dice.Pick(times.Beats)) + dice.Of(0, 0, -1, 1),
        ];
    }

    private ProfileInput Input(BoundRuleSet rules, List<ProfileInput> before, List<long> instants)
    {
        EventFacts[] events = [.. before.OfType<EventInput>().Select(e => e.Facts)];
        long time = Time(instants);
        instants.Add(time);
        if (dice.Chance(22))
        {
            return Change(rules, time);
        }

        if (events.Length > 0 && dice.Chance(15))
        {
            return new EventInput(Repetition(dice.Pick(events), time));
        }

        EventSymbol type = dice.Pick(rules.Events);
        long order = type.OrderColumn is not null && dice.Chance(30) ? dice.Of(-1, 1, 2) : 0;
        return new EventInput(new EventFacts(type, time, order, pools.Fields(type.Fields)));
    }

    // The same values again, some with one field changed: what `once by` is about.
    private EventFacts Repetition(EventFacts first, long time)
    {
        ImmutableArray<object?> fresh = pools.Fields(first.Event.Fields);
        if (fresh.Length == 0 || dice.Chance(70))
        {
            return first with { Time = time };
        }

        int changed = dice.Next(fresh.Length);
        return first with { Time = time, Fields = first.Fields.SetItem(changed, fresh[changed]) };
    }

    private ChangeInput Change(BoundRuleSet rules, long time)
    {
        FieldSymbol[] chosen = [.. Enumerable.Range(0, dice.Of(1, 1, 2)).Select(_ => dice.Pick(Changing)).Distinct()
            .Select(name => rules.Profile.Fields.First(f => f.Name == name))];
        return new ChangeInput(time, [.. chosen.Select(f => (f, f.IsOptional && dice.Chance(22) ? null : (object?)pools.Value(f.Type)))]);
    }

    private long Time(List<long> instants)
    {
        long first = instants[0];
        for (; ; )
        {
            long time = dice.Next(10) switch
            {
                0 or 1 => instants[^1],
                2 => times.AtClock(dice.Pick(instants), dice.Pick(Clocks)) + dice.Of(0, 0, Day),
                3 => instants[^1] + ((long)dice.Next(5 * 24 * 60) * 60_000_000),
                _ => times.Later(dice.Pick(instants), dice.Pick(times.Beats)) + dice.Of(0, 0, 0, 0, 0, 1, -1),
            };
            if (time >= first - Day && time <= first + reach)
            {
                return time;
            }

            if (dice.Chance(30))
            {
                return first;
            }
        }
    }
}
