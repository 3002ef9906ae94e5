using SegLang.Plan;
using SegLang.Runtime;
using Xunit;

namespace SegLang.Tests.Runtime;

/// <summary>The next instants at which time alone changes something, against what evaluation at many instants shows.</summary>
public sealed class HorizonTests
{
    private static readonly (string Zone, int Year)[] Zones =
    [
        ("UTC", 2026), ("Europe/Berlin", 2026), ("America/New_York", 2024), ("Australia/Lord_Howe", 2025),
        ("Pacific/Apia", 2011), ("America/Sao_Paulo", 2018), ("Africa/Casablanca", 2024), ("America/St_Johns", 2006),
    ];

    private static readonly CalendarSpan[][] Chains =
    [
        [new(-1, CalendarUnit.Day)], [new(-30, CalendarUnit.Day)], [new(-1, CalendarUnit.Month)], [new(-3, CalendarUnit.Hour)],
        [new(1, CalendarUnit.Day)], [new(14, CalendarUnit.Day)], [new(1, CalendarUnit.Month)], [new(1, CalendarUnit.Year)],
        [new(90, CalendarUnit.Minute)], [new(-1, CalendarUnit.Month), new(2, CalendarUnit.Day)], [new(-1, CalendarUnit.Day), new(-1, CalendarUnit.Week)],
    ];

    [Fact]
    public void A_moving_instant_stays_on_its_side_of_a_threshold_until_the_instant_told() => ForEachDay((calendar, now, random) =>
    {
        CalendarSpan[] steps = Chains[random.Next(Chains.Length)];
        long threshold = Moved(calendar, now + Around(random, 5 * Calendar.Day), steps);
        long next = Horizon.Reach(calendar, now, threshold, steps);
        bool side = Moved(calendar, now, steps) >= threshold;
        foreach (long at in Between(now, next, random))
        {
            Assert.True(Moved(calendar, at, steps) >= threshold == side, $"{calendar.Zone.Transitions.Length} {now} {threshold} {next} {at} {string.Join(' ', steps)}");
        }

        if (next != long.MaxValue)
        {
            Assert.True(Moved(calendar, next, steps) >= threshold != side, $"{now} {threshold} {next} is too early for {string.Join(' ', steps)}");
        }
    });

    [Fact]
    public void Units_begin_at_the_instant_told_and_not_before() => ForEachDay((calendar, now, random) =>
    {
        CalendarUnit unit = (CalendarUnit)random.Next(8);
        long count = random.Next(-2, 3);
        long threshold = calendar.UnitsAfter(now + Around(random, 40 * Calendar.Day), count, unit) + random.Next(-1, 2);
        long next = Math.Min(Horizon.ReachStart(calendar, now, threshold, count, unit), now + (60 * Calendar.Day));
        bool side = calendar.UnitsAfter(now, count, unit) >= threshold;
        long start = Horizon.NextStart(calendar, now, unit);
        Assert.True(start > now && next > now);
        foreach (long at in Between(now, next, random))
        {
            Assert.True(calendar.UnitsAfter(at, count, unit) >= threshold == side, $"{now} {threshold} {next} {at} {unit} {count}");
            Assert.True(at >= start || calendar.StartOf(at, unit) == calendar.StartOf(now, unit), $"{now} {start} {at} {unit}");
        }
    });

    [Fact]
    public void Counts_of_units_stay_until_the_instant_told() => ForEachDay((calendar, now, random) =>
    {
        CalendarUnit unit = (CalendarUnit)random.Next(8);
        long x = now + Around(random, 70 * Calendar.Day);
        int date = calendar.DateOf(x);
        long k = random.Next(0, 4);
        Check(Horizon.Since(calendar, now, x, unit), at => calendar.TryUnitsSince(x, at, unit, out long n) ? n : -1);
        Check(Horizon.Until(calendar, now, x, unit), at => calendar.TryUnitsUntil(x, at, unit, out long n) ? n : -1);
        Check(Horizon.SinceDate(calendar, now, date, unit), at => calendar.TryUnitsSinceDate(date, at, unit, out long n) ? n : -1);
        Check(Horizon.UntilDate(calendar, now, date, unit), at => calendar.TryUnitsUntilDate(date, at, unit, out long n) ? n : -1);
        Check(Horizon.Since(calendar, now, x, unit, k), at => !calendar.TryUnitsSince(x, at, unit, out long n) ? -1 : n >= k ? 1 : 0);
        Check(Horizon.Until(calendar, now, x, unit, k), at => !calendar.TryUnitsUntil(x, at, unit, out long n) ? -1 : n >= k ? 1 : 0);
        Check(Horizon.SinceDate(calendar, now, date, unit, k), at => !calendar.TryUnitsSinceDate(date, at, unit, out long n) ? -1 : n >= k ? 1 : 0);
        Check(Horizon.UntilDate(calendar, now, date, unit, k), at => !calendar.TryUnitsUntilDate(date, at, unit, out long n) ? -1 : n >= k ? 1 : 0);
        Check(Horizon.NextAnniversary(calendar, now, date), at => Calendar.TryAnniversary(date, calendar.DateOf(at), out int n) ? n : -1);

        void Check(long next, Func<long, long> value)
        {
            if (random.Next(3) > 0)
            {
                return;
            }

            long first = value(now);
            foreach (long at in Between(now, next, random))
            {
                Assert.True(value(at) == first, $"{now} {x} {unit} {k}: {first} became {value(at)} at {at}, before {next}");
            }
        }
    });

