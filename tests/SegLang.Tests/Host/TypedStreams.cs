using SegLang.Runtime;

namespace SegLang.Tests.Host;

/// <summary>A stream that takes an app's own objects.</summary>
public sealed class TypedStreams
{
    private static readonly DateTimeOffset Start = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly RuleSet Rules = RuleSet.Compile("""
        ruleset Shop { }
        profile Customer { id: text key  newsletter: bool default false  tags: set of text  age: int? }
        event Purchase { amount: money(EUR) }
        event Visit { page: text? }
        segment Buyers { count(Purchase in last 30 days) >= 2 }
        segment Readers { newsletter and tags contains "vip" }
        trait Spent: money(EUR) = sum(Purchase.amount)
        classify Level { High when Spent >= 100 EUR  Low otherwise }
        action Mail(text: text)
        journey Care {
            start Seen on Visit
            stage Seen { after 2 days do Mail(text: "hello")  when newsletter -> Known }
            stage Known { }
        }
        """);

    private readonly List<ProfileLine> feed = [];
    private readonly BoundStream<Customer> stream;

    public TypedStreams() => stream = Rules.StreamFor<Customer>(feed.Add).BindEvents<Purchase>().BindEvents<PageView>("Visit");

    [Fact]
    public void Events_and_profiles_are_the_host_s_objects_and_the_feed_speaks_of_them_by_name()
    {
        Assert.Equal(InputOutcome.Applied, stream.Set(new("anna", false, []), Start));
        Assert.Equal(InputOutcome.Applied, stream.Apply(new Purchase(Start, 70m), "anna", Start));
        stream.Apply(new Purchase(Start.AddHours(1), 50m), "anna", Start.AddHours(1));

        Assert.True(stream.Matches("Buyers", "anna"));
        Assert.Equal(120m, stream.Value("Spent", "anna"));
        Assert.Equal("High", stream.Value("Level", "anna"));
        Assert.False(stream.Matches("Buyers", "nobody"));
        Assert.Null(stream.Value("Spent", "nobody"));
        Assert.Contains(new ProfileLine("anna", Start.AddHours(1), Start.AddHours(1), FeedKind.Enter, "Buyers", null, null), feed);
        Assert.Contains(new ProfileLine("anna", Start.AddHours(1), Start.AddHours(1), FeedKind.Class, "Level", "Low", "High"), feed);

        stream.AdvanceTo(Start.AddDays(40));
        Assert.Equal((FeedKind.Leave, "Buyers", Start.AddDays(30)), (feed[^1].Kind, feed[^1].Name, feed[^1].Time));
    }

    [Fact]
    public void Stages_and_actions_are_told_with_their_cause()
    {
        stream.Add(new("b", false, ["vip"]));
        stream.Apply(new PageView(Start, null), "b", Start, "Visit");
        stream.AdvanceTo(Start.AddDays(2));
        stream.Set(new("b", true, ["vip"]), Start.AddDays(3));

        ProfileLine mail = Assert.Single(feed, l => l.Kind == FeedKind.Action);
        Assert.Equal(("Care", "Mail", ActionOutcome.Asked), (mail.Name, mail.Action?.Name, mail.Action?.Outcome));
        Assert.Equal("hello", mail.Action?.Arguments["text"]);
        Assert.Equal([(null, "Seen"), ("Seen", "Known")], feed.Where(l => l.Kind == FeedKind.Stage).Select(l => (l.From, l.To)));
        Assert.Equal(new JourneyStage("Care", "Known", null, Start.AddDays(3), false), Assert.Single(stream.Stages("b")));
        Assert.True(stream.Matches("Readers", "b"));
        Assert.Empty(stream.Stages("nobody"));
    }

    [Fact]
    public void A_late_event_retracts_with_the_line_that_was_told()
    {
        stream.Set(new("c", true, []), Start);
        stream.Apply(new PageView(Start.AddMinutes(10), "a"), "c", Start.AddMinutes(10), "Visit");

        Assert.Equal(InputOutcome.Replayed, stream.Apply(new PageView(Start.AddMinutes(5), "b"), "c", Start.AddMinutes(20), "Visit"));

        ProfileLine gone = feed.First(l => l.Kind == FeedKind.Retract);
        Assert.Contains(gone.Retracted, feed);
    }

    [Fact]
    public void Fields_without_a_member_keep_their_values()
    {
        stream.Set(new("d", true, ["vip"]), Start);
        BoundProfiles<Ticked> parts = Rules.ProfilesOf<Ticked>();

        stream.Engine.Take(parts.Change(new("d", Newsletter: true), Start.AddHours(1), Start.AddHours(1)));
        Assert.True(stream.Matches("Readers", "d"));

        stream.Engine.Take(parts.Change(new("d", Newsletter: false), Start.AddHours(2), Start.AddHours(2)));
        Assert.False(stream.Matches("Readers", "d"));
    }

    [Fact]
    public void Profiles_are_merged_and_removed_by_their_keys()
    {
        stream.Apply(new Purchase(Start, 70m), "e", Start);
        stream.Apply(new Purchase(Start, 50m), "f", Start);

        Assert.Equal(MergeOutcome.Exact, stream.Merge("f", "e", Start));
        Assert.Equal(120m, stream.Value("Spent", "e"));
        Assert.True(stream.Remove("e"));
        Assert.False(stream.Remove("f"));
        Assert.Equal(0, stream.Engine.ProfileCount);
    }

