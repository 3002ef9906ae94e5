using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SegLang.Runtime;

namespace SegLang.Tests.Hosting;

/// <summary>A stream in the background of a host: it goes on over restarts, crashes and changes of the rules.</summary>
public sealed class BackgroundStreams
{
    private const string Rules = Shop.Schema +
        """
        segment Buyers { any(Purchase) }
        journey Way {
          start New on Purchase
          stage New { on Purchase -> Regular }
          stage Regular "Regular customer" { after 3 days without Purchase -> Quiet }
          stage Quiet { on Purchase -> Regular }
        }
        """;

    private readonly Clock clock = new();

    [Fact]
    public async Task Inputs_are_taken_in_and_answers_follow_them()
    {
        await using HostCase host = await StartAsync(new());
        Assert.Equal(InputOutcome.Applied, await BuyAsync(host, "1"));
        Assert.Equal(InputOutcome.Repetition, await BuyAsync(host, "1"));
        Assert.Equal("Buyers", string.Join(' ', host.Stream.Segments("ada")!.Value));
        Assert.Equal(("Way", "New", clock.Now), Of(host));
        Assert.Equal(InputOutcome.Applied, await host.Stream.SetAsync(new("ada", clock.Now, Fields(("age", 30)))));
        Assert.Null(host.Stream.Segments("eve"));
        Assert.Null(host.Stream.Journeys("eve"));
        Assert.Equal(1, host.Stream.ProfileCount);
    }

    [Fact]
    public async Task Time_alone_leads_on()
    {
        await using HostCase host = await StartAsync(new(), o => o.Tick = TimeSpan.FromMilliseconds(5));
        await BuyAsync(host, "1");
        await BuyAsync(host, "2");
        DateTimeOffset due = clock.Now.AddDays(3);
        clock.Now = clock.Now.AddDays(4);
        await host.UntilAsync(() => Of(host).Stage == "Quiet");
        Assert.Equal(due, Of(host).Since);
    }

    [Fact]
    public async Task The_feed_tells_what_changes_in_the_words_of_the_rules()
    {
        ConcurrentQueue<StreamLine> lines = [];
        await using HostCase host = await StartAsync(new(), o => o.Feed = (batch, _) => Add(lines, batch));
        await BuyAsync(host, "1");
        await BuyAsync(host, "2");
        await host.Stream.CheckpointAsync();
        Assert.Equal(
            ["ada Stage Way  New", "ada Enter Buyers  ", "ada Stage Way New Regular"],
            lines.Select(l => $"{l.Key} {l.Kind} {l.Name} {l.From} {l.To}"));
        Assert.All(lines, l => Assert.Equal(clock.Now, l.Time));
    }

    [Fact]
    public async Task It_goes_on_after_a_restart()
    {
        HostCase host = new();
        await using HostCase first = await StartAsync(host);
        await BuyAsync(host, "1", position: 17);
        await host.StopAsync();
        await StartAsync(host);
        Assert.Equal(17, host.Stream.Position);
        Assert.Equal(InputOutcome.Repetition, await BuyAsync(host, "1"));
        await BuyAsync(host, "2", position: 18);
        Assert.Equal("Regular", Of(host).Stage);
    }

    [Fact]
    public async Task After_a_crash_it_goes_on_from_the_last_checkpoint()
    {
        await using HostCase host = await StartAsync(new());
        await BuyAsync(host, "1", position: 1);
        await host.Stream.CheckpointAsync();
        Dictionary<string, byte[]> stored = Stored(host);
        await BuyAsync(host, "2", position: 2);

        // What lay on the disk at the moment of the crash.
        await using HostCase after = new();
        Directory.CreateDirectory(Path.Combine(after.Root, "state"));
        foreach ((string name, byte[] content) in stored)
        {
            File.WriteAllBytes(Path.Combine(after.Root, "state", name), content);
        }

        await StartAsync(after);
        Assert.Equal((1L, "New"), (after.Stream.Position!.Value, Of(after).Stage));
        await BuyAsync(after, "2", position: 2);
        Assert.Equal("Regular", Of(after).Stage);
    }

