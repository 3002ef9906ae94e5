using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Tests.Syntax;

public sealed class ConformanceErrors
{
    [Fact]
    public void Each_marked_line_gets_its_error_and_no_other_line_gets_one()
    {
        SourceText source = new("syntax.seg", Repository.Read("tests/conformance/errors/syntax.seg"));
        SyntaxTree tree = SyntaxTree.Parse(source);
        string[] found = [.. tree.Diagnostics.Select(d => $"{source.LineAndColumn(d.Span.Start).Line}: {d.Code}")];
        string[] expected = [.. Marks(source)];
        Assert.Equal(expected.Length, found.Length);
        Assert.All(found.Zip(expected), pair => Assert.StartsWith(pair.Second, pair.First, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(CleanFiles))]
    public void A_correct_file_has_no_syntax_error(string path)
    {
        SyntaxTree tree = SyntaxTree.Parse(new(path, Repository.Read(path)));
        Assert.Empty(tree.Diagnostics.Select(d => $"{path}:{tree.Source.LineAndColumn(d.Span.Start)}: {d.Code} {d.Message}"));
    }

    public static TheoryData<string> CleanFiles => [.. Repository.RuleFiles().Where(f => !f.EndsWith("errors/syntax.seg", StringComparison.Ordinal))];

    private static IEnumerable<string> Marks(SourceText source) =>
        from line in Enumerable.Range(1, source.LineCount)
        let mark = source.Line(line).LastIndexOf("//! ", StringComparison.Ordinal)
        where mark >= 0
        select $"{line}: {source.Line(line)[(mark + 4)..].Trim()}";
}
