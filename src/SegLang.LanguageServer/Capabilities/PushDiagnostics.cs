using System.Collections.Immutable;
using System.Threading.Channels;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>
/// `textDocument/publishDiagnostics`: findings as soon as they are known, first of the documents that are open, each only when it has
/// changed. A client that asks for findings of rule files itself is told only those of settings files, and when to ask again.
/// </summary>
internal sealed class PushDiagnostics(Session session)
{
    // One signal waits at most: a round tells everything.
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly SpareMemory memory = new();

    private readonly Dictionary<string, ImmutableArray<LspDiagnostic>> told = new(StringComparer.Ordinal);

    // Of files that were looked at; most have nothing to tell, round after round.
    private readonly Dictionary<(string Set, string Path), string> uris = [];

    /// <summary>Says that something may have changed.</summary>
    public void Signal() => signal.Writer.TryWrite(true);

    /// <summary>Publishes until the token is cancelled. A change of the workspace begins the round anew.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await signal.Reader.ReadAsync(cancellation).ConfigureAwait(false);
            try
            {
                await RoundAsync(session.Workspaces.Current, cancellation).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // A mistake in one round is a line in the log; the next change begins another one.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                session.Log($"internal error in diagnostics: {e}");
            }
        }
    }

    // What hinders the rules from running comes at once; what the analysis of all rules finds, when nobody has typed for a moment.
    private async Task RoundAsync(WorkspaceView view, CancellationToken cancellation)
    {
        if (!Publish(view, isQuick: true))
        {
            return;
        }

        memory.Tidy();
        if (!await IsQuietAsync(Pause, cancellation).ConfigureAwait(false))
        {
            return;
        }

        memory.Release();
        if (!await AnalyseAsync(view, cancellation).ConfigureAwait(false) || !Publish(view, isQuick: false))
        {
            return;
        }

        if (await IsQuietAsync(LongPause, cancellation).ConfigureAwait(false))
        {
            memory.Release();
        }
    }

    // Whether nothing changes until the client has been silent for that long, or for as long as we wait; a change stays signalled. Questions
    // come first: what is done then takes a core, and pauses to collect.
    private async Task<bool> IsQuietAsync(TimeSpan pause, CancellationToken cancellation)
    {
        long begun = Environment.TickCount64;
        do
        {
            if (!await IsUnchangedAsync(pause, cancellation).ConfigureAwait(false))
            {
                return false;
            }
        }
        while (session.Connection.Silence < pause && Environment.TickCount64 - begun < Patience.TotalMilliseconds);
        return true;
    }

    private async Task<bool> IsUnchangedAsync(TimeSpan pause, CancellationToken cancellation)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<bool> next = signal.Reader.WaitToReadAsync(ended.Token).AsTask();
        bool isUnchanged = await Task.WhenAny(next, Task.Delay(pause, ended.Token)).ConfigureAwait(false) != next;
        await ended.CancelAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return isUnchanged;
    }

    // What nobody looks at any more is not analysed: a change gives it up. True where it was made.
    private async Task<bool> AnalyseAsync(WorkspaceView view, CancellationToken cancellation)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<bool> next = signal.Reader.WaitToReadAsync(ended.Token).AsTask();
        Task<bool> analysing = Task.Run(() => Analyse(view, ended.Token), CancellationToken.None);
        bool isMade = await Task.WhenAny(next, analysing).ConfigureAwait(false) == analysing;
        await ended.CancelAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (isMade && await analysing.ConfigureAwait(false) && session.Client.AsksAgain)
        {
            _ = session.Connection.AskAsync("workspace/diagnostic/refresh");
        }

        return isMade;
    }

    // Whether the analysis has found something else than was told before.
    private static bool Analyse(WorkspaceView view, CancellationToken cancellation)
    {
        bool isOther = false;
        foreach (RuleSetView set in view.Sets.Values)
        {
            isOther |= set.Snapshot.Analyse(cancellation);
        }

        return isOther;
    }

    // False where the workspace has changed meanwhile: the next round is signalled then.
    private bool Publish(WorkspaceView view, bool isQuick)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (RuleSetView set in view.Sets.Values)
        {
            if (session.Findings.OfSettings(view, set, session.DataFindings(set)) is { } settings && seen.Add(settings.Uri))
            {
                Tell(settings);
            }

            _ = set.Snapshot; // The first time this takes a moment, in which the documents are opened that come first then.
        }

        if (!session.Client.PullsDiagnostics)
        {
            foreach ((RuleSetView set, string path, bool isOpen) in InOrder(view))
            {
                if (session.Workspaces.Current != view)
                {
                    return false;
                }

                if (isOpen || !isQuick || !IsStill(set, path))
                {
                    DocumentFindings found = session.Findings.Of(view, set, path, isQuick);
                    uris[(set.Id, path)] = found.Uri;
                    seen.Add(found.Uri);
                    Tell(found);
                }
            }
        }

        foreach (string gone in told.Keys.Where(u => !seen.Contains(u)).ToList())
        {
            Tell(new(gone, null, []));
            told.Remove(gone);
        }

        return true;
    }

    // Whether there is nothing to tell of a file that nobody has open, and nothing was told.
    private bool IsStill(RuleSetView set, string path) =>
        set.Problems.IsEmpty && uris.TryGetValue((set.Id, path), out string? uri) && !told.ContainsKey(uri) && set.Snapshot.LatestDiagnostics(path).IsEmpty;

    // Open documents first: that is what somebody looks at.
    private static IEnumerable<(RuleSetView Set, string Path, bool IsOpen)> InOrder(WorkspaceView view)
    {
        HashSet<(RuleSetView, string)> open = [];
        foreach (string key in view.Documents.Keys)
        {
            if (view.SetOf(key) is { } set && WorkspaceView.PathIn(set, key) is { } path && set.Sources.ContainsKey(path) && open.Add((set, path)))
            {
                yield return (set, path, true);
            }
        }

        foreach ((RuleSetView set, string path) in view.Sets.Values.SelectMany(set => set.Paths.Select(path => (set, path))))
        {
            if (!open.Contains((set, path)))
            {
                yield return (set, path, false);
            }
        }
    }

    private void Tell(DocumentFindings found)
    {
        bool isKnown = told.TryGetValue(found.Uri, out ImmutableArray<LspDiagnostic> before);
        if (isKnown ? Same(before, found.Items) : found.Items.IsEmpty && found.Version is null)
        {
            return;
        }

        told[found.Uri] = found.Items;
        session.Connection.Notify("textDocument/publishDiagnostics", new(found.Uri, found.Version, found.Items), ProtocolJson.Of<PublishDiagnosticsParams>());
    }

    private static bool Same(ImmutableArray<LspDiagnostic> before, ImmutableArray<LspDiagnostic> now) =>
        before.Length == now.Length && before.Zip(now).All(p =>
            p.First.Range == p.Second.Range && p.First.Message == p.Second.Message && p.First.Code == p.Second.Code && p.First.Severity == p.Second.Severity
            && (p.First.RelatedInformation?.Length ?? 0) == (p.Second.RelatedInformation?.Length ?? 0)
            && (p.First.RelatedInformation ?? []).SequenceEqual(p.Second.RelatedInformation ?? []));
}
