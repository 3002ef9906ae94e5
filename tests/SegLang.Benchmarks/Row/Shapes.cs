using SegLang.Benchmarks.Data;

namespace SegLang.Benchmarks.Row;

/// <summary>The four kinds of a plan.</summary>
internal enum Plan
{
    Free,
    Basic,
    Plus,
    Pro,
}

/// <summary>Where something was bought.</summary>
internal enum Channel
{
    Online,
    Store,
    App,
    Phone,
}

/// <summary>A customer as an application holds one: a class with nullable properties and its purchases, oldest first.</summary>
internal sealed class Customer
{
    public required string Country { get; init; }

    public required Plan Plan { get; init; }

    public required int? Age { get; init; }

    public required bool? Newsletter { get; init; }

    public required long? Registered { get; init; }

    public required long? Credit { get; init; }

    public required long? Rating { get; init; }

    public required Purchase[] Purchases { get; init; }
}

/// <summary>A purchase as an application holds one.</summary>
internal sealed class Purchase
{
    public required long Time { get; init; }

    public required Channel Channel { get; init; }

    public required string? Category { get; init; }

    public required int Quantity { get; init; }

    public required long? Price { get; init; }

    public long? Total => Price * Quantity;
}

/// <summary>The same packed by somebody who counts cache lines: the lowest value for unknown, events side by side. Texts are texts, as in the rules.</summary>
internal struct CustomerRow
{
    public string Country;
    public long Registered;
    public long Credit;
    public long Rating;
    public int Age;
    public int FirstPurchase;
    public int Purchases;
    public byte Plan;
    public byte Newsletter;
}

/// <summary>A packed purchase.</summary>
internal struct PurchaseRow
{
    public string? Category;
    public long Time;
    public long Price;
    public int Quantity;
    public byte Channel;
}

/// <summary>The customers in both shapes.</summary>
internal sealed class Shapes
{
    public required Customer[] Customers { get; init; }

    public required CustomerRow[] Rows { get; init; }

    public required PurchaseRow[] Purchases { get; init; }

    public static Shapes From(Dataset data)
    {
        var offsets = new int[data.Profiles + 1];
        foreach (var owner in data.Owner)
        {
            offsets[owner + 1]++;
        }

        for (var i = 0; i < data.Profiles; i++)
        {
            offsets[i + 1] += offsets[i];
        }

        var purchases = new PurchaseRow[data.Events];
        var next = offsets.ToArray();
        for (var i = 0; i < data.Events; i++)
        {
            purchases[next[data.Owner[i]]++] = new PurchaseRow
            {
                Time = data.Time[i],
                Channel = data.Channel[i],
                Category = data.Category[i] == Dataset.UnknownByte ? null : Shop.Categories[data.Category[i]],
                Quantity = data.Quantity[i],
                Price = data.Price[i],
            };
        }

        var rows = new CustomerRow[data.Profiles];
        var customers = new Customer[data.Profiles];
        for (var i = 0; i < data.Profiles; i++)
        {
            rows[i] = Row(data, i, offsets[i], offsets[i + 1] - offsets[i]);
            customers[i] = Object(rows[i], purchases);
        }

        return new Shapes { Customers = customers, Rows = rows, Purchases = purchases };
    }

    private static CustomerRow Row(Dataset data, int i, int first, int count) => new()
    {
        Country = Shop.Countries[data.Country[i]],
        Plan = data.Plan[i],
        Age = data.Age[i],
        Newsletter = data.Newsletter[i],
        Registered = data.Registered[i],
        Credit = data.Credit[i],
        Rating = data.Rating[i],
        FirstPurchase = first,
        Purchases = count,
    };

    private static Customer Object(in CustomerRow row, PurchaseRow[] purchases) => new()
    {
        Country = row.Country,
        Plan = (Plan)row.Plan,
        Age = row.Age == Dataset.UnknownInt ? null : row.Age,
        Newsletter = row.Newsletter == Dataset.UnknownByte ? null : row.Newsletter == 1,
        Registered = Known(row.Registered),
        Credit = Known(row.Credit),
        Rating = Known(row.Rating),
        Purchases = [.. purchases.AsSpan(row.FirstPurchase, row.Purchases).ToArray().Select(Object)],
    };

    private static Purchase Object(PurchaseRow row) => new()
    {
        Time = row.Time,
        Channel = (Channel)row.Channel,
        Category = row.Category,
        Quantity = row.Quantity,
        Price = Known(row.Price),
    };

    private static long? Known(long value) => value == Dataset.Unknown ? null : value;
}
