namespace SegLang.Tests.Host;

/// <summary>What an app forgot to give is told by its name, not by a null reference.</summary>
public sealed class MissingObjects
{
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly RuleSet Rules = RuleSet.Compile("""
        profile Customer { id: text key }
        event Purchase { amount: money(EUR) }
        segment Buyers { any(Purchase) }
        """);

    [Fact]
    public void No_profile_is_no_data()
    {
        Assert.Equal("profile", Assert.Throws<ArgumentNullException>(() => Rules.For<Customer>().Matches("Buyers", null!, Now)).ParamName);
        Assert.Equal("profile", Assert.Throws<ArgumentNullException>(() => Rules.For<Id, Purchase[]>().Evaluate(null!, [], Now)).ParamName);
        Assert.Equal("profile", Assert.Throws<ArgumentNullException>(() => Rules.ForSpans<Id, Purchase>().Matches("Buyers", null!, [], Now)).ParamName);
    }

    [Fact]
    public void An_event_that_is_null_is_told_by_its_number()
    {
        BoundRules<Customer> bound = Rules.For<Customer>();
        Customer customer = new("a", [new(Now, 1m), null!]);

        Assert.Equal("event `Purchase` number 2: it is null", Assert.Throws<RuleDataException>(() => bound.Matches("Buyers", customer, Now)).Message);
        Assert.True(bound.Matches("Buyers", customer with { Purchases = [new(Now, 1m)] }, Now));
        Assert.False(bound.Matches("Buyers", customer with { Purchases = null! }, Now));
    }

    [Fact]
    public void A_null_reference_of_the_app_s_own_stays_one() =>
        Assert.Throws<NullReferenceException>(() => Rules.For<Failing>().Matches("Buyers", new(), Now));

    [Fact]
    public void No_rules_are_no_rule_set() =>
        Assert.Equal("there are no rules to compile: give at least one text or file", Assert.Throws<RuleCompilationException>(() => RuleSet.Compile()).Message);

    internal sealed record Id([property: SegField("id")] string Value);

    internal sealed record Customer(string Id, List<Purchase> Purchases);

    internal sealed record Purchase(DateTimeOffset Time, decimal Amount);

    internal sealed class Failing
    {
        public string Id => Name.Trim();

        [SegIgnore]
        public string Name { get; } = null!;

        public List<Purchase> Purchases { get; } = [];
    }
}
