using System.Collections.Concurrent;
using System.Text.Json;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;

namespace SegLang.LanguageServer;

/// <summary>`$/progress` for work that takes a while: under the token of a request, or under one of our own.</summary>
internal sealed class ProgressReports(RpcConnection connection)
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> running = new(StringComparer.Ordinal);
    private int last;

    /// <summary>Begins work that the request's token names; null where it names none.</summary>
    public ProgressReport? Begin(JsonElement? token, string title) =>
        token is { ValueKind: JsonValueKind.String or JsonValueKind.Number } given ? Begin(given, title, new()) : null;

    /// <summary>Asks the client to show work of ours; the user may cancel it.</summary>
    public async Task<ProgressReport> BeginAsync(string title)
    {
        string token = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"seg-{Interlocked.Increment(ref last)}");
        await connection.AskAsync("window/workDoneProgress/create", new(token), ProtocolJson.Of<ProgressCreateParams>()).ConfigureAwait(false);
        return Begin(JsonSerializer.SerializeToElement(token, ProtocolJson.Of<string>()), title, new());
    }

    /// <summary>Cancels the work of a token.</summary>
    public void Cancel(JsonElement token)
    {
        if (running.TryGetValue(token.GetRawText(), out CancellationTokenSource? source))
        {
            source.Cancel();
        }
    }

    private ProgressReport Begin(JsonElement token, string title, CancellationTokenSource source)
    {
        running[token.GetRawText()] = source;
        Tell(token, new("begin", title, Cancellable: true, Percentage: 0));
        return new(
            (message, percent) => Tell(token, new("report", Message: message, Percentage: percent)),
            () =>
            {
                running.TryRemove(token.GetRawText(), out _);
                Tell(token, new("end"));
            },
            source.Token);
    }

    private void Tell(JsonElement token, WorkDoneProgress value) =>
        connection.Notify("$/progress", new(token, value), ProtocolJson.Of<ProgressParams>());
}

/// <summary>Work that is shown; disposing it ends it.</summary>
internal sealed class ProgressReport(Action<string, int?> report, Action end, CancellationToken cancellation) : IDisposable
{
    /// <summary>Cancelled where the user does not want it any more.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Says how far it is; percent in [0, 100].</summary>
    public void Report(string message, int? percent = null) => report(message, percent);

    /// <inheritdoc />
    public void Dispose() => end();
}
