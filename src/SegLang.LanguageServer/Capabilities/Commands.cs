using System.Collections.Immutable;
using System.Text.Json;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`workspace/executeCommand`, for editors without our extension: run a test, show a journey, explain a code.</summary>
internal sealed class Commands(Session session, Tests tests, Journeys journeys) : Capability
{
    /// <summary>[uri, name]: runs a test and says how it went.</summary>
    public const string RunTest = "seglang.server.runTest";

    /// <summary>[uri, name]: the journey's picture.</summary>
    public const string ShowJourney = "seglang.server.showJourney";

    /// <summary>[code]: the page of a diagnostic as Markdown.</summary>
    public const string Explain = "seglang.server.explain";

    /// <inheritdoc />
    public override void Advertise(ServerCapabilities server, ClientProfile client) =>
        server.ExecuteCommandProvider = new([RunTest, ShowJourney, Explain], WorkDoneProgress: true);

    /// <inheritdoc />
    public override void Register(Router<WorkspaceView> router) =>
        router.Work("workspace/executeCommand", ProtocolJson.Of<ExecuteCommandParams>, ProtocolJson.Of<JsonElement?>, ExecuteAsync);

    private async Task<JsonElement?> ExecuteAsync(ExecuteCommandParams given, WorkspaceView view, CancellationToken cancellation)
    {
        using ProgressReport? progress = session.Progress.Begin(given.WorkDoneToken, given.Command);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, progress?.Cancellation ?? CancellationToken.None);
        await Task.CompletedTask.ConfigureAwait(false);
        return given.Command switch
        {
            RunTest => JsonSerializer.SerializeToElement(RunOne(given, view, both.Token), ProtocolJson.Of<RunTestsResult>()),
            ShowJourney => journeys.Draw(new(Text(given, 0), Text(given, 1)), view) is { } drawn
                ? JsonSerializer.SerializeToElement(drawn, ProtocolJson.Of<JourneyResult>())
                : null,
            Explain => session.Options.Explain?.Invoke(Text(given, 0)) is { } page
                ? JsonSerializer.SerializeToElement(page, ProtocolJson.Of<string>())
                : null,
            _ => throw new RpcException(RpcError.InvalidParams, $"there is no command `{given.Command}`"),
        };
    }

    private RunTestsResult RunOne(ExecuteCommandParams given, WorkspaceView view, CancellationToken cancellation)
    {
        string name = Text(given, 1);
        RunTestsResult result = tests.Run(new(Text(given, 0), [name]), view, cancellation);
        TestOutcome? failed = result.Results.FirstOrDefault(r => r.Outcome == "failed");
        string message = result.Error ?? (failed is null ? $"passed: {name}" : $"failed: {name}\n{failed.Message}");
        session.Connection.Notify("window/showMessage", new(failed is null && result.Error is null ? 3 : 1, message), ProtocolJson.Of<MessageParams>());
        return result;
    }

    private static string Text(ExecuteCommandParams given, int place) =>
        given.Arguments is { } arguments && place < arguments.Length && RpcText.TryGet(arguments[place], out string text)
            ? text
            : throw new RpcException(RpcError.InvalidParams, $"`{given.Command}` needs a text as argument {place + 1}");
}
