using SegLang.Runtime;

namespace SegLang.Tests.Host;

/// <summary>Journeys that a host steps itself, keeping their state.</summary>
public sealed class JourneySteps
{
    private const string Shop = """
        profile Customer { id: text key  newsletter: bool }
        event Add { product: text }
        event Purchase { amount: money(EUR) }
        action Remind(product: text)
        journey Cart {
            start Filled on Add
            stage Filled {
                after 2 hours do Remind(product: last(Add.product) else "?")
                on Purchase where amount > 10 EUR -> Bought
                when newsletter -> Known
            }
            stage Known { on Purchase -> Bought }
            final stage Bought { }
        }
        """;

    private static readonly DateTimeOffset Start = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RuleSet Rules = RuleSet.Compile(Shop);
    private static readonly BoundRules<Customer> Bound = Rules.For<Customer>();
    private static readonly Customer Nobody = new("a", false, [], []);
    private static readonly Customer Filled = Nobody with { Adds = [new(Start, "shoe")] };

    [Fact]
    public void An_event_moves_time_asks_for_an_action_and_the_state_says_when_next()
    {
        ProfileJourneys journeys = Rules.NewJourneys();

        JourneyLine entered = Assert.Single(Bound.Step(journeys, Filled, Start));
        Assert.Equal(new JourneyLine(Start, "Cart", null, "Filled", "start Filled on Add", null), entered);
        Assert.Equal(Start.AddHours(2), journeys.Next);
        Assert.Empty(Bound.Step(journeys, Filled, Start.AddHours(1)));

        JourneyLine asked = Assert.Single(Bound.Step(journeys, Filled, Start.AddDays(1)));
        Assert.Equal((Start.AddHours(2), "Remind", ActionOutcome.Asked), (asked.Time, asked.Action?.Name, asked.Action?.Outcome));
        Assert.Equal("shoe", asked.Action?.Arguments["product"]);
        Assert.Null(journeys.Next);
        Assert.Equal(new JourneyStage("Cart", "Filled", null, Start, false), Assert.Single(journeys.Stages));
    }

    [Fact]
    public void A_field_that_has_changed_holds_from_the_step_on()
    {
        ProfileJourneys journeys = Rules.NewJourneys();
        Bound.Step(journeys, Filled, Start);

        JourneyLine known = Assert.Single(Bound.Step(journeys, Filled with { Newsletter = true }, Start.AddMinutes(5)));

        Assert.Equal((Start.AddMinutes(5), "Filled", "Known"), (known.Time, known.From, known.To));
    }

    [Fact]
    public void A_profile_may_begin_without_an_input()
    {
        RuleSet rules = RuleSet.Compile("profile P { id: text key  ok: bool }\njourney J { start A when ok  stage A { after 1 day -> B }  final stage B { } }");
        BoundRules<Plain> bound = rules.For<Plain>();
        ProfileJourneys journeys = rules.NewJourneys(Start);

        Assert.Equal(Start, journeys.Next);
        Assert.Equal(["A", "B"], bound.Step(journeys, new("1", true), Start.AddDays(2)).Select(l => l.To));
        Assert.Empty(bound.Step(rules.NewJourneys(), new("1", true), Start.AddDays(2)));
    }

    [Fact]
    public void The_state_goes_through_bytes_at_any_moment()
    {
        Customer all = Filled with { Purchases = [new(Start.AddHours(3), 20m)] };
        ProfileJourneys kept = Rules.NewJourneys(Start.AddDays(-1));
        ProfileJourneys stored = Rules.NewJourneys(Start.AddDays(-1));
        for (int hour = -30; hour < 5; hour++)
        {
            DateTimeOffset now = Start.AddHours(hour);
            stored = Rules.ReadJourneys(stored.ToBytes());
            Assert.Equal(Lines(Bound.Step(kept, all, now)), Lines(Bound.Step(stored, all, now)));
            Assert.Equal(kept.ToBytes(), stored.ToBytes());
        }

        Assert.Equal("Bought", stored.Stages[0].Stage);
        Assert.True(stored.ToBytes().Length < 128, $"{stored.ToBytes().Length} bytes");
    }

