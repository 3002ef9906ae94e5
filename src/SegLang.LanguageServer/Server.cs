using System.Collections.Immutable;
using SegLang.LanguageServer.Capabilities;
using SegLang.LanguageServer.Live;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer;

/// <summary>The language server: one conversation with one editor.</summary>
public sealed class Server : IDisposable
{
    private const int ExitedWithoutShutdown = 1;

    private readonly Session session;
    private readonly Router<WorkspaceView> router;
    private readonly Lifecycle lifecycle;
    private readonly ImmutableArray<Capability> capabilities;
    private readonly PushDiagnostics push;
    private readonly LiveMembership live;
    private readonly TestsChanged testsChanged;
    private readonly CancellationTokenSource ended = new();

    private Server(Stream input, Stream output, ServerOptions options)
    {
        session = new(input, output, options);
        router = new(() => session.Workspaces.Current, view => session.Client.DropsStaleReads && session.Workspaces.Current != view);
        lifecycle = new(session, Advertise, ended.Cancel, WatchParent);
        push = new(session);
        testsChanged = new(session);
        live = new(session, OnCounted);
        Tests tests = new(session);
        Journeys journeys = new(session);
        capabilities =
        [
            lifecycle, new Synchronisation(session), new PullDiagnostics(session), new Formatting(), new Names(), new SymbolsCapability(), new Structure(),
            new HoverCapability(session), new SignatureHelpCapability(), new SemanticTokensCapability(), new InlayHintsCapability(session),
            new CodeLensesCapability(session), new CompletionCapability(session), new CodeActionsCapability(session), new Rename(session),
            tests, journeys, new Commands(session, tests, journeys),
        ];
        foreach (Capability capability in capabilities)
        {
            capability.Register(router);
        }

        session.Changed = OnChanged;
        session.DataChanged = live.SignalData;
        session.DataFindings = live.Findings;
        session.Sample = live.Of;
    }

    /// <summary>Talks until the client says `exit`, closes the streams or is gone; the result is the exit code of the process.</summary>
    public static async Task<int> RunAsync(Stream input, Stream output, ServerOptions options, CancellationToken cancellation)
    {
        // Reads may wait for one that finds out what the texts mean; the others shall not wait for threads.
        ThreadPool.GetMinThreads(out int workers, out int ports);
        ThreadPool.SetMinThreads(Math.Max(workers, 8), ports);
        if (options.IsAlone)
        {
            _ = Task.Run(WarmUp.Rules, CancellationToken.None);
            _ = Task.Run(WarmUp.Messages, CancellationToken.None);
            SpareMemory.PutOff();
        }

        using Server server = new(input, output, options);
        return await server.RunAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The methods that are handled.</summary>
    internal static ImmutableArray<string> Methods
    {
        get
        {
            using Server server = new(Stream.Null, Stream.Null, new("", TextWriter.Null));
            return [.. server.router.Methods];
        }
    }

    /// <inheritdoc />
    public void Dispose() => ended.Dispose();

    private async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (session.Options.ClientProcess is { } parent)
        {
            WatchParent(parent);
        }

        using CancellationTokenRegistration registration = cancellation.Register(ended.Cancel);
        Task publishing = Task.Run(() => push.RunAsync(ended.Token), CancellationToken.None);
        Task background = Task.WhenAll(
            Task.Run(() => live.RunAsync(ended.Token), CancellationToken.None), Task.Run(() => testsChanged.RunAsync(ended.Token), CancellationToken.None));
        Task reading = Task.Run(() => session.Connection.RunAsync(new(OnRequest, OnNotification), ended.Token), CancellationToken.None);
        await Task.WhenAny(reading, Task.Delay(Timeout.Infinite, ended.Token)).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(Task.WhenAll(publishing, background), Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None)).ConfigureAwait(false);
        await session.Connection.CloseAsync().ConfigureAwait(false);
        return lifecycle.IsShutDown ? 0 : ExitedWithoutShutdown;
    }

    private void OnChanged()
    {
        push.Signal();
        live.Signal();
        testsChanged.Signal();
    }

    // What is shown beside the text, and what is wrong with the data, may be another than before.
    private void OnCounted()
    {
        push.Signal();
        session.Refresh();
    }

    private Task<RpcReply> OnRequest(RpcRequest request)
    {
        if (!lifecycle.IsInitialized && request.Method != "initialize")
        {
            throw new RpcException(RpcError.ServerNotInitialized, "`initialize` comes first");
        }

        if (lifecycle.IsShutDown)
        {
            throw new RpcException(RpcError.InvalidRequest, "the server is shut down");
        }

        return router.Handle(request);
    }

    private void OnNotification(string method, System.Text.Json.JsonElement? parameters)
    {
        bool isIgnored = method != "exit" && (!lifecycle.IsInitialized || lifecycle.IsShutDown);
        if (!isIgnored)
        {
            router.Handle(method, parameters);
        }
    }

    private ServerCapabilities Advertise(ClientProfile client)
    {
        ServerCapabilities server = new();
        foreach (Capability capability in capabilities)
        {
            capability.Advertise(server, client);
        }

        return server;
    }

    private void WatchParent(int process) => _ = Task.Run(async () =>
    {
        await ParentProcess.GoneAsync(process, ended.Token).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
    });
}
