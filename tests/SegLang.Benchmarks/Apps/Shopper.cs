using SegLang.Benchmarks.Data;

namespace SegLang.Benchmarks.Apps;

/// <summary>Where something was bought.</summary>
public enum Place
{
    Online,
    Store,
    App,
}

/// <summary>A customer as an app holds one, in the types that apps use.</summary>
public sealed class Shopper
{
    public required string Id { get; init; }

    public required string Country { get; init; }

    public required int? Age { get; init; }

    public required bool? Newsletter { get; init; }

    public required DateTimeOffset? Registered { get; init; }

    public required decimal? Credit { get; init; }

    public required double? Rating { get; init; }

    public required List<Order> Orders { get; init; }

    /// <summary>Customers with so many orders each, oldest first, the last shortly before now.</summary>
    public static Shopper[] Make(int count, int orders, DateTimeOffset now, ulong seed)
    {
        var random = new Random((int)seed);
        return
        [
            .. Enumerable.Range(0, count).Select(i => new Shopper
            {
                Id = $"c{i}",
                Country = Shop.Countries[random.Next(Shop.Countries.Length)],
                Age = random.Next(5) == 0 ? null : random.Next(14, 90),
                Newsletter = random.Next(5) == 0 ? null : random.Next(2) == 0,
                Registered = random.Next(5) == 0 ? null : now.AddDays(-random.Next(1, 900)),
                Credit = random.Next(5) == 0 ? null : random.Next(0, 500_000) / 100m,
                Rating = random.Next(5) == 0 ? null : random.NextDouble() * 5,
                Orders = [.. Enumerable.Range(0, orders).Select(_ => now.AddMinutes(-random.Next(1, 700_000))).Order().Select(t => new Order
                {
                    Time = t,
                    Place = (Place)random.Next(3),
                    Quantity = random.Next(1, 5),
                    Price = random.Next(5) == 0 ? null : random.Next(100, 20_000) / 100m,
                })],
            }),
        ];
    }
}

/// <summary>An order as an app holds one.</summary>
public sealed class Order
{
    public required DateTimeOffset Time { get; init; }

    public required Place Place { get; init; }

    public required int Quantity { get; init; }

    public required decimal? Price { get; init; }
}
