using System.Collections.Immutable;
using NodaTime;
using NodaTime.TimeZones;

namespace SegLang.Plan;

/// <summary>
/// A time zone as a table that emitted code carries: instants (microseconds since 1970-01-01T00:00Z, ascending) at which the offset changes,
/// and the offsets (seconds) before, between and after them. From <see cref="Limit"/> on offsets are those of 400 years before.
/// </summary>
/// <param name="Id">The zone's IANA name.</param>
/// <param name="Version">The version of the zone data that it was read from.</param>
/// <param name="Transitions">The instants at which the offset changes.</param>
/// <param name="Offsets">One more than transitions.</param>
/// <param name="Limit">The greatest number where the last offset holds for ever.</param>
public sealed record ZoneTable(string Id, string Version, ImmutableArray<long> Transitions, ImmutableArray<int> Offsets, long Limit)
{
    /// <summary>The version of the zone data that this compiler has.</summary>
    public static string DataVersion => TzdbDateTimeZoneSource.Default.VersionId;

    /// <summary>The table of an IANA zone that exists.</summary>
    public static ZoneTable Of(string id)
    {
        // The data is explicit up to 2037 and rules for ever after, so that a whole Gregorian cycle fits before this.
        Instant limit = Instant.FromUtc(2500, 1, 1, 0, 0);
        var transitions = ImmutableArray.CreateBuilder<long>();
        var offsets = ImmutableArray.CreateBuilder<int>();
        foreach (ZoneInterval interval in DateTimeZoneProviders.Tzdb[id].GetZoneIntervals(Instant.MinValue, limit))
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

        bool repeats = transitions.Count > 0 && transitions[^1] > Instant.FromUtc(2400, 1, 1, 0, 0).ToUnixTimeTicks() / 10;
        return new(
            id, DataVersion, transitions.ToImmutable(), offsets.ToImmutable(),
            repeats ? limit.ToUnixTimeTicks() / 10 : long.MaxValue);
    }
}
