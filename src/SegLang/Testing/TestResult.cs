using System.Collections.Immutable;
using SegLang.Text;

namespace SegLang.Testing;

/// <summary>How one test went in one engine; <see cref="Message"/> says why it failed, a line for each expectation, and is null otherwise.</summary>
public sealed record TestResult(string Name, SourceText Source, TextSpan Span, string Engine, bool Passed, string? Message)
{
    /// <summary>The line of the test's name, from 1.</summary>
    public int Line => Source.LineAndColumn(Span.Start).Line;
}

/// <summary>The results of all tests that were chosen, by test in order of declaration, then by engine.</summary>
public sealed record TestRun(ImmutableArray<string> Engines, ImmutableArray<TestResult> Results)
{
    /// <summary>How many results are passes.</summary>
    public int Passed => Results.Count(r => r.Passed);

    /// <summary>How many are failures.</summary>
    public int Failed => Results.Length - Passed;
}
