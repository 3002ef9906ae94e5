using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace SegLang.LanguageServer.Rpc;

/// <summary>Who answers: both are called in the order of the messages, one at a time; a request's task may end later.</summary>
internal sealed record RpcTarget(Func<RpcRequest, Task<RpcReply>> OnRequest, Action<string, JsonElement?> OnNotification);

/// <summary>
/// One JSON-RPC 2.0 conversation over two streams. Every request gets exactly one answer; whatever goes wrong in a handler is an error
/// reply and a line in the log, and the conversation goes on.
/// </summary>
internal sealed class RpcConnection(Stream input, Stream output, Action<string> log)
{
    private const int NestingLimit = 64;

    private readonly FrameReader reader = new(PipeReader.Create(input));
    private readonly FrameWriter writer = new(PipeWriter.Create(output));
    private readonly ConcurrentDictionary<RpcId, CancellationTokenSource> running = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonElement?>> asked = new();
    private long lastAsked;
    private long lastRead = Environment.TickCount64;

    /// <summary>How long the client has said nothing.</summary>
    public TimeSpan Silence => TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref lastRead));

    /// <summary>Reads messages until the stream ends or the token is cancelled.</summary>
    public async Task RunAsync(RpcTarget target, CancellationToken cancellation)
    {
        try
        {
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false) is { } frame)
            {
                Volatile.Write(ref lastRead, Environment.TickCount64);
                if (frame.Problem is { } problem)
                {
                    Fail(null, RpcError.ParseError, problem);
                }
                else
                {
                    Take(target, frame.Body);
                }

                cancellation.ThrowIfCancellationRequested();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Both are the end of the conversation.
        }
    }

    /// <summary>Cancels what runs, and writes what is waiting.</summary>
    public async Task CloseAsync()
    {
        foreach (CancellationTokenSource source in running.Values)
        {
            await source.CancelAsync().ConfigureAwait(false);
        }

        await writer.CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Tells the client something.</summary>
    public void Notify<T>(string method, T parameters, JsonTypeInfo<T> type) => writer.Send(json =>
    {
        json.WriteString("method", method);
        json.WritePropertyName("params");
        JsonSerializer.Serialize(json, parameters, type);
    });

    /// <summary>Asks the client; an error of its is null.</summary>
    public Task<JsonElement?> AskAsync<T>(string method, T parameters, JsonTypeInfo<T> type) => AskAsync(method, json =>
    {
        json.WritePropertyName("params");
        JsonSerializer.Serialize(json, parameters, type);
    });

    /// <summary>Asks the client without params; an error of its is null.</summary>
    public Task<JsonElement?> AskAsync(string method) => AskAsync(method, _ => { });

    private Task<JsonElement?> AskAsync(string method, Action<Utf8JsonWriter> writeParams)
    {
        long id = Interlocked.Increment(ref lastAsked);
        TaskCompletionSource<JsonElement?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        asked[id] = answer;
        writer.Send(json =>
        {
            json.WriteNumber("id", id);
            json.WriteString("method", method);
            writeParams(json);
        });
        return answer.Task;
    }

    private void Take(RpcTarget target, byte[] body)
    {
        if (!TryParse(body, out JsonElement message, out string problem))
        {
            Fail(null, RpcError.ParseError, problem);
            return;
        }

        if (message.ValueKind != JsonValueKind.Object)
        {
            Fail(null, RpcError.InvalidRequest, message.ValueKind == JsonValueKind.Array
                ? "a batch; LSP sends messages one by one"
                : "a message must be an object");
            return;
        }

        bool hasId = message.TryGetProperty("id", out JsonElement given);
        RpcId? id = hasId ? RpcId.Of(given) : null;
        if (!message.TryGetProperty("method", out JsonElement name))
        {
            TakeAnswer(message, id);
            return;
        }

        if (Check(message, name, hasId, id, out string method, out JsonElement? parameters) is { } wrong)
        {
            Fail(id, RpcError.InvalidRequest, wrong);
            return;
        }

        if (id is { } request)
        {
            Take(target, request, method, parameters);
        }
        else if (method == "$/cancelRequest")
        {
            Cancel(parameters);
        }
        else
        {
            Notify(target, method, parameters);
        }
    }

    private static bool TryParse(byte[] body, out JsonElement message, out string problem)
    {
        message = default;
        if (!Utf8.IsValid(body))
        {
            problem = "the message is not UTF-8";
            return false;
        }

        LoneSurrogates.Replace(body);
        try
        {
            Utf8JsonReader json = new(body, new JsonReaderOptions { MaxDepth = NestingLimit });
            message = JsonElement.ParseValue(ref json);
            problem = "there is something behind the message";
            return !json.Read();
        }
        catch (JsonException e)
        {
            problem = $"the message is no JSON: {e.Message}";
            return false;
        }
    }

    private static string? Check(
        JsonElement message, JsonElement name, bool hasId, RpcId? id, out string method, out JsonElement? parameters)
    {
        parameters = message.TryGetProperty("params", out JsonElement given) && given.ValueKind != JsonValueKind.Null ? given : null;
        method = "";
        return !message.TryGetProperty("jsonrpc", out JsonElement version) || !RpcText.TryGet(version, out string text) || text != "2.0"
            ? "`jsonrpc` must be \"2.0\""
            : !RpcText.TryGet(name, out method) ? "`method` must be a text"
            : hasId && id is null ? "`id` must be a whole number or a text"
            : parameters is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Array) } ? "`params` must be an object or an array"
            : null;
    }

    private void Take(RpcTarget target, RpcId id, string method, JsonElement? parameters)
    {
        CancellationTokenSource source = new();
        if (!running.TryAdd(id, source))
        {
            source.Dispose();
            Fail(id, RpcError.InvalidRequest, $"a request with the id {id} is running already");
            return;
        }

        Task<RpcReply> reply;
        try
        {
            reply = target.OnRequest(new(id, method, parameters, source.Token));
        }
#pragma warning disable CA1031 // A mistake in a handler is one error reply, whatever it is.
        catch (Exception e)
#pragma warning restore CA1031
        {
            reply = Task.FromException<RpcReply>(e);
        }

        if (reply.IsCompleted)
        {
            Answer(id, method, source, reply);
        }
        else
        {
            _ = reply.ContinueWith(r => Answer(id, method, source, r), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private void Answer(RpcId id, string method, CancellationTokenSource source, Task<RpcReply> reply)
    {
        running.TryRemove(id, out _);
        try
        {
            RpcReply value = reply.GetAwaiter().GetResult();
            source.Token.ThrowIfCancellationRequested();
            writer.Send(json =>
            {
                id.Write(json, "id");
                json.WritePropertyName("result");
                if (value.Value is null)
                {
                    json.WriteNullValue();
                }
                else
                {
                    JsonSerializer.Serialize(json, value.Value, value.Type);
                }
            });
        }
        catch (RpcException e)
        {
            Fail(id, e.Code, e.Message);
        }
        catch (OperationCanceledException)
        {
            Fail(id, RpcError.RequestCancelled, "cancelled");
        }
#pragma warning disable CA1031 // A mistake in a handler is one error reply, whatever it is.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log(Describe(method, e));
            Fail(id, RpcError.InternalError, $"{method} failed: {e.Message}");
        }
        finally
        {
            source.Dispose();
        }
    }

    private void Notify(RpcTarget target, string method, JsonElement? parameters)
    {
        try
        {
            target.OnNotification(method, parameters);
        }
#pragma warning disable CA1031 // Nobody waits for an answer; the log has it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log(e is RpcException ? $"{method}: {e.Message}" : Describe(method, e));
        }
    }

    private void Cancel(JsonElement? parameters)
    {
        if (parameters is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty("id", out JsonElement value)
            && RpcId.Of(value) is { } id && running.TryGetValue(id, out CancellationTokenSource? source))
        {
            try
            {
                source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It was answered meanwhile.
            }
        }
    }

    private void TakeAnswer(JsonElement message, RpcId? id)
    {
        bool hasResult = message.TryGetProperty("result", out JsonElement result);
        bool hasError = message.TryGetProperty("error", out JsonElement error);
        if (!hasResult && !hasError)
        {
            Fail(id, RpcError.InvalidRequest, "a message needs a `method`, a `result` or an `error`");
            return;
        }

        if (id is { Text: null } known && asked.TryRemove(known.Number, out TaskCompletionSource<JsonElement?>? waiting))
        {
            waiting.TrySetResult(hasResult && !hasError ? result : null);
        }

        if (hasError)
        {
            log($"the client answered with an error: {Short(error.GetRawText())}");
        }
    }

    private void Fail(RpcId? id, int code, string message) => writer.Send(json =>
    {
        if (id is { } known)
        {
            known.Write(json, "id");
        }
        else
        {
            json.WriteNull("id");
        }

        json.WriteStartObject("error");
        json.WriteNumber("code", code);
        json.WriteString("message", message);
        json.WriteEndObject();
    });

    private static string Describe(string method, Exception e) => $"internal error in {method}: {e}";

    private static string Short(string text) => text.Length > 200 ? text[..200] : text;
}
