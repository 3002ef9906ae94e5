using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using SegLang.Diagnostics;
using SegLang.Testing;

namespace SegLang.Cli;

/// <summary>Writes the results of `seg test` in every format; the engines are named.</summary>
internal static class TestReport
{
    /// <summary>Writes findings that kept tests from running.</summary>
    public static void WriteFindings(Session session, Format format, ImmutableArray<Diagnostic> findings)
    {
        if (format == Format.Json)
        {
            JsonFormat.Write(session.Terminal.Out, json => WriteJson(json, findings, new TestRun([], []), null));
            return;
        }

        session.Report(format, findings);
        if (format == Format.Human)
        {
            session.Terminal.Out.WriteLine($"no test was run: {HumanFormat.Summary(findings)}");
        }
    }

    /// <summary>Writes results.</summary>
    public static void Write(Session session, TestOptions options, TestRun run, TestCoverage? coverage)
    {
        TextWriter writer = session.Terminal.Out;
        switch (options.Format)
        {
            case Format.Human:
                WriteHuman(writer, new Paint(session.Terminal.ColourOut), run, coverage);
                break;
            case Format.Compact:
                foreach (TestResult result in run.Results)
                {
                    writer.WriteLine(Line(result));
                }

                break;
            case Format.Json:
                JsonFormat.Write(writer, json => WriteJson(json, [], run, coverage));
                break;
            case Format.Junit:
                JunitFormat.Write(writer, "seg test", [.. run.Results.Select(Case)]);
                break;
            case Format.Github:
                foreach (TestResult result in run.Results.Where(r => !r.Passed))
                {
                    GithubFormat.WriteCommand(
                        writer, "error", result.Source.Path, Place.Of(result.Source, result.Span), $"{result.Name} ({result.Engine})", result.Message ?? "failed");
                }

                break;
            case Format.Msbuild:
                foreach (TestResult result in run.Results.Where(r => !r.Passed))
                {
                    MsbuildFormat.WriteLine(
                        writer, result.Source.Path, Place.Of(result.Source, result.Span), "error", $"{result.Name} ({result.Engine}): {result.Message ?? "failed"}");
                }

                break;
            case Format.Sarif:
                SarifFormat.Write(writer, [.. run.Results.Where(r => !r.Passed).Select(Finding)]);
                break;
        }
    }

    private static void WriteHuman(TextWriter writer, Paint paint, TestRun run, TestCoverage? coverage)
    {
        foreach (IGrouping<(string Path, string Name, int Line), TestResult> test in run.Results.GroupBy(r => (r.Source.Path, r.Name, r.Line)))
        {
            bool passed = test.All(r => r.Passed);
            string mark = passed ? paint.Green("passed") : paint.Red("FAILED");
            string where = string.Create(CultureInfo.InvariantCulture, $"{Paint.Safe(test.Key.Path)}:{test.Key.Line}");
            writer.WriteLine($"{mark}  {Paint.Safe(test.Key.Name)}  {paint.Dim(where)}");
            foreach (TestResult result in test.Where(r => !r.Passed))
            {
                foreach (string line in (result.Message ?? "").Split('\n'))
                {
                    writer.WriteLine($"        {paint.Blue(result.Engine)}: {Paint.Safe(line)}");
                }
            }
        }

        if (coverage is not null)
        {
            WriteCoverage(writer, paint, coverage);
        }

        string engines = run.Engines.Length == 1 ? $"the engine {run.Engines[0]}" : $"the engines {string.Join(" and ", run.Engines)}";
        int tests = run.Engines.Length == 0 ? 0 : run.Results.Length / run.Engines.Length;
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{HumanFormat.Count(tests, "test")} in {engines}: {run.Passed} passed, {run.Failed} failed"));
    }

    private static void WriteCoverage(TextWriter writer, Paint paint, TestCoverage coverage)
    {
        foreach (CoverageItem item in coverage.Items.Where(i => !i.IsCovered))
        {
            int line = Place.Of(item.Source, item.Span).Line;
            string where = string.Create(CultureInfo.InvariantCulture, $"{Paint.Safe(item.Source.Path)}:{line}");
            writer.WriteLine($"{paint.Yellow("not shown")}  {Paint.Safe(item.What)}  {paint.Dim(where)}");
        }

        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"coverage: {Math.Round(coverage.Percent, 1)}% ({coverage.Covered} of {coverage.Items.Length})"));
    }

    private static void WriteJson(Utf8JsonWriter json, ImmutableArray<Diagnostic> findings, TestRun run, TestCoverage? coverage)
    {
        json.WriteStartObject();
        json.WriteNumber("formatVersion", 1);
        if (!findings.IsEmpty)
        {
            JsonFormat.WriteDiagnostics(json, findings);
        }

        json.WriteStartArray("tests");
        foreach (TestResult result in run.Results)
        {
            json.WriteStartObject();
            json.WriteString("name", result.Name);
            json.WriteString("file", result.Source.Path);
            json.WriteNumber("line", result.Line);
            json.WriteString("engine", result.Engine);
            json.WriteString("outcome", Outcome(result));
            json.WriteString("message", result.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("passed", run.Passed);
        json.WriteNumber("failed", run.Failed);
        if (coverage is not null)
        {
            WriteJsonCoverage(json, coverage);
        }

        json.WriteEndObject();
    }

    private static void WriteJsonCoverage(Utf8JsonWriter json, TestCoverage coverage)
    {
        json.WriteStartObject("coverage");
        json.WriteNumber("percent", Math.Round(coverage.Percent, 2));
        json.WriteNumber("covered", coverage.Covered);
        json.WriteNumber("total", coverage.Items.Length);
        json.WriteStartArray("missing");
        foreach (CoverageItem item in coverage.Items.Where(i => !i.IsCovered))
        {
            json.WriteStartObject();
            json.WriteString("file", item.Source.Path);
            json.WriteNumber("line", Place.Of(item.Source, item.Span).Line);
            json.WriteString("name", item.Definition.Name);
            json.WriteString("what", item.What);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Line(TestResult result)
    {
        Place place = Place.Of(result.Source, result.Span);
        string message = result.Message is { } text ? ": " + Paint.Safe(text.Replace('\n', ';')) : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Paint.Safe(result.Source.Path)}:{place.Line}:{place.Column}: {Outcome(result)} {result.Engine} {Paint.Safe(result.Name)}{message}");
    }

    private static JunitCase Case(TestResult result) =>
        new($"{result.Source.Path} ({result.Engine})", result.Name, result.Passed ? null : FirstLine(result.Message), result.Message);

    private static Diagnostic Finding(TestResult result) =>
        new("test", Severity.Error, result.Source, result.Span, $"`{result.Name}` failed in {result.Engine}: {result.Message}");

    private static string FirstLine(string? message) => (message ?? "failed").Split('\n')[0];

    private static string Outcome(TestResult result) => result.Passed ? "passed" : "failed";
}
