using NodaTime;
using SegLang.Plan;
using SegLang.Runtime;
using Xunit;
using ZoneTable = SegLang.Runtime.ZoneTable;

namespace SegLang.Tests.Runtime;

/// <summary>The calendar against NodaTime, over zones with odd histories and instants around their transitions.</summary>
public sealed class CalendarTests
{
    private static readonly string[] Zones =
    [
        "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo", "Africa/Casablanca",
        "Asia/Kathmandu", "Europe/Dublin", "America/St_Johns", "Asia/Tehran", "Pacific/Kiritimati", "Africa/Monrovia", "Asia/Gaza",
        "Antarctica/Troll", "Europe/London", "Africa/Cairo", "America/Havana", "Asia/Beirut", "Pacific/Kwajalein",
    ];

    public static TheoryData<string> ZoneNames => [.. Zones];

    [Theory]
    [MemberData(nameof(ZoneNames))]
    public void Offsets_days_and_local_times_are_those_of_NodaTime(string name)
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb[name];
        Calendar calendar = CalendarOf(name);
        foreach (long instant in Instants(calendar, name.Length * 7919, 2000))
        {
            NodaTime.Instant noda = Noda(instant);
            Assert.Equal(zone.GetUtcOffset(noda).Seconds, calendar.Zone.OffsetAt(instant) / 1_000_000);
            LocalDateTime local = noda.InZone(zone).LocalDateTime;
            int date = Days(local.Date);
            Assert.Equal(date, calendar.DateOf(instant));
            Assert.Equal(local.Hour, calendar.HourOf(instant));
            Assert.Equal(local.Minute, calendar.MinuteOf(instant));
            Assert.Equal((int)local.DayOfWeek - 1, Calendar.Weekday(date));
            Assert.Equal((local.Year, local.Month, local.Day), Calendar.Civil(date));
            long moved = Micro(local) + (instant % 7_200_000_000);
            Assert.Equal(Micros(Local(moved).InZoneLeniently(zone)), calendar.Zone.FromLocal(moved));
        }
    }

    [Theory]
    [MemberData(nameof(ZoneNames))]
    public void The_start_of_a_day_is_its_first_instant(string name)
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb[name];
        Calendar calendar = CalendarOf(name);
        foreach (long instant in Instants(calendar, name.Length * 104729, 500))
        {
            int date = calendar.DateOf(instant);
            Assert.Equal(Micros(zone.AtStartOfDay(new LocalDate(1970, 1, 1).PlusDays(date))), calendar.StartOfDay(date));
        }
    }

    [Fact]
    public void A_day_that_a_zone_skipped_begins_where_the_next_does()
    {
        // Apia went from 29 to 31 December 2011.
        Calendar calendar = CalendarOf("Pacific/Apia");
        int skipped = Calendar.DateFrom(2011, 12, 30);
        Assert.Equal(calendar.StartOfDay(skipped + 1), calendar.StartOfDay(skipped));
    }

    [Theory]
    [MemberData(nameof(ZoneNames))]
    public void Spans_are_calendar_arithmetic_with_lenient_resolution(string name)
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb[name];
        Calendar calendar = CalendarOf(name);
        var random = new Random(name.Length);
        foreach (long instant in Instants(calendar, name.Length * 31, 500))
        {
            int count = random.Next(-800, 800);
            LocalDateTime local = Noda(instant).InZone(zone).LocalDateTime;
            AssertAdds(calendar, instant, count, CalendarUnit.Day, local.PlusDays(count).InZoneLeniently(zone));
            AssertAdds(calendar, instant, count, CalendarUnit.Week, local.PlusWeeks(count).InZoneLeniently(zone));
            AssertAdds(calendar, instant, count, CalendarUnit.Month, local.PlusMonths(count).InZoneLeniently(zone));
            AssertAdds(calendar, instant, count, CalendarUnit.Quarter, local.PlusMonths(3 * count).InZoneLeniently(zone));
            AssertAdds(calendar, instant, count / 10, CalendarUnit.Year, local.PlusYears(count / 10).InZoneLeniently(zone));
            AssertAdds(calendar, instant, count, CalendarUnit.Hour, Noda(instant).Plus(Duration.FromHours(count)).InZone(zone));
        }
    }

    [Fact]
    public void Arithmetic_that_leaves_the_calendar_has_no_answer()
    {
        Calendar calendar = CalendarOf("Europe/Berlin");
        Assert.False(calendar.TryAdd(0, 8030, CalendarUnit.Year, out _));
        Assert.False(calendar.TryAdd(0, -1971, CalendarUnit.Year, out _));
        Assert.False(calendar.TryAdd(0, long.MaxValue, CalendarUnit.Day, out _));
        Assert.False(calendar.TryAdd(0, long.MinValue, CalendarUnit.Second, out _));
        Assert.False(Calendar.TryAddDuration(Calendar.LastInstant, 1, out _));
        Assert.False(Calendar.TryAddDuration(0, long.MinValue, out _));
        Assert.True(Calendar.TryAddDuration(Calendar.LastInstant, 0, out _));
        Assert.False(Calendar.TryAddDate(Calendar.LastDate, 1, CalendarUnit.Day, out _));
        Assert.True(Calendar.TryAddDate(Calendar.LastDate, 0, CalendarUnit.Day, out _));
        Assert.Equal(Window.Empty, calendar.Last(0, -1, CalendarUnit.Day));
        Assert.Equal(new Window(long.MinValue, 0), calendar.Last(0, 5000, CalendarUnit.Year));
    }

    [Theory]
    [MemberData(nameof(ZoneNames))]
    public void A_moving_bound_is_the_earliest_that_now_or_later_gives(string name)
    {
        Calendar calendar = CalendarOf(name);
        var random = new Random(name.Length * 17);
        foreach (long instant in Instants(calendar, name.Length * 53, 120))
        {
            long now = instant - (instant % (15 * Calendar.Minute));
            CalendarUnit unit = (CalendarUnit)random.Next(3, 8);
            int count = random.Next(1, 13);
            if (!calendar.TryAgo(now, count, unit, out long bound))
            {
                continue;
            }

            // The zones here change at whole quarters of an hour (since 1972), so a grid finds the minimum.
            long least = long.MaxValue;
            for (long t = now; t <= now + (6 * Calendar.Day); t += 15 * Calendar.Minute)
            {
                least = calendar.TryAdd(t, -count, unit, out long value) ? Math.Min(least, value) : least;
            }

            Assert.Equal(least, bound);
        }
    }

    [Fact]
    public void A_month_before_the_end_of_march_waits_for_the_end_of_february()
    {
        Calendar calendar = CalendarOf("UTC");
        long noon = At(calendar, 2026, 3, 29, 12, 0);
        Assert.True(calendar.TryAgo(noon, 1, CalendarUnit.Month, out long bound));
        Assert.Equal(At(calendar, 2026, 2, 28, 0, 0), bound);
    }

    [Fact]
    public void Units_since_and_until_are_the_greatest_that_fit()
    {
        Calendar calendar = CalendarOf("Europe/Berlin");
        var random = new Random(5);
        for (int i = 0; i < 3000; i++)
        {
            long from = random.NextInt64(0, 3_000_000_000_000_000);
            long to = from + random.NextInt64(0, i % 2 == 0 ? 900 * Calendar.Day : 100_000 * Calendar.Day);
            var unit = (CalendarUnit)random.Next(0, 8);
            Assert.True(calendar.TryUnitsSince(from, to, unit, out long n));
            Assert.True(calendar.TryAdd(from, n, unit, out long reached) && reached <= to);
            Assert.True(calendar.TryAdd(from, n + 1, unit, out long beyond) && beyond > to);
            Assert.True(calendar.TryUnitsUntil(to, from, unit, out long m) && m == n);
        }

        Assert.False(calendar.TryUnitsSince(1, 0, CalendarUnit.Day, out _));
        Assert.False(calendar.TryUnitsUntil(0, 1, CalendarUnit.Day, out _));
        Assert.True(calendar.TryUnitsSince(7, 7, CalendarUnit.Year, out long none) && none == 0);
    }

    [Fact]
    public void Units_of_dates_follow_the_month()
    {
        Calendar calendar = CalendarOf("UTC");
        int leapling = Calendar.DateFrom(2000, 2, 29);
        Assert.True(calendar.TryUnitsSinceDate(leapling, At(calendar, 2026, 2, 27, 9, 0), CalendarUnit.Year, out long before));
        Assert.True(calendar.TryUnitsSinceDate(leapling, At(calendar, 2026, 2, 28, 0, 0), CalendarUnit.Year, out long on));
        Assert.Equal((25, 26), (before, on));
        Assert.True(calendar.TryUnitsUntilDate(leapling, At(calendar, 2000, 2, 28, 23, 0), CalendarUnit.Hour, out long hours));
        Assert.Equal(1, hours);
    }

    [Fact]
    public void Windows_of_whole_units()
    {
        Calendar calendar = CalendarOf("Europe/Berlin");
        long now = At(calendar, 2026, 3, 11, 12, 34); // A Wednesday.
        Assert.Equal(At(calendar, 2026, 3, 9, 0, 0), calendar.This(now, CalendarUnit.Week).From);
        Assert.Equal(now, calendar.This(now, CalendarUnit.Week).Until);
        Assert.Equal(At(calendar, 2026, 3, 11, 12, 0), calendar.This(now, CalendarUnit.Hour).From);
        Assert.Equal(
            new Window(At(calendar, 2025, 10, 1, 0, 0), At(calendar, 2026, 1, 1, 0, 0) - 1),
            calendar.Previous(now, 1, CalendarUnit.Quarter));
        Assert.Equal(
            new Window(At(calendar, 2026, 4, 1, 0, 0), At(calendar, 2026, 5, 1, 0, 0) - 1),
            calendar.NextUnit(now, CalendarUnit.Month));
        Assert.Equal(
            new Window(Calendar.DateFrom(2026, 3, 5), Calendar.DateFrom(2026, 3, 11)),
            Calendar.LastDates(Calendar.DateFrom(2026, 3, 11), 7, CalendarUnit.Day));
        Assert.Equal(
            new Window(Calendar.DateFrom(2026, 3, 11), Calendar.DateFrom(2026, 3, 24)),
            Calendar.NextDates(Calendar.DateFrom(2026, 3, 11), 14, CalendarUnit.Day));
        var sunday = new Calendar(calendar.Zone, true);
        Assert.Equal(At(calendar, 2026, 3, 8, 0, 0), sunday.This(now, CalendarUnit.Week).From);
    }

    [Fact]
    public void Anniversaries_of_leap_days_fall_on_the_28th()
    {
        int leapling = Calendar.DateFrom(2000, 2, 29);
        Assert.True(Calendar.TryAnniversary(leapling, Calendar.DateFrom(2026, 2, 28), out int common));
        Assert.True(Calendar.TryAnniversary(leapling, Calendar.DateFrom(2027, 3, 1), out int leap));
        Assert.Equal((Calendar.DateFrom(2026, 2, 28), Calendar.DateFrom(2028, 2, 29)), (common, leap));
        Assert.False(Calendar.TryAnniversary(Calendar.DateFrom(1970, 1, 1), Calendar.DateFrom(9999, 1, 2), out _));
    }

    [Fact]
    public void A_zone_table_survives_its_encoding()
    {
        ZoneTable table = ZoneTables.From("Africa/Casablanca");
        ZoneTable copy = ZoneTable.Decode(table.Encode());
        Assert.Equal(table.Transitions, copy.Transitions);
        Assert.Equal(table.OffsetsSeconds, copy.OffsetsSeconds);
        Assert.Equal(table.Limit, copy.Limit);
    }

    private static void AssertAdds(Calendar calendar, long instant, int count, CalendarUnit unit, ZonedDateTime expected)
    {
        Assert.True(calendar.TryAdd(instant, count, unit, out long result));
        Assert.Equal(Micros(expected), result);
    }

    private static Calendar CalendarOf(string name) => new(ZoneTables.From(name), false);

    private static IEnumerable<long> Instants(Calendar calendar, int seed, int count)
    {
        var random = new Random(seed);
        long[] transitions = calendar.Zone.Transitions.Where(t => t > 50 * 365 * Calendar.Day / 25).ToArray();
        for (int i = 0; i < count; i++)
        {
            // Half around transitions, the rest over years 1972 … 9000.
            yield return i % 2 == 0 && transitions.Length > 0
                ? transitions[random.Next(transitions.Length)] + random.NextInt64(-30 * Calendar.Hour, 30 * Calendar.Hour)
                : random.NextInt64(2 * 366 * Calendar.Day, (i % 4 == 1 ? 80 : 7000) * 365L * Calendar.Day);
        }
    }

    private static long At(Calendar calendar, int year, int month, int day, int hour, int minute) =>
        calendar.Zone.FromLocal((Calendar.DateFrom(year, month, day) * Calendar.Day) + (hour * Calendar.Hour) + (minute * Calendar.Minute));

    private static NodaTime.Instant Noda(long instant) => NodaTime.Instant.FromUnixTimeTicks(instant * 10);

    private static long Micros(ZonedDateTime value) => value.ToInstant().ToUnixTimeTicks() / 10;

    private static long Micro(LocalDateTime local) => local.InUtc().ToInstant().ToUnixTimeTicks() / 10;

    private static LocalDateTime Local(long local) => Noda(local).InUtc().LocalDateTime;

    private static int Days(LocalDate date) => Period.DaysBetween(new LocalDate(1970, 1, 1), date);
}
