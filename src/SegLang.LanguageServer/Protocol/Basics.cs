using System.Collections.Immutable;
using System.Text.Json;

namespace SegLang.LanguageServer.Protocol;

// The records of LSP 3.17 that are used here, with the protocol's own names; what it leaves open to two types is a JsonElement.

/// <summary>A place between two characters; both from 0, the character in units of the negotiated encoding.</summary>
internal readonly record struct Position(int Line, int Character);

/// <summary>[<paramref name="Start"/>, <paramref name="End"/>)</summary>
internal readonly record struct Range(Position Start, Position End);

/// <summary>A range of a document.</summary>
internal sealed record Location(string Uri, Range Range);

/// <summary>A target, with what links to it.</summary>
internal sealed record LocationLink(Range? OriginSelectionRange, string TargetUri, Range TargetRange, Range TargetSelectionRange);

/// <summary>A document by its URI.</summary>
internal sealed record TextDocumentIdentifier(string Uri);

/// <summary>A document in one version; null where the version is that on disk.</summary>
internal sealed record VersionedDocument(
    string Uri,
    // Null is written: clients take an edit without a version for none that they know.
    [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)] int? Version);

/// <summary>A document as it was opened.</summary>
internal sealed record TextDocumentItem(string Uri, string LanguageId, int Version, string Text);

/// <summary>Params of requests about a whole document.</summary>
internal sealed record DocumentParams(TextDocumentIdentifier TextDocument, JsonElement? WorkDoneToken = null);

/// <summary>Params of requests about a place in a document.</summary>
internal sealed record PositionParams(TextDocumentIdentifier TextDocument, Position Position);

/// <summary>Params of requests about a range of a document.</summary>
internal sealed record RangeParams(TextDocumentIdentifier TextDocument, Range Range);

/// <summary>A replacement of a range.</summary>
internal sealed record TextEdit(Range Range, string NewText);

/// <summary>Replacements in one document.</summary>
internal sealed record TextDocumentEdit(VersionedDocument TextDocument, ImmutableArray<TextEdit> Edits);

/// <summary>Replacements in several documents: with versions where the client knows them, otherwise by URI.</summary>
internal sealed record WorkspaceEdit(
    ImmutableArray<TextDocumentEdit>? DocumentChanges = null, ImmutableDictionary<string, ImmutableArray<TextEdit>>? Changes = null);

/// <summary>Something to run, in the client or here.</summary>
internal sealed record Command(string Title, [property: System.Text.Json.Serialization.JsonPropertyName("command")] string Name, ImmutableArray<JsonElement>? Arguments = null);

/// <summary>Text as Markdown or as it is.</summary>
internal sealed record MarkupContent(string Kind, string Value)
{
    /// <summary>The kind of Markdown.</summary>
    public const string Markdown = "markdown";

    /// <summary>The kind of plain text.</summary>
    public const string PlainText = "plaintext";
}

/// <summary>`window/logMessage` and `window/showMessage`: 1 error, 2 warning, 3 info, 4 log.</summary>
internal sealed record MessageParams(int Type, string Message);

/// <summary>`$/progress`</summary>
internal sealed record ProgressParams(JsonElement Token, WorkDoneProgress Value);

/// <summary>Begin, report or end of work.</summary>
internal sealed record WorkDoneProgress(string Kind, string? Title = null, string? Message = null, bool? Cancellable = null, int? Percentage = null);

/// <summary>`window/workDoneProgress/create`</summary>
internal sealed record ProgressCreateParams(string Token);

/// <summary>`window/workDoneProgress/cancel`</summary>
internal sealed record ProgressCancelParams(JsonElement Token);
