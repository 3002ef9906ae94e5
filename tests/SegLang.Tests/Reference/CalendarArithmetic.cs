using System.Globalization;
using SegLang.Reference;
using SegLang.Symbols;
using Xunit;

namespace SegLang.Tests.Reference;

public sealed class CalendarArithmetic
{
    private static readonly ReferenceCalendar Berlin = new("Europe/Berlin", weekStartsSunday: false);

    [Theory]
    [InlineData("2026-03-09T15:00Z", 2, TimeUnit.Hour, "2026-03-09T17:00Z")]
    [InlineData("2026-03-28T11:00Z", 1, TimeUnit.Day, "2026-03-29T10:00Z")] // Noon to noon; that day has 23 hours.
    [InlineData("2026-03-28T01:30Z", 1, TimeUnit.Day, "2026-03-29T01:30Z")] // 02:30 does not exist and becomes 03:30.
    [InlineData("2026-10-24T00:30Z", 1, TimeUnit.Day, "2026-10-25T00:30Z")] // 02:30 exists twice: the earlier.
    [InlineData("2026-10-25T01:30Z", 1, TimeUnit.Day, "2026-10-26T01:30Z")] // From the second 02:30.
    [InlineData("2026-01-31T09:00Z", 1, TimeUnit.Month, "2026-02-28T09:00Z")]
    [InlineData("2026-11-30T09:00Z", 1, TimeUnit.Quarter, "2027-02-28T09:00Z")]
    [InlineData("2024-02-29T09:00Z", -1, TimeUnit.Year, "2023-02-28T09:00Z")]
    [InlineData("2026-03-09T15:00Z", -1, TimeUnit.Week, "2026-03-02T15:00Z")]
    public void A_span_keeps_the_local_time_from_the_day_on(string instant, int count, TimeUnit unit, string expected) =>
        Assert.Equal(Instant(expected), Berlin.Add(Instant(instant), count, unit));

    [Fact]
    public void What_leaves_the_calendar_is_unknown()
    {
        Assert.Null(Berlin.Add(Instant("2026-01-01T00:00Z"), 8000, TimeUnit.Year));
        Assert.Null(Berlin.Add(Instant("2026-01-01T00:00Z"), -3000, TimeUnit.Year));
        Assert.Null(Berlin.Add(Instant("2026-01-01T00:00Z"), long.MaxValue, TimeUnit.Week));
        Assert.Null(Berlin.Add(Instant("2026-01-01T00:00Z"), long.MinValue, TimeUnit.Hour));
        Assert.Null(Berlin.Add(ReferenceCalendar.LastInstant, 1, TimeUnit.Second));
        Assert.Null(ReferenceCalendar.AddToDate(ReferenceCalendar.LastDate, 1, TimeUnit.Day));
        Assert.Null(Berlin.StartOfDay(ReferenceCalendar.FirstDate)); // Its midnight was before the first instant.
        Assert.Equal(ReferenceCalendar.LastDate, Berlin.Local(ReferenceCalendar.LastInstant).Date);
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29", "2026-03-28T23:00Z")]
    [InlineData("America/Sao_Paulo", "2017-10-15", "2017-10-15T03:00Z")] // Midnight does not exist: 01:00 is first.
    [InlineData("Asia/Beirut", "2026-10-25", "2026-10-24T22:00Z")] // At midnight the clock went back to 23:00.
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30T10:00Z")] // The whole day does not exist.
    public void A_day_begins_at_its_first_instant(string zone, string date, string expected) =>
        Assert.Equal(Instant(expected), new ReferenceCalendar(zone, false).StartOfDay(Date(date)));

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-27T20:00Z", "2026-04-02T00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-23T20:00Z", "2026-10-27T00:00Z")]
    [InlineData("Europe/Berlin", "2026-04-28T20:00Z", "2026-05-01T00:00Z")]
    [InlineData("America/Sao_Paulo", "2017-10-13T20:00Z", "2017-10-17T00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-02-16T20:00Z", "2018-02-19T00:00Z")]
    [InlineData("Pacific/Apia", "2011-12-28T20:00Z", "2012-01-02T00:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-04-03T20:00Z", "2026-04-06T00:00Z")]
    public void A_moving_bound_is_the_least_that_this_or_any_later_instant_gives(string zone, string from, string until)
    {
        var calendar = new ReferenceCalendar(zone, false);
        const long Step = 15 * 60_000_000L;
        foreach (var (count, unit) in new[] { (1, TimeUnit.Day), (2, TimeUnit.Day), (7, TimeUnit.Week), (1, TimeUnit.Month), (1, TimeUnit.Year) })
        {
            // From the last instant to the first, so that the least so far is the least of this and all later ones.
            long least = long.MaxValue;
            for (long now = Instant(until) + (6 * ReferenceCalendar.MicrosecondsPerDay); now >= Instant(from); now -= Step)
            {
                least = Math.Min(least, calendar.Add(now, -count, unit) ?? long.MaxValue);
                if (now <= Instant(until))
                {
                    Assert.Equal(least, calendar.Ago(now, count, unit));
                }
            }
        }
    }

    [Theory]
    [InlineData("2026-03-09T15:20:30Z", TimeUnit.Hour, "2026-03-09T15:00Z")]
    [InlineData("2026-03-09T15:20:30Z", TimeUnit.Day, "2026-03-08T23:00Z")]
    [InlineData("2026-03-11T15:20:30Z", TimeUnit.Week, "2026-03-08T23:00Z")]
    [InlineData("2026-03-08T22:59:59Z", TimeUnit.Week, "2026-03-01T23:00Z")]
    [InlineData("2026-06-11T15:20:30Z", TimeUnit.Quarter, "2026-03-31T22:00Z")]
    [InlineData("2026-06-11T15:20:30Z", TimeUnit.Year, "2025-12-31T23:00Z")]
    [InlineData("2026-10-25T01:20Z", TimeUnit.Hour, "2026-10-25T01:00Z")] // The second hour from 2 to 3.
    public void A_unit_begins_in_local_time(string instant, TimeUnit unit, string expected) =>
        Assert.Equal(Instant(expected), Berlin.StartOfUnit(Instant(instant), 0, unit));

    [Fact]
    public void A_week_may_start_on_sunday()
    {
        var calendar = new ReferenceCalendar("UTC", weekStartsSunday: true);
        Assert.Equal(Date("2026-03-08"), calendar.StartOfUnit(Date("2026-03-08"), TimeUnit.Week)); // A Sunday.
        Assert.Equal(Date("2026-03-08"), calendar.StartOfUnit(Date("2026-03-14"), TimeUnit.Week));
        Assert.Equal(Date("2026-03-15"), calendar.StartOfUnit(Date("2026-03-15"), TimeUnit.Week));
    }

    [Theory]
    [InlineData("2008-02-29", "2026-02-20", "2026-02-28")]
    [InlineData("2008-02-29", "2026-02-28", "2026-02-28")]
    [InlineData("2008-02-29", "2026-03-01", "2027-02-28")]
    [InlineData("2008-02-29", "2027-03-01", "2028-02-29")]
    [InlineData("1990-12-31", "2026-01-01", "2026-12-31")]
    public void An_anniversary_is_the_next_one_today_included(string day, string today, string expected) =>
        Assert.Equal(Date(expected), ReferenceCalendar.Anniversary(Date(day), Date(today)));

    private static long Instant(string text) =>
        (DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks / 10;

    private static int Date(string text) =>
        DateOnly.Parse(text, CultureInfo.InvariantCulture).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
}
