using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SegLang.Emit;
using SegLang.Text;

namespace SegLang.Tests.Hosting;

/// <summary>Rules are replaced while they serve; those that cannot be used replace nothing.</summary>
public sealed class LiveReloads
{
    private static readonly DateTimeOffset Now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Rules_serve_before_the_services_of_the_app_start()
    {
        await using HostCase host = new();
        host.Write(Shop.Adults);
        await host.StartAsync(more: b => b.Services.AddSingleton<IHostedService, Asking>());
        Assert.True(((Asking)host.Host!.Services.GetRequiredService<IEnumerable<IHostedService>>().Single(s => s is Asking)).WasAdult);
    }

    [Fact]
    public async Task A_changed_file_is_followed()
    {
        await using HostCase host = new();
        host.Write(Shop.Adults);
        await host.StartAsync(Watched);
        LiveRules<Customer> customers = host.Live.For<Customer>();
        Assert.True(customers.Matches("Adults", Shop.OfAge(18), Now));

        RuleReload reload = await NextAsync(host.Live, () => host.Write(Shop.Seniors));
        Assert.Equal((ReloadOutcome.Swapped, 2L), (reload.Outcome, reload.Version));
        Assert.False(customers.Matches("Adults", Shop.OfAge(18), Now));
        Assert.True(customers.Matches("Seniors", Shop.OfAge(65), Now));
    }

    [Fact]
    public async Task Everything_is_asked_with_the_version_that_said_it_and_with_the_reason()
    {
        await using HostCase host = new();
        host.Write(Shop.Adults);
        await host.StartAsync();
        LiveRules<Customer> customers = host.Live.For<Customer>();
        LiveRules<Customer, Purchase[]> apart = host.Live.For<Customer, Purchase[]>();

        Assert.True(customers.Evaluate(Shop.OfAge(18), Now, out long version).Is("Adults"));
        Assert.Equal(1, version);
        Assert.False(apart.Evaluate(Shop.OfAge(17), [], Now).Is("Adults"));
        Assert.Equal("17", customers.Current.Why("Adults", Shop.OfAge(17), Now).Parts[0].Parts[0].Value);
    }

