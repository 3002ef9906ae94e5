namespace SegLang;

/// <summary>Instants of a host and of an engine (microseconds since 1970-01-01T00:00Z).</summary>
internal static class Instants
{
    public static long ToEngine(DateTimeOffset instant)
    {
        // Rounded down, also before 1970.
        (long micros, long rest) = Math.DivRem(instant.UtcTicks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond);
        return rest < 0 ? micros - 1 : micros;
    }

    public static DateTimeOffset ToHost(long instant) => new((instant * TimeSpan.TicksPerMicrosecond) + DateTime.UnixEpoch.Ticks, TimeSpan.Zero);
}
