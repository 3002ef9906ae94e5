using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Editing;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer.Live;

/// <summary>
/// Keeps, beside the rules, how many profiles of the sample they match. It evaluates in the background once nobody has typed for a moment;
/// a change cancels what runs and begins it anew. The last good counts stay, marked as stale, and each is told with what it was when the
/// rules were last saved. What is not trusted is never evaluated.
/// </summary>
internal sealed class LiveMembership(Session session, Action counted)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, Known> known = new(StringComparer.Ordinal);
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock gate = new();
    private (RuleSetView Set, CancellationTokenSource Source)? running;
    private long touched;

    /// <summary>What is known of one rule set; the version is that of the rules that were looked at last.</summary>
    private sealed record Known(RuleSetView Set, SampleView? View, SampleAnswer Last, MemberCounts? Saved, LoadedSample? Sample, long Data, bool WasDirty);

    /// <summary>Says that the workspace may have changed.</summary>
    public void Signal()
    {
        lock (gate)
        {
            if (running is { } now && !ReferenceEquals(session.Workspaces.Current.Sets.GetValueOrDefault(now.Set.Id), now.Set))
            {
                now.Source.Cancel();
            }
        }

        signal.Writer.TryWrite(true);
    }

    /// <summary>Says that data files may have changed.</summary>
    public void SignalData()
    {
        Interlocked.Increment(ref touched);
        signal.Writer.TryWrite(true);
    }

    /// <summary>What the sample says about a rule set, perhaps about an earlier version of it; null where nothing is known.</summary>
    public SampleView? Of(RuleSetView set) => !known.TryGetValue(set.Id, out Known? last) || last.View is not { } view || set.Settings.Data.IsEmpty
        ? null
        : ReferenceEquals(last.Set, set) && last.Last.Counts is not null ? view : view.AsStale();

    /// <summary>What is wrong with the data of a rule set.</summary>
    public ImmutableArray<Diagnostic> Findings(RuleSetView set) => known.TryGetValue(set.Id, out Known? last) ? last.Last.Findings : [];

    /// <summary>Evaluates until the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await signal.Reader.ReadAsync(cancellation).ConfigureAwait(false);
            await QuietAsync(cancellation).ConfigureAwait(false);
            try
            {
                EvaluateAll(session.Workspaces.Current, cancellation);
            }
#pragma warning disable CA1031 // A mistake in one round is a line in the log; the next change begins another one.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                session.Log($"internal error in live membership: {e}");
                Tell(new("error", "the sample could not be evaluated; see the log"));
            }
        }
    }

    // Waits until nothing has changed for a moment; the first time there is nothing to wait for.
    private async Task QuietAsync(CancellationToken cancellation)
    {
        while (!known.IsEmpty)
        {
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
            if (!signal.Reader.TryRead(out _))
            {
                return;
            }
        }
    }

    private void EvaluateAll(WorkspaceView view, CancellationToken cancellation)
    {
        foreach (string gone in known.Keys.Where(id => !view.Sets.ContainsKey(id)))
        {
            known.TryRemove(gone, out _);
        }

        foreach (RuleSetView set in view.Sets.Values.Where(s => !s.Settings.Data.IsEmpty))
        {
            if (!session.MayEvaluate)
            {
                Tell(new(session.IsTrusted ? "idle" : "untrusted"));
                return;
            }

            Known? last = known.GetValueOrDefault(set.Id);
            long data = Interlocked.Read(ref touched);
            if (last is null || !ReferenceEquals(last.Set, set) || last.Data != data)
            {
                Evaluate(set, view.IsDirty(set), last, data, cancellation);
            }
            else if (last.WasDirty && !view.IsDirty(set) && last.Last.Counts is { } counts)
            {
                // It was saved as it is: these counts are what later edits are compared with.
                Keep(set, last with { Saved = counts, WasDirty = false, View = ViewOf(last.Last, counts) });
            }
        }
    }

    private void Evaluate(RuleSetView set, bool isDirty, Known? last, long data, CancellationToken cancellation)
    {
        using ProgressReport? progress = Offer(set, last);
        CancellationToken unwanted = progress?.Cancellation ?? CancellationToken.None;
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(cancellation, unwanted);
        lock (gate)
        {
            running = (set, source);
        }

        try
        {
            BoundRuleSet? rules = set.Snapshot.Rules;
            if (rules is null)
            {
                Keep(set, new(set, last?.View, new(null, null, 0, "the rules have errors", []), last?.Saved, last?.Sample, data, isDirty));
                return;
            }

            Tell(new("evaluating"));
            SampleAnswer answer = SampleEvaluation.Evaluate(set, rules, last?.Sample, !isDirty, step => progress?.Report(step), source.Token);
            source.Token.ThrowIfCancellationRequested();
            MemberCounts? saved = isDirty ? last?.Saved : answer.Counts ?? last?.Saved;
            Keep(set, new(set, answer.Counts is null ? last?.View : ViewOf(answer, saved), answer, saved, answer.Sample ?? last?.Sample, data, isDirty));
        }
        catch (OperationCanceledException) when (unwanted.IsCancellationRequested)
        {
            Keep(set, new(set, last?.View, new(null, null, 0, "the evaluation of the sample was cancelled", []), last?.Saved, last?.Sample, data, isDirty));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            signal.Writer.TryWrite(true); // It begins anew with what is current then.
        }
        finally
        {
            lock (gate)
            {
                running = null;
            }
        }
    }

    // The first time takes longest, and nothing is shown until it is over.
    private ProgressReport? Offer(RuleSetView set, Known? last) => last?.View is null && session.Client.ShowsProgress
        ? session.Progress.Offer($"Counting the members of `{Path.GetFileName(set.Root)}`")
        : null;

    private void Keep(RuleSetView set, Known now)
    {
        known[set.Id] = now;
        counted();
        Tell(StatusOf(now));
    }

    private static StatusParams StatusOf(Known now)
    {
        string? rejected = now.Last.Rejected == 0 ? null : $"{now.Last.Rejected} rows of the data were not taken";
        return new(
            now.Last.Findings.Any(f => f.Severity == Severity.Error) || (now.Last.Problem is not null && now.Set.Snapshot.Rules is not null) ? "error" : "idle",
            now.Last.Problem ?? rejected,
            now.View?.Counts.Count,
            now.View?.Profiles,
            now.View is { } view ? Data.ValueFormat.Instant(view.Now) : null);
    }

    private static SampleView ViewOf(SampleAnswer answer, MemberCounts? saved)
    {
        MemberCounts counts = answer.Counts ?? new(ImmutableDictionary<string, long>.Empty, ImmutableDictionary<string, ImmutableDictionary<string, long>>.Empty);
        LoadedSample? sample = answer.Sample;
        return new(
            answer.Now,
            sample?.Data.Keys?.Count ?? 0,
            counts.Segments.ToImmutableDictionary(c => c.Key, c => new SampleCount(c.Value, Before(saved?.Segments, c.Key))),
            counts.Entries.ToImmutableDictionary(
                c => c.Key,
                c => (IReadOnlyDictionary<string, SampleCount>)c.Value.ToImmutableDictionary(
                    e => e.Key, e => new SampleCount(e.Value, Before(saved?.Entries.GetValueOrDefault(c.Key), e.Key)))),
            (owner, field) => sample?.Values(owner, field) ?? []);
    }

    private static long? Before(ImmutableDictionary<string, long>? saved, string name) =>
        saved is not null && saved.TryGetValue(name, out long count) ? count : null;

    private void Tell(StatusParams status) => session.Tell(status);
}