    [Fact]
    public async Task A_reload_that_is_cancelled_changes_nothing_and_reports_nothing()
    {
        await using HostCase host = new();
        host.Write(Shop.Adults);
        await host.StartAsync(o => o.Watch = false);
        host.Write(Shop.Schema + string.Join('\n', Enumerable.Range(0, 3000).Select(i => $"segment S{i} {{ age > {i} }}")));
        using CancellationTokenSource stop = new();
        Task<RuleReload> reload = host.Live.ReloadAsync(stop.Token);
        stop.CancelAfter(TimeSpan.FromMilliseconds(30));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reload);
        Assert.Equal((1, null), (host.Live.Version, host.Live.LastError));
        Assert.Equal("Adults", string.Join(' ', host.Live.Current.Segments));
    }

    [Fact]
    public async Task A_rule_that_builds_on_the_population_is_left_out_and_the_others_serve()
    {
        await using HostCase host = new();
        host.Write(Shop.Adults + "segment Eldest { age in top 10% }\n");
        await host.StartAsync();
        Assert.Equal("Adults", string.Join(' ', host.Live.Current.Segments));
        Assert.Equal("false", host.Live.For<Customer>().Current.Why("Adults", Shop.OfAge(17), Now).Value);
    }

    [Fact]
    public async Task A_file_that_comes_or_goes_is_followed()
    {
        await using HostCase host = new();
        host.Write(Shop.Adults);
        await host.StartAsync(Watched);
        await NextAsync(host.Live, () => host.Write("segment Old { age > 90 }", "more.seg"));
        Assert.Equal(2, host.Live.Current.Segments.Length);
        await NextAsync(host.Live, () => File.Delete(Path.Combine(host.RulePath, "more.seg")));
        Assert.Equal("Adults", string.Join(' ', host.Live.Current.Segments));
    }

    [Fact]
    public async Task A_poll_sees_what_the_file_system_does_not_tell()
    {
        await using HostCase host = new();
        host.Write(Shop.Adults);

        // The folder above is watched for the file, but a folder that is put in place of the rules' own is seen by looking only.
        await host.StartAsync(o =>
        {
            Watched(o);
            o.Poll = TimeSpan.FromMilliseconds(100);
        });
        Directory.Move(host.RulePath, host.RulePath + ".old");
        host.Write(Shop.Seniors);
        await host.UntilAsync(() => host.Live.Current.Segments.Length == 2);
    }

    [Fact]
    public async Task Wrong_rules_are_reported_and_the_last_good_ones_go_on()
    {
        await using HostCase host = new();
        host.Write(Shop.Adults);
        await host.StartAsync();
        LiveRules<Customer> customers = host.Live.For<Customer>();
        host.Write(Shop.Broken);
        RuleReload reload = await host.Live.ReloadAsync();

        Assert.Equal((ReloadOutcome.Failed, 1L), (reload.Outcome, reload.Version));
        Assert.Same(reload.Error, host.Live.LastError);
        Assert.Contains("SEG2001", Assert.IsType<RuleCompilationException>(reload.Error).Problems.Single(), StringComparison.Ordinal);
        Assert.True(customers.Matches("Adults", Shop.OfAge(18), Now));
        Assert.Contains(host.Log, l => l.StartsWith("Error: rules ``: the new rules are refused, version 1 goes on:\nrules.seg:4:18: ", StringComparison.Ordinal));
        HealthReportEntry health = await host.HealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("version 1 goes on, the new rules are refused: rules.seg:4:18: ", health.Description, StringComparison.Ordinal);

        host.Write(Shop.Seniors);
        Assert.Equal(ReloadOutcome.Swapped, (await host.Live.ReloadAsync()).Outcome);
        Assert.Null(host.Live.LastError);
        Assert.Equal(HealthStatus.Healthy, (await host.HealthAsync()).Status);
    }

    [Fact]
    public async Task Going_back_to_the_rules_that_serve_mends_an_error()
    {
        await using HostCase host = new();
        host.Write(Shop.Adults);
        await host.StartAsync();
        host.Write(Shop.Broken);
        await host.Live.ReloadAsync();
        host.Write(Shop.Adults);
        Assert.Equal(ReloadOutcome.Unchanged, (await host.Live.ReloadAsync()).Outcome);
        Assert.Null(host.Live.LastError);
    }

    [Fact]
    public async Task Rules_that_do_not_fit_a_bound_class_replace_nothing()
    {
        await using HostCase host = new();
        host.Write(Shop.Adults);
        await host.StartAsync();
        LiveRules<Customer> customers = host.Live.For<Customer>();
        host.Write(Shop.Adults.Replace("age: int?", "age: int?  height: int", StringComparison.Ordinal));
        RuleReload reload = await host.Live.ReloadAsync();
        Assert.Equal(ReloadOutcome.Failed, reload.Outcome);
        Assert.Contains("height", reload.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(1, customers.Versioned.Version);
    }

    [Fact]
    public async Task The_same_files_replace_nothing()
    {
        await using HostCase host = new();
        host.Write(Shop.Adults);
        await host.StartAsync();
        host.Write(Shop.Adults);
        Assert.Equal((ReloadOutcome.Unchanged, 1L), Of(await host.Live.ReloadAsync()));
    }

    [Fact]
    public async Task Params_of_the_options_come_before_those_of_the_settings()
    {
        await using HostCase host = new();
        host.Write(Shop.Schema + "param least: int = 18\nparam most: int = 100\nsegment Adults { age between least and most }");
        File.WriteAllText(Path.Combine(host.RulePath, "seglang.json"), """{ "params": { "least": "21", "most": "30" } }""");
        await host.StartAsync(o => o.Params["least"] = "25");
        LiveRules<Customer> customers = host.Live.For<Customer>();
        Assert.Equal([false, true, true, false], new[] { 24, 25, 30, 31 }.Select(a => customers.Matches("Adults", Shop.OfAge(a), Now)));
    }

    [Fact]
    public async Task A_param_that_does_not_fit_is_refused()
    {
        await using HostCase host = new();
        host.Write(Shop.Schema + "param least: int = 18\nsegment Adults { age >= least }");
        RuleSetException refused = await Assert.ThrowsAsync<RuleCompilationException>(() => host.StartAsync(o => o.Params["least"] = "old"));
        Assert.Contains("`least`", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_options_are_followed_and_wrong_ones_are_reported()
    {
        await using HostCase host = new();
        host.Write(Shop.Adults);
        Directory.CreateDirectory(Path.Combine(host.Root, "other"));
        File.WriteAllText(Path.Combine(host.Root, "other", "rules.seg"), Shop.Seniors);
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection([new("SegLang:Path", "rules")]).Build();
        await host.StartAsync(more: b => b.Services.AddOptions<SegLangOptions>().Bind(configuration.GetSection("SegLang")));

        RuleReload reload = await NextAsync(host.Live, () => Set(configuration, "other"));
        Assert.Equal((ReloadOutcome.Swapped, 2L), Of(reload));
        Assert.Equal("Adults Seniors", string.Join(' ', host.Live.Current.Segments.Order(StringComparer.Ordinal)));

        reload = await NextAsync(host.Live, () => Set(configuration, "nowhere"));
        Assert.Equal((ReloadOutcome.Failed, 2L), Of(reload));
        Assert.Contains("`Path` is `nowhere`", host.Live.LastError!.Message, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Degraded, (await host.HealthAsync()).Status);

        reload = await NextAsync(host.Live, () => Set(configuration, "rules"));
        Assert.Equal((ReloadOutcome.Swapped, 3L), Of(reload));
    }

    [Fact]
    public async Task A_compiled_file_is_loaded_by_its_pin_only()
    {
        await using HostCase host = new();
        byte[] assembly = Compiled(Shop.Adults).Assembly;
        File.WriteAllBytes(Path.Combine(host.Root, "shop.dll"), assembly);
        string pin = ContentHash.Of(assembly);
        await host.StartAsync(o => (o.Path, o.Hash) = ("shop.dll", pin));
        Assert.Equal("Adults", string.Join(' ', host.Live.Current.Segments));

        File.WriteAllBytes(Path.Combine(host.Root, "shop.dll"), Compiled(Shop.Seniors).Assembly);
        Assert.Equal((ReloadOutcome.Failed, 1L), Of(await host.Live.ReloadAsync()));
    }

    [Fact]
    public async Task Without_rules_a_host_starts_only_when_it_may()
    {
        await using HostCase host = new();
        host.Write(Shop.Broken);
        await Assert.ThrowsAsync<RuleCompilationException>(() => host.StartAsync());
        await host.StartAsync(o => o.MayStartWithoutRules = true);
        Assert.Equal(0, host.Live.Version);
        Assert.Equal(HealthStatus.Unhealthy, (await host.HealthAsync()).Status);
        LiveRules<Customer> customers = host.Live.For<Customer>();
        Assert.Contains("no rules are loaded yet", Assert.Throws<InvalidOperationException>(() => customers.Current).Message, StringComparison.Ordinal);

        host.Write(Shop.Adults);
        await host.Live.ReloadAsync();
        Assert.True(customers.Matches("Adults", Shop.OfAge(30), Now));
        Assert.Equal(HealthStatus.Healthy, (await host.HealthAsync()).Status);
    }

    [Fact]
    public async Task Several_rule_sets_live_side_by_side()
    {
        await using HostCase host = new();
        host.Write(Shop.Adults);
        File.WriteAllText(Path.Combine(host.Root, "seniors.seg"), Shop.Seniors);
        await host.StartAsync(more: b => b.Services.AddSegLang("seniors", o => o.Path = "seniors.seg"));
        LiveRules seniors = host.Host!.Services.GetRequiredKeyedService<LiveRules>("seniors");
        Assert.Equal((1, 2), (host.Live.Current.Segments.Length, seniors.Current.Segments.Length));
        Assert.Equal("seniors", seniors.Name);
    }

    [Fact]
    public async Task What_a_handler_throws_stops_nothing()
    {
        await using HostCase host = new();
        host.Write(Shop.Adults);
        await host.StartAsync();
        host.Live.Reloaded += _ => throw new InvalidOperationException("no");
        host.Write(Shop.Seniors);
        Assert.Equal(ReloadOutcome.Swapped, (await host.Live.ReloadAsync()).Outcome);
        Assert.Contains("Error: rules ``: a handler of Reloaded has failed", host.Log);
    }

    internal static CompiledRules Compiled(string text) =>
        RuleCompiler.Compile(Compilation.Create([new SourceText("rules.seg", text)]).Rules!, []);

    private static (ReloadOutcome, long) Of(RuleReload reload) => (reload.Outcome, reload.Version);

    private static void Watched(SegLangOptions options)
    {
        options.Watch = true;
        options.Debounce = TimeSpan.FromMilliseconds(20);
    }

    private static void Set(IConfigurationRoot configuration, string path)
    {
        configuration["SegLang:Path"] = path;
        try
        {
            configuration.Reload();
        }
        catch (AggregateException e) when (e.InnerException is OptionsValidationException)
        {
            // The monitor that the host keeps for its own check throws too; a file that changes has nobody to throw to.
        }
    }

    // The next attempt that follows an act; a minute is long enough for any machine.
    private static async Task<RuleReload> NextAsync(LiveRules live, Action act)
    {
        TaskCompletionSource<RuleReload> next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Tell(RuleReload reload) => next.TrySetResult(reload);
        live.Reloaded += Tell;
        try
        {
            act();
            return await next.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }
        finally
        {
            live.Reloaded -= Tell;
        }
    }

    private sealed class Asking(LiveRules<Customer> customers) : IHostedService
    {
        public bool WasAdult { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            WasAdult = customers.Matches("Adults", Shop.OfAge(40), Now);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
