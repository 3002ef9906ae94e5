using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace SegLang.Tests.Host;

/// <summary>Sets, lists and events of an app in any collection: those that cannot be read by place are copied once an evaluation.</summary>
public sealed class Collections
{
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private const string Segments = """
        record Line { sku: text  labels: set of text }
        profile Customer { id: text key  tags: set of text  lines: list of Line }
        event Purchase { amount: money(EUR)  codes: set of int }
        segment Vip { tags contains "vip" }
        segment Labelled { count(l in lines where l.labels contains "new") == 1 }
        segment Coded { any(Purchase where codes contains 7) }
        """;

    private static readonly RuleSet Rules = RuleSet.Compile(Segments + """

        trait Tags: set of text = tags
        trait Spent: money(EUR) = sum(Purchase.amount)
        """);

    private static readonly string[] Tags = ["new", "vip"];
    private static readonly Line[] Lines = [new("a", ["new", "x"]), new("b", []), new("c", ["y"])];
    private static readonly Purchase[] Purchases = [new(Now.AddDays(-9), 7m, [7, 8]), new(Now.AddDays(-2), 5m, []), new(Now.AddDays(-1), 3m, [1, 7])];

    [Fact]
    public void Any_collection_is_read()
    {
        Check<HashSet<string>, ICollection<Line>, ICollection<Purchase>>([.. Tags], new Collection<Line>(Lines), new LinkedList<Purchase>(Purchases));
        Check<ISet<string>, IEnumerable<Line>, IEnumerable<Purchase>>(new SortedSet<string>(Tags, StringComparer.Ordinal), Lines.Where(l => true), Purchases.Where(p => true));
        Check<IReadOnlySet<string>, IReadOnlyCollection<Line>, List<Purchase>>(Tags.ToFrozenSet(), Lines, [.. Purchases]);
        Check<ImmutableHashSet<string>, ImmutableList<Line>, IReadOnlyCollection<Purchase>>([.. Tags], [.. Lines], new Queue<Purchase>(Purchases));
        Check<ArraySegment<string>, Collection<Line>, ObservableCollection<Purchase>>(Tags, new(Lines), new(Purchases));
        Check<ICollection<string>, LineList, ImmutableQueue<Purchase>>(Tags, [.. Lines], [.. Purchases]);
    }

    [Fact]
    public void Null_and_nothing_are_the_empty_collection()
    {
        BoundRules<Customer<HashSet<string>?, ICollection<Line>?, IEnumerable<Purchase>?>> bound = Rules.For<Customer<HashSet<string>?, ICollection<Line>?, IEnumerable<Purchase>?>>();

        Assert.Empty(bound.Evaluate(new("a", null, null, null), Now).Segments);
        Assert.Empty(bound.Evaluate(new("a", [], [], []), Now).Segments);
    }

    [Fact]
    public void What_a_collection_holds_is_looked_at_anew_each_time_and_a_lazy_one_once()
    {
        HashSet<string> tags = [];
        int runs = 0;
        Customer<HashSet<string>, Line[], IEnumerable<Purchase>> customer = new("a", tags, Lines, Counted());
        BoundRules<Customer<HashSet<string>, Line[], IEnumerable<Purchase>>> bound = Rules.For<Customer<HashSet<string>, Line[], IEnumerable<Purchase>>>();

        Assert.False(bound.Matches("Vip", customer, Now));
        tags.Add("vip");
        Assert.True(bound.Matches("Vip", customer, Now));
        tags.Clear();
        Assert.False(bound.Matches("Vip", customer, Now));
        Assert.Equal(15m, bound.Evaluate(customer, Now)["Spent"]);
        Assert.Equal(4, runs);

        IEnumerable<Purchase> Counted()
        {
            runs++;
            foreach (Purchase purchase in Purchases)
            {
                yield return purchase;
            }
        }
    }

    [Fact]
    public void Sets_and_collections_are_read_without_allocation()
    {
        Customer<HashSet<string>, ICollection<Line>, ICollection<Purchase>> customer = new("a", [.. Tags], Lines, Purchases);
        BoundRules<Customer<HashSet<string>, ICollection<Line>, ICollection<Purchase>>> bound =
            RuleSet.Compile(Segments).For<Customer<HashSet<string>, ICollection<Line>, ICollection<Purchase>>>();
        SegmentRule<Customer<HashSet<string>, ICollection<Line>, ICollection<Purchase>>>[] segments = [bound.Segment("Vip"), bound.Segment("Labelled"), bound.Segment("Coded")];
        Assert.All(segments, s => Assert.True(s.Matches(customer, Now)));

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            foreach (SegmentRule<Customer<HashSet<string>, ICollection<Line>, ICollection<Purchase>>> segment in segments)
            {
                segment.Matches(customer, Now);
            }
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Events_apart_may_be_any_collection_too()
    {
        BoundRules<Id, IEnumerable<Purchase>> bound = Rules.For<Id, IEnumerable<Purchase>>();

        Assert.True(bound.Matches("Coded", new("a"), Purchases.Select(p => p), Now));
        Assert.False(bound.Matches("Coded", new("a"), [], Now));
    }

    [Fact]
    public void Events_out_of_order_are_told()
    {
        BoundRules<Id, HashSet<Purchase>> bound = Rules.For<Id, HashSet<Purchase>>();

        RuleDataException refused = Assert.Throws<RuleDataException>(() => bound.Matches("Coded", new("a"), [Purchases[1], Purchases[0]], Now));

        Assert.Equal("event `Purchase` number 2: it comes before the event that it stands after: events must be in order of time", refused.Message);
    }

    private static void Check<TTags, TLines, TPurchases>(TTags tags, TLines lines, TPurchases purchases)
    {
        ProfileResult result = Rules.For<Customer<TTags, TLines, TPurchases>>().Evaluate(new("a", tags, lines, purchases), Now);

        Assert.Equal(["Coded", "Labelled", "Vip"], result.Segments.Order(StringComparer.Ordinal));
        Assert.Equal(15m, result["Spent"]);
        Assert.Equal(Tags, Assert.IsType<object[]>(result["Tags"]).Cast<string>().Order(StringComparer.Ordinal));
    }

    internal sealed record Id(string Value)
    {
        [SegField("id")]
        public string Key => Value;
    }

    internal sealed record Customer<TTags, TLines, TPurchases>(string Id, TTags Tags, TLines Lines, TPurchases Purchases);

    internal sealed record Line(string Sku, HashSet<string> Labels);

    internal sealed record Purchase(DateTimeOffset Time, decimal Amount, ICollection<long> Codes);

    internal sealed class LineList : List<Line>;
}
