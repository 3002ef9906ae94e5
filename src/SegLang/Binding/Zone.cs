using NodaTime;
using NodaTime.TimeZones;

namespace SegLang.Binding;

/// <summary>The rule set's time zone, for the literals that the binder reads. Microseconds since 1970-01-01T00:00Z.</summary>
public sealed class Zone
{
    private static readonly ZoneLocalMappingResolver Lenient = Resolvers.CreateMappingResolver(
        Resolvers.ReturnEarlier, Resolvers.ReturnForwardShifted);

    private readonly DateTimeZone zone;

    /// <summary>The zone of that IANA name, which must exist.</summary>
    public Zone(string id) => zone = DateTimeZoneProviders.Tzdb[id];

    /// <summary>The instant of a local time: in a gap moved forward by the gap's length, in an overlap the earlier.</summary>
    public long Instant(long localMicroseconds, int? offsetMinutes)
    {
        // Years 1 … 9999 fit 64-bit microseconds many times over.
        const long EpochLocal = 62_135_596_800_000_000;
        long sinceEpoch = localMicroseconds - EpochLocal;
        if (offsetMinutes is { } minutes)
        {
            return sinceEpoch - (minutes * 60_000_000L);
        }

        LocalDateTime local = new LocalDateTime(1970, 1, 1, 0, 0).PlusTicks(0)
            .PlusDays((int)Math.DivRem(sinceEpoch, 86_400_000_000, out long rest))
            .PlusTicks(rest * 10);
        return Microseconds(zone.ResolveLocal(local, Lenient).ToInstant());
    }

    /// <summary>The first instant of a local date; a day that a zone left out (Samoa, 2011-12-30) begins where the next does.</summary>
    public long StartOfDay(int daysSinceEpoch)
    {
        ZoneLocalMapping midnight = zone.MapLocal(new LocalDate(1970, 1, 1).PlusDays(daysSinceEpoch).AtMidnight());
        return Microseconds(midnight.Count == 0 ? midnight.LateInterval.Start : midnight.First().ToInstant());
    }

    private static long Microseconds(Instant instant) => instant.ToUnixTimeTicks() / 10;
}
