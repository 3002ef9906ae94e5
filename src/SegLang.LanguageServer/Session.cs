using System.Collections.Immutable;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Editing;
using SegLang.LanguageServer.Capabilities;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;
using SegLang.Plan;
using SegLang.Runtime;

namespace SegLang.LanguageServer;

/// <summary>What the capabilities of one conversation share.</summary>
internal sealed class Session
{
    // Made when an instant is first asked for: zones take a moment to load.
    private static readonly Lazy<Calendar> Utc = new(static () => new(ZoneTables.From("UTC"), weekStartsSunday: false));

    private readonly TextWriter error;

    /// <summary>A conversation over two streams; log lines go to <paramref name="options"/> too.</summary>
    public Session(Stream input, Stream output, ServerOptions options)
    {
        Options = options;
        error = TextWriter.Synchronized(options.Error);
        Connection = new(input, output, Log);
        Progress = new(Connection);
        Workspaces = new(() => Changed?.Invoke());
        Findings = new(Client);
    }

    /// <summary>What the process was started with.</summary>
    public ServerOptions Options { get; }

    /// <summary>The conversation.</summary>
    public RpcConnection Connection { get; }

    /// <summary>How work that takes a while is shown.</summary>
    public ProgressReports Progress { get; }

    /// <summary>What is open.</summary>
    public Workspaces Workspaces { get; }

    /// <summary>What the client can do.</summary>
    public ClientProfile Client { get; private set; } = ClientProfile.Unknown;

    /// <summary>How findings are told.</summary>
    public Findings Findings { get; private set; }

    /// <summary>Called after each change of the workspace.</summary>
    public Action? Changed { get; set; }

    /// <summary>Called when files changed that may be data.</summary>
    public Action? DataChanged { get; set; }

    /// <summary>What is wrong with the data of a rule set.</summary>
    public Func<RuleSetView, ImmutableArray<Diagnostic>> DataFindings { get; set; } = _ => [];

    /// <summary>What the sample says about a rule set; null where nothing is known.</summary>
    public Func<RuleSetView, SampleView?> Sample { get; set; } = _ => null;

    /// <summary>The instant that windows are shown at: that of the sample, else that of the settings, else the clock's.</summary>
    public long Now(RuleSetView set) => Sample(set)?.Now
        ?? (set.Settings.Now is { } text && EvaluationInstant.TryRead(text, Utc.Value, out long? settled) && settled is { } known ? known : (long?)null)
        ?? (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>What the user has settled.</summary>
    public Preferences Preferences { get; set; } = new();

    /// <summary>Whether rules of this workspace may be evaluated.</summary>
    public bool IsTrusted { get; set; } = true;

    /// <summary>Whether the sample is to be evaluated in the background.</summary>
    public bool MayEvaluate => IsTrusted && Client.Options is { LiveMembership: true } && Preferences.Membership is null or { Enabled: true };

    /// <summary>Settles who the client is.</summary>
    public void Meet(ClientProfile client)
    {
        Client = client;
        Findings = new(client);
        IsTrusted = client.Options.Trusted;
    }

    /// <summary>Whether the client runs that command itself.</summary>
    public bool ClientRuns(string command) => Client.Options.Commands is { } commands && commands.Contains(command);

    /// <summary>Tells our extension how we are; other clients would not know what that is.</summary>
    public void Tell(StatusParams status)
    {
        if (Client.IsOurs)
        {
            Connection.Notify("seglang/status", status, ProtocolJson.Of<StatusParams>());
        }
    }

    /// <summary>Lets the client ask again for what is shown beside the text.</summary>
    public void Refresh()
    {
        if (Client.Is("workspace.inlayHint.refreshSupport"))
        {
            _ = Connection.AskAsync("workspace/inlayHint/refresh");
        }

        if (Client.Is("workspace.codeLens.refreshSupport"))
        {
            _ = Connection.AskAsync("workspace/codeLens/refresh");
        }
    }

    /// <summary>Writes a line for those who look for a mistake.</summary>
    public void Log(string message)
    {
        error.WriteLine(message);
        error.Flush();
        Connection.Notify("window/logMessage", new(1, message), ProtocolJson.Of<MessageParams>());
    }
}
