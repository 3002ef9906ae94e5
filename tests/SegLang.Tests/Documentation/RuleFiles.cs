using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Testing;
using SegLang.Tests.Guards;
using SegLang.Text;

namespace SegLang.Tests.Documentation;

/// <summary>Rule sets read from the repository, compiled and tried in the reference evaluator.</summary>
internal static class RuleFiles
{
    /// <summary>The rule files of a folder, in order of their paths.</summary>
    public static ImmutableArray<SourceText> Read(string folder) =>
    [
        .. RepositoryFiles.Under(folder, "*.seg").Select(f => new SourceText(f[(folder.Length + 1)..], RepositoryFiles.Read(f))),
    ];

    /// <summary>The rule set, or a failure that shows its errors.</summary>
    public static BoundRuleSet Compile(IEnumerable<SourceText> sources)
    {
        Compilation compilation = Compilation.Create(sources);
        IEnumerable<string> errors = compilation.Diagnostics.Where(d => d.Severity == Severity.Error).Select(Show);
        if (compilation.Rules is { } rules)
        {
            return rules;
        }

        Assert.Fail(string.Join('\n', errors));
        throw new InvalidOperationException("unreachable: the failure above ends the test");
    }

    /// <summary>A finding on one line: place, code, message.</summary>
    public static string Show(Diagnostic diagnostic)
    {
        (int line, int column) = diagnostic.Source.LineAndColumn(diagnostic.Span.Start);
        return $"{diagnostic.Source.Path}:{line}:{column}: {diagnostic.Code}: {diagnostic.Message}";
    }

    /// <summary>The tests that fail in these engines, by default in the reference evaluator, with the reason.</summary>
    public static IEnumerable<string> Failures(BoundRuleSet rules, params ImmutableArray<TestEngine> engines) =>
        from result in TestRunner.Run(rules, engines.IsDefaultOrEmpty ? [TestEngine.Reference()] : engines).Results
        where !result.Passed
        select $"{result.Source.Path}:{result.Line}: {result.Name} ({result.Engine}): {result.Message}";

    /// <summary>Fails, showing all of them, when a test of the rule set fails in one of the engines.</summary>
    public static void AssertTestsHold(BoundRuleSet rules)
    {
        string failures = string.Join('\n', Failures(rules, TestEngine.Reference(), IlEngine.Create()));
        Assert.True(failures.Length == 0, failures);
    }
}
