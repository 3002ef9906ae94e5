using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SegLang.Diagnostics;
using SegLang.Emit;
using SegLang.Explain;
using SegLang.Plan;
using SegLang.Text;

namespace SegLang;

/// <summary>Rules from their texts: `RuleSet.Compile`.</summary>
public static class RuleCompilation
{
    internal const string Untrimmed = "Compiles against all that the app has; rules that are compiled with the app (SegLang.Build) may be trimmed.";

    extension(RuleSet)
    {
        /// <summary>
        /// Compiles one rule set, each text being a file of it. Errors are a <see cref="RuleCompilationException"/>. The result also serves streams.
        /// </summary>
        [RequiresUnreferencedCode(Untrimmed)]
        public static RuleSet Compile(params IReadOnlyList<string> texts) => Compile(Files(texts));

        /// <summary>
        /// Compiles the files of one rule set. Errors are a <see cref="RuleCompilationException"/>. The result also serves streams. Cancelled, it ends
        /// early with an <see cref="OperationCanceledException"/>.
        /// </summary>
        [RequiresUnreferencedCode(Untrimmed)]
        public static RuleSet Compile(IEnumerable<SourceText> sources, CancellationToken cancellation = default)
        {
            ImmutableArray<SourceText> files = [.. sources];
            if (files.IsEmpty)
            {
                throw new RuleCompilationException("there are no rules to compile: give at least one text or file");
            }

            Compilation compilation = Compilation.Create(files, cancellation);
            if (compilation.Rules is not { } rules)
            {
                throw new RuleCompilationException(compilation.Diagnostics);
            }

            return RuleCompiler.TryCompile(rules, RuleUse.Stream, out ImmutableArray<Diagnostic> refusals, cancellation) is { } compiled
                ? Load(compiled, files)
                : throw new RuleCompilationException(refusals);
        }
    }

    /// <summary>
    /// The same rules with the texts that they were compiled from, each a file of the rule set, as <see cref="Compile(IReadOnlyList{string})"/> takes them:
    /// for rules that were loaded, or compiled with the app, so that they can be explained.
    /// </summary>
    public static RuleSet WithTexts(this RuleSet rules, params IReadOnlyList<string> texts) => rules.WithTexts(Files(texts));

    /// <summary>
    /// The same rules with the files that they were compiled from. Files that do not compile are a <see cref="RuleCompilationException"/>, others than
    /// those of the rules' manifest a <see cref="RuleSetException"/>.
    /// </summary>
    public static RuleSet WithTexts(this RuleSet rules, IEnumerable<SourceText> sources)
    {
        ArgumentNullException.ThrowIfNull(rules);
        RuleTexts texts = new([.. sources]);
        return texts.Hash == rules.Manifest.Rules ? rules.Explained(texts.Explain) : throw new RuleSetException(
            $"the texts are not those of the rules: their hash is {texts.Hash}, and the rules' manifest says {rules.Manifest.Rules}");
    }

    /// <summary>What was compiled from files, with what explains it.</summary>
    [RequiresUnreferencedCode(Untrimmed)]
    internal static RuleSet Load(CompiledRules compiled, ImmutableArray<SourceText> files) =>
        RuleSet.Load(compiled.Assembly).Explained(new RuleTexts(files).Explain);

    private static IEnumerable<SourceText> Files(IReadOnlyList<string> texts) =>
        texts.Select((t, i) => new SourceText(texts.Count == 1 ? "rules.seg" : $"rules{i + 1}.seg", t));
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
