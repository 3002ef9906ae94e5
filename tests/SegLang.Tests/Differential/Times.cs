using System.Collections.Immutable;
using NodaTime;
using NodaTime.TimeZones;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>Instants worth testing in a zone: edges of units, changes of the clock, ends of months.</summary>
internal sealed class Times
{
    private static readonly (string Zone, int Year)[] Choices =
    [
        ("UTC", 2026), ("Europe/Berlin", 2026), ("Europe/Berlin", 2024), ("America/New_York", 2024),
        ("Australia/Lord_Howe", 2025), ("Asia/Kolkata", 2023), ("America/Sao_Paulo", 2018), ("Pacific/Apia", 2011),
        ("Pacific/Apia", 2020), ("Africa/Casablanca", 2024), ("America/St_Johns", 2006), ("Asia/Beirut", 2022),
    ];

    private static readonly SpanValue[] FewSpans =
    [
        new(1, TimeUnit.Hour), new(1, TimeUnit.Day), new(2, TimeUnit.Day), new(1, TimeUnit.Week), new(1, TimeUnit.Month), new(1, TimeUnit.Hour),
        new(1, TimeUnit.Day), new(30, TimeUnit.Minute), new(24, TimeUnit.Hour), new(1, TimeUnit.Second), new(90, TimeUnit.Minute),
    ];

    private readonly DateTimeZone zone;
    private readonly int year;

    /// <summary>Any instants, or for journeys instants within a month and few different spans, so that much falls together.</summary>
    public Times(Dice dice, bool forJourneys = false)
    {
        (ZoneName, year) = dice.Pick(Choices);
        zone = DateTimeZoneProviders.Tzdb[ZoneName];
        Anchors = [.. Transitions().Concat(LocalEdges())];
        Amounts = [.. Enumerable.Range(0, 12).Select(_ => forJourneys ? dice.Pick(FewSpans) : Amount(dice))];
        if (forJourneys)
        {
            long anchor = Near(dice, dice.Pick(Anchors));
            Nows = [anchor, .. dice.Of(FewSpans, FewSpans[..5]).Take(3).Select(s => Later(anchor, s))];
        }
        else
        {
            Nows = [.. Enumerable.Range(0, 4).Select(_ => Near(dice, dice.Pick(Anchors)))];
        }
    }

    public string ZoneName { get; }

    /// <summary>Changes of the clock and edges of calendar units in a year and a half.</summary>
    public ImmutableArray<long> Anchors { get; }

    /// <summary>The spans that conditions use and data lies at.</summary>
    public ImmutableArray<SpanValue> Amounts { get; }

    /// <summary>Those of the spans that are longer than nothing.</summary>
    public ImmutableArray<SpanValue> Beats => [.. Amounts.Where(a => a.Count > 0)];

    /// <summary>The instants at which conditions are asked.</summary>
    public ImmutableArray<long> Nows { get; }

    public static Instant ToInstant(long microseconds) =>
        NodaConstants.UnixEpoch + Duration.FromMilliseconds(microseconds / 1000) + Duration.FromTicks(microseconds % 1000 * 10);

    /// <summary>The instant so many units before.</summary>
    public long Back(long instant, SpanValue span) => span.Unit switch
    {
        TimeUnit.Second => instant - (span.Count * 1_000_000),
        TimeUnit.Minute => instant - (span.Count * 60_000_000),
        TimeUnit.Hour => instant - (span.Count * 3_600_000_000),
        _ => ToMicroseconds(Local(instant).Minus(Calendar(span))),
    };

    /// <summary>The instant so many units after.</summary>
    public long Later(long instant, SpanValue span) => Back(instant, span with { Count = -span.Count });

    /// <summary>A time of day on the local date of an instant.</summary>
    public long AtClock(long instant, int minute) => ToMicroseconds(Local(instant).Date.At(new LocalTime(minute / 60, minute % 60)));

    /// <summary>The local date of an instant, in days since 1970.</summary>
    public int DateOf(long instant) => Period.DaysBetween(new LocalDate(1970, 1, 1), Local(instant).Date);

    /// <summary>An instant that lies at an edge as seen from <paramref name="now"/>, or a microsecond beside it.</summary>
    public long Edge(Dice dice, long now)
    {
        long edge = dice.Next(4) switch
        {
            0 => StartOf(now, dice.Pick(Enum.GetValues<TimeUnit>())),
            1 => Back(StartOf(now, dice.Of(TimeUnit.Day, TimeUnit.Week, TimeUnit.Month, TimeUnit.Quarter, TimeUnit.Year)), dice.Pick(Amounts)),
            _ => Back(now, dice.Pick(Amounts)),
        };
        return edge + dice.Of(-1, 0, 0, 1, -1_000_000);
    }

