namespace SegLang.Tests.Host;

public sealed class Bindings
{
    private const string Schema = """
        ruleset Shop { timezone "Europe/Berlin" }
        enum Channel { online, store }
        profile Customer { id: text key  age: int?  credit: money(EUR)  channel: Channel?  tags: set of text }
        event Purchase { price: money(EUR)  channel: Channel }
        segment Adult { age >= 18 }
        segment Buyer { count(Purchase) >= 1 }
        """;

    private static readonly RuleSet Rules = RuleSet.Compile(Schema);

    [Fact]
    public void All_that_does_not_fit_is_told_at_once_with_both_sides()
    {
        RuleSetException refusal = Assert.Throws<RuleSetException>(() => Rules.For<Wrong>());

        Assert.Equal<string>(
            [
                "`Bindings.Wrong` does not fit the rules `Shop`:",
                "field `age` (int?) of profile `Customer` ↔ `Bindings.Wrong.Age` (string): it holds int, which needs `int` or `long`, nullable",
                "field `credit` (money(EUR)) of profile `Customer` ↔ `Bindings.Wrong.Credit` (decimal?): the field is never unknown, but the member may be null; write `money(EUR)?` in the rules, or make the member not nullable",
                "field `channel` (enum { online, store }?) of profile `Customer` ↔ `Bindings.Wrong.Channel` (Bindings.WrongChannel): `Bindings.WrongChannel.Phone` is none of its members `online`, `store`",
                "field `tags` (set of text) of profile `Customer` ↔ `Bindings.Wrong.Tags` (int): it needs an array, a list, a set or another `IEnumerable<T>`",
                "`time` of event `Purchase` ↔ `Bindings.WrongPurchase` has no such property; mark it with `[SegField(\"time\")]`",
                "field `price` (money(EUR)) of event `Purchase` ↔ `Bindings.WrongPurchase.Price` (double): it holds money(EUR), which needs `decimal`",
                "field `channel` (enum { online, store }) of event `Purchase` ↔ `Bindings.WrongPurchase` has no such property; did you mean `Chanel`? Mark it with `[SegField(\"channel\")]`",
            ],
            refusal.Problems);
    }

    [Fact]
    public void A_missing_field_or_event_is_told()
    {
        RuleSetException refusal = Assert.Throws<RuleSetException>(() => Rules.For<Empty>());

        Assert.Contains("field `credit` (money(EUR)) of profile `Customer` ↔ `Bindings.Empty` has no such property", refusal.Problems);
        Assert.Contains(refusal.Problems, p => p.StartsWith("event `Purchase` ↔ `Bindings.Empty` has no array or list of events", StringComparison.Ordinal));
    }

    [Fact]
    public void Attributes_come_before_names_and_internal_records_are_read_too()
    {
        BoundRules<Marked> bound = Rules.For<Marked>();
        Marked marked = new("1", 17, 20, 5m, ["a"], [new Bought(DateTimeOffset.UnixEpoch, 1m, "online")]);

        Assert.True(bound.Matches("Adult", marked, DateTimeOffset.UtcNow));
        Assert.True(bound.Matches("Buyer", marked, DateTimeOffset.UtcNow));
    }

    [Fact]
    public void Events_may_stand_apart()
    {
        BoundRules<Empty2, Bought[]> bound = Rules.For<Empty2, Bought[]>();

        Assert.True(bound.Matches("Buyer", new("1", 2m), [new Bought(DateTimeOffset.UnixEpoch, 1m, "online")], DateTimeOffset.UtcNow));
        Assert.False(bound.Matches("Buyer", new("1", 2m), [], DateTimeOffset.UtcNow));
    }

    [Fact]
    public void Unknown_names_say_what_may_have_been_meant()
    {
        BoundRules<Marked> bound = Rules.For<Marked>();

        Assert.Equal("there is no segment `Adults`; did you mean `Adult`?", Assert.Throws<RuleSetException>(() => bound.Segment("Adults")).Message);
        Assert.Equal("`Adult` is bool, which cannot be taken as `int`", Assert.Throws<RuleSetException>(() => bound.Value<int>("Adult")).Message);
    }

