using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SegLang.LanguageServer.Protocol;

/// <summary>How the protocol's records are read and written: generated at compile time, strict about what is required.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(InitializeParams))]
[JsonSerializable(typeof(InitializeResult))]
[JsonSerializable(typeof(RegistrationParams))]
[JsonSerializable(typeof(DidOpenParams))]
[JsonSerializable(typeof(DidChangeParams))]
[JsonSerializable(typeof(DidCloseParams))]
[JsonSerializable(typeof(DidSaveParams))]
[JsonSerializable(typeof(DidChangeWatchedFilesParams))]
[JsonSerializable(typeof(DidChangeFoldersParams))]
[JsonSerializable(typeof(MessageParams))]
[JsonSerializable(typeof(ProgressParams))]
[JsonSerializable(typeof(ProgressCreateParams))]
[JsonSerializable(typeof(ProgressCancelParams))]
[JsonSerializable(typeof(PublishDiagnosticsParams))]
[JsonSerializable(typeof(ImmutableArray<LspDiagnostic>))]
[JsonSerializable(typeof(ImmutableDictionary<string, string>))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(DocumentDiagnosticParams))]
[JsonSerializable(typeof(DocumentDiagnosticReport))]
[JsonSerializable(typeof(WorkspaceDiagnosticParams))]
[JsonSerializable(typeof(WorkspaceDiagnosticReport))]
[JsonSerializable(typeof(StatusParams))]
[JsonSerializable(typeof(TrustParams))]
[JsonSerializable(typeof(TestsParams))]
[JsonSerializable(typeof(TestsResult))]
[JsonSerializable(typeof(RunTestsParams))]
[JsonSerializable(typeof(RunTestsResult))]
[JsonSerializable(typeof(JourneyParams))]
[JsonSerializable(typeof(JourneyResult))]
[JsonSerializable(typeof(ConfigurationParams))]
[JsonSerializable(typeof(Preferences))]
[JsonSerializable(typeof(ExecuteCommandParams))]
[JsonSerializable(typeof(object))]
[JsonSerializable(typeof(ReferenceParams))]
[JsonSerializable(typeof(ImmutableArray<Location>?))]
[JsonSerializable(typeof(ImmutableArray<DocumentHighlight>?))]
[JsonSerializable(typeof(HoverResult))]
[JsonSerializable(typeof(SignatureHelpResult))]
[JsonSerializable(typeof(ImmutableArray<DocumentSymbol>?))]
[JsonSerializable(typeof(WorkspaceSymbolParams))]
[JsonSerializable(typeof(ImmutableArray<WorkspaceSymbol>?))]
[JsonSerializable(typeof(ImmutableArray<FoldingRangeResult>?))]
[JsonSerializable(typeof(SelectionRangeParams))]
[JsonSerializable(typeof(ImmutableArray<SelectionRange>?))]
[JsonSerializable(typeof(ImmutableArray<DocumentLinkResult>?))]
[JsonSerializable(typeof(SemanticTokensResult))]
[JsonSerializable(typeof(SemanticTokensDeltaParams))]
[JsonSerializable(typeof(SemanticTokensDelta))]
[JsonSerializable(typeof(ImmutableArray<InlayHintResult>?))]
[JsonSerializable(typeof(CodeLensResult))]
[JsonSerializable(typeof(ImmutableArray<CodeLensResult>?))]
[JsonSerializable(typeof(Position))]
[JsonSerializable(typeof(ImmutableArray<Location>))]
[JsonSerializable(typeof(CompletionListResult))]
[JsonSerializable(typeof(CompletionItemResult))]
[JsonSerializable(typeof(CodeActionParams))]
[JsonSerializable(typeof(CodeActionResult))]
[JsonSerializable(typeof(ImmutableArray<CodeActionResult>?))]
[JsonSerializable(typeof(RenameParams))]
[JsonSerializable(typeof(PrepareRenameResult))]
[JsonSerializable(typeof(WorkspaceEdit))]
[JsonSerializable(typeof(FormattingParams))]
[JsonSerializable(typeof(RangeFormattingParams))]
[JsonSerializable(typeof(DocumentParams))]
[JsonSerializable(typeof(PositionParams))]
[JsonSerializable(typeof(RangeParams))]
[JsonSerializable(typeof(ImmutableArray<TextEdit>?))]
[JsonSerializable(typeof(JsonElement?))]
internal sealed partial class ProtocolJson : JsonSerializerContext
{
    /// <summary>How a type is read and written; it must be listed above.</summary>
    public static JsonTypeInfo<T> Of<T>() => Default.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
        ?? throw new InvalidOperationException($"{typeof(T).Name} is not listed in {nameof(ProtocolJson)}");
}
