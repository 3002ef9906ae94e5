using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Emit;
using SegLang.Plan;
using SegLang.Text;

namespace SegLang;

/// <summary>Rules from their texts: `RuleSet.Compile`.</summary>
public static class RuleCompilation
{
    extension(RuleSet)
    {
        /// <summary>
        /// Compiles one rule set, each text being a file of it. Errors are a <see cref="RuleCompilationException"/>. The result also serves streams.
        /// </summary>
        public static RuleSet Compile(params IReadOnlyList<string> texts) =>
            Compile(texts.Select((t, i) => new SourceText(texts.Count == 1 ? "rules.seg" : $"rules{i + 1}.seg", t)));

        /// <summary>
        /// Compiles the files of one rule set. Errors are a <see cref="RuleCompilationException"/>. The result also serves streams.
        /// </summary>
        public static RuleSet Compile(IEnumerable<SourceText> sources)
        {
            Compilation compilation = Compilation.Create(sources);
            if (compilation.Rules is not { } rules)
            {
                throw new RuleCompilationException(compilation.Diagnostics);
            }

            return RuleCompiler.TryCompile(rules, RuleUse.Stream, out ImmutableArray<Diagnostic> refusals) is { } compiled
                ? RuleSet.Load(compiled.Assembly)
                : throw new RuleCompilationException(refusals);
        }
    }
}

/// <summary>Rules do not compile: <see cref="Findings"/> says why.</summary>
public sealed class RuleCompilationException : RuleSetException
{
    /// <summary>Nothing is said of what is wrong.</summary>
    public RuleCompilationException()
        : this(ImmutableArray<Diagnostic>.Empty)
    {
    }

    /// <summary>One thing is wrong, which is in no file.</summary>
    public RuleCompilationException(string message)
        : base(message) => Findings = [];

    /// <summary>One thing is wrong, because of another.</summary>
    public RuleCompilationException(string message, Exception innerException)
        : base(message, innerException) => Findings = [];

    /// <summary>What the compiler found.</summary>
    public RuleCompilationException(ImmutableArray<Diagnostic> findings)
        : base([.. findings.Where(f => f.Severity == Severity.Error).Select(Line)]) => Findings = findings;

    /// <summary>All findings, warnings too.</summary>
    public ImmutableArray<Diagnostic> Findings { get; }

    private static string Line(Diagnostic finding)
    {
        (int line, int column) = finding.Source.LineAndColumn(finding.Span.Start);
        return $"{finding.Source.Path}:{line}:{column}: error {finding.Code}: {finding.Message}{(finding.Help is { } help ? $" ({help})" : "")}";
    }
}