    [Theory]
    [InlineData("null", "field `id` of profile `Customer` (`Bindings.Marked.Id`): a value is null, but the field is never unknown")]
    [InlineData("decimals", "field `credit` of profile `Customer` (`Bindings.Marked.Credit`): a number has more decimals than the field")]
    [InlineData("member", "field `channel` of event `Purchase` number 1 (`Bindings.Bought.Channel`): a text names no member of the enum")]
    [InlineData("order", "event `Purchase` number 2: it comes before the event that it stands after: events must be in order of time")]
    [InlineData("nfc", "field `tags` of profile `Customer` (`Bindings.Marked.Tags`): a text is not in NFC: call `Normalize()`")]
    [InlineData("twice", "field `tags` of profile `Customer` (`Bindings.Marked.Tags`): a set holds a value twice")]
    public void A_value_that_the_rules_cannot_hold_is_told_by_its_place(string what, string why)
    {
        DateTimeOffset time = DateTimeOffset.UnixEpoch;
        Marked good = new("1", 17, 20, 5m, ["a"], [new Bought(time, 1m, "online"), new Bought(time, 2m, "store")]);
        Marked bad = what switch
        {
            "null" => good with { Id = null! },
            "decimals" => good with { Credit = 1.005m },
            "member" => good with { Purchases = [new Bought(time, 1m, "phone")] },
            "order" => good with { Purchases = [good.Purchases[0], new Bought(time.AddTicks(-10), 2m, "store")] },
            "nfc" => good with { Tags = ["e\u0301"] },
            _ => good with { Tags = ["a", "b", "a"] },
        };
        BoundRules<Marked> bound = RuleSet.Compile(Schema + "segment All { id != \"\" and credit > 0 EUR and any(Purchase where channel == online) }").For<Marked>();

        Assert.True(bound.Matches("All", good, DateTimeOffset.UtcNow));
        Assert.Equal(why, Assert.Throws<RuleDataException>(() => bound.Matches("All", bad, DateTimeOffset.UtcNow)).Message);
        Assert.True(bound.Matches("All", good, DateTimeOffset.UtcNow));
    }

    [Fact]
    public void Params_are_given_in_the_hosts_types()
    {
        RuleSet rules = RuleSet.Compile(Schema + "param least: money(EUR) = 10 EUR  segment Rich { credit >= least }");
        Marked poor = new("1", 17, 20, 5m, [], []);

        Assert.False(rules.For<Marked>().Matches("Rich", poor, DateTimeOffset.UtcNow));
        Assert.True(rules.With(new Dictionary<string, object> { ["least"] = 4.99m }).For<Marked>().Matches("Rich", poor, DateTimeOffset.UtcNow));
        Assert.Equal<string>(
            ["there is no param `leest`; did you mean `least`?", "param `least` is money(EUR), which cannot be given as `string`"],
            Assert.Throws<RuleSetException>(() => rules.With(new Dictionary<string, object> { ["leest"] = 1, ["least"] = "much" })).Problems);
    }

    [Fact]
    public void Repetitions_are_dropped()
    {
        RuleSet rules = RuleSet.Compile("""
            ruleset Shop { timezone "Europe/Berlin" }
            profile Customer { id: text key }
            event Bought { order_id: text?  once by order_id for 1 day }
            trait Orders = count(Bought)
            """);
        DateTimeOffset day = DateTimeOffset.UnixEpoch;
        Ordered[] events = [new(day, "a"), new(day, "a"), new(day, null), new(day, null), new(day.AddDays(1), "a"), new(day.AddDays(1.1), "a"), new(day.AddDays(2), "b")];

        BoundRules<Buyer> bound = rules.For<Buyer>();
        Assert.Equal(5, bound.Value<long>("Orders").Get(new("1", events), DateTimeOffset.UtcNow, -1));
        Assert.Equal(0, bound.Value<long>("Orders").Get(new("1", []), DateTimeOffset.UtcNow, -1));
    }

