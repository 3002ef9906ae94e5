using System.Text.RegularExpressions;
using SegLang.Tests.Guards;

namespace SegLang.Tests.Documentation;

/// <summary>A block of rule code in a document: what follows "```seg" on its first line is its <see cref="Kind"/>.</summary>
public sealed partial record Snippet(string File, int Line, string Kind, string Code)
{
    /// <summary>Where it stands, as an editor would link it.</summary>
    public string Place => $"{File}:{Line}";

    /// <summary>The rule snippets of a document, in order.</summary>
    public static IReadOnlyList<Snippet> Of(string file)
    {
        string text = RepositoryFiles.Read(file).ReplaceLineEndings("\n");
        return
        [
            .. Block().Matches(text).Select(m => new Snippet(
                file, text.AsSpan(0, m.Index).Count('\n') + 2, m.Groups["kind"].Value.Trim(), m.Groups["code"].Value)),
        ];
    }

    [GeneratedRegex(@"^```seg(?<kind>[ \w]*)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
