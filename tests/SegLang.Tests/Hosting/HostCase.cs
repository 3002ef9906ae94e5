using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SegLang.Tests.Checkpoints;

namespace SegLang.Tests.Hosting;

/// <summary>A host over a folder of its own, with what it logs.</summary>
internal sealed class HostCase : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly LogLines log = new();

    public string Root => folder.Path;

    public string RulePath => Path.Combine(Root, "rules");

    public IReadOnlyCollection<string> Log => log.Lines;

    public IHost? Host { get; private set; }

    public LiveRules Live => Host!.Services.GetRequiredService<LiveRules>();

    public SegLangStream Stream => Host!.Services.GetRequiredService<SegLangStream>();

    /// <summary>Writes a rule file whole, as editors do.</summary>
    public void Write(string text, string name = "rules.seg")
    {
        Directory.CreateDirectory(RulePath);
        string path = Path.Combine(RulePath, name);
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Starts a host whose rules lie in `rules`, without a watch unless asked for.</summary>
    public async Task<HostCase> StartAsync(Action<SegLangOptions>? rules = null, Action<HostApplicationBuilder>? more = null)
    {
        HostApplicationBuilder builder = new(new HostApplicationBuilderSettings { DisableDefaults = true, ContentRootPath = Root });
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddSegLang(o =>
        {
            o.Path = "rules";
            o.Watch = false;
            rules?.Invoke(o);
        });
        builder.Services.AddHealthChecks().AddSegLang();
        more?.Invoke(builder);
        IHost host = builder.Build();
        try
        {
            await host.StartAsync();
        }
        catch
        {
            host.Dispose();
            throw;
        }

        Host = host;
        return this;
    }

    public async Task<HealthReportEntry> HealthAsync() =>
        (await Host!.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["seglang"];

    /// <summary>Waits for what happens in the background; fails where it does not.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        for (int left = 3000; !holds(); left--)
        {
            Assert.True(left > 0, $"it does not come to hold; the log:\n{string.Join('\n', Log)}");
            await Task.Delay(20);
        }
    }

    /// <summary>Stops the host as a service manager would.</summary>
    public async Task StopAsync()
    {
        if (Host is { } host)
        {
            Host = null;
            await host.StopAsync();
            host.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        folder.Dispose();
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> lines = [];

        public IReadOnlyCollection<string> Lines => lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel}: {formatter(state, exception)}");

        public void Dispose()
        {
        }
    }
}

/// <summary>Rules and profiles of the tests of hosts.</summary>
internal static class Shop
{
    public const string Schema =
        """
        ruleset Shop { timezone "Europe/Vienna" }
        profile Customer { id: text key  age: int? }
        event Purchase { order: text  amount: money(EUR)  once by order }

        """;

    public const string Adults = Schema + "segment Adults { age >= 18 }\n";

    public const string Seniors = Schema + "segment Seniors { age >= 65 }\nsegment Adults { age >= 21 }\n";

    public const string Broken = Schema + "segment Adults { agee >= 18 }\n";

    public static Customer OfAge(int age) => new("c", age, []);
}

public sealed record Customer(string Id, int? Age, IReadOnlyList<Purchase> Purchases);

public sealed record Purchase(DateTimeOffset Time, string Order, decimal Amount);
