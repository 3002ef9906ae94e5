using System.Text;
using System.Text.Json.Nodes;
using SegLang.Tests.Checkpoints;

namespace SegLang.Tests.Server;

/// <summary>What is typed is kept in step, over what lies in folders.</summary>
public sealed class OpenDocuments
{
    private const string Profile = "profile Customer { id: text key, age: int? }\n";

    [Fact]
    public async Task Files_of_a_folder_are_one_rule_set_and_unsaved_text_comes_first()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["a.seg"], Profile);
        File.WriteAllText(folder["b.seg"], "segment Adults { size > 18 }\n");
        await using LspClient client = await LspClient.OpenAsync(folder.Path);
        string a = LspClient.Uri(folder["a.seg"]), b = LspClient.Uri(folder["b.seg"]);
        Assert.Equal("SEG2001", (string?)Assert.Single(await client.DiagnosticsAsync(b))!["code"]);
        client.Open(a, Profile.Replace("age:", "size:", StringComparison.Ordinal));
        await client.WaitForAsync(m => Is(m, b) && Count(m) != 1 || Is(m, b) && (string?)m["params"]!["diagnostics"]![0]!["code"] != "SEG2001");
        client.Notify("textDocument/didClose", LspClient.Document(a));
        await client.WaitForAsync(m => Is(m, b) && client.Received.Count(r => Is(r, b)) >= 3);
    }

    [Fact]
    public async Task Each_folder_with_settings_is_a_rule_set_of_its_own()
    {
        using TemporaryFolder folder = new();
        foreach (string name in (string[])["one", "two"])
        {
            Directory.CreateDirectory(folder[name]);
            File.WriteAllText(Path.Combine(folder[name], "seglang.json"), "{}");
            File.WriteAllText(Path.Combine(folder[name], "rules.seg"), Profile + "segment Adults { (age else 0) > 18 }\n");
        }

        await using LspClient client = await LspClient.OpenAsync(folder.Path);
        string uri = LspClient.Uri(Path.Combine(folder["one"], "rules.seg"));
        client.Open(uri, Profile + "segment Adults { agee > 18 }\n");
        Assert.Contains(await client.DiagnosticsAsync(uri, 1), d => (string?)d!["code"] == "SEG2001");
        Assert.DoesNotContain(client.Received, m => Is(m, LspClient.Uri(Path.Combine(folder["two"], "rules.seg"))) && Count(m) > 0);
    }

    [Fact]
    public async Task Settings_that_are_not_saved_hold_and_their_mistakes_are_shown()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["a.seg"], Profile);
        File.WriteAllText(folder["seglang.json"], "{}");
        await using LspClient client = await LspClient.OpenAsync(folder.Path);
        string settings = LspClient.Uri(folder["seglang.json"]);
        client.Open(settings, "{ \"dta\": {} }");
        JsonNode finding = Assert.Single(await client.DiagnosticsAsync(settings, 1))!;
        Assert.Equal(2, (int)finding["range"]!["start"]!["character"]!);
    }

    [Fact]
    public async Task What_changes_on_disk_is_taken_where_it_is_not_open()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["a.seg"], Profile);
        File.WriteAllText(folder["b.seg"], "segment Adults { agee > 18 }\n");
        await using LspClient client = await LspClient.OpenAsync(folder.Path);
        string b = LspClient.Uri(folder["b.seg"]);
        Assert.Single(await client.DiagnosticsAsync(b));
        File.Delete(folder["b.seg"]);
        client.Notify("workspace/didChangeWatchedFiles", new() { ["changes"] = new JsonArray(new JsonObject { ["uri"] = b, ["type"] = 3 }) });
        await client.WaitForAsync(m => Is(m, b) && Count(m) == 0);
    }

    [Theory]
    [InlineData("utf-8", 16)]
    [InlineData("utf-16", 13)]
    public async Task Positions_are_counted_as_the_client_counts_them(string encoding, int expected)
    {
        JsonObject able = new() { ["general"] = new JsonObject { ["positionEncodings"] = new JsonArray(encoding) } };
        await using LspClient client = LspClient.Start();
        JsonNode hello = await client.GreetAsync(capabilities: able);
        Assert.Equal(encoding, (string?)hello["capabilities"]!["positionEncoding"]);
        client.Open("untitled:ä", $"{Profile}segment Ü {{ /*😀*/ agee > 1 }}\n".Replace(" /*😀*/", "", StringComparison.Ordinal).Replace("Ü", "ÜÜÜ", StringComparison.Ordinal));
        JsonNode finding = Assert.Single(await client.DiagnosticsAsync("untitled:ä", 1), d => (string?)d!["code"] == "SEG2001")!;
        Assert.Equal(1, (int)finding["range"]!["start"]!["line"]!);
        Assert.Equal(expected + 1, (int)finding["range"]!["start"]!["character"]!);
    }

    [Fact]
    public async Task Ten_thousand_edits_leave_the_same_text_on_both_sides()
    {
        await using LspClient client = await LspClient.OpenAsync();
        Random dice = new(4);
        string[] pieces = ["a", "\n", "\r\n", "\r", "ü", "😀", " ", "{", "segment A", ""];
        StringBuilder text = new("x");
        client.Open("untitled:edits", text.ToString(), 0);
        for (int i = 1; i <= 10_000; i++)
        {
            int from = Boundary(text, dice.Next(text.Length + 1)), to = Boundary(text, Math.Min(text.Length, from + dice.Next(6)));
            string piece = pieces[dice.Next(pieces.Length)];
            client.Change("untitled:edits", i, new JsonObject { ["range"] = new JsonObject { ["start"] = Place(text, from), ["end"] = Place(text, to) }, ["text"] = piece });
            text.Remove(from, to - from).Insert(from, piece);
            if (text.Length > 400)
            {
                text.Clear().Append('y');
                client.Change("untitled:edits", i, text.ToString());
            }
        }

        const string Last = "segment  Last  {  9999-1-1  }"; // What no version before had: the same findings are not told twice.
        text.Append(Last);
        client.Change("untitled:edits", 20_000, new JsonObject { ["range"] = new JsonObject { ["start"] = Place(text, text.Length - Last.Length), ["end"] = LspClient.Position(100_000, 0) }, ["text"] = Last });
        string expected = text.ToString();
        JsonNode answer = (await client.RequestAsync("seglang/tests", new JsonObject { ["uri"] = "untitled:edits" }))!;
        Assert.NotNull(answer);
        JsonArray found = await client.DiagnosticsAsync("untitled:edits", 20_000);
        await using LspClient fresh = await LspClient.OpenAsync();
        fresh.Open("untitled:edits", expected, 1);
        JsonArray again = await fresh.DiagnosticsAsync("untitled:edits", 1);
        Assert.Equal(again.ToJsonString(), found.ToJsonString());
    }

    [Fact]
    public async Task Formatting_keeps_line_ends_and_changes_only_what_is_blank()
    {
        await using LspClient client = await LspClient.OpenAsync();
        client.Open("untitled:crlf", "profile Customer {\r\n id: text   key\r\n}\r\n");
        JsonArray edits = (await client.RequestAsync("textDocument/formatting", LspClient.Document("untitled:crlf")))!.AsArray();
        Assert.All(edits, e => Assert.True(string.IsNullOrWhiteSpace((string?)e!["newText"])));
        Assert.Equal(2, edits.Count);
        JsonObject range = LspClient.Document("untitled:crlf");
        range["range"] = LspClient.Range(1, 8, 16);
        JsonNode only = Assert.Single((await client.RequestAsync("textDocument/rangeFormatting", range))!.AsArray())!;
        Assert.Equal(" ", (string?)only["newText"]);
    }

    [Fact]
    public async Task A_client_that_pulls_is_told_nothing_twice()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["a.seg"], Profile + "segment Adults { agee > 18 }\n");
        await using LspClient client = LspClient.Start();
        await client.GreetAsync(folder.Path, new() { ["textDocument"] = new JsonObject { ["diagnostic"] = new JsonObject() } });
        string a = LspClient.Uri(folder["a.seg"]);
        JsonNode first = (await client.RequestAsync("textDocument/diagnostic", LspClient.Document(a)))!;
        Assert.Equal("full", (string?)first["kind"]);
        JsonObject again = LspClient.Document(a);
        again["previousResultId"] = (string?)first["resultId"];
        Assert.Equal("unchanged", (string?)(await client.RequestAsync("textDocument/diagnostic", again))!["kind"]);
        JsonObject all = new() { ["previousResultIds"] = new JsonArray(new JsonObject { ["uri"] = a, ["value"] = (string?)first["resultId"] }) };
        Assert.Equal("unchanged", (string?)Assert.Single((await client.RequestAsync("workspace/diagnostic", all))!["items"]!.AsArray())!["kind"]);
        Assert.DoesNotContain(client.Received, m => LspClient.Is(m, "textDocument/publishDiagnostics"));
    }

    [Fact]
    public async Task A_cancelled_request_is_answered_as_such()
    {
        await using LspClient client = await LspClient.OpenAsync();
        StringBuilder rules = new(Profile);
        for (int i = 0; i < 3000; i++)
        {
            rules.Append(System.Globalization.CultureInfo.InvariantCulture, $"segment S{i} {{ (age else 0) > {i} }}\n");
        }

        client.Open("untitled:big", rules.ToString());
        (long id, Task<JsonNode?> answer) = client.Ask("seglang/tests", new JsonObject());
        client.Notify("$/cancelRequest", new() { ["id"] = id });
        LspFailure failure = await Assert.ThrowsAsync<LspFailure>(() => answer);
        Assert.Equal(-32800, failure.Code);
    }

    private static bool Is(JsonObject message, string uri) =>
        LspClient.Is(message, "textDocument/publishDiagnostics") && (string?)message["params"]!["uri"] == uri;

    private static int Count(JsonObject message) => message["params"]!["diagnostics"]!.AsArray().Count;

    // Not within a character or a line end.
    private static int Boundary(StringBuilder text, int at) =>
        at > 0 && at < text.Length && (char.IsLowSurrogate(text[at]) || (text[at] == '\n' && text[at - 1] == '\r')) ? at - 1 : at;

    private static JsonObject Place(StringBuilder text, int offset)
    {
        int line = 0, start = 0;
        for (int i = 0; i < offset; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                line++;
                start = i + 1;
            }
        }

        return LspClient.Position(line, offset - start);
    }
}
