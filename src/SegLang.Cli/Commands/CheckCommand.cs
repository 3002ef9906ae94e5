using System.Collections.Immutable;
using SegLang.Diagnostics;

namespace SegLang.Cli;

/// <summary>`seg check`: parse, bind, analyse.</summary>
internal static class CheckCommand
{
    /// <summary>Runs the command.</summary>
    public static int Run(Session session, string path, Format format)
    {
        RuleInput input = RuleInput.Read(path);
        ImmutableArray<Diagnostic> findings = input.Settle(
            input.Problems.IsEmpty ? Compilation.Create(input.Folder.Sources).Analyze() : input.Problems);
        session.Report(format, findings);
        if (format == Format.Human)
        {
            int files = input.Folder.Sources.Length;
            session.Terminal.Out.WriteLine($"{HumanFormat.Count(files, "file")}: {HumanFormat.Summary(findings)}");
        }

        return input.IsBroken ? ExitCode.InputOutput : input.Verdict(findings);
    }
}