    private static Period Calendar(SpanValue span) => span.Unit switch
    {
        TimeUnit.Day => Period.FromDays((int)span.Count),
        TimeUnit.Week => Period.FromWeeks((int)span.Count),
        TimeUnit.Month => Period.FromMonths((int)span.Count),
        TimeUnit.Quarter => Period.FromMonths(3 * (int)span.Count),
        _ => Period.FromYears((int)span.Count),
    };

    private static SpanValue Amount(Dice dice)
    {
        TimeUnit unit = dice.Pick(Enum.GetValues<TimeUnit>());
        int count = unit switch
        {
            TimeUnit.Second or TimeUnit.Minute => dice.Of(1, 30, 60, 90, 1440, 86_400),
            TimeUnit.Hour => dice.Of(1, 2, 12, 23, 24, 25, 48),
            TimeUnit.Day => dice.Of(1, 1, 2, 3, 7, 14, 28, 30, 31, 90, 365),
            TimeUnit.Week => dice.Of(1, 2, 4, 13),
            TimeUnit.Month => dice.Of(1, 1, 2, 3, 6, 12),
            TimeUnit.Quarter => dice.Of(1, 2, 4),
            _ => dice.Of(1, 1, 2, 4, 18),
        };
        return new SpanValue(dice.Chance(3) ? 0 : count, unit);
    }

    private static long Near(Dice dice, long instant) =>
        instant + dice.Of(0, 0, -1, 1, 1_000_000, 1_800_000_000, -1_800_000_000, 3_600_000_000, 45_296_123_456, 86_400_000_000);

    private static long Round(Instant instant) => instant.ToUnixTimeTicks() / 10;

    private LocalDateTime Local(long instant) => ToInstant(instant).InZone(zone).LocalDateTime;

    private long ToMicroseconds(LocalDateTime local) => Round(zone.ResolveLocal(local, Resolvers.LenientResolver).ToInstant());

    private long StartOf(long instant, TimeUnit unit)
    {
        LocalDateTime local = Local(instant);
        LocalDate date = local.Date;
        return unit switch
        {
            TimeUnit.Second => instant - (instant % 1_000_000),
            TimeUnit.Minute => instant - (instant % 60_000_000),
            TimeUnit.Hour => instant - (((local.Minute * 60L) + local.Second) * 1_000_000) - (local.NanosecondOfSecond / 1000),
            TimeUnit.Day => StartOfDay(date),
            TimeUnit.Week => StartOfDay(date.PlusDays(1 - (int)date.DayOfWeek)),
            TimeUnit.Month => StartOfDay(new LocalDate(date.Year, date.Month, 1)),
            TimeUnit.Quarter => StartOfDay(new LocalDate(date.Year, (((date.Month - 1) / 3) * 3) + 1, 1)),
            _ => StartOfDay(new LocalDate(date.Year, 1, 1)),
        };
    }

    private long StartOfDay(LocalDate date) => Round(zone.AtStartOfDay(date).ToInstant());

    private IEnumerable<long> Transitions()
    {
        Interval span = new(Instant.FromUtc(year, 1, 1, 0, 0), Instant.FromUtc(year + 1, 7, 1, 0, 0));
        return zone.GetZoneIntervals(span).Where(z => z.HasStart && z.Start > span.Start)
            .SelectMany(z => new[] { Round(z.Start), Round(z.Start) - 1, Round(z.Start + Duration.FromMinutes(30)) })
            .SelectMany(t => new[] { t, t }); // Twice, since these are few among the days below.
    }

    private IEnumerable<long> LocalEdges()
    {
        LocalDate[] dates =
        [
            new(year, 1, 1), new(year, 1, 31), new(year, 2, 28), new(year, 3, 1), new(year, 3, 31), new(year, 4, 30),
            new(year, 5, 31), new(year, 6, 30), new(year, 7, 1), new(year, 10, 1), new(year, 12, 31), new(2024, 2, 29),
            new(year, 8, 31), new(year, 11, 4),
        ];
        foreach (LocalDate date in dates)
        {
            yield return StartOfDay(date);
            yield return ToMicroseconds(date.At(new LocalTime(2, 30)));
            yield return ToMicroseconds(date.At(new LocalTime(23, 59, 59)));
        }
    }
}
