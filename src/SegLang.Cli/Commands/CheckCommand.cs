using System.Collections.Immutable;
using SegLang.Diagnostics;

namespace SegLang.Cli;

/// <summary>`seg check`: parse, bind, analyse; with `--costs` also what each rule makes a stream keep.</summary>
internal static class CheckCommand
{
    /// <summary>Runs the command.</summary>
    public static int Run(Session session, string path, bool costs, Format format)
    {
        RuleInput input = RuleInput.Read(path);
        Compilation? compilation = input.Problems.IsEmpty ? Compilation.Create(input.Folder.Sources) : null;
        ImmutableArray<Diagnostic> findings = input.Settle(compilation?.Analyze() ?? input.Problems);
        RuleCostView? view = costs && compilation?.Rules is { } rules ? RuleCostView.Of(rules) : null;
        if (format == Format.Json && view is not null)
        {
            JsonFormat.Write(session.Terminal.Out, findings, view.Write);
        }
        else
        {
            session.Report(format, input.Placed(findings, format));
        }

        if (format == Format.Human)
        {
            view?.Write(session.Terminal.Out);
            int files = input.Folder.Sources.Length;
            session.Terminal.Out.WriteLine($"{HumanFormat.Count(files, "file")}: {HumanFormat.Summary(findings)}");
        }

        return input.IsBroken ? ExitCode.InputOutput : input.Verdict(findings);
    }
}
