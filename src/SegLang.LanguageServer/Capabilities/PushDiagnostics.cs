using System.Collections.Immutable;
using System.Threading.Channels;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>
/// `textDocument/publishDiagnostics`: findings as soon as they are known, first of the documents that are open, each only when it has
/// changed. A client that asks for findings of rule files itself is told only those of settings files.
/// </summary>
internal sealed class PushDiagnostics(Session session)
{
    // One signal waits at most: a round tells everything.
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly Dictionary<string, ImmutableArray<LspDiagnostic>> told = new(StringComparer.Ordinal);

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
                Publish(session.Workspaces.Current, isQuick: true);
                Task next = signal.Reader.WaitToReadAsync(cancellation).AsTask();
                WorkspaceView view = session.Workspaces.Current;
                using CancellationTokenSource pause = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                await Task.WhenAny(next, AnalyseLaterAsync(view, pause.Token)).ConfigureAwait(false);
                await pause.CancelAsync().ConfigureAwait(false); // What nobody looks at any more is not analysed.
                if (!next.IsCompleted)
                {
                    Publish(view, isQuick: false);
                }
            }
#pragma warning disable CA1031 // A mistake in one round is a line in the log; the next change begins another one.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                session.Log($"internal error in diagnostics: {e}");
            }
        }
    }

    // The analysis looks at all rules of a set: it is done once, for the first file that asks.
    private static async Task AnalyseLaterAsync(WorkspaceView view, CancellationToken cancellation)
    {
        await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        foreach (RuleSetView set in view.Sets.Values.Where(s => !s.Sources.IsEmpty))
        {
            cancellation.ThrowIfCancellationRequested();
            _ = set.Snapshot.Diagnostics(set.Sources.Keys.First());
        }
    }

    // What hinders the rules from running comes at once; what the analysis of all rules finds, when nobody has typed for a moment.
    private void Publish(WorkspaceView view, bool isQuick)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (RuleSetView set in view.Sets.Values)
        {
            if (session.Findings.OfSettings(view, set, session.DataFindings(set)) is { } settings && seen.Add(settings.Uri))
            {
                Tell(settings);
            }
        }

        if (!session.Client.PullsDiagnostics)
        {
            foreach ((RuleSetView set, string path) in InOrder(view))
            {
                DocumentFindings found = session.Findings.Of(view, set, path, isQuick);
                if (session.Workspaces.Current.Sets.GetValueOrDefault(set.Id) != set)
                {
                    return; // The next round is signalled already.
                }

                seen.Add(found.Uri);
                if (!isQuick || IsUrgent(found))
                {
                    Tell(found);
                }
            }
        }

        foreach (string gone in told.Keys.Where(u => !seen.Contains(u)).ToList())
        {
            Tell(new(gone, null, []));
            told.Remove(gone);
        }
    }

    // Warnings stay as they were told until the analysis has looked again.
    private bool IsUrgent(DocumentFindings found) => !found.Items.IsEmpty || !told.TryGetValue(found.Uri, out var before) || before.Any(d => d.Severity == 1);

    // Open documents first: that is what somebody looks at.
    private static IEnumerable<(RuleSetView Set, string Path)> InOrder(WorkspaceView view)
    {
        var all = view.Sets.Values.SelectMany(set => set.Paths.Select(path => (Set: set, Path: path, Key: WorkspaceView.KeyOf(set, path)))).ToList();
        return all.Where(f => view.Documents.ContainsKey(f.Key)).Concat(all.Where(f => !view.Documents.ContainsKey(f.Key))).Select(f => (f.Set, f.Path));
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