    [Fact]
    public async Task It_goes_over_to_other_rules_with_all_that_it_holds()
    {
        HostCase host = new();
        await using HostCase first = await StartAsync(host);
        await BuyAsync(host, "1");
        host.Write(Rules.Replace("stage New {", "@was(\"New\") stage Fresh {", StringComparison.Ordinal)
            .Replace("start New", "start Fresh", StringComparison.Ordinal) + "\nsegment Rich { sum(Purchase.amount) >= 10 EUR }");
        Assert.Equal(ReloadOutcome.Swapped, (await host.Live.ReloadAsync()).Outcome);
        Assert.Equal("Fresh", Of(host).Stage);
        Assert.Equal(InputOutcome.Repetition, await BuyAsync(host, "1"));
        await BuyAsync(host, "2");
        Assert.Equal("Regular", Of(host).Stage);
        Assert.Equal("Buyers Rich", string.Join(' ', host.Stream.Segments("ada")!.Value.Order()));

        await host.StopAsync();
        await StartAsync(host);
        Assert.Equal("Regular", Of(host).Stage);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rules_without_a_stage_that_holds_profiles_are_refused(bool stores)
    {
        HostCase host = new();
        await using HostCase first = await StartAsync(host, o => o.Checkpoint = stores ? "state" : null);
        await BuyAsync(host, "1");
        host.Write(Rules.Replace("stage New {", "stage Fresh {", StringComparison.Ordinal).Replace("start New", "start Fresh", StringComparison.Ordinal));
        RuleReload reload = await host.Live.ReloadAsync();
        Assert.Equal((ReloadOutcome.Failed, 1L), (reload.Outcome, reload.Version));
        Assert.Contains(
            "the stage `New` of `Way` holds 1 profile, and the new rules do not have it; give its successor `@was(\"New\")`, or add `Way.New` to `Forget`",
            reload.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Degraded, (await host.HealthAsync()).Status);

        // Everything goes on with the older rules, to the disk too.
        Assert.Equal(InputOutcome.Repetition, await BuyAsync(host, "1"));
        await BuyAsync(host, "2");
        Assert.Equal("Regular", Of(host).Stage);
        await host.StopAsync();
        if (stores)
        {
            host.Write(Rules);
            await StartAsync(host);
            Assert.Equal("Regular", Of(host).Stage);
        }
    }

    [Fact]
    public async Task A_stage_that_may_be_forgotten_is_no_hindrance()
    {
        await using HostCase host = await StartAsync(new(), o => o.Forget.Add("Way.New"));
        await BuyAsync(host, "1");
        host.Write(Rules.Replace("stage New {", "stage Fresh {", StringComparison.Ordinal).Replace("start New", "start Fresh", StringComparison.Ordinal));
        Assert.Equal(ReloadOutcome.Swapped, (await host.Live.ReloadAsync()).Outcome);
        Assert.Null(host.Stream.Journeys("ada")!.Value.Single().Stage);
    }

    [Fact]
    public async Task Rules_about_other_profiles_are_refused()
    {
        await using HostCase host = await StartAsync(new());
        await BuyAsync(host, "1");
        host.Write(Rules.Replace("ruleset Shop", "ruleset Bank", StringComparison.Ordinal));
        Assert.Contains("the stream holds profiles `Customer` of `Shop`", (await host.Live.ReloadAsync()).Error!.Message, StringComparison.Ordinal);
        Assert.Equal(1, host.Live.Version);
    }

    [Fact]
    public async Task What_the_feed_could_not_be_told_is_told_again_and_stored_only_then()
    {
        bool fails = true;
        ConcurrentQueue<StreamLine> lines = [];
        await using HostCase host = await StartAsync(new(), o => o.Feed = (batch, _) =>
            fails ? throw new InvalidOperationException("the mail server is away") : Add(lines, batch));
        await BuyAsync(host, "1");
        await host.UntilAsync(() => host.HealthAsync().Result.Status == HealthStatus.Degraded);
        Assert.Contains("the mail server is away", (await host.HealthAsync()).Description, StringComparison.Ordinal);
        Task stored = host.Stream.CheckpointAsync();
        Assert.False(stored.IsCompleted);
        fails = false;
        await stored;
        Assert.Equal(["Stage", "Enter"], lines.Select(l => l.Kind.ToString()));
        Assert.Equal(HealthStatus.Healthy, (await host.HealthAsync()).Status);
    }

    [Fact]
    public async Task Who_has_more_than_may_wait_waits_and_nothing_is_lost()
    {
        await using HostCase host = await StartAsync(new(), o => o.Capacity = 1);
        InputOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => BuyAsync(host, $"{i}")));
        Assert.All(outcomes, o => Assert.Equal(InputOutcome.Applied, o));
    }

    [Fact]
    public async Task An_erased_profile_is_gone_from_the_files_too()
    {
        await using HostCase host = await StartAsync(new());
        await BuyAsync(host, "unmistakable-order");
        await host.Stream.CheckpointAsync();
        Assert.Contains(Stored(host).Values, f => Holds(f, "unmistakable-order"));
        Assert.True(await host.Stream.RemoveAsync("ada"));
        Assert.DoesNotContain(Stored(host).Values, f => Holds(f, "unmistakable-order") || Holds(f, "ada"));
        Assert.False(await host.Stream.RemoveAsync("ada"));
    }

    [Fact]
    public async Task Two_profiles_become_one()
    {
        await using HostCase host = await StartAsync(new());
        await BuyAsync(host, "1", key: "device");
        await BuyAsync(host, "2");
        Assert.Equal(MergeOutcome.Exact, await host.Stream.MergeAsync("device", "ada"));
        Assert.Null(host.Stream.Journeys("device"));
        Assert.Equal("Regular", Of(host).Stage);
    }

    public static TheoryData<string, string, string> Unreadable => new()
    {
        { "Purchaze", "{}", "type: there is no event `Purchaze`; did you mean `Purchase`?" },
        { "Purchase", """{ "order": "1" }""", "amount: `amount` of `Purchase` is missing, and it is never unknown; give it money(EUR)" },
        { "Purchase", """{ "order": "1", "amount": "much" }""", "amount: `amount` is no money(EUR); give a number with at most 2 decimals" },
        { "Purchase", """{ "order": "1", "amount": 1.234 }""", "amount: `amount` has more decimals than money(EUR); give a number with at most 2 decimals" },
        { "Purchase", """{ "order": "1", "amout": 1 }""", "amout: `Purchase` has no field `amout`; did you mean `amount`?" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task An_input_that_does_not_fit_says_where_why_and_what_to_do(string type, string fields, string says)
    {
        await using HostCase host = await StartAsync(new());
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(fields);
        Dictionary<string, object?> given = json.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value);
        StreamInputException refused = await Assert.ThrowsAsync<StreamInputException>(() => host.Stream.ApplyAsync(new("ada", type, clock.Now, given)));
        Assert.Equal(says, $"{refused.Place}: {refused.Message}");
        Assert.Equal(0, host.Stream.ProfileCount);
    }

    [Fact]
    public async Task A_stream_that_has_stopped_says_so()
    {
        await using HostCase host = await StartAsync(new());
        SegLangStream stream = host.Stream;
        await host.StopAsync();
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => stream.ApplyAsync(new("ada", "Purchase", clock.Now, Fields(("order", "1"), ("amount", 1m)))));
        Assert.StartsWith("the stream has stopped", refused.Message, StringComparison.Ordinal);
    }

    private async Task<HostCase> StartAsync(HostCase host, Action<SegLangStreamOptions>? options = null)
    {
        if (!Directory.Exists(host.RulePath))
        {
            host.Write(Rules);
        }

        return await host.StartAsync(more: b =>
        {
            b.Services.AddSingleton<TimeProvider>(clock);
            b.Services.AddSegLangStream(o =>
            {
                o.Checkpoint = "state";
                o.CheckpointEvery = TimeSpan.FromHours(1);
                options?.Invoke(o);
            });
        });
    }

    private Task<InputOutcome> BuyAsync(HostCase host, string order, long? position = null, string key = "ada") => host.Stream.ApplyAsync(
        new(key, "Purchase", clock.Now, Fields(("order", order), ("amount", 12.50m))) { Position = position });

    private static (string Journey, string? Stage, DateTimeOffset? Since) Of(HostCase host)
    {
        JourneyStage stage = host.Stream.Journeys("ada")!.Value.Single();
        return (stage.Journey, stage.Stage, stage.Since);
    }

    private static Dictionary<string, object?> Fields(params (string Name, object? Value)[] fields) => fields.ToDictionary(f => f.Name, f => f.Value);

    private static Task Add(ConcurrentQueue<StreamLine> lines, IReadOnlyList<StreamLine> batch)
    {
        foreach (StreamLine line in batch)
        {
            lines.Enqueue(line);
        }

        return Task.CompletedTask;
    }

    private static Dictionary<string, byte[]> Stored(HostCase host) => Directory.GetFiles(Path.Combine(host.Root, "state"))
        .Where(f => Path.GetFileName(f) != "lock")
        .ToDictionary(f => Path.GetFileName(f), f =>
        {
            using FileStream stream = new(f, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        });

    private static bool Holds(byte[] file, string text) => file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    // A clock that stands until it is set; its timers are those of the machine.
    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
