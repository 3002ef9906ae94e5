namespace SegLang.LanguageServer.Protocol;

/// <summary>`textDocument/formatting`; the options do not matter, because there is one layout.</summary>
internal sealed record FormattingParams(TextDocumentIdentifier TextDocument);

/// <summary>`textDocument/rangeFormatting`</summary>
internal sealed record RangeFormattingParams(TextDocumentIdentifier TextDocument, Range Range);
