namespace SegLang.Benchmarks.Rules;

/// <summary>The calendar of the made-up shop, by the platform's own time zones, so that the product's calendar is checked too.</summary>
internal static class Calendar
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    /// <summary>The instant (microseconds since 1970) that many days earlier at the same local time.</summary>
    public static long DaysBefore(long now, int days)
    {
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch.AddTicks(now * 10), Berlin).DateTime.AddDays(-days);
        var instant = new DateTimeOffset(local, Berlin.GetUtcOffset(local));
        return (instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / 10;
    }
}
