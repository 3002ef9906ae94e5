using NodaTime;
using NodaTime.TimeZones;
using SegLang.Runtime;

namespace SegLang.Plan;

/// <summary>Turns a zone of NodaTime's TZDB into the table of transitions that emitted code carries.</summary>
public static class ZoneTables
{
    // After this year no zone has rules of its own but yearly ones, so 400 years later everything repeats.
    private const int LastIrregularYear = 2100;

    /// <summary>The version of the zone data.</summary>
    public static string Version => TzdbDateTimeZoneSource.Default.VersionId;

    /// <summary>The table of an IANA zone that exists.</summary>
    public static ZoneTable From(string zoneName)
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb[zoneName];
        var end = NodaTime.Instant.FromUtc(LastIrregularYear + 400, 1, 1, 0, 0);
        var transitions = new List<long>();
        var offsets = new List<int>();
        foreach (ZoneInterval interval in zone.GetZoneIntervals(NodaTime.Instant.MinValue, end))
        {
            int offset = interval.WallOffset.Seconds;
            if (offsets.Count == 0)
            {
                offsets.Add(offset);
            }
            else if (offset != offsets[^1])
            {
                transitions.Add(interval.Start.ToUnixTimeTicks() / 10);
                offsets.Add(offset);
            }
        }

        long limit = end.ToUnixTimeTicks() / 10;
        bool changesOn = transitions.Count > 0 && transitions[^1] >= limit - (2 * 366 * Calendar.Day);
        return new([.. transitions], [.. offsets], changesOn ? limit : long.MaxValue);
    }
}
