using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SegLang.Binding;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Emit;
using SegLang.Plan;
using SegLang.Runtime;
using SegLang.Text;

namespace SegLang;

/// <summary>Rules from a folder: `RuleSet.CompileFolder`.</summary>
public static class RuleSetFolders
{
    extension(RuleSet)
    {
        /// <summary>
        /// Compiles the rule set at a path, a folder with `.seg` files or one file, with the params of the nearest `seglang.json`. Errors are a
        /// <see cref="RuleCompilationException"/>. What builds on the population is left out, as `seg build` does; the result also serves
        /// streams. Cancelled, it ends early with an <see cref="OperationCanceledException"/>.
        /// </summary>
        [RequiresUnreferencedCode(RuleCompilation.Untrimmed)]
        public static RuleSet CompileFolder(string path, CancellationToken cancellation = default)
        {
            ArgumentNullException.ThrowIfNull(path);
            RuleFolder folder = RuleFolder.Read(path);
            Settings settings = Settings.Nearest(folder.Root);
            Refuse([.. folder.Findings, .. settings.Problems]);
            return WithParams(Compile(folder.Sources, cancellation), settings);
        }
    }

    /// <summary>
    /// The same rules with the folder or file that they were compiled from, so that they can be explained. What does not compile is a
    /// <see cref="RuleCompilationException"/>, another folder than that of the rules' manifest a <see cref="RuleSetException"/>.
    /// </summary>
    public static RuleSet WithFolder(this RuleSet rules, string path)
    {
        ArgumentNullException.ThrowIfNull(rules);
        RuleFolder folder = RuleFolder.Read(path);
        Refuse(folder.Findings);
        return rules.WithTexts(folder.Sources);
    }

    /// <summary>Compiles files without what builds on the population; errors are a <see cref="RuleCompilationException"/>.</summary>
    [RequiresUnreferencedCode(RuleCompilation.Untrimmed)]
    internal static RuleSet Compile(ImmutableArray<SourceText> sources, CancellationToken cancellation)
    {
        Compilation compilation = Compilation.Create(sources, cancellation);
        BoundRuleSet rules = compilation.Rules ?? throw new RuleCompilationException(compilation.Diagnostics);
        BoundRuleSet evaluated = CompiledRuleSet.Evaluable(rules).Rules;
        CompiledRules compiled = RuleCompiler.TryCompile(evaluated, RuleUse.Stream, out ImmutableArray<Diagnostic> refusals, cancellation)
            ?? throw new RuleCompilationException(refusals);
        return RuleCompilation.Load(compiled, sources);
    }

    private static RuleSet WithParams(RuleSet rules, Settings settings)
    {
        (ImmutableDictionary<string, object> values, ImmutableArray<Diagnostic> findings) =
            ParamReader.Read(rules.Schema.Params, () => rules.Program.Calendar, settings.Params);
        Refuse(findings);
        return values.IsEmpty ? rules : rules.WithForms(values);
    }

    private static void Refuse(ImmutableArray<Diagnostic> findings)
    {
        if (findings.Any(f => f.Severity == Severity.Error))
        {
            throw new RuleCompilationException(findings);
        }
    }
}
