using System.Text.Json;
using SegLang.LanguageServer.Protocol;

namespace SegLang.LanguageServer;

/// <summary>What the client can do, as far as it matters to us; nothing before `initialize`.</summary>
internal sealed class ClientProfile
{
    private readonly JsonElement? capabilities;

    private ClientProfile(JsonElement? capabilities, InitializationOptions? options)
    {
        IsOurs = options is not null;
        this.capabilities = capabilities;
        Options = options ?? new();
        PullsDiagnostics = Has("textDocument.diagnostic");
        AsksAgain = PullsDiagnostics && Is("workspace.diagnostics.refreshSupport");
        IsUtf8 = Lists("general.positionEncodings", "utf-8") && !Lists("general.positionEncodings", "utf-16", first: true);
        HasRelatedInformation = Is("textDocument.publishDiagnostics.relatedInformation") || Is("textDocument.diagnostic.relatedInformation");
        HasVersionedEdits = Is("workspace.workspaceEdit.documentChanges");
        HasSnippets = Is("textDocument.completion.completionItem.snippetSupport");
        ResolvesActions = Is("textDocument.codeAction.dataSupport") && Has("textDocument.codeAction.resolveSupport");
        DropsStaleReads = Is("general.staleRequestSupport.cancel");
        WatchesFiles = Is("workspace.didChangeWatchedFiles.dynamicRegistration");
        ShowsProgress = Is("window.workDoneProgress");
        LinksDefinitions = Is("textDocument.definition.linkSupport");
    }

    /// <summary>A client that has not said anything.</summary>
    public static ClientProfile Unknown { get; } = new(null, null);

    /// <summary>The client as it introduces itself.</summary>
    public static ClientProfile Of(InitializeParams given) => new(given.Capabilities, given.InitializationOptions);

    /// <summary>Whether it is our extension, or one that speaks like it: it gives options.</summary>
    public bool IsOurs { get; }

    /// <summary>What our extension settles.</summary>
    public InitializationOptions Options { get; }

    /// <summary>Whether it asks for diagnostics itself.</summary>
    public bool PullsDiagnostics { get; }

    /// <summary>Whether it asks for them again when it is told to.</summary>
    public bool AsksAgain { get; }

    /// <summary>Whether characters are counted in UTF-8 units: where it prefers that to UTF-16, which all clients know.</summary>
    public bool IsUtf8 { get; }

    /// <summary>Whether it shows related places of findings.</summary>
    public bool HasRelatedInformation { get; }

    /// <summary>Whether it takes edits with versions.</summary>
    public bool HasVersionedEdits { get; }

    /// <summary>Whether it takes snippets.</summary>
    public bool HasSnippets { get; }

    /// <summary>Whether it asks for the edit of an action when that is chosen.</summary>
    public bool ResolvesActions { get; }

    /// <summary>Whether it does not mind when reads of an older text are refused.</summary>
    public bool DropsStaleReads { get; }

    /// <summary>Whether it watches files for us.</summary>
    public bool WatchesFiles { get; }

    /// <summary>Whether it shows progress.</summary>
    public bool ShowsProgress { get; }

    /// <summary>Whether it takes links from a name to its definition.</summary>
    public bool LinksDefinitions { get; }

    /// <summary>Whether a capability, such as `workspace.inlayHint.refreshSupport`, is true.</summary>
    public bool Is(string path) => At(path) is { ValueKind: JsonValueKind.True };

    /// <summary>Whether a capability is there.</summary>
    public bool Has(string path) => At(path) is { ValueKind: not (JsonValueKind.Null or JsonValueKind.False) };

    private bool Lists(string path, string value, bool first = false) =>
        At(path) is { ValueKind: JsonValueKind.Array } list
        && (first ? list.EnumerateArray().Take(1) : list.EnumerateArray()).Any(v => v.ValueKind == JsonValueKind.String && v.ValueEquals(value));

    private JsonElement? At(string path)
    {
        JsonElement? at = capabilities;
        foreach (string name in path.Split('.'))
        {
            at = at is { ValueKind: JsonValueKind.Object } owner && owner.TryGetProperty(name, out JsonElement value) ? value : null;
        }

        return at;
    }
}
