using System.Collections.Immutable;
using System.Text.Json;

namespace SegLang.LanguageServer.Protocol;

/// <summary>A finding: severity 1 error, 2 warning, 3 information; tags 1 unnecessary, 2 deprecated.</summary>
internal sealed record LspDiagnostic(
    Range Range,
    string Message,
    int? Severity = null,
    string? Code = null,
    CodeDescription? CodeDescription = null,
    string? Source = null,
    ImmutableArray<int>? Tags = null,
    ImmutableArray<RelatedInformation>? RelatedInformation = null,
    JsonElement? Data = null);

/// <summary>Where a code is explained.</summary>
internal sealed record CodeDescription(string Href);

/// <summary>Another place that belongs to a finding.</summary>
internal sealed record RelatedInformation(Location Location, string Message);

/// <summary>`textDocument/publishDiagnostics`</summary>
internal sealed record PublishDiagnosticsParams(string Uri, int? Version, ImmutableArray<LspDiagnostic> Diagnostics);

/// <summary>`textDocument/diagnostic`</summary>
internal sealed record DocumentDiagnosticParams(TextDocumentIdentifier TextDocument, string? Identifier = null, string? PreviousResultId = null);

/// <summary>The findings of a document, or that they are those of the result id.</summary>
internal sealed record DocumentDiagnosticReport(string Kind, string ResultId, ImmutableArray<LspDiagnostic>? Items = null);

/// <summary>`workspace/diagnostic`</summary>
internal sealed record WorkspaceDiagnosticParams(ImmutableArray<PreviousResult> PreviousResultIds, string? Identifier = null);

/// <summary>What the client knows of a document.</summary>
internal sealed record PreviousResult(string Uri, string Value);

/// <summary>The findings of all documents.</summary>
internal sealed record WorkspaceDiagnosticReport(ImmutableArray<WorkspaceDocumentReport> Items);

/// <summary>The findings of one document; the version is null where it is not open, and written so.</summary>
internal sealed record WorkspaceDocumentReport(
    string Uri,
    [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)] int? Version,
    string Kind,
    string ResultId,
    ImmutableArray<LspDiagnostic>? Items = null);
