using System.Text.Json.Nodes;
using SegLang.LanguageServer;
using SegLang.Tests.Checkpoints;

namespace SegLang.Tests.Server;

/// <summary>How many customers a segment has, while it is written.</summary>
public sealed class LiveMemberships
{
    private const string Schema = "profile Customer { id: text key, age: int, city: text }\n";
    private const string Rules = "segment Adults { age >= 18 }\n\nclassify Group {\n  Old when age >= 60\n  Other otherwise\n}\n";

    private static readonly JsonObject Ours = new() { ["trusted"] = true };

    [Fact]
    public async Task Counts_come_at_the_start_and_with_each_edit()
    {
        using TemporaryFolder folder = Folder();
        await using LspClient client = await LspClient.OpenAsync(folder.Path, options: Ours);
        JsonNode first = await StatusAsync(client, s => s["profiles"] is not null);
        Assert.Equal(4, (int)first["profiles"]!);
        Assert.Equal(1, (int)first["segments"]!);
        Assert.Equal("2026-10-31T12:00:00Z", (string?)first["now"]);
        string rules = LspClient.Uri(folder["rules.seg"]);
        client.Open(rules, Rules);
        client.Change(rules, 2, Rules + "segment Children { age < 18 }\n");
        Assert.Equal("idle", (string?)(await StatusAsync(client, s => (int?)s["segments"] == 2))["state"]);
    }

