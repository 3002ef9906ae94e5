using System.Text.Json;
using SegLang.Emit;
using SegLang.Plan;
using SegLang.Text;

namespace SegLang.Tests.Host;

/// <summary>Why rules say what they say of a host's object.</summary>
public sealed class Explanations
{
    private const string Shop = """
        ruleset Shop { timezone "Europe/Berlin" }
        profile Customer { id: text key  age: int?  newsletter: bool  tags: set of text }
        event Purchase { amount: money(EUR) }
        param least: int = 3
        trait Spent: money(EUR) = sum(Purchase.amount in last 30 days)
        segment Adult { age >= 18 }
        segment Regulars { count(Purchase in last 30 days) >= least and (newsletter or tags contains "vip") }
        segment Big { Spent between 100 EUR and 500 EUR and not Adult }
        classify Level { High when Spent >= 1000 EUR  Middle when Spent >= 100 EUR  Low otherwise }
        score Points { add 3 when newsletter  add 2 per Purchase }
        journey Path {
            start New on Purchase
            stage New { when Spent > 100 EUR -> Good }
            final stage Good { }
        }
        """;

    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RuleSet Rules = RuleSet.Compile(Shop);
    private static readonly BoundRules<Customer> Bound = Rules.For<Customer>();

    private static readonly Customer Anna = new("a", null, false, ["new"], [new(Now.AddDays(-40), 10m), new(Now.AddDays(-20), 80m), new(Now.AddDays(-2), 70m)]);

    [Fact]
    public void Each_condition_is_told_with_its_verdict_and_the_values_behind_it() => Assert.Equal(
        """
        Regulars: false at 2026-07-01T12:00:00Z
        * count(Purchase in last 30 days) >= least and (newsletter or tags contains "vip"): false
          * count(Purchase in last 30 days) >= least: false
              count(Purchase in last 30 days): 2
              least: 3
          * newsletter or tags contains "vip": false
            * newsletter: false
            * tags contains "vip": false
                tags: ["new"]
        """,
        Bound.Why("Regulars", Anna, Now).ToString());

    [Fact]
    public void What_a_condition_refers_to_is_laid_open_and_what_was_written_as_one_comparison_stays_one() => Assert.Equal(
        """
        Big: false at 2026-07-01T12:00:00Z
        * Spent between 100 EUR and 500 EUR and not Adult: false
        """,
        string.Join('\n', Bound.Why("Big", Anna with { Age = 40 }, Now).ToString().Split('\n').Take(2)));

    [Fact]
    public void Unknown_decides_like_any_other_verdict()
    {
        RuleExplanation why = Bound.Why("Adult", Anna, Now);

        Assert.Equal("false", why.Value);
        ExplanationPart part = Assert.Single(why.Parts);
        Assert.Equal(("age >= 18", "unknown", true), (part.Text, part.Value, part.Decides));
        Assert.Equal(("age", "unknown"), (Assert.Single(part.Parts).Text, part.Parts[0].Value));
    }

    [Fact]
    public void Classes_scores_and_journeys_are_explained_too()
    {
        RuleExplanation level = Bound.Why("Level", Anna, Now);
        RuleExplanation points = Bound.Why("Points", Anna, Now);
        RuleExplanation path = Bound.Why("Path", Anna, Now);

        Assert.Equal("Middle", level.Value);
        Assert.Equal([("High", "false", false), ("Middle", "true", true)], level.Parts.Select(p => (p.Text, p.Value, p.Decides)));
        Assert.Equal("6", points.Value);
        Assert.Equal([("+3 when newsletter", "0"), ("+2 per Purchase", "6")], points.Parts.Select(p => (p.Text, p.Value)));
        Assert.Equal("Good", path.Value);
        Assert.Equal(
            [("New by `start New on Purchase`", "2026-05-22T12:00:00Z"), ("Good by `when Spent > 100 EUR -> Good`", "2026-06-29T12:00:00Z")],
            path.Parts.Select(p => (p.Text, p.Value)));
    }

