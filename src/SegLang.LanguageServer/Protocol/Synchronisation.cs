using System.Collections.Immutable;

namespace SegLang.LanguageServer.Protocol;

/// <summary>`textDocument/didOpen`</summary>
internal sealed record DidOpenParams(TextDocumentItem TextDocument);

/// <summary>`textDocument/didChange`</summary>
internal sealed record DidChangeParams(VersionedDocument TextDocument, ImmutableArray<ContentChange> ContentChanges);

/// <summary>A changed range, or the whole text where there is none.</summary>
internal sealed record ContentChange(string Text, Range? Range = null);

/// <summary>`textDocument/didClose`</summary>
internal sealed record DidCloseParams(TextDocumentIdentifier TextDocument);

/// <summary>`textDocument/didSave`</summary>
internal sealed record DidSaveParams(TextDocumentIdentifier TextDocument, string? Text = null);

/// <summary>`workspace/didChangeWatchedFiles`</summary>
internal sealed record DidChangeWatchedFilesParams(ImmutableArray<FileEvent> Changes);

/// <summary>A file was created (1), changed (2) or deleted (3).</summary>
internal sealed record FileEvent(string Uri, int Type);

/// <summary>`workspace/didChangeWorkspaceFolders`</summary>
internal sealed record DidChangeFoldersParams(FoldersChange Event);

/// <summary>Folders that came and went.</summary>
internal sealed record FoldersChange(ImmutableArray<WorkspaceFolder> Added, ImmutableArray<WorkspaceFolder> Removed);
