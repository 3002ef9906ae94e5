using System.Collections.Immutable;
using System.Text;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Cli;

/// <summary>`seg fmt`: lays rules out in the one canonical way; files that do not parse stay as they are.</summary>
internal static class FormatCommand
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Runs the command.</summary>
    public static int Run(Session session, string path, bool check, Format format)
    {
        RuleInput input = RuleInput.Read(path);
        if (!input.Problems.IsEmpty)
        {
            session.Report(format, input.Settle(input.Problems));
            return input.IsBroken ? ExitCode.InputOutput : ExitCode.Findings;
        }

        var errors = ImmutableArray.CreateBuilder<Diagnostic>();
        int changed = 0;
        foreach (SourceText source in input.Folder.Sources)
        {
            session.Cancellation.ThrowIfCancellationRequested();
            SyntaxTree tree = SyntaxTree.Parse(source);
            if (tree.Diagnostics.Any(d => d.Severity == Severity.Error))
            {
                errors.AddRange(tree.Diagnostics.Where(d => d.Severity == Severity.Error));
                continue;
            }

            if (Formatter.Format(tree) is { } laidOut && laidOut != source.Content)
            {
                changed++;
                Change(session, input.Folder.Root, source, laidOut, check, format);
            }
        }

        return Finish(session, input, check, format, errors.ToImmutable(), changed);
    }

    private static void Change(Session session, string root, SourceText source, string laidOut, bool check, Format format)
    {
        if (!check)
        {
            using AtomicFile file = AtomicFile.Create(Path.Combine(root, source.Path));
            file.Stream?.Write(Utf8.GetBytes(laidOut));
            file.Commit();
        }

        if (format is Format.Human or Format.Compact)
        {
            session.Terminal.Out.WriteLine($"{(check ? "would change" : "changed")} {Paint.Safe(source.Path)}");
        }
    }

    private static int Finish(
        Session session, RuleInput input, bool check, Format format, ImmutableArray<Diagnostic> errors, int changed)
    {
        session.Report(format, Report.Sort(errors));
        if (format == Format.Human)
        {
            int files = input.Folder.Sources.Length;
            string said = check ? "would change" : "changed";
            session.Terminal.Out.WriteLine($"{HumanFormat.Count(files, "file")}: {changed} {said}");
        }

        return !errors.IsEmpty || (check && changed > 0) ? ExitCode.Findings : ExitCode.Ok;
    }
}