    [Fact]
    public void Journeys_follow_the_events()
    {
        RuleSet rules = RuleSet.Compile("""
            ruleset Shop { timezone "Europe/Berlin" }
            profile Customer { id: text key }
            event Bought { order_id: text? }
            journey Trip {
              start First on Bought where order_id == "a"
              stage First { on Bought where order_id == "b" -> Done  after 10 days -> Lost }
              final stage Done
              final stage Lost
            }
            segment Waiting { Trip == First }
            """);
        BoundRules<Buyer> bound = rules.For<Buyer>();
        ValueRule<Buyer, string> trip = bound.Value<string>("Trip");
        DateTimeOffset day = DateTimeOffset.UnixEpoch;
        Buyer one = new("1", [new(day, "a")]);
        Buyer two = new("2", [new(day, "a"), new(day.AddDays(2), "b")]);

        Assert.Equal("none", trip.Get(new("0", []), day.AddDays(1), "none"));
        Assert.Equal("First", trip.Get(one, day.AddDays(3), "none"));
        Assert.Equal("Lost", trip.Get(one, day.AddDays(30), "none"));
        Assert.Equal("Done", trip.Get(two, day.AddDays(30), "none"));
        Assert.True(bound.Matches("Waiting", two, day.AddDays(1)));
        Assert.False(bound.Matches("Waiting", two, day.AddDays(2)));
    }

    [Theory]
    [InlineData("0", 2, 0)]
    [InlineData("12", 2, 1200)]
    [InlineData("-12.5", 2, -1250)]
    [InlineData("12.500000000000", 2, 1250)]
    [InlineData("92233720368547758.07", 2, long.MaxValue)]
    [InlineData("-92233720368547758.08", 2, long.MinValue)]
    [InlineData("-92233720368547758.080", 2, long.MinValue)]
    [InlineData("-9223372036", 9, -9_223_372_036_000_000_000)]
    [InlineData("9223372036.1", 9, 9_223_372_036_100_000_000)]
    [InlineData("0.0", 0, 0)]
    public void Decimals_are_taken_exactly(string number, int scale, long unscaled)
    {
        decimal value = decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture);

        Assert.True(SegLang.Runtime.HostValues.Exact(value, scale, out long exact));
        Assert.Equal(unscaled, exact);
    }

    [Theory]
    [InlineData("92233720368547758.08", 2)]
    [InlineData("79228162514264337593543950335", 0)]
    [InlineData("0.001", 2)]
    [InlineData("9223372036854775807", 9)]
    [InlineData("9223372037", 9)]
    [InlineData("-4294967296000000000", 2)]
    public void Decimals_that_do_not_fit_are_refused(string number, int scale) =>
        Assert.Throws<RuleDataException>(() => SegLang.Runtime.HostValues.Exact(decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture), scale, out _));

    public enum WrongChannel
    {
        Online,
        Phone,
    }

    public sealed record Wrong(string Id, string? Age, decimal? Credit, WrongChannel Channel, int Tags, WrongPurchase[] Purchases);

    public sealed record WrongPurchase(double Price, string Chanel);

    public sealed record Empty(string Id);

    public sealed record Empty2(string Id, decimal Credit);

    internal sealed record Marked(string Id, [property: SegIgnore] int Age, [property: SegField("age")] long Years, decimal Credit, string[] Tags, IReadOnlyList<Bought> Purchases);

    [SegEvent("Purchase")]
    internal readonly record struct Bought(DateTimeOffset Time, decimal Price, string Channel);

    public sealed record Buyer(string Id, [property: SegEvent("Bought")] Ordered[] Orders);

    public sealed record Ordered(DateTimeOffset Time, string? OrderId);
}
