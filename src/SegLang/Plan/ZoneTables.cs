using RuntimeZone = SegLang.Runtime.ZoneTable;

namespace SegLang.Plan;

/// <summary>Gives a zone's table in the runtime's form.</summary>
public static class ZoneTables
{
    /// <summary>The table of an IANA zone that exists.</summary>
    public static RuntimeZone From(string zoneName) => From(ZoneTable.Of(zoneName));

    /// <summary>A planned zone as the runtime holds it.</summary>
    public static RuntimeZone From(ZoneTable zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return new([.. zone.Transitions], [.. zone.Offsets], zone.Limit);
    }
}
