using System.Collections.Immutable;
using System.Text.Json;

namespace SegLang.LanguageServer.Protocol;

/// <summary>`textDocument/hover`</summary>
internal sealed record HoverResult(MarkupContent Contents, Range Range);

/// <summary>`textDocument/signatureHelp`</summary>
internal sealed record SignatureHelpResult(ImmutableArray<SignatureInformation> Signatures, int ActiveSignature, int ActiveParameter);

/// <summary>The form of a call.</summary>
internal sealed record SignatureInformation(string Label, MarkupContent? Documentation, ImmutableArray<ParameterInformation> Parameters);

/// <summary>A parameter by its place in the label: [start, end).</summary>
internal sealed record ParameterInformation(ImmutableArray<int> Label, MarkupContent? Documentation);

/// <summary>`textDocument/documentSymbol`</summary>
internal sealed record DocumentSymbol(
    string Name, int Kind, Range Range, Range SelectionRange, string? Detail, ImmutableArray<int>? Tags, ImmutableArray<DocumentSymbol> Children);

/// <summary>`workspace/symbol`</summary>
internal sealed record WorkspaceSymbolParams(string Query);

/// <summary>A symbol of the workspace.</summary>
internal sealed record WorkspaceSymbol(string Name, int Kind, Location Location, string? ContainerName, ImmutableArray<int>? Tags);

/// <summary>`textDocument/foldingRange`: lines only.</summary>
internal sealed record FoldingRangeResult(int StartLine, int EndLine, string? Kind);

/// <summary>`textDocument/selectionRange`</summary>
internal sealed record SelectionRangeParams(TextDocumentIdentifier TextDocument, ImmutableArray<Position> Positions);

/// <summary>A range within its parent.</summary>
internal sealed record SelectionRange(Range Range, SelectionRange? Parent);

/// <summary>`textDocument/documentLink`</summary>
internal sealed record DocumentLinkResult(Range Range, string Target, string? Tooltip);

/// <summary>`textDocument/semanticTokens/full` and `range`</summary>
internal sealed record SemanticTokensResult(ImmutableArray<int> Data, string? ResultId = null);

/// <summary>`textDocument/semanticTokens/full/delta`</summary>
internal sealed record SemanticTokensDeltaParams(TextDocumentIdentifier TextDocument, string PreviousResultId);

/// <summary>The tokens as a whole (<paramref name="Data"/>), or as edits of the earlier ones.</summary>
internal sealed record SemanticTokensDelta(string ResultId, ImmutableArray<SemanticTokensEdit>? Edits = null, ImmutableArray<int>? Data = null);

/// <summary>Numbers that take the place of others.</summary>
internal sealed record SemanticTokensEdit(int Start, int DeleteCount, ImmutableArray<int> Data);

/// <summary>`textDocument/inlayHint`: kind 1 is a type.</summary>
internal sealed record InlayHintResult(Position Position, string Label, int? Kind, string? Tooltip, bool PaddingLeft);

/// <summary>`textDocument/codeLens`</summary>
internal sealed record CodeLensResult(Range Range, Command? Command = null, CodeLensData? Data = null);

/// <summary>What a lens needs to be resolved.</summary>
internal sealed record CodeLensData(string Uri, string Kind, string Name);

/// <summary>`textDocument/rename` and `seglang/rename`</summary>
internal sealed record RenameParams(TextDocumentIdentifier TextDocument, Position Position, string NewName);

/// <summary>`textDocument/prepareRename`</summary>
internal sealed record PrepareRenameResult(Range Range, string Placeholder);

/// <summary>`textDocument/codeAction`</summary>
internal sealed record CodeActionParams(TextDocumentIdentifier TextDocument, Range Range, CodeActionContext Context);

/// <summary>What is asked for.</summary>
internal sealed record CodeActionContext(ImmutableArray<LspDiagnostic> Diagnostics, ImmutableArray<string>? Only = null);

/// <summary>A fix or refactoring; the edit comes with resolving, or a command of the client's in its place.</summary>
internal sealed record CodeActionResult(
    string Title,
    string? Kind = null,
    ImmutableArray<LspDiagnostic>? Diagnostics = null,
    bool? IsPreferred = null,
    WorkspaceEdit? Edit = null,
    Command? Command = null,
    CodeActionData? Data = null);

/// <summary>What an action needs to be resolved; the version says whether the text is still that.</summary>
internal sealed record CodeActionData(string Uri, string Id, int Start, int Length, int? Version);

/// <summary>`textDocument/completion`</summary>
internal sealed record CompletionListResult(bool IsIncomplete, ImmutableArray<CompletionItemResult> Items);

/// <summary>A proposal.</summary>
internal sealed record CompletionItemResult(
    string Label,
    int? Kind = null,
    string? Detail = null,
    string? SortText = null,
    string? FilterText = null,
    int? InsertTextFormat = null,
    TextEdit? TextEdit = null,
    ImmutableArray<string>? CommitCharacters = null,
    ImmutableArray<int>? Tags = null,
    MarkupContent? Documentation = null,
    CompletionData? Data = null);

/// <summary>What a proposal needs to be resolved.</summary>
internal sealed record CompletionData(string Uri, string Key);
