using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Tests.Syntax;

public sealed class ConformanceErrors
{
    private static readonly string Shared = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "conformance"));

    [Theory]
    [InlineData("syntax.seg")]
    [InlineData("names_and_types.seg")]
    [InlineData("journeys.seg")]
    public void Each_marked_line_gets_its_error_and_no_other_line_gets_one(string file)
    {
        SourceText source = new(file, Repository.Read("tests/conformance/errors/" + file));
        string[] found = [.. Compilation.Create([source]).Diagnostics
            .Where(d => d.Severity == Severity.Error)
            .Select(d => $"{source.LineAndColumn(d.Span.Start).Line}: {d.Code} {d.Message}")];
        string[] expected = [.. Marks(source)];
        Assert.True(expected.Length == found.Length, string.Join('\n', found));
        Assert.All(found.Zip(expected), pair => Assert.StartsWith(pair.Second, pair.First, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(CleanFiles))]
    public void A_correct_file_has_no_syntax_error(string path)
    {
        SyntaxTree tree = SyntaxTree.Parse(new(path, Repository.Read(path)));
        Assert.Empty(tree.Diagnostics.Select(d => $"{path}:{tree.Source.LineAndColumn(d.Span.Start)}: {d.Code} {d.Message}"));
    }

    [Fact]
    public void The_shared_cases_are_all_here_unchanged()
    {
        foreach (string path in Directory.Exists(Shared) ? Directory.EnumerateFiles(Shared, "*", SearchOption.AllDirectories) : [])
        {
            string relative = Path.GetRelativePath(Shared, path);
            Assert.Equal(File.ReadAllText(path), Repository.Read(Path.Combine("tests", "conformance", relative)));
        }
    }

    public static TheoryData<string> CleanFiles => [.. Repository.RuleFiles().Where(f => !f.Contains("/errors/", StringComparison.Ordinal))];

    private static IEnumerable<string> Marks(SourceText source) =>
        from line in Enumerable.Range(1, source.LineCount)
        let mark = source.Line(line).LastIndexOf("//! ", StringComparison.Ordinal)
        where mark >= 0
        select $"{line}: {source.Line(line)[(mark + 4)..].Trim()}";
}
