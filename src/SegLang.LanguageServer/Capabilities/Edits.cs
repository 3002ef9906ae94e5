using System.Collections.Immutable;
using SegLang.Editing;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>Turns edits of rule files into those of the protocol.</summary>
internal static class Edits
{
    /// <summary>The edits, with versions where the client takes them.</summary>
    public static WorkspaceEdit Of(IEnumerable<SourceEdit> edits, WorkspaceView view, RuleSetView set, ClientProfile client)
    {
        ImmutableArray<(RuleFile File, ImmutableArray<TextEdit> Edits)> files =
        [
            .. from edit in edits
               where set.Sources.ContainsKey(edit.Path)
               group edit by edit.Path into byPath
               orderby byPath.Key
               let file = view.File(set, byPath.Key)
               select (file, byPath.Select(e => new TextEdit(file.Places.RangeOf(e.Span), e.NewText)).ToImmutableArray()),
        ];
        return client.HasVersionedEdits
            ? new(DocumentChanges: [.. files.Select(f => new TextDocumentEdit(new(f.File.Uri, f.File.Version), f.Edits))])
            : new(Changes: files.ToImmutableDictionary(f => f.File.Uri, f => f.Edits));
    }
}
