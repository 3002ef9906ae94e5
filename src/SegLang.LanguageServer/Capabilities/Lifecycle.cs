using System.Collections.Immutable;
using System.Text.Json;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`initialize`, `initialized`, `shutdown`, `exit`, workspace folders and watched files.</summary>
internal sealed class Lifecycle(Session session, Func<ClientProfile, ServerCapabilities> advertise, Action exit, Action<int> watchParent) : Capability
{
    private static readonly ImmutableArray<string> Watched =
        ["**/*.seg", "**/seglang.json", "**/*.{csv,tsv,txt,json,jsonl,ndjson,gz,db,sqlite,sqlite3}"];

    private InitializeParams? given;

    /// <summary>Whether `initialize` was answered.</summary>
    public bool IsInitialized => given is not null;

    /// <summary>Whether `shutdown` was asked for.</summary>
    public bool IsShutDown { get; private set; }

    /// <inheritdoc />
    public override void Advertise(ServerCapabilities server, ClientProfile client)
    {
        server.PositionEncoding = client.IsUtf8 ? "utf-8" : "utf-16";
        server.Workspace = new(new(Supported: true, ChangeNotifications: true));
    }

    /// <inheritdoc />
    public override void Register(Router<WorkspaceView> router)
    {
        router.Change("initialize", ProtocolJson.Of<InitializeParams>, ProtocolJson.Of<InitializeResult>, Initialize);
        router.Change("initialized", Begin);
        router.Change("shutdown", ProtocolJson.Of<JsonElement?>, () =>
        {
            IsShutDown = true;
            return (JsonElement?)null;
        });
        router.Change("exit", exit);
        router.Change("workspace/didChangeWorkspaceFolders", ProtocolJson.Of<DidChangeFoldersParams>, p => session.Workspaces.Change(p.Event));
        router.Change("workspace/didChangeWatchedFiles", ProtocolJson.Of<DidChangeWatchedFilesParams>, p =>
        {
            session.Workspaces.Change(p.Changes);
            session.DataChanged?.Invoke();
        });
        router.Change("workspace/didChangeConfiguration", AskPreferences);
        router.Change("seglang/trust", ProtocolJson.Of<TrustParams>, p =>
        {
            session.IsTrusted = p.Trusted;
            session.Changed?.Invoke();
        });
        router.Change("$/setTrace", () => { });
        router.Change("window/workDoneProgress/cancel", ProtocolJson.Of<ProgressCancelParams>, p => session.Progress.Cancel(p.Token));
    }

    private InitializeResult Initialize(InitializeParams parameters)
    {
        if (IsInitialized)
        {
            throw new RpcException(RpcError.InvalidRequest, "the server is initialized already");
        }

        ClientProfile client = ClientProfile.Of(parameters);
        session.Meet(client);
        given = parameters;
        session.Workspaces.Prepare(Folders(), client.IsUtf8);
        if (parameters.ProcessId is { } parent)
        {
            watchParent(parent);
        }

        return new(advertise(client), new("seg", session.Options.Version));
    }

    private void Begin()
    {
        AskPreferences();
        session.Workspaces.Begin();
        if (session.Client.WatchesFiles)
        {
            _ = session.Connection.AskAsync(
                "client/registerCapability",
                new([new("watched-files", "workspace/didChangeWatchedFiles", new([.. Watched.Select(w => new FileWatcher(w))]))]),
                ProtocolJson.Of<RegistrationParams>());
        }
    }

    // The section `seglang` of the editor's settings; what it does not hold keeps its default.
    private void AskPreferences()
    {
        if (!session.Client.Is("workspace.configuration"))
        {
            return;
        }

        Task<JsonElement?> asked = session.Connection.AskAsync(
            "workspace/configuration", new ConfigurationParams([new("seglang")]), ProtocolJson.Of<ConfigurationParams>());
        _ = asked.ContinueWith(answer => Take(answer.Result), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    private void Take(JsonElement? answer)
    {
        if (answer is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 1 && list[0].ValueKind == JsonValueKind.Object)
        {
            try
            {
                session.Preferences = list[0].Deserialize(ProtocolJson.Of<Preferences>()) ?? new();
                session.Changed?.Invoke();
                session.Refresh();
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                session.Log($"the settings of `seglang` do not fit: {e.Message}");
            }
        }
    }

    private IEnumerable<string> Folders()
    {
        if (given?.WorkspaceFolders is { IsDefaultOrEmpty: false } folders)
        {
            return folders.Select(f => FileUri.KeyOf(f.Uri)).Where(FileUri.IsFile);
        }

        return given?.RootUri is { } root && FileUri.KeyOf(root) is var key && FileUri.IsFile(key) ? [key]
            : given?.RootPath is { Length: > 0 } path && FileUri.IsFile(path) ? [Path.TrimEndingDirectorySeparator(path)]
            : [];
    }
}
