using System.Text.Json.Nodes;

namespace SegLang.Tests.Server;

/// <summary>What our extension asks beyond the protocol.</summary>
public sealed class OwnRequests
{
    private const string Rules = """
        profile Customer { id: text key }
        event Visit { }
        segment Visitors { any(Visit) }
        /// From the first visit on.
        journey Way "The way" {
          start First on Visit
          stage First "At first" { after 3 days -> Gone }
          final stage Gone
        }
        test "a visit" {
          given { id: "1" }
          at 2026-03-09T15:00 Visit {}
          at 2026-03-09T15:00 expect Visitors
        }
        test "no visit" {
          given { id: "2" }
          at 2026-03-09T15:00 expect Visitors
        }
        """;

    [Fact]
    public async Task Tests_are_found_and_run_as_they_are_typed()
    {
        await using LspClient client = await LspClient.OpenAsync();
        client.Open("untitled:rules", Rules);
        JsonArray found = (await client.RequestAsync("seglang/tests", new JsonObject()))!["items"]!.AsArray();
        Assert.Equal(["a visit", "no visit"], found.Select(t => (string?)t!["name"]));
        Assert.Equal(9, (int)found[0]!["range"]!["start"]!["line"]!);
        JsonNode run = (await client.RequestAsync("seglang/runTests", new JsonObject { ["uri"] = "untitled:rules" }))!;
        Assert.Equal(["passed", "failed"], run["results"]!.AsArray().Select(t => (string?)t!["outcome"]));
        JsonNode one = (await client.RequestAsync("seglang/runTests", new JsonObject { ["uri"] = "untitled:rules", ["names"] = new JsonArray("no visit") }))!;
        Assert.NotNull((string?)Assert.Single(one["results"]!.AsArray())!["message"]);
    }

    [Fact]
    public async Task A_journey_is_a_picture_whose_parts_know_their_place()
    {
        await using LspClient client = await LspClient.OpenAsync();
        client.Open("untitled:rules", Rules);
        JsonNode drawn = (await client.RequestAsync("seglang/journey", new JsonObject { ["uri"] = "untitled:rules" }))!;
        Assert.Equal("Way", (string?)drawn["name"]);
        string svg = (string)drawn["svg"]!;
        JsonArray items = drawn["items"]!.AsArray();
        Assert.Equal(5, items.Count);
        Assert.All(items, i => Assert.Contains($"data-id=\"{(string?)i!["id"]}\"", svg, StringComparison.Ordinal));
        Assert.Equal(6, (int)items.Single(i => (string?)i!["id"] == "n1")!["range"]!["start"]!["line"]!);
        Assert.DoesNotContain("<script", svg, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_is_stored_under_a_name_follows_to_the_one_that_the_client_asks_for()
    {
        await using LspClient client = await LspClient.OpenAsync(options: new() { ["commands"] = new JsonArray("seglang.rename") });
        client.Open("untitled:rules", Rules);
        JsonNode rename = Assert.Single(await ActionsAsync(client), a => a!["command"] is not null)!;
        Assert.Null(rename["edit"]);
        Assert.Equal("seglang.rename", (string?)rename["command"]!["command"]);
        JsonArray place = rename["command"]!["arguments"]!.AsArray();
        JsonObject given = LspClient.At((string)place[0]!, (int)place[1]!["line"]!, (int)place[1]!["character"]!);
        given["newName"] = "Guests";
        JsonNode edit = (await client.RequestAsync("seglang/rename", given))!;
        Assert.Equal(
            ["@was(\"Visitors\") ", "Guests", "Guests", "Guests"], edit["changes"]!["untitled:rules"]!.AsArray().Select(e => (string?)e!["newText"]));
    }

    [Fact]
    public async Task A_client_that_cannot_ask_for_a_name_gets_a_fresh_one()
    {
        await using LspClient client = await LspClient.OpenAsync();
        client.Open("untitled:rules", Rules);
        JsonArray actions = await ActionsAsync(client);
        Assert.All(actions, a => Assert.Null(a!["command"]));
        Assert.Contains(actions, a => a!["edit"]?["changes"]?["untitled:rules"]?.AsArray().Any(e => (string?)e!["newText"] == "Visitors2") == true);
    }

    // At the name of `Visitors`.
    private static async Task<JsonArray> ActionsAsync(LspClient client)
    {
        JsonObject asked = LspClient.Document("untitled:rules");
        asked["range"] = LspClient.Range(2, 10, 10);
        asked["context"] = new JsonObject { ["diagnostics"] = new JsonArray() };
        return (await client.RequestAsync("textDocument/codeAction", asked))!.AsArray();
    }

    [Fact]
    public async Task Commands_serve_editors_without_our_extension()
    {
        await using LspClient client = await LspClient.OpenAsync();
        client.Open("untitled:rules", Rules);
        await client.RequestAsync("workspace/executeCommand", new JsonObject { ["command"] = "seglang.server.runTest", ["arguments"] = new JsonArray("untitled:rules", "a visit") });
        Assert.Equal("passed: a visit", (string?)(await client.WaitForAsync(m => LspClient.Is(m, "window/showMessage")))["params"]!["message"]);
        JsonNode? page = await client.RequestAsync("workspace/executeCommand", new JsonObject { ["command"] = "seglang.server.explain", ["arguments"] = new JsonArray("SEG2001") });
        Assert.Equal("# SEG2001", (string?)page);
        LspFailure failure = await Assert.ThrowsAsync<LspFailure>(() => client.RequestAsync("workspace/executeCommand", new JsonObject { ["command"] = "rm" }));
        Assert.Equal(-32602, failure.Code);
    }

    [Fact]
    public async Task A_name_leads_to_its_declaration_and_its_uses()
    {
        await using LspClient client = await LspClient.OpenAsync();
        client.Open("untitled:rules", Rules);
        JsonObject at = LspClient.At("untitled:rules", 2, 24);
        Assert.Equal(1, (int)Assert.Single((await client.RequestAsync("textDocument/definition", at))!.AsArray())!["range"]!["start"]!["line"]!);
        at["context"] = new JsonObject { ["includeDeclaration"] = true };
        Assert.Equal(4, (await client.RequestAsync("textDocument/references", at))!.AsArray().Count);
        Assert.Equal(4, (await client.RequestAsync("textDocument/documentHighlight", at))!.AsArray().Count);
    }
}
