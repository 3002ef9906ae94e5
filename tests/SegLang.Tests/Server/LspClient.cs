using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using SegLang.LanguageServer;

namespace SegLang.Tests.Server;

/// <summary>A small editor: it talks to a server over two streams, by hand-written frames, so that it shares nothing with it.</summary>
internal sealed class LspClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Stream toServer;
    private readonly Stream fromServer;
    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonObject>> asked = new();
    private readonly Lock gate = new();
    private readonly List<JsonObject> received = [];
    private readonly List<(Func<JsonObject, bool> Is, TaskCompletionSource<JsonObject> Source)> waiting = [];
    private readonly Task reading;
    private long last;

    public LspClient(Stream toServer, Stream fromServer)
    {
        (this.toServer, this.fromServer) = (toServer, fromServer);
        reading = Task.Run(ReadAsync);
    }

    /// <summary>The server's own end, where it runs in this process.</summary>
    public Task<int>? Ended { get; private init; }

    /// <summary>What the server writes for those who look for mistakes.</summary>
    public StringWriter Log { get; private init; } = new();

    /// <summary>How requests of the server are answered; null for an empty result.</summary>
    public Func<string, JsonNode?, JsonNode?> Answer { get; set; } = (_, _) => null;

    /// <summary>Whether requests of the server are left without an answer.</summary>
    public bool IsSilent { get; set; }

    /// <summary>All messages that came so far.</summary>
    public JsonObject[] Received
    {
        get
        {
            lock (gate)
            {
                return [.. received];
            }
        }
    }

    /// <summary>A server in this process.</summary>
    public static LspClient Start(Func<string, string?>? explain = null)
    {
        Pipe to = new(), from = new();
        StringWriter log = new();
        Task<int> ended = LanguageServer.Server.RunAsync(
            to.Reader.AsStream(), from.Writer.AsStream(), new ServerOptions("0.0-test", TextWriter.Synchronized(log), Explain: explain), CancellationToken.None);
        return new(to.Writer.AsStream(), from.Reader.AsStream()) { Ended = ended, Log = log };
    }

    /// <summary>A server in this process that has been greeted.</summary>
    public static async Task<LspClient> OpenAsync(string? folder = null, JsonObject? capabilities = null, JsonObject? options = null)
    {
        LspClient client = Start(code => code == "SEG2001" ? "# SEG2001" : null);
        await client.GreetAsync(folder, capabilities, options);
        return client;
    }

    public async Task<JsonNode> GreetAsync(string? folder = null, JsonObject? capabilities = null, JsonObject? options = null)
    {
        JsonObject hello = new() { ["processId"] = Environment.ProcessId, ["capabilities"] = capabilities ?? [], ["initializationOptions"] = options?.DeepClone() };
        if (folder is not null)
        {
            hello["workspaceFolders"] = new JsonArray(new JsonObject { ["uri"] = Uri(folder), ["name"] = "folder" });
        }

        JsonNode answer = (await RequestAsync("initialize", hello))!;
        Notify("initialized", []);
        return answer;
    }

    public static string Uri(string path) => new UriBuilder { Scheme = "file", Host = "", Path = path }.Uri.AbsoluteUri;

    public static JsonObject Document(string uri) => new() { ["textDocument"] = new JsonObject { ["uri"] = uri } };

    public static JsonObject At(string uri, int line, int character)
    {
        JsonObject at = Document(uri);
        at["position"] = Position(line, character);
        return at;
    }

    public static JsonObject Position(int line, int character) => new() { ["line"] = line, ["character"] = character };

    public static JsonObject Range(int line, int from, int to) =>
        new() { ["start"] = Position(line, from), ["end"] = Position(line, to) };

    public void Open(string uri, string text, int version = 1) => Notify("textDocument/didOpen", new()
    {
        ["textDocument"] = new JsonObject { ["uri"] = uri, ["languageId"] = "seglang", ["version"] = version, ["text"] = text },
    });

    public void Change(string uri, int version, params JsonObject[] changes) => Notify("textDocument/didChange", new()
    {
        ["textDocument"] = new JsonObject { ["uri"] = uri, ["version"] = version },
        ["contentChanges"] = new JsonArray([.. changes]),
    });

    public void Change(string uri, int version, string text) => Change(uri, version, new JsonObject { ["text"] = text });

    /// <summary>Asks and waits; an error of the server's is an <see cref="LspFailure"/>.</summary>
    public async Task<JsonNode?> RequestAsync(string method, JsonNode? parameters = null) => await Ask(method, parameters).Answer;

    /// <summary>Asks without waiting.</summary>
    public (long Id, Task<JsonNode?> Answer) Ask(string method, JsonNode? parameters = null)
    {
        long id = Interlocked.Increment(ref last);
        TaskCompletionSource<JsonObject> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        asked[id] = source;
        JsonObject message = new() { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method };
        if (parameters is not null)
        {
            message["params"] = parameters.DeepClone();
        }

        Send(message);
        return (id, WaitAsync(source.Task, method));
    }

    public void Notify(string method, JsonObject parameters) =>
        Send(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters.DeepClone() });

    public void Send(JsonNode message) => SendRaw(Frame(message.ToJsonString()));

    public void SendRaw(byte[] bytes)
    {
        lock (toServer)
        {
            toServer.Write(bytes);
            toServer.Flush();
        }
    }

    public static byte[] Frame(string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        return [.. Encoding.ASCII.GetBytes($"Content-Length: {bytes.Length}\r\n\r\n"), .. bytes];
    }

    /// <summary>Closes the stream to the server, as an editor does that crashes.</summary>
    public void HangUp() => toServer.Dispose();

    /// <summary>The first message so far, or the next, of which something holds.</summary>
    public async Task<JsonObject> WaitForAsync(Func<JsonObject, bool> isIt)
    {
        TaskCompletionSource<JsonObject> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (received.FirstOrDefault(isIt) is { } known)
            {
                return known;
            }

            waiting.Add((isIt, source));
        }

        return await source.Task.WaitAsync(Patience);
    }

    /// <summary>The findings of a document in a version, pushed by the server.</summary>
    public async Task<JsonArray> DiagnosticsAsync(string uri, int? version = null)
    {
        JsonObject message = await WaitForAsync(m => Is(m, "textDocument/publishDiagnostics")
            && (string?)m["params"]!["uri"] == uri && (version is null || (int?)m["params"]!["version"] == version));
        return message["params"]!["diagnostics"]!.AsArray();
    }

    public static bool Is(JsonObject message, string method) => (string?)message["method"] == method;

    public async ValueTask DisposeAsync()
    {
        HangUp();
        if (Ended is not null)
        {
            await Ended.WaitAsync(Patience);
        }

        await fromServer.DisposeAsync();
    }

    private static async Task<JsonNode?> WaitAsync(Task<JsonObject> task, string method)
    {
        JsonObject answer = await task.WaitAsync(Patience);
        return answer["error"] is { } error
            ? throw new LspFailure((int)error["code"]!, $"{method}: {(string?)error["message"]}")
            : answer["result"];
    }

    private async Task ReadAsync()
    {
        while (await ReadBodyAsync() is { } body)
        {
            Take(JsonNode.Parse(body)!.AsObject());
        }
    }

    private void Take(JsonObject message)
    {
        bool isRequest = message["method"] is not null && message["id"] is not null;
        if (isRequest && !IsSilent)
        {
            Send(new JsonObject
            {
                ["jsonrpc"] = "2.0",
                ["id"] = message["id"]!.DeepClone(),
                ["result"] = Answer((string)message["method"]!, message["params"]),
            });
        }
        else if (message["method"] is null && message["id"] is JsonValue id && id.TryGetValue(out long number) && asked.TryRemove(number, out var source))
        {
            source.TrySetResult(message);
        }

        lock (gate)
        {
            received.Add(message);
            foreach (var wait in waiting.Where(w => w.Is(message)).ToList())
            {
                waiting.Remove(wait);
                wait.Source.TrySetResult(message);
            }
        }
    }

    private async Task<byte[]?> ReadBodyAsync()
    {
        StringBuilder header = new();
        byte[] one = new byte[1];
        while (!header.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await fromServer.ReadAtLeastAsync(one, 1, throwOnEndOfStream: false) == 0)
            {
                return null;
            }

            header.Append((char)one[0]);
        }

        byte[] body = new byte[int.Parse(header.ToString()["Content-Length: ".Length..].Trim(), System.Globalization.CultureInfo.InvariantCulture)];
        await fromServer.ReadExactlyAsync(body);
        return body;
    }
}

/// <summary>An error reply.</summary>
internal sealed class LspFailure(int code, string message) : Exception(message)
{
    public int Code { get; } = code;
}