    [Fact]
    public void Params_are_those_that_were_given()
    {
        BoundRules<Customer> loose = Rules.With(new Dictionary<string, object> { ["least"] = 1 }).For<Customer>();

        RuleExplanation why = loose.Why("Regulars", Anna with { Newsletter = true }, Now);

        Assert.Equal("true", why.Value);
        Assert.Contains("least: 1", why.ToString(), StringComparison.Ordinal);
        Assert.Equal(Now.AddDays(28), why.Until);
    }

    [Fact]
    public void Events_that_stand_apart_are_seen_too() => Assert.Equal(
        "2",
        Rules.For<Alone, Purchase[]>().Why("Regulars", new("a", null, true, []), [.. Anna.Purchases], Now).Parts[0].Parts[0].Parts[0].Value);

    [Fact]
    public void An_explanation_goes_through_JSON()
    {
        RuleExplanation why = Bound.Why("Regulars", Anna, Now);

        string json = JsonSerializer.Serialize(why, JsonSerializerOptions.Web);

        Assert.Contains("\"text\":\"count(Purchase in last 30 days)\",\"value\":\"2\",\"decides\":false", json, StringComparison.Ordinal);
        Assert.Equal(why.ToString(), JsonSerializer.Deserialize<RuleExplanation>(json, JsonSerializerOptions.Web)?.ToString());
    }

    [Fact]
    public void A_long_chain_of_definitions_stays_within_what_JSON_takes()
    {
        string chain = string.Join('\n', Enumerable.Range(1, 150).Select(i => $"segment S{i} {{ S{i - 1} }}"));
        BoundRules<Plain> bound = RuleSet.Compile($"profile P {{ id: text key  ok: bool }}\nsegment S0 {{ ok }}\n{chain}").For<Plain>();

        RuleExplanation why = bound.Why("S150", new("1", true), Now);

        Assert.Equal("true", why.Value);
        Assert.NotEmpty(JsonSerializer.Serialize(why));
    }

    [Fact]
    public void Loaded_rules_need_their_texts()
    {
        byte[] file = RuleCompiler.Compile(Compilation.Create([new SourceText("rules.seg", Shop)]).Rules!, [], RuleUse.Stream).Assembly;
        RuleSet loaded = RuleSet.Load(file);

        RuleSetException refusal = Assert.Throws<RuleSetException>(() => loaded.For<Customer>().Why("Adult", Anna, Now));
        RuleSetException other = Assert.Throws<RuleSetException>(() => loaded.WithTexts(Shop + "\n"));

        Assert.False(loaded.HasTexts);
        Assert.StartsWith("`Adult` cannot be explained: the rules were loaded without their texts", refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith("the texts are not those of the rules: their hash is ", other.Message, StringComparison.Ordinal);
        Assert.Equal(Bound.Why("Adult", Anna, Now).ToString(), loaded.WithTexts(Shop).For<Customer>().Why("Adult", Anna, Now).ToString());
    }

    [Fact]
    public void Params_of_a_program_of_the_app_must_be_told()
    {
        RuleSet own = RuleSet.Of(Rules.Program).WithTexts(Shop);

        Assert.Contains("the values of the params are not known", Assert.Throws<RuleSetException>(() => own.For<Customer>().Why("Adult", Anna, Now)).Message, StringComparison.Ordinal);
        Assert.Equal("false", own.With(new Dictionary<string, object>()).For<Customer>().Why("Adult", Anna, Now).Value);
    }

    [Fact]
    public void A_name_that_there_is_not_is_refused_with_the_nearest() =>
        Assert.Contains("did you mean `Adult`?", Assert.Throws<RuleSetException>(() => Bound.Why("Adults", Anna, Now)).Message, StringComparison.Ordinal);

    internal sealed record Customer(string Id, int? Age, bool Newsletter, string[] Tags, IReadOnlyList<Purchase> Purchases);

    internal sealed record Alone(string Id, int? Age, bool Newsletter, string[] Tags);

    internal sealed record Purchase(DateTimeOffset Time, decimal Amount);

    internal sealed record Plain(string Id, bool Ok);
}
