namespace SegLang.Tests.Host;

/// <summary>Rules whose events stand apart answer the same questions as those that find them in the profile.</summary>
public sealed class EventsApart
{
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly RuleSet Rules = RuleSet.Compile("""
        profile Customer { id: text key  newsletter: bool }
        event Purchase { amount: money(EUR) }
        segment Buyer { count(Purchase in last 30 days) >= 1 }
        segment Reader { newsletter }
        trait Spent: money(EUR) = sum(Purchase.amount)
        classify Level { High when Spent >= 100 EUR  Low otherwise }
        score Points { add 3 when newsletter  add 2 per Purchase }
        """);

    private static readonly BoundRules<Customer, Purchase[]> Bound = Rules.For<Customer, Purchase[]>();
    private static readonly Customer Anna = new("a", Newsletter: true);
    private static readonly Purchase[] Some = [new(Now.AddDays(-40), 70m), new(Now.AddDays(-4), 50m)];

    [Fact]
    public void One_segment_and_all_of_them()
    {
        SegmentRule<Customer, Purchase[]> buyer = Bound.Segment("Buyer");
        ulong[] bits = new ulong[1];
        Bound.Members(Anna, Some, Now, bits);

        Assert.Equal("Buyer", buyer.Name);
        Assert.True(buyer.Matches(Anna, Some, Now));
        Assert.False(buyer.Matches(Anna, [], Now));
        Assert.Equal(["Buyer", "Reader"], Bound.Segments.Order(StringComparer.Ordinal));
        Assert.Equal(0b11UL, bits[0]);
    }

    [Fact]
    public void A_trait_a_class_and_a_score()
    {
        Assert.Equal(120m, Bound.Value<decimal>("Spent").Get(Anna, Some, Now, -1m));
        Assert.Equal("High", Bound.Value<string>("Level").Get(Anna, Some, Now, ""));
        Assert.True(Bound.Value<long>("Points").TryGet(Anna, Some, Now, out long points));
        Assert.Equal(7, points);
        Assert.Equal("Spent", Bound.Value<decimal>("Spent").Name);
    }

    [Fact]
    public void The_same_at_one_instant()
    {
        RulesAt<Customer, Purchase[]> at = Bound.At(Now);
        ProfileResult into = Bound.NewResult();
        at.Evaluate(Anna, Some, into);
        ulong[] bits = new ulong[1];
        at.Members(Anna, [], bits);

        Assert.Equal(Now, at.Now);
        Assert.True(at.Matches("Buyer", Anna, Some));
        Assert.Equal(120m, into["Spent"]);
        Assert.Equal("Low", at.Evaluate(Anna, [])["Level"]);
        Assert.Equal(1, System.Numerics.BitOperations.PopCount(bits[0]));
    }

    [Fact]
    public void Many_in_parallel_until_they_are_cancelled()
    {
        Customer[] customers = [.. Enumerable.Range(0, 1000).Select(i => new Customer($"{i}", i % 2 == 0))];
        bool[] readers = new bool[customers.Length];
        Bound.EvaluateAll(customers, c => c.Newsletter ? Some : [], Now, (i, result) => readers[i] = result.Is("Reader") && result.Is("Buyer"));
        using CancellationTokenSource stop = new();

        Assert.Equal(customers.Select(c => c.Newsletter), readers);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Bound.EvaluateAll(customers, _ => Some, Now, (_, _) => stop.Cancel(), threads: 2, stop.Token));
    }

    internal sealed record Customer(string Id, bool Newsletter);

    internal sealed record Purchase(DateTimeOffset Time, decimal Amount);
}
