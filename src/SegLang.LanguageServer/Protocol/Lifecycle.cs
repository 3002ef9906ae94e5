using System.Collections.Immutable;
using System.Text.Json;

namespace SegLang.LanguageServer.Protocol;

/// <summary>`initialize`; capabilities stay JSON, because few of the client's are asked for.</summary>
internal sealed record InitializeParams(
    JsonElement Capabilities,
    int? ProcessId = null,
    string? RootUri = null,
    string? RootPath = null,
    ImmutableArray<WorkspaceFolder>? WorkspaceFolders = null,
    InitializationOptions? InitializationOptions = null,
    string? Locale = null);

/// <summary>What our extension settles at the start.</summary>
/// <param name="Trusted">False: rules of the workspace are never evaluated.</param>
/// <param name="Commands">The commands that the client itself runs, such as `seglang.showReferences`.</param>
/// <param name="LiveMembership">False: no sample is evaluated in the background.</param>
internal sealed record InitializationOptions(bool Trusted = true, ImmutableArray<string>? Commands = null, bool LiveMembership = true);

/// <summary>A folder that is open in the editor.</summary>
internal sealed record WorkspaceFolder(string Uri, string Name);

/// <summary>The answer to `initialize`.</summary>
internal sealed record InitializeResult(ServerCapabilities Capabilities, ServerInfo ServerInfo);

/// <summary>Who we are.</summary>
internal sealed record ServerInfo(string Name, string Version);

/// <summary>What is advertised; each capability sets its own.</summary>
internal sealed class ServerCapabilities
{
    public string? PositionEncoding { get; set; }

    public SyncOptions? TextDocumentSync { get; set; }

    public CompletionOptions? CompletionProvider { get; set; }

    public SignatureHelpOptions? SignatureHelpProvider { get; set; }

    public bool? HoverProvider { get; set; }

    public bool? DefinitionProvider { get; set; }

    public bool? ReferencesProvider { get; set; }

    public bool? DocumentHighlightProvider { get; set; }

    public bool? DocumentSymbolProvider { get; set; }

    public bool? WorkspaceSymbolProvider { get; set; }

    public CodeActionOptions? CodeActionProvider { get; set; }

    public ResolveOptions? CodeLensProvider { get; set; }

    public ResolveOptions? DocumentLinkProvider { get; set; }

    public bool? DocumentFormattingProvider { get; set; }

    public bool? DocumentRangeFormattingProvider { get; set; }

    public RenameOptions? RenameProvider { get; set; }

    public bool? FoldingRangeProvider { get; set; }

    public bool? SelectionRangeProvider { get; set; }

    public SemanticTokensOptions? SemanticTokensProvider { get; set; }

    public ResolveOptions? InlayHintProvider { get; set; }

    public DiagnosticOptions? DiagnosticProvider { get; set; }

    public ExecuteCommandOptions? ExecuteCommandProvider { get; set; }

    public WorkspaceCapabilities? Workspace { get; set; }

    public ImmutableDictionary<string, bool>? Experimental { get; set; }
}

/// <summary>How documents are kept in step: <paramref name="Change"/> 2 is incremental.</summary>
internal sealed record SyncOptions(bool OpenClose, int Change, SaveOptions Save);

/// <summary>`textDocument/didSave`</summary>
internal sealed record SaveOptions(bool IncludeText);

/// <summary>`completionProvider`</summary>
internal sealed record CompletionOptions(ImmutableArray<string> TriggerCharacters, bool ResolveProvider);

/// <summary>`signatureHelpProvider`</summary>
internal sealed record SignatureHelpOptions(ImmutableArray<string> TriggerCharacters, ImmutableArray<string> RetriggerCharacters);

/// <summary>`codeActionProvider`</summary>
internal sealed record CodeActionOptions(ImmutableArray<string> CodeActionKinds, bool ResolveProvider);

/// <summary>A provider that can resolve.</summary>
internal sealed record ResolveOptions(bool ResolveProvider);

/// <summary>`renameProvider`</summary>
internal sealed record RenameOptions(bool PrepareProvider);

/// <summary>`semanticTokensProvider`</summary>
internal sealed record SemanticTokensOptions(SemanticTokensLegend Legend, SemanticTokensFull Full, bool Range);

/// <summary>What the numbers of tokens mean.</summary>
internal sealed record SemanticTokensLegend(ImmutableArray<string> TokenTypes, ImmutableArray<string> TokenModifiers);

/// <summary>Whole documents, also as a difference.</summary>
internal sealed record SemanticTokensFull(bool Delta);

/// <summary>`diagnosticProvider`</summary>
internal sealed record DiagnosticOptions(string Identifier, bool InterFileDependencies, bool WorkspaceDiagnostics);

/// <summary>`executeCommandProvider`</summary>
internal sealed record ExecuteCommandOptions(ImmutableArray<string> Commands, bool WorkDoneProgress);

/// <summary>`workspace`</summary>
internal sealed record WorkspaceCapabilities(WorkspaceFoldersCapability WorkspaceFolders);

/// <summary>Folders may come and go.</summary>
internal sealed record WorkspaceFoldersCapability(bool Supported, bool ChangeNotifications);

/// <summary>`client/registerCapability`</summary>
internal sealed record RegistrationParams(ImmutableArray<Registration> Registrations);

/// <summary>One dynamic registration.</summary>
internal sealed record Registration(string Id, string Method, WatchedFilesOptions RegisterOptions);

/// <summary>The files to watch.</summary>
internal sealed record WatchedFilesOptions(ImmutableArray<FileWatcher> Watchers);

/// <summary>Files to watch, by a pattern.</summary>
internal sealed record FileWatcher(string GlobPattern);