    [Fact]
    public void A_fading_score_crosses_a_number_at_the_very_microsecond()
    {
        Random random = new(7);
        for (int i = 0; i < 300; i++)
        {
            ScoreTerm[] terms =
            [
                .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new ScoreTerm(
                    random.Next(-20, 40), -random.Next(0, 1000) * Calendar.Minute, random.Next(1, 30) * 12 * Calendar.Hour,
                    random.Next(3) == 0 ? random.Next(5, 20) : double.PositiveInfinity)),
                ScoreTerm.Of(random.Next(-3, 8)),
            ];
            (double from, double to) = random.Next(3) == 0 ? (0, 20) : (double.NegativeInfinity, double.PositiveInfinity);
            double number = random.Next(-5, 15) + (random.Next(2) * 0.5);
            Sides truth = (Sides)random.Next(1, 7);
            long next = Horizon.Score(0, truth, number, from, to, terms);
            bool before = Holds(0);
            foreach (long at in Between(0, next, random))
            {
                Assert.True(Holds(at) == before, $"{i}: changes by {at}, before {next}");
            }

            Assert.True(next == long.MaxValue || Holds(next) != before, $"{i}: nothing changes at {next}");

            bool Holds(long at)
            {
                double value = 0;
                foreach (ScoreTerm term in terms)
                {
                    value += term.At(at);
                }

                value = Math.Clamp(value, from, to);
                return (truth & (value < number ? Sides.Less : value > number ? Sides.Greater : Sides.Equal)) != 0;
            }
        }
    }

    private static long Moved(Calendar calendar, long instant, CalendarSpan[] steps)
    {
        foreach (CalendarSpan step in steps)
        {
            Assert.True(step.Count < 0
                ? calendar.TryAgo(instant, -step.Count, step.Unit, out instant)
                : calendar.TryAdd(instant, step.Count, step.Unit, out instant));
        }

        return instant;
    }

    private static long Around(Random random, long width) => random.Next(4) switch
    {
        0 => random.Next(-2, 3),
        1 => random.Next(-90, 90) * Calendar.Minute,
        _ => random.NextInt64(-width, width),
    };

    // Instants before the one told: at its edges, close to now, and spread over what lies between.
    private static IEnumerable<long> Between(long now, long next, Random random)
    {
        long end = Math.Min(next, now + (400 * Calendar.Day));
        IEnumerable<long> near = [now + 1, end - 1, end - Calendar.Second, end - Calendar.Hour, now + Calendar.Minute];
        return near.Concat(Enumerable.Range(0, 12).Select(_ => random.NextInt64(now + 1, Math.Max(end, now + 2))))
            .Concat(Enumerable.Range(0, 12).Select(_ => now + random.NextInt64(1, 3 * Calendar.Day)))
            .Where(t => t > now && t < next);
    }

    // Some instants of each day of a year and a half, each time another case; around changes of the clock four an hour.
    private static void ForEachDay(Action<Calendar, long, Random> check)
    {
        foreach ((string zone, int year) in Zones)
        {
            Calendar calendar = new(ZoneTables.From(zone), weekStartsSunday: false);
            Random random = new(year);
            long start = Calendar.DateFrom(year, 1, 1) * Calendar.Day;
            for (long now = start; now < start + (540 * Calendar.Day); now += 20 * Calendar.Hour)
            {
                check(calendar, now + random.NextInt64(Calendar.Hour), random);
            }

            foreach (long change in calendar.Zone.Transitions.Where(t => t > start && t < start + (540 * Calendar.Day)))
            {
                for (long now = change - (26 * Calendar.Hour); now < change + (26 * Calendar.Hour); now += 15 * Calendar.Minute)
                {
                    check(calendar, now + random.Next(2), random);
                }
            }
        }
    }
}
