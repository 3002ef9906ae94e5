using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Testing;
using SegLang.Text;

namespace SegLang.Tests.Conformance;

public sealed class ConformanceSuite
{
    public static TheoryData<string> Cases => [.. Files("tests/conformance"), .. Files("tests/conformance/journeys")];

    public static TheoryData<string> Errors => [.. Files("tests/conformance/errors")];

    public static TheoryData<string> Expressions => [.. Files("tests/conformance/expressions")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_test_of_a_case_passes_in_every_engine(string path)
    {
        var rules = Compile(new(path, Repository.Read(path)));
        Assert.NotEmpty(rules.Tests);
        AssertNone(Failures(rules));
    }

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Every_line_has_its_value_in_every_engine(string path)
    {
        var lines = ExpressionLines.Read(Repository.Read(path));
        var rules = Compile(new(path, lines.RuleText));
        Assert.Equal(lines.Count, rules.Tests.Length);
        AssertNone(Failures(rules));
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void Each_marked_line_has_its_error_and_no_other_line_has_one(string path)
    {
        SourceText source = new(path, Repository.Read(path));
        var found = Compilation.Create([source]).Diagnostics.Where(d => d.Severity == Severity.Error).ToLookup(LineOf);
        var wrong = from line in Enumerable.Range(1, source.LineCount)
                    let mark = source.Line(line).LastIndexOf("//! ", StringComparison.Ordinal)
                    let expected = mark < 0 ? null : source.Line(line)[(mark + 4)..].Trim()
                    let isRight = expected is null
                        ? !found[line].Any()
                        : found[line].Any(d => d.Code.StartsWith(expected, StringComparison.Ordinal))
                    where !isRight
                    select $"{path}:{line}: expected {expected ?? "nothing"}, found {string.Join(", ", found[line].Select(d => $"{d.Code} {d.Message}"))}";
        AssertNone(wrong);
    }

    private static void AssertNone(IEnumerable<string> problems)
    {
        string all = string.Join(Environment.NewLine, problems);
        Assert.True(all.Length == 0, all);
    }

    private static int LineOf(Diagnostic diagnostic) => diagnostic.Source.LineAndColumn(diagnostic.Span.Start).Line;

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder))
            .Select(f => $"{folder}/{Path.GetFileName(f)}")
            .Where(f => f.EndsWith(".seg", StringComparison.Ordinal) || f.EndsWith(".txt", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static BoundRuleSet Compile(SourceText source)
    {
        var compilation = Compilation.Create([source]);
        var errors = compilation.Diagnostics.Where(d => d.Severity == Severity.Error)
            .Select(d => $"{source.Path}:{LineOf(d)}: {d.Code} {d.Message}: {source.Line(LineOf(d)).Trim()}");
        AssertNone(errors);
        return compilation.Rules!;
    }

    private static IEnumerable<string> Failures(BoundRuleSet rules) =>
        TestRunner.Run(rules, ConformanceEngines.Of(rules)).Results.Where(r => !r.Passed).Select(r => $"{r.Engine} {r.Source.Path}:{r.Line} {r.Name}: {r.Message}");
}
