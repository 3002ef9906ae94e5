using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Emit;
using SegLang.Plan;

namespace SegLang.Cli;

/// <summary>`seg build`: compiles rules to an assembly that serves batches and streams; the same rules give the same bytes.</summary>
internal static class BuildCommand
{
    /// <summary>Runs the command.</summary>
    public static int Run(Session session, string path, string output, Format format)
    {
        RuleInput input = RuleInput.Read(path);
        Compilation? compilation = input.Problems.IsEmpty ? Compilation.Create(input.Folder.Sources) : null;
        ImmutableArray<Diagnostic> findings = input.Settle(compilation?.Diagnostics ?? input.Problems);
        if (compilation?.Rules is not { } rules)
        {
            session.ReportAside(format, findings);
            return input.IsBroken ? ExitCode.InputOutput : ExitCode.Findings;
        }

        (BoundRuleSet evaluated, ImmutableArray<string> leftOut) = CompiledRuleSet.Evaluable(rules);
        if (RuleCompiler.TryCompile(evaluated, RuleUse.Stream, out ImmutableArray<Diagnostic> refusals) is not { } compiled)
        {
            session.ReportAside(format, Report.Sort(refusals));
            return ExitCode.Findings;
        }

        session.ReportAside(format, findings);
        if (leftOut.Length > 0)
        {
            session.Terminal.Error.WriteLine($"note: left out, because they cannot be compiled yet: {string.Join(", ", leftOut.Select(Paint.Safe))}");
        }

        if (Files.TryWrite(output, () => AtomicFile.Write(output, compiled.Assembly)) is { } failure)
        {
            session.ReportAside(format, [failure]);
            return ExitCode.InputOutput;
        }

        session.Terminal.Out.WriteLine($"{compiled.Hash}  {Paint.Safe(output)}");
        return input.Verdict(findings);
    }
}
