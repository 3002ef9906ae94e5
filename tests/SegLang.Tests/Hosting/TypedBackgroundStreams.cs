using Microsoft.Extensions.DependencyInjection;
using SegLang.Runtime;

namespace SegLang.Tests.Hosting;

/// <summary>A stream in the background that takes the host's own objects.</summary>
public sealed class TypedBackgroundStreams
{
    private const string Rules = Shop.Schema +
        """
        segment Adults { age >= 18 }
        segment Buyers { sum(Purchase.amount) >= 10 EUR }
        """;

    private static readonly DateTimeOffset Then = DateTimeOffset.UtcNow.AddMinutes(-5);

    [Fact]
    public async Task Objects_are_inputs_like_any_other()
    {
        await using HostCase host = await StartAsync(Rules);

        Assert.Equal(InputOutcome.Applied, await host.Stream.SetAsync(new Customer("ada", 30, []), Then));
        Assert.Equal(InputOutcome.Applied, await host.Stream.ApplyAsync(new Purchase(Then, "1", 12m), "ada", position: 4));
        Assert.Equal(InputOutcome.Repetition, await host.Stream.ApplyAsync(new Purchase(Then, "1", 12m), "ada", type: "Purchase"));

        Assert.Equal(["Adults", "Buyers"], host.Stream.Segments("ada")!.Value.Order(StringComparer.Ordinal));
        Assert.Equal(4, host.Stream.Position);
    }

    [Fact]
    public async Task What_a_field_cannot_hold_is_told_to_the_one_who_gave_it()
    {
        await using HostCase host = await StartAsync(Rules);

        RuleDataException refused = await Assert.ThrowsAsync<RuleDataException>(() => host.Stream.ApplyAsync(new Purchase(Then, "1", 1.234m), "ada"));
        RuleSetException unknown = await Assert.ThrowsAsync<RuleSetException>(() => host.Stream.ApplyAsync(new Customer("ada", 30, []), "ada"));

        Assert.Equal("field `amount` of event `Purchase` (`Purchase.Amount`): a number has more decimals than the field", refused.Message);
        Assert.StartsWith("`Customer` has the name of no event of the rules `Shop`, which are `Purchase`", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(InputOutcome.Applied, await host.Stream.ApplyAsync(new Purchase(Then, "1", 1.23m), "ada"));
    }

    [Fact]
    public async Task Rules_that_a_class_does_not_fit_any_more_are_refused_and_the_others_go_on()
    {
        await using HostCase host = await StartAsync(Rules);
        await host.Stream.ApplyAsync(new Purchase(Then, "1", 12m), "ada");
        host.Write(Rules.Replace("amount: money(EUR)", "amount: money(EUR)  shop: text", StringComparison.Ordinal));

        RuleReload refused = await host.Live.ReloadAsync();
        Assert.Equal(ReloadOutcome.Failed, refused.Outcome);
        Assert.Contains("field `shop` (text) of event `Purchase` ↔ `Purchase` has no such property", refused.Error?.Message, StringComparison.Ordinal);

        host.Write(Rules.Replace(">= 10 EUR", ">= 20 EUR", StringComparison.Ordinal));
        Assert.Equal(ReloadOutcome.Swapped, (await host.Live.ReloadAsync()).Outcome);
        await host.Stream.ApplyAsync(new Purchase(Then.AddMinutes(1), "2", 9m), "ada");
        Assert.Equal("Buyers", Assert.Single(host.Stream.Segments("ada")!.Value));
    }

    [Fact]
    public async Task Classes_that_the_options_name_are_bound_at_the_start()
    {
        await using HostCase fits = await StartAsync(Rules, o => o.BindProfiles<Customer>().BindEvents<Purchase>());
        RuleSetException wrong = await Assert.ThrowsAsync<RuleSetException>(() => StartAsync(Rules, o => o.BindProfiles<Purchase>()));

        Assert.Equal(1, fits.Live.Version);
        Assert.Equal(["`Purchase` does not fit the rules `Shop`:", "field `id` (text) of profile `Customer` ↔ `Purchase` has no such property"], wrong.Problems.AsEnumerable());
    }

    private static async Task<HostCase> StartAsync(string rules, Action<SegLangStreamOptions>? stream = null)
    {
        HostCase host = new();
        host.Write(rules);
        return await host.StartAsync(more: b => b.Services.AddSegLangStream(stream));
    }
}
