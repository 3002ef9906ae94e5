using System.Collections.Concurrent;
using System.Text.Json;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;

namespace SegLang.LanguageServer;

/// <summary>`$/progress` for work that takes a while: under the token of a request, or under one of our own.</summary>
internal sealed class ProgressReports(RpcConnection connection)
{
    private readonly ConcurrentDictionary<string, ProgressReport> running = new(StringComparer.Ordinal);
    private int last;

    /// <summary>Begins work that the request's token names; null where it names none.</summary>
    public ProgressReport? Begin(JsonElement? token, string title)
    {
        if (token is not { ValueKind: JsonValueKind.String or JsonValueKind.Number } given)
        {
            return null;
        }

        ProgressReport report = Add(given, title);
        report.Show();
        return report;
    }

    /// <summary>
    /// Offers to show work of ours; the user may cancel it. Nobody waits for the client: the work is shown from when the client agrees
    /// until the work ends, and never where the client refuses or does not answer.
    /// </summary>
    public ProgressReport Offer(string title)
    {
        string token = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"seg-{Interlocked.Increment(ref last)}");
        ProgressReport report = Add(JsonSerializer.SerializeToElement(token, ProtocolJson.Of<string>()), title);
        _ = ShowAsync(connection.AskAsync("window/workDoneProgress/create", new(token), ProtocolJson.Of<ProgressCreateParams>()), report);
        return report;
    }

    /// <summary>Cancels the work of a token.</summary>
    public void Cancel(JsonElement token)
    {
        if (running.TryGetValue(token.GetRawText(), out ProgressReport? report))
        {
            report.Cancel();
        }
    }

    // An error in place of an answer is null.
    private static async Task ShowAsync(Task<JsonElement?> agreed, ProgressReport report)
    {
        if (await agreed.ConfigureAwait(false) is not null)
        {
            report.Show();
        }
    }

    private ProgressReport Add(JsonElement token, string title)
    {
        ProgressReport report = new(
            title, value => connection.Notify("$/progress", new(token, value), ProtocolJson.Of<ProgressParams>()), () => running.TryRemove(token.GetRawText(), out _));
        running[token.GetRawText()] = report;
        return report;
    }
}

/// <summary>Work that may be shown; disposing it ends it. What it tells is in order: a begin, reports, an end, or nothing.</summary>
internal sealed class ProgressReport(string title, Action<WorkDoneProgress> tell, Action ended) : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource source = new();
    private string? message;
    private bool isShown;
    private bool hasEnded;

    /// <summary>Cancelled where the user does not want it any more.</summary>
    public CancellationToken Cancellation => source.Token;

    /// <summary>Shows it with what was reported last, unless it has ended.</summary>
    public void Show()
    {
        lock (gate)
        {
            if (!isShown && !hasEnded)
            {
                isShown = true;
                tell(new("begin", title, message, Cancellable: true));
            }
        }
    }

    /// <summary>Says what is being done, and how far it is where that is known; percent in [0, 100].</summary>
    public void Report(string done, int? percent = null)
    {
        lock (gate)
        {
            message = done;
            if (isShown && !hasEnded)
            {
                tell(new("report", Message: done, Percentage: percent));
            }
        }
    }

    /// <summary>Cancels it, if it runs.</summary>
    public void Cancel() => source.Cancel();

    /// <inheritdoc />
    public void Dispose()
    {
        lock (gate)
        {
            if (!hasEnded && isShown)
            {
                tell(new("end"));
            }

            hasEnded = true;
        }

        ended();
    }
}
