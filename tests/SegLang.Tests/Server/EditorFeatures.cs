using System.Text.Json.Nodes;
using SegLang.Tests.Checkpoints;

namespace SegLang.Tests.Server;

/// <summary>What the features find reaches the editor in the protocol's words.</summary>
public sealed class EditorFeatures
{
    private const string Uri = "untitled:rules";

    private const string Rules = """
        enum Channel { online, store }
        profile Customer { id: text key, age: int }
        /// Somebody came.
        event Visit { channel: Channel }
        segment Visitors { any(Visit in last 30 days where channel == online) }
        segment Adults { agee > 18 }
        """;

    [Fact]
    public async Task A_field_is_proposed_within_where_and_documented_when_asked()
    {
        await using LspClient client = await OpenAsync();
        JsonNode list = (await client.RequestAsync("textDocument/completion", LspClient.At(Uri, 4, 51)))!;
        JsonNode field = Assert.Single(list["items"]!.AsArray(), i => (string?)i!["label"] == "channel")!;
        Assert.Equal(5, (int)field["kind"]!);
        Assert.Equal("channel", (string?)(await client.RequestAsync("completionItem/resolve", field))!["label"]);
    }

    [Fact]
    public async Task A_quick_fix_mends_the_finding_that_it_names()
    {
        await using LspClient client = await OpenAsync();
        JsonNode finding = Assert.Single(await client.DiagnosticsAsync(Uri, 1))!;
        JsonObject ask = LspClient.Document(Uri);
        ask["range"] = finding["range"]!.DeepClone();
        ask["context"] = new JsonObject { ["diagnostics"] = new JsonArray(finding.DeepClone()) };
        JsonNode fix = (await client.RequestAsync("textDocument/codeAction", ask))!.AsArray().First(a => (string?)a!["kind"] == "quickfix")!;
        Assert.Equal("SEG2001", (string?)fix["diagnostics"]![0]!["code"]);
        Assert.Equal("age", (string?)fix["edit"]!["changes"]![Uri]![0]!["newText"]);
    }

    [Fact]
    public async Task An_action_can_be_resolved_until_the_text_has_changed()
    {
        JsonObject able = new()
        {
            ["textDocument"] = new JsonObject { ["codeAction"] = new JsonObject { ["dataSupport"] = true, ["resolveSupport"] = new JsonObject { ["properties"] = new JsonArray("edit") } } },
            ["workspace"] = new JsonObject { ["workspaceEdit"] = new JsonObject { ["documentChanges"] = true } },
        };
        await using LspClient client = await OpenAsync(able);
        JsonObject ask = LspClient.Document(Uri);
        ask["range"] = LspClient.Range(5, 17, 21);
        ask["context"] = new JsonObject { ["diagnostics"] = new JsonArray() };
        JsonNode fix = (await client.RequestAsync("textDocument/codeAction", ask))!.AsArray()[0]!;
        Assert.Null(fix["edit"]);
        Assert.Equal(1, (int)(await client.RequestAsync("codeAction/resolve", fix))!["edit"]!["documentChanges"]![0]!["textDocument"]!["version"]!);
        client.Change(Uri, 2, Rules + "\n");
        Assert.Equal(-32801, (await Assert.ThrowsAsync<LspFailure>(() => client.RequestAsync("codeAction/resolve", fix))).Code);
    }

    [Fact]
    public async Task Colours_come_whole_and_as_a_difference()
    {
        await using LspClient client = await OpenAsync();
        JsonNode full = (await client.RequestAsync("textDocument/semanticTokens/full", LspClient.Document(Uri)))!;
        int[] data = [.. full["data"]!.AsArray().Select(n => (int)n!)];
        Assert.Equal(0, data.Length % 5);
        client.Change(Uri, 2, new JsonObject { ["range"] = LspClient.Range(0, 0, 0), ["text"] = "\n" });
        JsonObject ask = LspClient.Document(Uri);
        ask["previousResultId"] = (string?)full["resultId"];
        JsonNode edit = Assert.Single((await client.RequestAsync("textDocument/semanticTokens/full/delta", ask))!["edits"]!.AsArray())!;
        List<int> patched = [.. data];
        patched.RemoveRange((int)edit["start"]!, (int)edit["deleteCount"]!);
        patched.InsertRange((int)edit["start"]!, edit["data"]!.AsArray().Select(n => (int)n!));
        Assert.Equal((await client.RequestAsync("textDocument/semanticTokens/full", LspClient.Document(Uri)))!["data"]!.AsArray().Select(n => (int)n!), patched);
    }

    [Theory]
    [InlineData("textDocument/hover", 4, 24)]
    [InlineData("textDocument/signatureHelp", 4, 23)]
    [InlineData("textDocument/documentSymbol", 0, 0)]
    [InlineData("textDocument/foldingRange", 0, 0)]
    [InlineData("textDocument/documentLink", 0, 0)]
    [InlineData("textDocument/codeLens", 0, 0)]
    public async Task A_request_about_a_place_is_answered(string method, int line, int character)
    {
        await using LspClient client = await OpenAsync();
        Assert.NotNull(await client.RequestAsync(method, LspClient.At(Uri, line, character)));
    }

    [Fact]
    public async Task A_hint_says_which_dates_a_window_covers_and_how_many_members_there_are()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["rules.seg"], Rules.Replace("agee", "age", StringComparison.Ordinal));
        File.WriteAllText(folder["customers.csv"], "id,age\n1,17\n2,18\n3,60\n");
        File.WriteAllText(folder["visits.csv"], "id,time,channel\n1,2026-10-20T10:00:00Z,online\n");
        File.WriteAllText(folder["seglang.json"], """{ "data": { "profiles": "customers.csv", "events": { "Visit": "visits.csv" } }, "now": "2026-10-31T12:00" }""");
        await using LspClient client = await LspClient.OpenAsync(folder.Path, options: new() { ["trusted"] = true });
        string uri = LspClient.Uri(folder["rules.seg"]);
        client.Open(uri, Rules.Replace("agee", "age", StringComparison.Ordinal));
        await client.WaitForAsync(m => LspClient.Is(m, "seglang/status") && (int?)m["params"]!["profiles"] == 3);
        string before = (await HintsAsync(client, uri))!.ToJsonString();
        Assert.Contains("2026", before, StringComparison.Ordinal);
        Assert.Contains("1", before, StringComparison.Ordinal);
        client.Change(uri, 2, Rules.Replace("agee > 18", "age > 10", StringComparison.Ordinal));
        await client.WaitForAsync(m => LspClient.Is(m, "seglang/status") && client.Received.Count(r => LspClient.Is(r, "seglang/status") && (int?)r["params"]!["profiles"] == 3) >= 2);
        Assert.Contains("+2", (await HintsAsync(client, uri))!.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static async Task<JsonNode?> HintsAsync(LspClient client, string uri)
    {
        JsonObject all = LspClient.Document(uri);
        all["range"] = new JsonObject { ["start"] = LspClient.Position(0, 0), ["end"] = LspClient.Position(100, 0) };
        return await client.RequestAsync("textDocument/inlayHint", all);
    }

    private static async Task<LspClient> OpenAsync(JsonObject? capabilities = null)
    {
        LspClient client = await LspClient.OpenAsync(capabilities: capabilities);
        client.Open(Uri, Rules);
        return client;
    }
}
