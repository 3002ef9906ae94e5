using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SegLang.Benchmarks.Cli;
using SegLang.Benchmarks.Run;
using SegLang.Text;

namespace SegLang.Benchmarks.Editor;

/// <summary>What somebody waits for who writes in a rule set of a thousand files and ten thousand segments: the published server, measured by its client.</summary>
internal sealed partial class LspBenchmark : IDisposable
{
    private const int Files = 1000;
    private const int Segments = 10_000;
    private const int Times = 60;

    private readonly Report report;
    private readonly string folder = Directory.CreateTempSubdirectory("seglang-lsp").FullName;
    private readonly string seg;
    private readonly SourceText open;
    private readonly SourceText shared;
    private int version = 1;

    private LspBenchmark(Options options, Report report)
    {
        this.report = report;
        seg = Path.GetFullPath(options.Seg ?? CliBenchmark.Publish(folder));
        List<SourceText> sources = new ManyRules(Files, Segments, options.Seed).Make();
        foreach (SourceText source in sources)
        {
            var path = Path.Combine(folder, "rules", source.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? folder);
            File.WriteAllText(path, source.Content);
        }

        open = sources.First(s => s.Path == ManyRules.Open);
        shared = sources.First(s => s.Path == ManyRules.Shared);
    }

    public static void Run(Options options, Report report)
    {
        using var benchmark = new LspBenchmark(options, report);
        report.Begin($"Language server, seen by its client: {Files} files, {Segments} segments, an open file of {benchmark.open.LineCount} lines; p95 of {Times}");
        benchmark.Measure();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Measure()
    {
        var starts = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            using var cold = Start(out var first);
            starts.Add(Stopwatch.GetElapsedTime(begun, first).TotalMilliseconds);
        }

        starts.Sort();
        Value("start to first diagnostics (median of 3)", starts[1], 500);
        using var client = Start(out _);
        client.Rest();
        report.Value("memory after indexing, at rest", FormattableString.Invariant($"{client.Memory / 1e6:0} MB"), client.Memory / 1e6, 180, "MB");
        report.Value("highest until then", FormattableString.Invariant($"{client.PeakMemory / 1e6:0} MB"), client.PeakMemory / 1e6, double.NaN, "MB");
        Type(client, open, open, "keystroke to diagnostics of the same file", 30);
        Type(client, shared, open, "keystroke to diagnostics of a dependant", 150);
        var middle = open.Content.IndexOf("Value", open.Content.Length / 2, StringComparison.Ordinal) + 2;
        (int line, int column) = open.LineAndColumn(middle);
        JsonObject At() => new() { ["textDocument"] = Id(open), ["position"] = Place(line - 1, column - 1) };
        Ask(client, "completion", "textDocument/completion", At, 15);
        Ask(client, "hover", "textDocument/hover", At, 5);
        Ask(client, "definition", "textDocument/definition", At, 5);
        (int callLine, int callColumn) = open.LineAndColumn(open.Content.IndexOf("count(", open.Content.Length / 2, StringComparison.Ordinal) + "count(".Length);
        Ask(client, "signature", "textDocument/signatureHelp", () => new() { ["textDocument"] = Id(open), ["position"] = Place(callLine - 1, callColumn - 1) }, 5);
        Ask(client, "references", "textDocument/references", () => With(At(), "context", new JsonObject { ["includeDeclaration"] = true }), 30);
        Ask(client, "rename", "textDocument/rename", () => With(At(), "newName", "Renamed"), 60);
        Ask(client, "tokens of the whole file", "textDocument/semanticTokens/full", () => new() { ["textDocument"] = Id(open) }, 12);
        Ask(client, "formatting", "textDocument/formatting", () => new() { ["textDocument"] = Id(open), ["options"] = new JsonObject { ["tabSize"] = 2, ["insertSpaces"] = true } }, 15);
        client.Rest();
        report.Value("memory at the end, at rest", FormattableString.Invariant($"{client.Memory / 1e6:0} MB"), client.Memory / 1e6, double.NaN, "MB");
    }

    private EditorClient Start(out long first)
    {
        var client = new EditorClient(seg, folder);
        client.Ask("initialize", new()
        {
            ["processId"] = Environment.ProcessId,
            ["capabilities"] = new JsonObject(),
            ["workspaceFolders"] = new JsonArray(new JsonObject { ["uri"] = new Uri(Path.Combine(folder, "rules")).AbsoluteUri, ["name"] = "rules" }),
        });
        var found = client.Findings(Uri(open));
        client.Tell("initialized", []);
        client.Tell("textDocument/didOpen", new() { ["textDocument"] = With(With(With(Id(open), "languageId", "seglang"), "version", 1), "text", open.Content) });
        client.Tell("textDocument/didOpen", new() { ["textDocument"] = With(With(With(Id(shared), "languageId", "seglang"), "version", 1), "text", shared.Content) });
        first = found.GetAwaiter().GetResult();
        return client;
    }

    // Every other keystroke breaks a name that `seen` needs, so that its findings change each time.
    private void Type(EditorClient client, SourceText typed, SourceText seen, string what, double target)
    {
        var name = ReferenceEquals(typed, seen) ? "where category" : $"trait {UsedTrait().Match(seen.Content).Value} ";
        var offset = typed.Content.IndexOf(name, ReferenceEquals(typed, seen) ? typed.Content.Length / 2 : 0, StringComparison.Ordinal) + name.TrimEnd().Length;
        (int line, int column) = typed.LineAndColumn(offset);
        var times = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            var found = client.Findings(Uri(seen));
            var isAdding = i % 2 == 0;
            var begun = Stopwatch.GetTimestamp();
            client.Tell("textDocument/didChange", new()
            {
                ["textDocument"] = With(Id(typed), "version", ++version),
                ["contentChanges"] = new JsonArray(new JsonObject
                {
                    ["range"] = new JsonObject { ["start"] = Place(line - 1, column - 1), ["end"] = Place(line - 1, column - 1 + (isAdding ? 0 : 1)) },
                    ["text"] = isAdding ? "q" : "",
                }),
            });
            if (!found.Wait(TimeSpan.FromSeconds(20)))
            {
                report.Value(what, "no findings came", double.PositiveInfinity, target, "ms");
                return;
            }

            times.Add(Stopwatch.GetElapsedTime(begun, found.Result).TotalMilliseconds);
            Thread.Sleep(30);
        }

        Value(what, P95(times), target);
    }

    [GeneratedRegex(@"\bValue\d+\b")]
    private static partial Regex UsedTrait();

    private void Ask(EditorClient client, string what, string method, Func<JsonObject> parameters, double target)
    {
        var times = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            times.Add(client.Ask(method, parameters()));
        }

        Value(what, P95(times), target);
    }

    private void Value(string what, double milliseconds, double target) =>
        report.Value(what, FormattableString.Invariant($"{milliseconds:0.0} ms"), milliseconds, target, "ms");

    private static double P95(List<double> times)
    {
        times.Sort();
        return times[(int)(times.Count * 0.95)];
    }

    private string Uri(SourceText source) => new Uri(Path.Combine(folder, "rules", source.Path)).AbsoluteUri;

    private JsonObject Id(SourceText source) => new() { ["uri"] = Uri(source) };

    private static JsonObject Place(int line, int character) => new() { ["line"] = line, ["character"] = character };

    private static JsonObject With(JsonObject target, string name, JsonNode value)
    {
        target[name] = value;
        return target;
    }
}
