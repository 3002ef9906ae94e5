using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace SegLang.Tests.Server;

/// <summary>Whatever reaches the server, it answers and lives.</summary>
public sealed class MalformedMessages
{
    private const int Count = 10_000;

    private static readonly string[] Methods =
    [
        "initialize", "initialized", "textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "textDocument/formatting",
        "textDocument/rangeFormatting", "textDocument/diagnostic", "textDocument/hover", "textDocument/completion", "textDocument/references",
        "workspace/executeCommand", "seglang/runTests", "seglang/journey", "workspace/didChangeWatchedFiles", "workspace/didChangeWorkspaceFolders",
        "$/cancelRequest", "$/unknown", "window/workDoneProgress/cancel", "nothing", "",
    ];

    [Fact]
    public async Task Ten_thousand_malformed_frames_and_messages_are_answered_or_ignored_and_the_server_lives()
    {
        await using LspClient client = await LspClient.OpenAsync();
        Random dice = new(20261122);
        for (int i = 0; i < Count; i++)
        {
            client.SendRaw(Malformed(dice));
            if (i % 500 == 499)
            {
                // A frame without end may have taken the first of these with it; one of the next is understood.
                client.SendRaw(Encoding.ASCII.GetBytes(new string(' ', 300_000)));
                client.Send(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = $"alive-{i}", ["method"] = "seglang/tests", ["params"] = new JsonObject() });
                client.Send(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = $"alive-{i}-too", ["method"] = "seglang/tests", ["params"] = new JsonObject() });
                JsonObject answer = await client.WaitForAsync(m => Text(m["id"])?.StartsWith($"alive-{i}", StringComparison.Ordinal) == true);
                Assert.NotNull(answer["result"]);
            }
        }

        HashSet<int> codes = [.. client.Received.Where(m => m["error"] is not null).Select(m => (int)m["error"]!["code"]!)];
        Assert.Superset(new HashSet<int> { -32700, -32600, -32601, -32602 }, codes);
        Assert.DoesNotContain(-32603, codes);
        Assert.DoesNotContain(client.Log.ToString().Split((char)10), l => l.StartsWith("internal error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Content-Length: 3\r\n\r\n{a}", -32700)]
    [InlineData("Content-Length: -1\r\n\r\n{}", -32700)]
    [InlineData("Content-Length: 9999999999999999999999\r\n\r\n{}", -32700)]
    [InlineData("Content-Length: 999999999\r\n\r\n{}", -32700)]
    [InlineData("Content-Type: text\r\n\r\n{}", -32700)]
    [InlineData("rubbish without any sense\r\n\r\n", -32700)]
    [InlineData("Content-Length: 2\r\n\r\n[]", -32600)]
    [InlineData("Content-Length: 4\r\n\r\nnull", -32600)]
    [InlineData("Content-Length: 2\r\n\r\n{}", -32600)]
    [InlineData("Content-Length: 31\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":1,\"me\":1}", -32600)]
    [InlineData("Content-Length: 38\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"a\"}", -32600)]
    [InlineData("Content-Length: 37\r\n\r\n{\"jsonrpc\":\"1.0\",\"id\":77,\"method\":\"\"}", -32600)]
    public async Task A_malformed_message_is_one_error_and_the_next_is_understood(string message, int code)
    {
        await using LspClient client = await LspClient.OpenAsync();
        client.SendRaw(Encoding.UTF8.GetBytes(message));
        JsonObject answer = await client.WaitForAsync(m => m["error"] is not null);
        Assert.Equal(code, (int)answer["error"]!["code"]!);
        Assert.NotNull(await client.RequestAsync("seglang/tests", new JsonObject()));
        Assert.Single(client.Received, m => m["error"] is not null);
    }

    [Fact]
    public async Task Nesting_has_a_limit()
    {
        await using LspClient client = await LspClient.OpenAsync();
        client.SendRaw(LspClient.Frame($"{{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"a\",\"params\":{new string('[', 5000)}{new string(']', 5000)}}}"));
        Assert.Equal(-32700, (int)(await client.WaitForAsync(m => m["error"] is not null))["error"]!["code"]!);
    }

    [Fact]
    public async Task Half_a_character_is_a_character_that_is_none()
    {
        await using LspClient client = await LspClient.OpenAsync();
        client.Open("untitled:half", "// ab\nprofile Customer { id: text key }\n");
        client.SendRaw(LspClient.Frame("""{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"untitled:half","version":2},"contentChanges":[{"range":{"start":{"line":0,"character":4},"end":{"line":0,"character":4}},"text":"\ud83d"}]}}"""));
        client.SendRaw(LspClient.Frame("""{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"untitled:half","version":3},"contentChanges":[{"range":{"start":{"line":0,"character":4},"end":{"line":0,"character":5}},"text":""}]}}"""));
        JsonNode edits = (await client.RequestAsync("textDocument/formatting", LspClient.Document("untitled:half")))!;
        Assert.Empty(edits.AsArray());
    }

    private static string? Text(JsonNode? id) => id is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static byte[] Malformed(Random dice)
    {
        string body = Body(dice);
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        int length = bytes.Length;
        switch (dice.Next(12))
        {
            case 0:
                return Noise(dice);
            case 1:
                return [.. Encoding.ASCII.GetBytes(Header(dice)), .. bytes];
            case 2:
                return [.. Encoding.ASCII.GetBytes($"Content-Length: {Math.Max(0, length - dice.Next(1, 20))}\r\n\r\n"), .. bytes];
            case 3:
                return [.. Encoding.ASCII.GetBytes($"Content-Length: {length + dice.Next(1, 20)}\r\n\r\n"), .. bytes];
            case 4:
                for (int i = dice.Next(1, 6); i > 0; i--)
                {
                    bytes[dice.Next(length)] = (byte)dice.Next(256);
                }

                break;
            case 5:
                bytes = bytes[..dice.Next(length)];
                break;
        }

        return [.. Encoding.ASCII.GetBytes($"Content-Length: {bytes.Length}\r\n\r\n"), .. bytes];
    }

    private static string Header(Random dice) => dice.Next(7) switch
    {
        0 => "Content-Length: x\r\n\r\n",
        1 => "Content-Length:\r\n\r\n",
        2 => "\r\n\r\n",
        3 => "Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
        4 => "Content-Length: 4\nContent-Type: x\n\n",
        5 => $"Content-Length: {dice.NextInt64(20_000_000, long.MaxValue)}\r\n\r\n",
        _ => "Content-Type: application/json; charset=latin1\r\n\r\n",
    };

    private static byte[] Noise(Random dice)
    {
        byte[] noise = new byte[dice.Next(1, 200)];
        dice.NextBytes(noise);
        return noise;
    }

    // A message that is nearly right.
    private static string Body(Random dice)
    {
        JsonObject message = [];
        if (dice.Next(10) > 0)
        {
            message["jsonrpc"] = dice.Next(10) > 0 ? "2.0" : Value(dice, 0);
        }

        if (dice.Next(4) > 0)
        {
            message["id"] = dice.Next(3) > 0 ? JsonValue.Create(dice.Next(1000) + 1_000_000) : Value(dice, 0);
        }

        if (dice.Next(8) > 0)
        {
            message["method"] = dice.Next(8) > 0 ? Methods[dice.Next(Methods.Length)] : Value(dice, 0);
        }

        if (dice.Next(6) > 0)
        {
            message["params"] = dice.Next(3) > 0 ? Params(dice) : Value(dice, 3);
        }

        return dice.Next(12) == 0 ? new JsonArray(message).ToJsonString() : message.ToJsonString();
    }

    private static JsonObject Params(Random dice) => new()
    {
        ["textDocument"] = dice.Next(4) > 0 ? new JsonObject { ["uri"] = dice.Next(3) > 0 ? "untitled:a" : Value(dice, 1), ["version"] = Value(dice, 0), ["text"] = Value(dice, 0), ["languageId"] = "seglang" } : Value(dice, 2),
        ["position"] = dice.Next(4) > 0 ? LspClient.Position(dice.Next(-5, 5), dice.Next(-5, 500)) : Value(dice, 2),
        ["range"] = Value(dice, 3),
        ["contentChanges"] = new JsonArray(new JsonObject { ["text"] = Value(dice, 0), ["range"] = Value(dice, 3) }),
        ["context"] = Value(dice, 2),
        ["command"] = Value(dice, 0),
        ["changes"] = Value(dice, 3),
        ["token"] = Value(dice, 1),
        ["id"] = dice.Next(1000) + 1_000_000,
    };

    private static JsonNode? Value(Random dice, int depth) => dice.Next(depth > 0 ? 9 : 7) switch
    {
        0 => null,
        1 => JsonValue.Create(dice.Next(2) == 0),
        2 => JsonValue.Create(dice.NextInt64(long.MinValue, long.MaxValue)),
        3 => JsonValue.Create(dice.NextDouble()),
        4 => JsonValue.Create("untitled:a"),
        5 => JsonValue.Create(dice.Next().ToString("X", CultureInfo.InvariantCulture)),
        6 => JsonValue.Create("\u0000\uD7FF\u2028 segment { \\"),
        7 => new JsonArray([.. Enumerable.Range(0, dice.Next(4)).Select(_ => Value(dice, depth - 1))]),
        _ => new JsonObject { ["uri"] = Value(dice, depth - 1), ["start"] = Value(dice, depth - 1), ["end"] = Value(dice, depth - 1) },
    };
}
