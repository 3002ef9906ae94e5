namespace SegLang.Benchmarks.Apps;

/// <summary>Ten segments without events and ten with a window each, as rules and as a C# programmer writes them.</summary>
internal static class HostRules
{
    private const string Schema = """
        ruleset Host { timezone "Europe/Berlin" }
        enum Place { online, store, app }
        profile Shopper {
          id: text key
          country: text
          age: int?
          newsletter: bool?
          registered: datetime?
          credit: money(EUR)?
          rating: number?
        }
        event Order { place: Place  quantity: int  price: money(EUR)? }

        """;

    public const string Plain = Schema + """
        segment A { age >= 18 }
        segment B { age >= 30 and age < 65 }
        segment C { newsletter }
        segment D { country == "DE" }
        segment E { credit >= 1000 EUR }
        segment F { rating > 4 }
        segment G { registered in last 30 days }
        segment H { newsletter and age < 30 }
        segment I { country in ["AT", "CH"] and credit > 10 EUR }
        segment J { rating > 2 and credit > 100 EUR and age >= 18 }
        """;

    public const string Windows = Schema + """
        segment A { count(Order in last 30 days) >= 2 }
        segment B { count(Order in last 90 days) >= 5 }
        segment C { any(Order in last 7 days) }
        segment D { sum(Order.price in last 365 days) >= 1000 EUR }
        segment E { any(Order in last 60 days where place == online) }
        segment F { count(Order in last 180 days where place == store) >= 3 }
        segment G { sum(Order.quantity in last 14 days) >= 4 }
        segment H { max(Order.price in last 120 days) > 150 EUR }
        segment I { count(Order in last 240 days where price > 50 EUR) >= 8 }
        segment J { any(Order in last 300 days where place == app and quantity > 3) }
        """;

    public static ulong OfPlain(Shopper s, DateTimeOffset now, DateTimeOffset month) =>
        Bit(s.Age >= 18, 0) | Bit(s.Age is >= 30 and < 65, 1) | Bit(s.Newsletter == true, 2) | Bit(s.Country == "DE", 3)
        | Bit(s.Credit >= 1000, 4) | Bit(s.Rating > 4, 5) | Bit(s.Registered > month && s.Registered <= now, 6)
        | Bit(s.Newsletter == true && s.Age < 30, 7) | Bit(s.Country is "AT" or "CH" && s.Credit > 10, 8)
        | Bit(s.Rating > 2 && s.Credit > 100 && s.Age >= 18, 9);

    public static ulong OfWindows(Shopper s, DateTimeOffset[] edges)
    {
        int day30 = 0, day90 = 0, day7 = 0, online = 0, store = 0, quantity = 0, dear = 0, app = 0;
        decimal sum = 0, most = 0;
        foreach (var order in s.Orders)
        {
            var time = order.Time;
            day7 += time > edges[0] ? 1 : 0;
            quantity += time > edges[1] ? order.Quantity : 0;
            day30 += time > edges[2] ? 1 : 0;
            online += time > edges[3] && order.Place == Place.Online ? 1 : 0;
            day90 += time > edges[4] ? 1 : 0;
            most = time > edges[5] && order.Price > most ? order.Price.Value : most;
            store += time > edges[6] && order.Place == Place.Store ? 1 : 0;
            dear += time > edges[7] && order.Price > 50 ? 1 : 0;
            app += time > edges[8] && order.Place == Place.App && order.Quantity > 3 ? 1 : 0;
            sum += time > edges[9] ? order.Price ?? 0 : 0;
        }

        return Bit(day30 >= 2, 0) | Bit(day90 >= 5, 1) | Bit(day7 > 0, 2) | Bit(sum >= 1000, 3) | Bit(online > 0, 4) | Bit(store >= 3, 5)
            | Bit(quantity >= 4, 6) | Bit(most > 150, 7) | Bit(dear >= 8, 8) | Bit(app > 0, 9);
    }

    private static ulong Bit(bool holds, int place) => holds ? 1UL << place : 0;
}
