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
    public void Lists_of_any_kind_are_read_in_place()
    {
        IReadOnlyList<Purchase>[] kinds =
            [Some, new List<Purchase>(Some), System.Collections.Immutable.ImmutableList.Create(Some), new ArraySegment<Purchase>([Some[0], .. Some], 1, 2)];
        BoundRules<Customer, IReadOnlyList<Purchase>> bound = Rules.For<Customer, IReadOnlyList<Purchase>>();
        BoundRules<Customer, ReadOnlyMemory<Purchase>> memory = Rules.For<Customer, ReadOnlyMemory<Purchase>>();
        Purchase[] more = [Some[0], .. Some, Some[1]];

        Assert.All(kinds, k => Assert.Equal(120m, bound.Evaluate(Anna, k, Now)["Spent"]));
        Assert.Equal(120m, memory.Evaluate(Anna, more.AsMemory(1, 2), Now)["Spent"]);
        Assert.Equal(70m, memory.Evaluate(Anna, more.AsMemory(0, 1), Now)["Spent"]);
        Assert.False(bound.Matches("Buyer", Anna, [], Now));
    }

    [Fact]
    public void Many_event_types_at_once()
    {
        string types = string.Join('\n', "ABCDE".Select(e => $"event {e} {{ }}\n segment Has{e} {{ any({e}) }}"));
        BoundRules<Customer, Busy> bound = RuleSet.Compile($"profile Customer {{ id: text key }}\n{types}").For<Customer, Busy>();
        Busy busy = new([new(Now)], [], [new(Now)], [], [new(Now)]);

        Assert.Equal(["HasA", "HasC", "HasE"], bound.Evaluate(Anna, busy, Now).Segments.Order(StringComparer.Ordinal));
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
    public void Spans_are_read_where_they_lie()
    {
        BoundSpans<Customer, Purchase> spans = Rules.ForSpans<Customer, Purchase>();
        BoundSpans<Customer, Paid> values = Rules.ForSpans<Customer, Paid>();
        ReadOnlySpan<Purchase> last = Some.AsSpan(1);
        Span<Paid> paid = [new(Now.AddDays(-40), 70m), new(Now.AddDays(-4), 50m)];
        ulong[] bits = new ulong[1];
        spans.Members(Anna, last, Now, bits);

        Assert.True(spans.Matches("Buyer", Anna, last, Now));
        Assert.False(spans.Matches("Buyer", Anna, [], Now));
        Assert.Equal((50m, "Low"), (spans.Evaluate(Anna, last, Now)["Spent"], spans.Evaluate(Anna, last, Now)["Level"]));
        Assert.Equal(120m, values.Evaluate(Anna, paid, Now)["Spent"]);
        Assert.Equal(0b11UL, bits[0]);
        Assert.Equal("1", spans.Why("Buyer", Anna, last, Now).Parts[0].Parts[0].Value);
    }

    [Fact]
    public void A_span_may_move_while_it_is_read()
    {
        BoundSpans<Customer, Purchase> spans = Rules.ForSpans<Customer, Purchase>();
        Parallel.For(0, 4, _ =>
        {
            for (int i = 0; i < 2000; i++)
            {
                Purchase[] fresh = [.. Enumerable.Range(1, 30).Select(d => new Purchase(Now.AddDays(d - 31), 1m))];
                Assert.Equal(30m, spans.Evaluate(Anna, fresh, Now)["Spent"]);
                if (i % 500 == 0)
                {
                    GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
                }
            }
        });
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

    [SegEvent("Purchase")]
    internal readonly record struct Paid(DateTimeOffset Time, decimal Amount);

    internal sealed record Purchase(DateTimeOffset Time, decimal Amount);

    internal sealed record Moment(DateTimeOffset Time);

    internal sealed record Busy(Moment[] A, List<Moment> B, Moment[] C, Moment[] D, IReadOnlyList<Moment> E);
}
