namespace SegLang.Benchmarks.Row;

/// <summary>The rules as a C# programmer writes them over classes.</summary>
internal static class ClassTwin
{
    public static bool Six(Customer c) =>
        c is { Age: >= 30 and < 65, Credit: >= 1000, Rating: >= 20, Plan: not Plan.Free, Country: "DE" };

    public static Answer Between(Customer c, in Edges edges)
    {
        int count30 = 0, count90 = 0, online30 = 0;
        long total365 = 0;
        var purchases = c.Purchases;
        for (var i = purchases.Length - 1; i >= 0 && purchases[i].Time > edges.Day365; i--)
        {
            var p = purchases[i];
            total365 += p.Total ?? 0;
            if (p.Time > edges.Day90)
            {
                count90++;
                if (p.Time > edges.Day30)
                {
                    count30++;
                    online30 += p.Channel == Channel.Online ? 1 : 0;
                }
            }
        }

        var newsletter = c.Newsletter == true;
        var segments = (c.Age >= 18 ? 1u : 0) | (count90 >= 3 ? 2u : 0) | (newsletter && online30 > 0 ? 4u : 0);
        var spend = total365 >= 200_000 ? 0 : total365 >= 50_000 ? 1 : 2;
        var lead = (newsletter ? 10 : 0) + (count30 > 0 ? 20 : 0) + Math.Min(5 * count90, 25);
        return new Answer(segments, spend, 0, lead);
    }

    public static Answer Twenty(Customer c, in Edges edges)
    {
        var t = new Tally();
        var purchases = c.Purchases;
        for (var i = purchases.Length - 1; i >= 0 && purchases[i].Time > edges.Day365; i--)
        {
            var p = purchases[i];
            t.Count365++;
            t.Total365 += p.Total ?? 0;
            t.Shoes365 += p.Category == "shoes" ? 1 : 0;
            if (p.Time > edges.Day180)
            {
                t.MaxPrice180 = Math.Max(t.MaxPrice180, p.Price ?? long.MinValue);
                t.App180 += p.Channel == Channel.App ? 1 : 0;
                t.NotApp180 += p.Channel != Channel.App ? 1 : 0;
                if (p.Time > edges.Day90)
                {
                    t.Count90++;
                    t.Online90 += p.Channel == Channel.Online ? 1 : 0;
                    t.Store90 += p.Channel == Channel.Store ? 1 : 0;
                    if (p.Time > edges.Day30)
                    {
                        t.Count30++;
                        t.OnlineTotal30 += p.Channel == Channel.Online ? p.Total ?? 0 : 0;
                    }
                }
            }
        }

        return Rules.Decide(c.Age >= 18, c.Country == "DE", c.Newsletter == true, c.Registered > edges.Day30 && c.Registered <= edges.Now, t);
    }
}
