using SegLang.Runtime;

namespace SegLang.Tests.Host;

public sealed class BoundClasses
{
    internal const string Rules = """
        ruleset Shop { timezone "Europe/Berlin" }
        enum Country { DE, AT, CH }
        enum Channel { online, store, app }
        profile Customer {
            id: text key
            name: text
            age: int?
            newsletter: bool?
            country: Country
            credit: money(EUR)?
            rating: number?
            born: date?
            registered: datetime
            patience: duration?
            tags: set of text
            score_points: decimal(3)?
        }
        event Purchase { category: text?  quantity: int  price: money(EUR)?  channel: Channel }
        event Visit { url: text }
        param least: int = 18
        segment Adult { age >= least }
        segment German { country == DE }
        segment Rich { credit > 1000.50 EUR }
        segment Vip { tags contains "vip" }
        segment Buyer { count(Purchase in last 30 days) >= 2 }
        segment Online { any(Purchase where channel == online and price > 10 EUR) }
        segment Born90s { born >= 1990-01-01 and born < 2000-01-01 }
        segment Fresh { registered in last 7 days }
        segment Patient { patience > 1 hour }
        segment Rated { rating > 4.5 }
        segment Points { score_points == 1.250 }
        trait Spent: money(EUR) = sum(Purchase.price)
        trait Last: datetime? = last(Purchase.time)
        classify Level { Gold when Spent >= 100 EUR  Silver when Spent >= 10 EUR  Bronze otherwise }
        """;

    internal static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RuleSet Shop = RuleSet.Compile(Rules);

    [Fact]
    public void Fields_of_every_kind_are_read_from_a_class()
    {
        ProfileResult result = Shop.For<Customer>().Evaluate(Anna(), Now);

        Assert.Equal(
            ["Adult", "Born90s", "Buyer", "Fresh", "German", "Online", "Patient", "Points", "Rated", "Rich", "Vip"], result.Segments.Order(StringComparer.Ordinal));
        Assert.Equal(35.5m, result["Spent"]);
        Assert.Equal("Silver", result["Level"]);
        Assert.Equal(Now.AddDays(-1), result["Last"]);
    }

    internal static Customer Anna() => new()
    {
        Id = "1",
        Name = "Anna",
        Age = 30,
        Newsletter = true,
        Country = Country.DE,
        Credit = 1000.51m,
        Rating = 4.6,
        Born = new DateOnly(1995, 5, 5),
        Registered = Now.AddDays(-2),
        Patience = TimeSpan.FromHours(2),
        Tags = ["new", "vip"],
        ScorePoints = 1.25m,
        Purchases =
        [
            new Purchase(Now.AddDays(-3), "shoes", 1, 25.5m, Channel.Online),
            new Purchase(Now.AddDays(-1), null, 2, 10m, Channel.Store),
        ],
    };
}

public enum Country
{
    AT,
    DE,
    CH,
}

public enum Channel
{
    Online,
    Store,
    App,
}

public sealed class Customer
{
    public required string Id { get; init; }

    public string Name { get; init; } = "";

    public int? Age { get; init; }

    public bool? Newsletter { get; init; }

    public Country Country { get; init; }

    public decimal? Credit { get; init; }

    public double? Rating { get; init; }

    public DateOnly? Born { get; init; }

    public DateTimeOffset Registered { get; init; }

    public TimeSpan? Patience { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public decimal? ScorePoints { get; init; }

    public List<Purchase> Purchases { get; init; } = [];

    public Visit[] Visits { get; init; } = [];
}

public sealed record Purchase(DateTimeOffset Time, string? Category, int Quantity, decimal? Price, Channel Channel);

public readonly record struct Visit(DateTime Time, string Url);
