using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace SegLang;

/// <summary>
/// The rules of a host app while it runs. New rules are read and compiled in the background and replace those that serve at one moment; rules that
/// cannot be used are reported (log, health, <see cref="Reloaded"/>, <see cref="LastError"/>), and those that served go on. Thread-safe; what was
/// asked for before a swap stays whole, and old rules are freed when nothing holds them any more.
/// </summary>
public sealed partial class LiveRules : IDisposable
{
    private readonly RuleSettings settings;
    private readonly ILogger logger;
    private readonly Instruments instruments;
    private readonly SemaphoreSlim reloading = new(1);
    private readonly Lock swapping = new();
    private readonly List<RuleUser?> users = [];
    private RuleContent? content;
    private volatile ServingRules? serving;
    private volatile Exception? lastError;

    internal LiveRules(RuleSettings settings, ILogger<LiveRules> logger, Instruments instruments)
    {
        this.settings = settings;
        this.logger = logger;
        this.instruments = instruments;
        instruments.Add(this);
    }

    /// <summary>After each attempt to replace the rules, on the thread that made it. What a handler throws is logged.</summary>
    public event Action<RuleReload>? Reloaded;

    /// <summary>The name under which the rule set was added; empty for the one without.</summary>
    public string Name => settings.Name;

    /// <summary>The rules that serve. Where there are none yet, an <see cref="InvalidOperationException"/>.</summary>
    public RuleSet Current => Serving.Rules;

    /// <summary>How often rules were put in place, 0 before the first time: each set of rules has its own.</summary>
    public long Version => serving?.Version ?? 0;

    /// <summary>Why the last attempt to replace the rules failed; null where it did not.</summary>
    public Exception? LastError => lastError;

    /// <summary>When the rules that serve were put in place; null where there are none.</summary>
    public DateTimeOffset? LoadedAt => serving?.At;

    internal ServingRules Serving => serving ?? throw new InvalidOperationException(
        $"no rules are loaded{(Name.Length > 0 ? $" for `{Name}`" : "")} yet; start the host, or await ReloadAsync first");

    internal int MaxFindings => settings.MaxFindings;

    internal int SegmentCount => serving?.Rules.Outputs.Count(o => o.Kind == Runtime.OutputKind.Segment) ?? 0;

    /// <summary>Reads the rules and, where they have changed and can be used, lets them serve. Failures are in the result; nothing is thrown but cancellation.</summary>
    public async Task<RuleReload> ReloadAsync(CancellationToken cancellation = default)
    {
        await reloading.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Reload(cancellation), cancellation).ConfigureAwait(false);
        }
        finally
        {
            reloading.Release();
        }
    }

    /// <summary>
    /// Lets rules serve that come from elsewhere than the files, and gives their version. Rules to which a bound class does not fit, or to which a
    /// stream cannot move, are a <see cref="RuleSetException"/>, and those that served go on.
    /// </summary>
    public long Swap(RuleSet rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Put(rules, null);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        StopWatching();
        instruments.Remove(this);
        reloading.Dispose();
    }

    /// <summary>Adds what changes with the rules; gives its place in <see cref="ServingRules.Prepared"/>. Without rules it is prepared with the first.</summary>
    internal int Join(RuleUser user)
    {
        lock (swapping)
        {
            if (serving is { } now)
            {
                object prepared = user.Prepare(now.Rules, now.Parameters);
                serving = now with { Prepared = now.Prepared.Add(prepared) };
                user.Commit(prepared);
            }

            users.Add(user);
            return users.Count - 1;
        }
    }

    /// <summary>Takes a user away; its place stays empty.</summary>
    internal void Leave(int place)
    {
        lock (swapping)
        {
            users[place] = null;
            if (serving is { } now)
            {
                serving = now with { Prepared = now.Prepared.SetItem(place, null) };
            }
        }
    }

    private RuleReload Reload(CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        using Activity? activity = Instruments.Source.StartActivity("seglang.reload");
        RuleReload reload = Attempt(start, cancellation);
        activity?.SetTag("seglang.rules", Name).SetTag("seglang.outcome", Instruments.NameOf(reload.Outcome)).SetTag("seglang.version", reload.Version);
        if (reload.Error is not null)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
        }

        instruments.Count(reload, Name);
        Tell(reload);
        return reload;
    }

    private RuleReload Attempt(long start, CancellationToken cancellation)
    {
        try
        {
            RuleContent read = settings.Source().Read();
            if (serving is not null && read.IsSame(content))
            {
                lastError = null;
                return new(ReloadOutcome.Unchanged, Version, Stopwatch.GetElapsedTime(start));
            }

            long version = Put(read.ToRules(cancellation), read);
            return new(ReloadOutcome.Swapped, version, Stopwatch.GetElapsedTime(start));
        }
#pragma warning disable CA1031 // Whatever is wrong with new rules, the old ones serve on and the cause is reported.
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            lastError = e;
            return new(ReloadOutcome.Failed, Version, Stopwatch.GetElapsedTime(start), e);
        }
    }

    // All users change over at one moment, or none does.
    private long Put(RuleSet rules, RuleContent? read)
    {
        lock (swapping)
        {
            string parameters = read?.Parameters ?? "";
            object?[] prepared = new object?[users.Count];
            int done = 0;
            try
            {
                for (; done < prepared.Length; done++)
                {
                    prepared[done] = users[done]?.Prepare(rules, parameters);
                }
            }
            catch
            {
                ForEach(prepared, done, (user, value) => user.Abort(value));
                throw;
            }

            content = read;
            ServingRules next = new(rules, parameters, Version + 1, settings.Time.GetUtcNow(), [.. prepared]);
            serving = next;
            lastError = null;
            ForEach(prepared, done, (user, value) => user.Commit(value));
            return next.Version;
        }
    }

    private void ForEach(object?[] prepared, int count, Action<RuleUser, object> act)
    {
        for (int i = 0; i < count; i++)
        {
            if (users[i] is { } user && prepared[i] is { } value)
            {
                act(user, value);
            }
        }
    }

    private void Tell(RuleReload reload)
    {
        switch (reload.Outcome)
        {
            case ReloadOutcome.Swapped:
                Log.Swapped(logger, Name, reload.Version, SegmentCount, (long)reload.Duration.TotalMilliseconds);
                break;
            case ReloadOutcome.Failed when reload.Error is { } error:
                Log.Failed(logger, Name, reload.Version, ErrorText.Of(error, settings.MaxFindings));
                break;
            default:
                Log.Unchanged(logger, Name, reload.Version);
                break;
        }

        try
        {
            Reloaded?.Invoke(reload);
        }
#pragma warning disable CA1031 // A handler of the host's must not stop the next reload.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.HandlerFailed(logger, e, Name);
        }
    }
}

/// <summary>Rules that serve, and what was prepared for them, by the place of the user.</summary>
internal sealed record ServingRules(RuleSet Rules, string Parameters, long Version, DateTimeOffset At, ImmutableArray<object?> Prepared);