    [Fact]
    public void A_state_of_other_journeys_is_refused_with_what_is_different()
    {
        ProfileJourneys journeys = Rules.NewJourneys();
        Bound.Step(journeys, Filled, Start);
        byte[] bytes = journeys.ToBytes();

        Assert.Equal(
            ["journey `Cart` of the rules is not as it was when the state was stored: its stages or lines are others"],
            Refusal(Shop.Replace("2 hours", "3 hours", StringComparison.Ordinal), bytes));
        Assert.Equal(
            ["journey `Basket` of the rules is not in the state", "journey `Cart` of the state is not in the rules"],
            Refusal(Shop.Replace("journey Cart", "journey Basket", StringComparison.Ordinal), bytes));
        Assert.Equal(
            ["the profile's fields, the event types or the actions of the rules are not those with which the journeys' state was stored"],
            Refusal(Shop.Replace("newsletter: bool", "newsletter: bool  age: int?", StringComparison.Ordinal), bytes));
        Assert.Equal("Filled", RuleSet.Compile(Shop + "\nsegment More { newsletter }").ReadJourneys(bytes).Stages[0].Stage);
    }

    [Fact]
    public void Bytes_that_were_cut_or_changed_are_refused()
    {
        byte[] bytes = Rules.NewJourneys().ToBytes();
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] flipped = [.. bytes];
            flipped[i] ^= 4;
            Assert.Throws<RuleSetException>(() => Rules.ReadJourneys(flipped));
            Assert.Throws<RuleSetException>(() => Rules.ReadJourneys(bytes.AsSpan(0, i)));
        }
    }

    [Fact]
    public void An_event_that_came_late_or_is_gone_is_refused_and_changes_nothing()
    {
        ProfileJourneys journeys = Rules.NewJourneys();
        Bound.Step(journeys, Filled, Start.AddHours(1));
        byte[] before = journeys.ToBytes();

        RuleDataException late = Assert.Throws<RuleDataException>(() =>
            Bound.Step(journeys, Filled with { Purchases = [new(Start.AddMinutes(30), 20m)] }, Start.AddHours(2)));
        Assert.Throws<RuleDataException>(() => Bound.Step(journeys, Nobody, Start.AddHours(2)));
        Assert.Throws<RuleDataException>(() => Bound.Step(journeys, Filled with { Adds = [new(Start.AddMinutes(-1), "hat"), .. Filled.Adds] }, Start.AddHours(2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bound.Step(journeys, Filled, Start));

        Assert.Equal("event `Purchase`", late.Place);
        Assert.Equal(before, journeys.ToBytes());
        Assert.Single(Bound.Step(journeys, Filled, Start.AddHours(2)));
    }

    [Fact]
    public void Rules_without_journeys_and_journeys_of_other_rules_are_refused()
    {
        Assert.Equal("the rules `P` have no journeys", Assert.Throws<RuleSetException>(() =>
            RuleSet.Compile("ruleset P { }\nprofile P { id: text key }\nsegment S { id == \"1\" }").NewJourneys()).Message);
        Assert.Throws<RuleSetException>(() => RuleSet.Compile(Shop).For<Customer>().Step(Rules.NewJourneys(), Nobody, Start));
    }

    [Fact]
    public void A_step_in_which_nothing_happens_allocates_nothing()
    {
        Customer customer = Filled with { Purchases = [.. Enumerable.Range(0, 20).Select(i => new Purchase(Start.AddDays(-30 + i), 1m))] };
        ProfileJourneys journeys = Rules.NewJourneys();
        Bound.Step(journeys, customer, Start);
        Step(100);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Step(1000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step(int count)
        {
            for (int i = 0; i < count; i++)
            {
                Bound.Step(journeys, customer, (journeys.SteppedTo ?? Start).AddMilliseconds(1));
            }
        }
    }

    private static IEnumerable<(DateTimeOffset Time, string? To, string? Asked)> Lines(IEnumerable<JourneyLine> lines) =>
        lines.Select(l => (l.Time, l.To, l.Action?.Name));

    private static string[] Refusal(string rules, byte[] bytes) =>
        [.. Assert.Throws<RuleSetException>(() => RuleSet.Compile(rules).ReadJourneys(bytes)).Problems];

    internal sealed record Customer(string Id, bool Newsletter, IReadOnlyList<Add> Adds, IReadOnlyList<Purchase> Purchases);

    internal sealed record Add(DateTimeOffset Time, string Product);

    internal sealed record Purchase(DateTimeOffset Time, decimal Amount);

    internal sealed record Plain(string Id, bool Ok);
}
