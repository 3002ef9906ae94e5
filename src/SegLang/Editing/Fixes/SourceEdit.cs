using System.Collections.Immutable;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Text that takes the place of a span of a file; an empty span inserts, an empty text removes.</summary>
public sealed record SourceEdit(string Path, TextSpan Span, string NewText)
{
    /// <summary>The text with these edits, which do not overlap; of two insertions at one place the first given comes first.</summary>
    public static string Apply(string content, IEnumerable<SourceEdit> edits)
    {
        foreach (SourceEdit edit in edits.Select((e, i) => (Edit: e, Index: i))
            .OrderByDescending(p => p.Edit.Span.Start).ThenByDescending(p => p.Index).Select(p => p.Edit))
        {
            content = string.Concat(content.AsSpan(0, edit.Span.Start), edit.NewText, content.AsSpan(edit.Span.End));
        }

        return content;
    }

    /// <summary>The snapshot after these edits; files that are not in it stay away.</summary>
    public static RuleSnapshot Apply(RuleSnapshot snapshot, ImmutableArray<SourceEdit> edits)
    {
        List<SourceText> changed = [];
        foreach (IGrouping<string, SourceEdit> file in edits.GroupBy(e => e.Path))
        {
            if (snapshot.Tree(file.Key)?.Source is { } source)
            {
                changed.Add(new SourceText(file.Key, Apply(source.Content, file)));
            }
        }

        return snapshot.WithAll(changed);
    }
}
