using System.Collections.Immutable;
using SegLang.LanguageServer.Protocol;
using SegLang.Text;

namespace SegLang.LanguageServer.Workspace;

/// <summary>A document as the editor holds it, saved or not. Its source is named as its rule set names it; Saved is its text on disk, null where it is not there.</summary>
internal sealed record OpenDocument(string Key, string Uri, int Version, SourceText Source, bool HasMark, string? Saved)
{
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Whether it is otherwise than on disk; no longer so when an edit is taken back.</summary>
    public bool IsDirty => Saved != Source.Content;

    /// <summary>The document as it was opened.</summary>
    public static OpenDocument Open(TextDocumentItem item, string key, string name)
    {
        bool hasMark = item.Text.StartsWith(ByteOrderMark);
        string text = hasMark ? item.Text[1..] : item.Text;
        return new(key, item.Uri, item.Version, new(name, text), hasMark, text);
    }

    /// <summary>The document after changes, each of which builds on the one before.</summary>
    public OpenDocument With(int? version, ImmutableArray<ContentChange> changes, bool isUtf8)
    {
        SourceText source = Source;
        bool hasMark = HasMark;
        foreach (ContentChange change in changes)
        {
            if (change.Range is not { } range)
            {
                hasMark = change.Text.StartsWith(ByteOrderMark);
                source = new(source.Path, hasMark ? change.Text[1..] : change.Text);
                continue;
            }

            TextSpan span = new TextPlaces(source, isUtf8, hasMark).SpanOf(range);
            source = new(source.Path, string.Concat(
                source.Content.AsSpan(0, span.Start), change.Text, source.Content.AsSpan(span.End)));
        }

        return this with { Version = version ?? Version + 1, Source = source, HasMark = hasMark };
    }
}