    [Fact]
    public void Applying_an_event_allocates_what_it_does_with_rows()
    {
        BoundEvents<Purchase> events = Rules.EventsOf<Purchase>();
        StreamEngine rows = Rules.Stream();
        StreamInput[] inputs = [.. Enumerable.Range(0, 400).Select(i => events.Input(new(Start.AddSeconds(i), 1m), "g", Start.AddSeconds(i)))];
        Purchase[] purchases = [.. Enumerable.Range(0, 400).Select(i => new Purchase(Start.AddSeconds(i), 1m))];
        BoundStream<Customer> typed = Rules.StreamFor<Customer>().BindEvents<Purchase>();
        typed.Apply(purchases[0], "g", Start);

        long taken = Allocated(i => rows.Take(inputs[i]));
        long applied = Allocated(i => typed.Apply(purchases[i], "g", purchases[i].Time));

        Assert.InRange(applied, 0, taken + 4096);
    }

    [Fact]
    public void What_does_not_fit_is_told_with_both_sides()
    {
        RuleSetException profile = Assert.Throws<RuleSetException>(() => Rules.StreamFor<Wrong>());
        RuleSetException happened = Assert.Throws<RuleSetException>(() => stream.BindEvents<Wrong>("Purchase"));
        RuleSetException unnamed = Assert.Throws<RuleSetException>(() => stream.BindEvents<Wrong>());
        RuleSetException misnamed = Assert.Throws<RuleSetException>(() => stream.BindEvents<Purchase>("Purchas"));

        Assert.Equal(
            [
                "`TypedStreams.Wrong` does not fit the rules `Shop`:",
                "field `newsletter` (bool) of profile `Customer` ↔ `TypedStreams.Wrong.Newsletter` (string): it holds bool, which needs `bool`",
            ],
            profile.Problems.AsEnumerable());
        Assert.Equal(
            [
                "`TypedStreams.Wrong` does not fit the rules `Shop`:",
                "`time` of event `Purchase` ↔ `TypedStreams.Wrong` has no such property; mark it with `[SegField(\"time\")]`",
                "field `amount` (money(EUR)) of event `Purchase` ↔ `TypedStreams.Wrong` has no such property; did you mean `Amont`? Mark it with `[SegField(\"amount\")]`",
            ],
            happened.Problems.AsEnumerable());
        Assert.Equal(
            "`TypedStreams.Wrong` has the name of no event of the rules `Shop`, which are `Purchase`, `Visit`: mark the class with `[SegEvent(\"Purchase\")]`, or give the event's name",
            unnamed.Message);
        Assert.Equal("there is no event `Purchas`; did you mean `Purchase`?", misnamed.Message);
    }

    [Fact]
    public void What_a_field_cannot_hold_is_told_by_its_place_and_nothing_is_taken_in()
    {
        RuleDataException decimals = Assert.Throws<RuleDataException>(() => stream.Apply(new Purchase(Start, 1.005m), "h", Start));
        RuleDataException form = Assert.Throws<RuleDataException>(() => stream.Apply(new PageView(Start, "e\u0301"), "h", Start, "Visit"));
        RuleDataException twice = Assert.Throws<RuleDataException>(() => stream.Set(new("h", false, ["a", "a"]), Start));
        RuleDataException number = Assert.Throws<RuleDataException>(() => stream.Apply(new Purchase(Start, 1m), 7, Start));
        RuleDataException empty = Assert.Throws<RuleDataException>(() => stream.Set(new("", false, []), Start));

        Assert.Equal("field `amount` of event `Purchase` (`TypedStreams.Purchase.Amount`): a number has more decimals than the field", decimals.Message);
        Assert.Equal("field `page` of event `Visit` (`TypedStreams.PageView.Page`): a text is not in NFC: call `Normalize()`", form.Message);
        Assert.Equal("field `tags` of profile `Customer` (`TypedStreams.Customer.Tags`): a set holds a value twice", twice.Message);
        Assert.Equal("key `id` of profile `Customer`: it is a text, and the given key is none", number.Message);
        Assert.Equal("key `id` of profile `Customer`: it is empty", empty.Message);
        Assert.Throws<ArgumentNullException>(() => stream.Apply<Purchase>(null!, "h", Start));
        Assert.Throws<ArgumentNullException>(() => stream.Set(null!, Start));
        Assert.Equal(0, stream.Engine.ProfileCount);
        Assert.Equal(InputOutcome.Applied, stream.Apply(new Purchase(Start, 1m), "h", Start));
    }

    private static long Allocated(Action<int> act)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 400; i++)
        {
            act(i);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed record Customer(string Id, bool Newsletter, IReadOnlyList<string> Tags, int? Age = null);

    private sealed record Ticked(string Id, bool Newsletter);

    private sealed record Purchase(DateTimeOffset Time, decimal Amount);

    private readonly record struct PageView(DateTimeOffset Time, string? Page);

    private sealed record Wrong(string Id, string Newsletter, decimal Amont);
}
