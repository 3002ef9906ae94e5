using System.Collections.Immutable;
using System.Text;
using SegLang.Binding;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Emit;
using SegLang.Plan;
using SegLang.Runtime;

namespace SegLang.Cli;

/// <summary>What `seg build` is asked for.</summary>
internal sealed record BuildOptions(
    ImmutableArray<string> Paths, string? Out, string? CSharp, string Namespace, string? ClassName, bool WarningsAreErrors, ImmutableArray<string> Silent, Format Format);

/// <summary>`seg build`: compiles rules to an assembly that serves batches and streams, or to C#; the same rules give the same bytes.</summary>
internal static class BuildCommand
{
    /// <summary>Runs the command.</summary>
    public static int Run(Session session, BuildOptions options)
    {
        if ((options.Out is null) == (options.CSharp is null))
        {
            session.Terminal.Error.WriteLine("error: say where the result goes: either `--out FILE.dll` or `--csharp FILE.g.cs`");
            return ExitCode.Usage;
        }

        RuleInput input = RuleInput.Read(options.Paths);
        Compilation? compilation = input.Problems.IsEmpty ? Compilation.Create(input.Folder.Sources) : null;
        ImmutableArray<Diagnostic> findings = Settle(input, options, Found(compilation, options) ?? input.Problems);
        if (compilation?.Rules is not { } rules || findings.Any(f => f.Severity == Severity.Error))
        {
            session.ReportAside(options.Format, input.Placed(findings, options.Format));
            return input.IsBroken ? ExitCode.InputOutput : ExitCode.Findings;
        }

        (BoundRuleSet evaluated, ImmutableArray<string> leftOut) = CompiledRuleSet.Evaluable(rules);
        int? failed = options.CSharp is { } file
            ? WriteCSharp(session, options, evaluated, input.Settings, file)
            : WriteAssembly(session, options.Format, evaluated, options.Out ?? "");
        if (failed is { } code)
        {
            return code;
        }

        session.ReportAside(options.Format, input.Placed(findings, options.Format));
        if (leftOut.Length > 0)
        {
            session.Terminal.Error.WriteLine($"note: left out, because they cannot be compiled yet: {string.Join(", ", leftOut.Select(Paint.Safe))}");
        }

        return input.Verdict(findings);
    }

    // An app is built from what has been checked: the analysis speaks there too.
    private static ImmutableArray<Diagnostic>? Found(Compilation? compilation, BuildOptions options) =>
        options.CSharp is null ? compilation?.Diagnostics : compilation?.Analyze();

    private static ImmutableArray<Diagnostic> Settle(RuleInput input, BuildOptions options, ImmutableArray<Diagnostic> findings) =>
    [
        .. input.Settle(findings)
            .Where(f => f.Severity == Severity.Error || !options.Silent.Contains(f.Code, StringComparer.OrdinalIgnoreCase))
            .Select(f => options.WarningsAreErrors && f.Severity == Severity.Warning ? f with { Severity = Severity.Error } : f),
    ];

    private static int? WriteAssembly(Session session, Format format, BoundRuleSet rules, string output)
    {
        if (RuleCompiler.TryCompile(rules, RuleUse.Stream, out ImmutableArray<Diagnostic> refusals) is not { } compiled)
        {
            session.ReportAside(format, Report.Sort(refusals));
            return ExitCode.Findings;
        }

        return Write(session, format, output, compiled.Assembly, compiled.Hash);
    }

    private static int? WriteCSharp(Session session, BuildOptions options, BoundRuleSet rules, Settings settings, string file)
    {
        RuleSchema schema = SchemaMapping.From(rules);
        (ImmutableDictionary<string, object> values, ImmutableArray<Diagnostic> problems) = ParamReader.Read(
            schema.Params, () => new Calendar(ZoneTables.From(schema.TimeZone), schema.WeekStartsSunday), settings.Params);
        if (!problems.IsEmpty)
        {
            session.ReportAside(options.Format, problems);
            return ExitCode.Findings;
        }

        TypedOptions names = new(options.Namespace, options.ClassName ?? TypedOptions.ClassNameOf(rules.Settings.Name)) { Params = values };
        if (!names.IsValid)
        {
            session.Terminal.Error.WriteLine($"error: `{Paint.Safe($"{names.Namespace}.{names.ClassName}".Trim('.'))}` cannot be the name of a class in C#");
            return ExitCode.Usage;
        }

        if (RuleCompiler.TryWriteTyped(rules, names, out ImmutableArray<Diagnostic> refusals) is not { } text)
        {
            session.ReportAside(options.Format, Report.Sort(refusals));
            return ExitCode.Findings;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Write(session, options.Format, file, bytes, ContentHash.Of(bytes));
    }

    private static int? Write(Session session, Format format, string file, byte[] bytes, string hash)
    {
        if (Files.TryWrite(file, () => AtomicFile.Write(file, bytes)) is { } failure)
        {
            session.ReportAside(format, [failure]);
            return ExitCode.InputOutput;
        }

        session.Terminal.Out.WriteLine($"{hash}  {Paint.Safe(file)}");
        return null;
    }
}