    [Fact]
    public async Task An_edit_that_is_taken_back_leaves_what_later_ones_are_compared_with()
    {
        using TemporaryFolder folder = Folder();
        await using LspClient client = await LspClient.OpenAsync(folder.Path, options: Ours);
        string rules = LspClient.Uri(folder["rules.seg"]);
        client.Open(rules, Rules + "segment Children { age < 18 }\n");
        await StatusAsync(client, s => (int?)s["segments"] == 2);
        client.Change(rules, 2, Rules);
        await StatusAsync(client, s => (int?)s["segments"] == 1);
        client.Change(rules, 3, Rules.Replace(">= 18", ">= 60", StringComparison.Ordinal) + "segment All { age >= 0 }\nsegment None { age < 0 }\n");
        await StatusAsync(client, s => (int?)s["segments"] == 3);
        JsonNode lenses = (await client.RequestAsync("textDocument/codeLens", LspClient.At(rules, 0, 0)))!;
        Assert.Contains(lenses.AsArray(), l => ((string?)l!["command"]?["title"])?.StartsWith("2 of 4 (−1)", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Data_that_cannot_be_read_is_a_finding_of_the_settings()
    {
        using TemporaryFolder folder = Folder();
        File.Delete(folder["customers.csv"]);
        await using LspClient client = await LspClient.OpenAsync(folder.Path, options: Ours);
        JsonNode status = await StatusAsync(client, s => (string?)s["state"] == "error");
        Assert.Contains("customers.csv", (string?)status["message"], StringComparison.Ordinal);
        Assert.NotEmpty(await client.DiagnosticsAsync(LspClient.Uri(folder["seglang.json"])));
    }

    [Fact]
    public async Task What_is_not_trusted_is_not_evaluated_until_it_is()
    {
        using TemporaryFolder folder = Folder();
        await using LspClient client = await LspClient.OpenAsync(folder.Path, options: new() { ["trusted"] = false });
        await StatusAsync(client, s => (string?)s["state"] == "untrusted");
        JsonNode run = (await client.RequestAsync("seglang/runTests", new JsonObject { ["uri"] = LspClient.Uri(folder["rules.seg"]) }))!;
        Assert.Contains("not trusted", (string?)run["error"], StringComparison.Ordinal);
        Assert.DoesNotContain(client.Received, m => LspClient.Is(m, "seglang/status") && m["params"]!["profiles"] is not null);
        client.Notify("seglang/trust", new() { ["trusted"] = true });
        Assert.Equal(4, (int)(await StatusAsync(client, s => s["profiles"] is not null))["profiles"]!);
    }

    [Fact]
    public async Task Other_editors_are_told_nothing_that_they_would_not_know()
    {
        using TemporaryFolder folder = Folder();
        await using LspClient client = await LspClient.OpenAsync(folder.Path, new() { ["workspace"] = new JsonObject { ["inlayHint"] = new JsonObject { ["refreshSupport"] = true } } });
        await client.WaitForAsync(m => LspClient.Is(m, "workspace/inlayHint/refresh"));
        Assert.DoesNotContain(client.Received, m => ((string?)m["method"])?.StartsWith("seglang/", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task The_first_evaluation_is_shown_where_the_client_shows_progress()
    {
        using TemporaryFolder folder = Folder();
        await using LspClient client = await LspClient.OpenAsync(folder.Path, Shows, Ours);
        await StatusAsync(client, s => s["profiles"] is not null);
        JsonObject asked = await client.WaitForAsync(m => LspClient.Is(m, "window/workDoneProgress/create"));
        string token = (string)asked["params"]!["token"]!;
        string rules = LspClient.Uri(folder["rules.seg"]);
        client.Open(rules, Rules + "segment Children { age < 18 }\n");
        await StatusAsync(client, s => (int?)s["segments"] == 2);

        // Either it was over before the client agreed, or it was begun and ended.
        string[] told = [.. client.Received.Where(m => LspClient.Is(m, "$/progress") && (string?)m["params"]!["token"] == token).Select(m => (string)m["params"]!["value"]!["kind"]!)];
        Assert.True(told is [] or ["begin", .., "end"], string.Join(", ", told));
        Assert.Single(client.Received, m => LspClient.Is(m, "window/workDoneProgress/create"));
    }

    [Fact]
    public async Task A_client_that_never_answers_is_not_waited_for()
    {
        using TemporaryFolder folder = Folder();
        await using LspClient client = LspClient.Start();
        client.IsSilent = true;
        await client.GreetAsync(folder.Path, Shows, Ours);
        Assert.Equal(4, (int)(await StatusAsync(client, s => s["profiles"] is not null))["profiles"]!);
        Assert.Contains(client.Received, m => LspClient.Is(m, "window/workDoneProgress/create"));
        Assert.DoesNotContain(client.Received, m => LspClient.Is(m, "$/progress"));
    }

    [Fact]
    public void Progress_tells_a_begin_reports_and_an_end_or_nothing()
    {
        List<string> told = [];
        using (ProgressReport agreed = new("Work", value => told.Add($"{value.Kind} {value.Message}"), () => told.Add("over")))
        {
            agreed.Report("one");
            agreed.Show();
            agreed.Report("two");
            agreed.Cancel();
            Assert.True(agreed.Cancellation.IsCancellationRequested);
        }

        Assert.Equal(["begin one", "report two", "end ", "over"], told);
        told.Clear();
        ProgressReport late = new("Work", value => told.Add(value.Kind), () => told.Add("over"));
        late.Dispose();
        late.Show();
        late.Report("three");
        Assert.Equal(["over"], told);
    }

    private static JsonObject Shows => new() { ["window"] = new JsonObject { ["workDoneProgress"] = true } };

    private static async Task<JsonNode> StatusAsync(LspClient client, Func<JsonNode, bool> isIt) =>
        (await client.WaitForAsync(m => LspClient.Is(m, "seglang/status") && isIt(m["params"]!)))["params"]!;

    private static TemporaryFolder Folder()
    {
        TemporaryFolder folder = new();
        File.WriteAllText(folder["schema.seg"], Schema);
        File.WriteAllText(folder["rules.seg"], Rules);
        File.WriteAllText(folder["customers.csv"], "id,age,city\n1,17,Bonn\n2,18,Köln\n3,60,Bonn\n4,61,Bonn\n");
        File.WriteAllText(folder["seglang.json"], """{ "data": { "profiles": "customers.csv" }, "now": "2026-10-31T12:00" }""");
        return folder;
    }
}
