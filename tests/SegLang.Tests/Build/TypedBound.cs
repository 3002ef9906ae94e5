using System.Reflection;
using SegLang.Tests.Documentation;
using SegLang.Text;

namespace SegLang.Tests.Build;

/// <summary>Rules that were compiled with an app answer what loaded ones do: by name, why, many at once, and steps of journeys.</summary>
public sealed class TypedBound
{
    private const string Rules = """
        ruleset Shop { timezone "Europe/Berlin" }
        profile Customer { id: text key, newsletter: bool default false }
        event Visit { page: text }
        event Purchase { orderId: text, amount: money(EUR) once by orderId }
        param least: int = 2
        segment Regulars { count(Purchase in last 30 days) >= least }
        trait Spent = sum(Purchase.amount)
        action Remind(page: text)
        journey Cart {
            start Looked on Visit
            stage Looked { after 2 hours do Remind(page: last(Visit.page) else "?")  on Purchase -> Bought }
            stage Bought { when Regulars -> Loyal }
            stage Loyal { }
        }
        """;

    private const string App = """
        #pragma warning disable CS1591
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using SegLang;
        namespace App;
        public sealed record Customer(string Id, bool Newsletter = false) : ICustomer;
        public sealed record Visit(DateTimeOffset Time, string Page) : IVisit;
        public sealed record Purchase(DateTimeOffset Time, string OrderId, decimal Amount) : IPurchase;
        public static class Uses
        {
            static readonly Customer anna = new("a");
            static readonly ShopEvents events = new()
            {
                Visit = [new Visit(Day(1), "shoes")],
                Purchase = [new Purchase(Day(2), "1", 60m), new Purchase(Day(2), "1", 60m), new Purchase(Day(3), "2", 50m)],
            };
            static DateTimeOffset Day(int day) => new(2026, 3, day, 12, 0, 0, TimeSpan.Zero);

            public static bool ByName() => ShopRules.Bound.Matches("Regulars", anna, events, Day(9)) && !ShopRules.Bound.Matches("Regulars", anna, new(), Day(9))
                && (decimal)ShopRules.Bound.Evaluate(anna, events, Day(9))["Spent"]! == 110m && ShopRules.Cart.Of(anna, events, Day(9)) == Cart.Loyal
                && (string)ShopRules.Bound.Evaluate(anna, events, Day(9))["Cart"]! == "Loyal";

            public static string Steps()
            {
                ProfileJourneys journeys = ShopRules.RuleSet.NewJourneys();
                List<string> told = [];
                foreach (int day in new[] { 1, 2, 4 })
                {
                    told.AddRange(ShopRules.Bound.Step(journeys, anna, events, Day(day)).Select(l => $"{l.Time:ddHH} {l.To}{l.Action?.Name}"));
                    journeys = ShopRules.RuleSet.ReadJourneys(journeys.ToBytes());
                }

                return string.Join(", ", told);
            }

            public static bool OtherParams()
            {
                var three = ShopRules.Bind(ShopRules.RuleSet.With(new Dictionary<string, object> { ["least"] = 3 }));
                return !three.Matches("Regulars", anna, events, Day(9)) && ShopRules.Bound.Matches("Regulars", anna, events, Day(9));
            }

            public static string Why(string[] texts) =>
                ShopRules.Bind(ShopRules.RuleSet.With(new Dictionary<string, object>()).WithTexts(texts)).Why("Regulars", anna, events, Day(9)).ToString();

            public static void NoTexts() => ShopRules.Bound.Why("Regulars", anna, events, Day(9));
            public static bool OtherRules(RuleSet rules) => ShopRules.Bind(rules).Matches("Regulars", anna, events, Day(9));
            public static long Many()
            {
                long members = 0;
                ShopRules.Bound.EvaluateAll([.. Enumerable.Repeat<ICustomer>(anna, 1000)], _ => events, Day(9), (_, r) => System.Threading.Interlocked.Add(ref members, r.Is("Regulars") ? 1 : 0));
                return members;
            }
        }
        """;

    private static readonly Lazy<Type> Uses = new(() => TypedRuleSet.Create(RuleFiles.Compile([new SourceText("rules.seg", Rules)]), App).Find("Uses"));

    [Fact]
    public void It_answers_by_name() => Assert.Equal(true, Call("ByName"));

    [Fact]
    public void It_steps_journeys_as_a_stream_does() => Assert.Equal("0112 Looked, 0114 Remind, 0212 Bought, 0312 Loyal", Call("Steps"));

    [Fact]
    public void It_evaluates_many_in_parallel() => Assert.Equal(1000L, Call("Many"));

    [Fact]
    public void Other_params_are_bound_to_the_same_types() => Assert.Equal(true, Call("OtherParams"));

    [Fact]
    public void Loaded_rules_with_the_same_schema_are_bound_to_them_too()
    {
        Assert.Equal(false, Call("OtherRules", RuleSet.Compile(Rules.Replace("least: int = 2", "least: int = 5", StringComparison.Ordinal))));

        Exception? refused = Assert.Throws<TargetInvocationException>(() => Call("OtherRules", RuleSet.Compile(Rules.Replace("page: text }", "site: text }", StringComparison.Ordinal)
            .Replace("Visit.page", "Visit.site", StringComparison.Ordinal)))).InnerException;
        Assert.Equal("the rules `Shop` read other fields or events than `Shop` as it was compiled with the app: build the app with them", Assert.IsType<RuleSetException>(refused).Message);
    }

    [Fact]
    public void It_says_why_where_the_texts_are_given()
    {
        Assert.StartsWith("Regulars: true at 2026-03-09T12:00:00Z, ", (string)Call("Why", [new[] { Rules }])!, StringComparison.Ordinal);

        Exception? refused = Assert.Throws<TargetInvocationException>(() => Call("NoTexts")).InnerException;
        Assert.Equal(
            "`Regulars` cannot be explained: the rules were loaded without their texts; give them with `WithTexts` or `WithFolder`",
            Assert.IsType<RuleSetException>(refused).Message);
    }

    private static object? Call(string use, params object[] arguments) => Uses.Value.GetMethod(use)!.Invoke(null, arguments);
}
