using System.Reflection;
using SegLang.Tests.Documentation;
using SegLang.Text;

namespace SegLang.Tests.Build;

/// <summary>What an app can rely on when it asks rules that were compiled with it.</summary>
public sealed class TypedUse
{
    private const string Rules = """
        ruleset Shop { timezone "Europe/Berlin" }
        profile Customer { id: text key, city: text?, balance: money(EUR)?, weight: number? }
        event Visit { page: text }
        event Purchase { orderId: text, amount: money(EUR) once by orderId }
        segment Regulars { count(Purchase in last 30 days) >= 2 and count(Visit in last 10 days where page contains "sale") >= 1 }
        segment InDebt { balance < 0 EUR }
        segment Heavy { weight > 10 }
        trait Spent = sum(Purchase.amount)
        classify SpendClass { Gold when Spent >= 100 EUR  Other otherwise }
        """;

    private const string App = """
        #pragma warning disable CS1591
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.Linq;
        namespace App;
        public sealed record Customer(string Id, string? City = null, decimal? Balance = null, double? Weight = null) : ICustomer;
        public sealed record Visit(DateTimeOffset Time, string Page) : IVisit;
        public sealed record Purchase(DateTimeOffset Time, string OrderId, decimal Amount) : IPurchase;
        public static class Uses
        {
            static readonly Customer anna = new("a", Balance: -1.5m);
            static readonly ShopEvents events = new()
            {
                Visit = [new Visit(Day(1), "home"), new Visit(Day(8), "the sale")],
                Purchase = [new Purchase(Day(1), "1", 60m), new Purchase(Day(2), "1", 60m), new Purchase(Day(3), "2", 50m)],
            };
            static DateTimeOffset Day(int day) => new(2026, 3, day, 12, 0, 0, TimeSpan.Zero);

            public static bool Answers() => ShopRules.Regulars.Matches(anna, events, Day(9)) && ShopRules.InDebt.Matches(anna, events, Day(9))
                && ShopRules.Spent.Of(anna, events, Day(9)) == 110m && ShopRules.SpendClass.Of(anna, events, Day(9)) == SpendClass.Gold
                && !ShopRules.Regulars.Matches(anna, new ShopEvents(), Day(9)) && ShopRules.Regulars.Name == "Regulars";

            public static long Allocated()
            {
                ShopResult result = new();
                int before = Ask(result, 300);
                long start = GC.GetAllocatedBytesForCurrentThread();
                before += Ask(result, 1000);
                return before > 0 ? GC.GetAllocatedBytesForCurrentThread() - start : -1;
            }

            static int Ask(ShopResult result, int times)
            {
                int held = 0;
                for (int i = 0; i < times; i++)
                {
                    DateTimeOffset now = Day(9);
                    held += ShopRules.Regulars.Matches(anna, events, now) ? 1 : 0;
                    held += ShopRules.Spent.Of(anna, events, now) > 0 ? 1 : 0;
                    ShopRules.Evaluate(anna, events, now, result);
                    held += result.InDebt && result.SpendClass == SpendClass.Gold ? 1 : 0;
                }

                return held;
            }

            public static bool Threads() => Enumerable.Range(0, 20_000).AsParallel().WithDegreeOfParallelism(4).All(i =>
                ShopRules.Regulars.Matches(anna, events, Day(1 + (i % 28))) == (i % 28 is >= 7 and < 17)
                && ShopRules.InDebt.Matches(anna with { Balance = i }, events, Day(9)) == false);

            public static void OutOfOrder() => ShopRules.Spent.Of(anna, new ShopEvents { Purchase = events.Purchase.Reverse().ToArray() }, Day(9));
            public static void TooFine() => ShopRules.InDebt.Matches(anna with { Balance = 1.001m }, events, Day(9));
            public static void TooLarge() => ShopRules.InDebt.Matches(anna with { Balance = decimal.MaxValue }, events, Day(9));
            public static void NotANumber() => ShopRules.Heavy.Matches(anna with { Weight = double.NaN }, events, Day(9));
            public static void NoProfile() => ShopRules.InDebt.Matches(null!, events, Day(9));
            public static void NullEvent() => ShopRules.Spent.Of(anna, new ShopEvents { Purchase = [null!] }, Day(9));
            public static void NullText() => ShopRules.Regulars.Matches(anna, new ShopEvents { Purchase = events.Purchase, Visit = [new Visit(Day(8), null!)] }, Day(9));
            public static bool AnyList() => new IReadOnlyList<IPurchase>[]
                {
                    events.Purchase.Cast<Purchase>().ToList(), events.Purchase.Cast<Purchase>().ToArray(), events.Purchase.ToImmutableArray(), new OneByOne(events.Purchase),
                }.All(l => ShopRules.Spent.Of(anna, new ShopEvents { Purchase = l }, Day(9)) == 110m);
            public static bool ZerosAreNoDecimals() => ShopRules.InDebt.Matches(anna with { Balance = -1.500000m }, events, Day(9));
        }
        public sealed class OneByOne(IReadOnlyList<IPurchase> all) : IReadOnlyList<IPurchase>
        {
            public int Count => all.Count;
            public IPurchase this[int index] => all[index];
            public IEnumerator<IPurchase> GetEnumerator() => all.GetEnumerator();
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => all.GetEnumerator();
        }
        """;

    private static readonly Lazy<Type> Uses = new(() => TypedRuleSet.Create(RuleFiles.Compile([new SourceText("shop.seg", Rules)]), App).Find("Uses"));

    [Theory]
    [InlineData("Answers")]
    [InlineData("Threads")]
    [InlineData("AnyList")]
    [InlineData("ZerosAreNoDecimals")]
    public void It_answers(string use) => Assert.Equal(true, Call(use));

    [Fact]
    public void Asking_allocates_nothing() => Assert.Equal(0L, Call("Allocated"));

    [Theory]
    [InlineData("OutOfOrder", "`Purchase`: event 2 comes before the one that it stands after: events must be in order of time")]
    [InlineData("TooFine", "`Customer.balance`: a number has more decimals than the field")]
    [InlineData("TooLarge", "`Customer.balance`: a number is too large for the field")]
    [InlineData("NotANumber", "`Customer.weight`: a number is not finite")]
    [InlineData("NullEvent", "`Purchase`: event 1 is null")]
    [InlineData("NullText", "`Visit.page`: a value is null, but the field is never unknown")]
    public void What_rules_cannot_hold_is_refused_by_its_place(string use, string message)
    {
        Exception? refusal = Assert.Throws<TargetInvocationException>(() => Call(use)).InnerException;
        Assert.Equal(message, Assert.IsType<RuleDataException>(refusal).Message);
        Assert.Equal(true, Call("Answers")); // The next question is not disturbed.
    }

    [Fact]
    public void No_profile_is_no_data() =>
        Assert.Equal("profile", Assert.IsType<ArgumentNullException>(Assert.Throws<TargetInvocationException>(() => Call("NoProfile")).InnerException).ParamName);

    private static object? Call(string use) => Uses.Value.GetMethod(use)!.Invoke(null, null);
}
