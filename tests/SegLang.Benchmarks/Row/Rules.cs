namespace SegLang.Benchmarks.Row;

/// <summary>What twenty rules need of a profile's purchases.</summary>
internal struct Tally()
{
    public int Count30;
    public int Count90;
    public int Count365;
    public int Online90;
    public int Store90;
    public int Shoes365;
    public int App180;
    public int NotApp180;
    public long MaxPrice180 = long.MinValue;
    public long Total365;
    public long OnlineTotal30;
}

/// <summary>The twenty rules once the purchases are tallied.</summary>
internal static class Rules
{
    /// <summary>With conditions as branches.</summary>
    public static Answer Decide(bool adult, bool german, bool newsletter, bool fresh, in Tally t)
    {
        var lapsed = t.Count365 > 0 && t.Count90 == 0;
        var lead = (newsletter ? 10 : 0) + (t.Count30 > 0 ? 20 : 0) + Math.Min(5 * t.Count90, 25) - (lapsed ? 15 : 0);
        var spend = t.Total365 >= 200_000 ? 0 : t.Total365 >= 50_000 ? 1 : 2;
        var activity = t.Count30 > 0 ? 0 : t.Count90 > 0 ? 1 : t.Count365 > 0 ? 2 : 3;
        var segments = (adult ? 1u : 0)
            | (german ? 1u << 1 : 0)
            | (newsletter && adult ? 1u << 2 : 0)
            | (fresh ? 1u << 3 : 0)
            | (t.Count30 > 0 ? 1u << 4 : 0)
            | (t.Count90 >= 3 ? 1u << 5 : 0)
            | (lapsed ? 1u << 6 : 0)
            | (t.Online90 > 0 ? 1u << 7 : 0)
            | (t.Store90 > 0 ? 1u << 8 : 0)
            | (t.Online90 > 0 && t.Store90 > 0 ? 1u << 9 : 0)
            | (t.Shoes365 >= 2 ? 1u << 10 : 0)
            | (t.MaxPrice180 > 15_000 ? 1u << 11 : 0)
            | (t.Total365 >= 100_000 ? 1u << 12 : 0)
            | (t.App180 > 0 && t.NotApp180 == 0 ? 1u << 13 : 0)
            | (t.OnlineTotal30 >= 20_000 ? 1u << 14 : 0)
            | (lead >= 30 ? 1u << 15 : 0)
            | (newsletter && !lapsed && spend < 2 ? 1u << 16 : 0);
        return new Answer(segments, spend, activity, lead);
    }

    /// <summary>Without branches: every condition is computed as a bit.</summary>
    public static Answer DecideBranchFree(uint adult, uint german, uint newsletter, uint fresh, in Tally t)
    {
        uint recent = Bit(t.Count30 > 0), any90 = Bit(t.Count90 > 0), any365 = Bit(t.Count365 > 0);
        var lapsed = any365 & ~any90;
        uint online = Bit(t.Online90 > 0), store = Bit(t.Store90 > 0);
        var lead = (int)((newsletter * 10) + (recent * 20)) + Math.Min(5 * t.Count90, 25) - (int)(lapsed * 15);
        uint belowGold = Bit(t.Total365 < 200_000), belowSilver = Bit(t.Total365 < 50_000);
        var segments = adult | german << 1 | (newsletter & adult) << 2 | fresh << 3 | recent << 4
            | Bit(t.Count90 >= 3) << 5 | lapsed << 6 | online << 7 | store << 8 | (online & store) << 9
            | Bit(t.Shoes365 >= 2) << 10 | Bit(t.MaxPrice180 > 15_000) << 11 | Bit(t.Total365 >= 100_000) << 12
            | (Bit(t.App180 > 0) & Bit(t.NotApp180 == 0)) << 13 | Bit(t.OnlineTotal30 >= 20_000) << 14
            | Bit(lead >= 30) << 15 | (newsletter & ~lapsed & (belowSilver ^ 1)) << 16;
        return new Answer(segments, (int)(belowGold + belowSilver), 3 - (int)(recent + any90 + any365), lead);
    }

    /// <summary>1 or 0; the JIT makes a SETcc of it.</summary>
    public static uint Bit(bool condition) => condition ? 1u : 0u;
}
