using SegLang.Benchmarks.Data;
using static SegLang.Benchmarks.Row.Rules;

namespace SegLang.Benchmarks.Row;

/// <summary>The rules over packed rows, with branches and without.</summary>
internal static class StructTwin
{
    private const string De = "DE";
    private const string Shoes = "shoes";

    public static bool Six(in CustomerRow c) =>
        c.Age >= 30 && c.Age < 65 && c.Credit >= 1000 && c.Rating >= 20 && c.Plan != 0 && c.Country == De;

    // Unknown is the lowest value, so it fails every `>=` by itself.
    public static bool SixBranchFree(in CustomerRow c) =>
        (c.Age >= 30) & (c.Age < 65) & (c.Credit >= 1000) & (c.Rating >= 20) & (c.Plan != 0) & (c.Country == De);

    public static Answer Between(in CustomerRow c, PurchaseRow[] all, in Edges edges)
    {
        int count30 = 0, count90 = 0, online30 = 0;
        long total365 = 0;
        var purchases = all.AsSpan(c.FirstPurchase, c.Purchases);
        for (var i = purchases.Length - 1; i >= 0; i--)
        {
            ref readonly var p = ref purchases[i];
            if (p.Time <= edges.Day365)
            {
                break;
            }

            total365 += p.Price == Dataset.Unknown ? 0 : p.Price * p.Quantity;
            if (p.Time > edges.Day90)
            {
                count90++;
                if (p.Time > edges.Day30)
                {
                    count30++;
                    online30 += p.Channel == 0 ? 1 : 0;
                }
            }
        }

        return BetweenAnswer(c, count30, count90, online30, total365);
    }

    public static Answer BetweenBranchFree(in CustomerRow c, PurchaseRow[] all, in Edges edges)
    {
        uint count30 = 0, count90 = 0, online30 = 0;
        long total365 = 0;
        foreach (ref readonly var p in all.AsSpan(c.FirstPurchase, c.Purchases))
        {
            uint in30 = Bit(p.Time > edges.Day30), in90 = Bit(p.Time > edges.Day90);
            count30 += in30;
            count90 += in90;
            online30 += in30 & Bit(p.Channel == 0);
            total365 += p.Price * p.Quantity & -(long)(Bit(p.Time > edges.Day365) & Bit(p.Price != Dataset.Unknown));
        }

        return BetweenAnswer(c, (int)count30, (int)count90, (int)online30, total365);
    }

    public static Answer Twenty(in CustomerRow c, PurchaseRow[] all, in Edges edges)
    {
        var t = new Tally();
        var purchases = all.AsSpan(c.FirstPurchase, c.Purchases);
        for (var i = purchases.Length - 1; i >= 0; i--)
        {
            ref readonly var p = ref purchases[i];
            if (p.Time <= edges.Day365)
            {
                break;
            }

            var total = p.Price == Dataset.Unknown ? 0 : p.Price * p.Quantity;
            t.Count365++;
            t.Total365 += total;
            t.Shoes365 += p.Category == Shoes ? 1 : 0;
            if (p.Time > edges.Day180)
            {
                t.MaxPrice180 = Math.Max(t.MaxPrice180, p.Price);
                t.App180 += p.Channel == 2 ? 1 : 0;
                t.NotApp180 += p.Channel != 2 ? 1 : 0;
                if (p.Time > edges.Day90)
                {
                    t.Count90++;
                    t.Online90 += p.Channel == 0 ? 1 : 0;
                    t.Store90 += p.Channel == 1 ? 1 : 0;
                    if (p.Time > edges.Day30)
                    {
                        t.Count30++;
                        t.OnlineTotal30 += p.Channel == 0 ? total : 0;
                    }
                }
            }
        }

        return Decide(c.Age >= 18, c.Country == De, c.Newsletter == 1, c.Registered > edges.Day30 && c.Registered <= edges.Now, t);
    }

    public static Answer TwentyBranchFree(in CustomerRow c, PurchaseRow[] all, in Edges edges)
    {
        var t = new Tally();
        foreach (ref readonly var p in all.AsSpan(c.FirstPurchase, c.Purchases))
        {
            uint in30 = Bit(p.Time > edges.Day30), in90 = Bit(p.Time > edges.Day90), in180 = Bit(p.Time > edges.Day180), in365 = Bit(p.Time > edges.Day365);
            uint online = Bit(p.Channel == 0), store = Bit(p.Channel == 1), app = Bit(p.Channel == 2);
            var total = p.Price * p.Quantity & -(long)Bit(p.Price != Dataset.Unknown);
            t.Count30 += (int)in30;
            t.Count90 += (int)in90;
            t.Count365 += (int)in365;
            t.Online90 += (int)(in90 & online);
            t.Store90 += (int)(in90 & store);
            t.App180 += (int)(in180 & app);
            t.NotApp180 += (int)(in180 & ~app);
            t.Shoes365 += (int)(in365 & Bit(p.Category == Shoes));
            t.MaxPrice180 = Math.Max(t.MaxPrice180, in180 == 1 ? p.Price : Dataset.Unknown);
            t.Total365 += total & -(long)in365;
            t.OnlineTotal30 += total & -(long)(in30 & online);
        }

        return DecideBranchFree(
            Bit(c.Age >= 18), Bit(c.Country == De), Bit(c.Newsletter == 1), Bit(c.Registered > edges.Day30) & Bit(c.Registered <= edges.Now), t);
    }

    private static Answer BetweenAnswer(in CustomerRow c, int count30, int count90, int online30, long total365)
    {
        var newsletter = Bit(c.Newsletter == 1);
        var segments = Bit(c.Age >= 18) | Bit(count90 >= 3) << 1 | (newsletter & Bit(online30 > 0)) << 2;
        var spend = Bit(total365 < 200_000) + Bit(total365 < 50_000);
        var lead = (int)(newsletter * 10) + (count30 > 0 ? 20 : 0) + Math.Min(5 * count90, 25);
        return new Answer(segments, (int)spend, 0, lead);
    }
}
