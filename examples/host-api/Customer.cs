namespace HostApi;

// The app's own classes: SegLang binds them to the schema of the rules by name. What the JSON leaves out keeps its default, since it can be set.

/// <summary>A customer with what they did.</summary>
internal sealed record Customer(string Id)
{
    public string Country { get; set; } = "AT";

    public bool Newsletter { get; set; }

    public IReadOnlyList<Visit> Visits { get; set; } = [];

    public IReadOnlyList<Add> Adds { get; set; } = [];

    public IReadOnlyList<Purchase> Purchases { get; set; } = [];

    /// <summary>The same with events in order of time, as rules want them.</summary>
    public Customer InOrder() => this with
    {
        Visits = [.. Visits.OrderBy(v => v.Time)],
        Adds = [.. Adds.OrderBy(a => a.Time)],
        Purchases = [.. Purchases.OrderBy(p => p.Time)],
    };
}

/// <summary>A page was opened.</summary>
internal sealed record Visit(DateTimeOffset Time, string? Page);

/// <summary>Something went into the cart.</summary>
internal sealed record Add(DateTimeOffset Time, string Product);

/// <summary>An order.</summary>
internal sealed record Purchase(DateTimeOffset Time, string Order, decimal Amount);
