using SegLang.Editing;
using SegLang.Tests.Fixtures;
using SegLang.Tests.Guards;

namespace SegLang.Tests.Editing;

/// <summary>The table of fixes as the document on editors shows it.</summary>
internal static class FixesInDocs
{
    private const string Begin = "<!-- fixes: SEG_REWRITE=1 writes this table -->\n";
    private const string End = "<!-- end of fixes -->";

    /// <summary>Fails unless the table between the marks is the compiler's; `SEG_REWRITE=1` writes it.</summary>
    public static void AssertHolds(string document, IEnumerable<string> codes)
    {
        string path = RepositoryFiles.PathOf(document);
        string text = File.ReadAllText(path).ReplaceLineEndings("\n");
        int start = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(start >= Begin.Length && end >= start, "the marks of the table are missing");
        string table = Table(codes);
        if (Fixture.Rewrites)
        {
            File.WriteAllText(path, text[..start] + table + text[end..]);
            return;
        }

        Assert.Equal(table, text[start..end]);
    }

    private static string Table(IEnumerable<string> codes) =>
        "| code | fixes |\n|---|---|\n" + string.Join("", codes.Select(c => $"| {c} | {Fixes(c)} |\n"));

    private static string Fixes(string code) =>
        FixTable.Rows.TryGetValue(code, out var fixes)
            ? string.Join("; ", fixes.Select(f => f.Title + (f.IsCertain ? " (certain)" : "")))
            : $"none: {FixTable.WhyWithout(code)}";
}
