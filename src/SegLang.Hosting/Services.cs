using Microsoft.Extensions.Hosting;

namespace SegLang;

/// <summary>Loads the rules before the services of the host start, and follows their files until they have stopped.</summary>
internal sealed class RulesService(LiveRules rules) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => rules.StartAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        rules.StopWatching();
        return Task.CompletedTask;
    }
}

/// <summary>Runs a stream while the host does.</summary>
internal sealed class StreamService(SegLangStream stream) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.Run(stream.Start, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => stream.StopAsync(cancellationToken);
}
