namespace SegLang.Tests.Differential;

/// <summary>A person of the random schema as an app holds one: each field in the type that apps use, lists of several kinds.</summary>
internal sealed class HostPerson
{
    public string Id { get; init; } = "";

    public string? Name { get; init; }

    public string City { get; init; } = "";

    public long? Age { get; init; }

    public long Visits { get; init; }

    public decimal? Whole { get; init; }

    public decimal Share { get; init; }

    public decimal? Fine { get; init; }

    public decimal? Budget { get; init; }

    public decimal Paid { get; init; }

    public double? Ratio { get; init; }

    public double Weight { get; init; }

    public bool? Vip { get; init; }

    public bool Optin { get; init; }

    public DateOnly? Born { get; init; }

    public DateOnly Joined { get; init; }

    public DateTimeOffset? Registered { get; init; }

    public DateTimeOffset Seen { get; init; }

    public TimeSpan? Pause { get; init; }

    public TimeSpan Slack { get; init; }

    public HostTier? Tier { get; init; }

    public HostChannel Channel { get; init; }

    public DayOfWeek? Restday { get; init; }

    public HashSet<string> Interests { get; init; } = [];

    public List<HostChannel> Channels { get; init; } = [];

    public IReadOnlyList<long> Numbers { get; init; } = [];

    public ReadOnlyMemory<DateOnly> Dates { get; init; }

    public IList<HostItem> Basket { get; init; } = [];

    [SegEvent("Visit")]
    public List<HostVisit> VisitEvents { get; init; } = [];

    [SegEvent("Purchase")]
    public ICollection<HostPurchase> PurchaseEvents { get; init; } = [];

    [SegEvent("Click")]
    public HostClick[] ClickEvents { get; init; } = [];

    [SegEvent("Ping")]
    public ReadOnlyMemory<HostPing> PingEvents { get; init; }
}

/// <summary>In another order than in the rules.</summary>
internal enum HostTier
{
    Top,
    High,
    Low = 7,
    Mid = -3,
}

/// <summary>As in the rules.</summary>
internal enum HostChannel : byte
{
    Online,
    Store,
    App,
}

/// <summary>A record of a list.</summary>
internal sealed class HostItem
{
    public string Sku { get; init; } = "";

    public decimal? Price { get; init; }

    public long Pieces { get; init; }

    public decimal? Cost { get; init; }

    public IReadOnlySet<string> Labels { get; init; } = new HashSet<string>();

    public HostChannel? Kind { get; init; }

    public DateOnly? Made { get; init; }
}

/// <summary>An event that is a struct.</summary>
internal readonly record struct HostVisit
{
    public DateTimeOffset Time { get; init; }

    public long Order { get; init; }

    public string? Page { get; init; }

    public HostChannel Channel { get; init; }

    public TimeSpan? Dwell { get; init; }

    public long Depth { get; init; }

    public decimal? Score { get; init; }

    public DateTimeOffset? Planned { get; init; }
}

/// <summary>An event whose order is in a column of its own, because a field is called so.</summary>
internal sealed class HostPurchase
{
    public DateTimeOffset Time { get; init; }

    public long Seq { get; init; }

    public string Order { get; init; } = "";

    public long? Line { get; init; }

    public string Product { get; init; } = "";

    public HostChannel? Channel { get; init; }

    public HostTier Tier { get; init; }

    public long Quantity { get; init; }

    public decimal Price { get; init; }

    public double? Ratio { get; init; }

    public bool? Gift { get; init; }

    public DateOnly? Due { get; init; }

    public ISet<string> Tags { get; init; } = new HashSet<string>();

    public HostItem[] Items { get; init; } = [];
}

/// <summary>An event with `once by`.</summary>
internal sealed class HostClick
{
    public DateTimeOffset Time { get; init; }

    public long Order { get; init; }

    public string? Target { get; init; }

    public decimal Share { get; init; }

    public DateOnly Noted { get; init; }

    public DayOfWeek? Weekday { get; init; }

    public TimeSpan Wait { get; init; }
}

/// <summary>An event without fields.</summary>
internal readonly record struct HostPing
{
    public DateTimeOffset Time { get; init; }

    public long Order { get; init; }
}
