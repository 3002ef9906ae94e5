namespace SegLang.LanguageServer.Protocol;

/// <summary>`textDocument/references`</summary>
internal sealed record ReferenceParams(TextDocumentIdentifier TextDocument, Position Position, ReferenceContext Context);

/// <summary>Whether the declaration is one of the references.</summary>
internal sealed record ReferenceContext(bool IncludeDeclaration);

/// <summary>A place that names the same: 2 reads it, 3 declares it.</summary>
internal sealed record DocumentHighlight(Range Range, int Kind);
