using SegLang.Data;

namespace SegLang;

public sealed partial class LiveRules
{
    private readonly Lock watching = new();
    private RuleWatch? watch;
    private IDisposable? following;
    private CancellationTokenSource? stopped;

    /// <summary>Loads the rules and follows their files and options. Without usable rules it throws, unless the options allow that.</summary>
    internal async Task StartAsync(CancellationToken cancellation)
    {
        stopped = new CancellationTokenSource();
        string stamp = Stamp();
        RuleReload first = await ReloadAsync(cancellation).ConfigureAwait(false);
        if (first.Error is { } error && !settings.MayStartWithoutRules)
        {
            throw error;
        }

        Watch(stamp);
        following = settings.OnChange(Follow);
    }

    internal void StopWatching()
    {
        following?.Dispose();
        stopped?.Cancel();
        lock (watching)
        {
            watch?.Dispose();
            watch = null;
        }
    }

    // Options may name other files; what is wrong with them is reported by the reload.
    private void Follow()
    {
        string stamp = Stamp();
        Watch(stamp);
        ReloadSoon();
    }

    // Where the options are wrong, what is watched stays.
    private void Watch(string stamp)
    {
        lock (watching)
        {
            if (stopped is not { IsCancellationRequested: false } || !settings.TryGet(out SegLangOptions? options))
            {
                return;
            }

            watch?.Dispose();
            watch = options.Watch ? new RuleWatch(settings.Root.PathOf(options.Path), stamp, options, settings.Time, ReloadSoon) : null;
        }
    }

    private string Stamp() => settings.TryGet(out SegLangOptions? options) ? RuleStamp.Of(settings.Root.PathOf(options.Path)) : "";

    private void ReloadSoon()
    {
        if (stopped is { IsCancellationRequested: false } source)
        {
            _ = ReloadAsync(source.Token);
        }
    }
}
