using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SegLang.LanguageServer.Rpc;

/// <summary>
/// Which method is handled by what. Reads run on the thread pool, on what was current when they were asked; changes run at once. How
/// params and results are written is asked for when they first come: making it takes longer than most of what is done with it.
/// </summary>
internal sealed class Router<TView>(Func<TView> current, Func<TView, bool> isStale)
{
    private readonly Dictionary<string, Func<RpcRequest, Task<RpcReply>>> requests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Action<JsonElement?>> notifications = new(StringComparer.Ordinal);

    /// <summary>The methods of requests and notifications that are handled.</summary>
    public IEnumerable<string> Methods => requests.Keys.Concat(notifications.Keys);

    /// <summary>A request that is answered from what is current, beside others.</summary>
    public void Read<TParams, TResult>(
        string method, Func<JsonTypeInfo<TParams>> parameters, Func<JsonTypeInfo<TResult>> result, Func<TParams, TView, CancellationToken, TResult?> answer) =>
        requests.Add(method, request =>
        {
            TParams read = Parse(method, request.Params, parameters());
            TView view = current();
            return Task.Run(
                () =>
                {
                    request.Cancellation.ThrowIfCancellationRequested();
                    return new RpcReply(answer(read, view, request.Cancellation), result());
                },
                request.Cancellation);
        });

    /// <summary>
    /// The same for what is only shown beside the text: where the text has changed before the answer is begun, it is refused with
    /// <see cref="RpcError.ContentModified"/>, because the client asks again anyway.
    /// </summary>
    public void Show<TParams, TResult>(
        string method, Func<JsonTypeInfo<TParams>> parameters, Func<JsonTypeInfo<TResult>> result, Func<TParams, TView, CancellationToken, TResult?> answer) =>
        Read(method, parameters, result, (read, view, cancellation) => isStale(view)
            ? throw new RpcException(RpcError.ContentModified, "the text has changed since")
            : answer(read, view, cancellation));

    /// <summary>A request that waits for others while it is answered.</summary>
    public void Work<TParams, TResult>(
        string method, Func<JsonTypeInfo<TParams>> parameters, Func<JsonTypeInfo<TResult>> result, Func<TParams, TView, CancellationToken, Task<TResult>> answer) =>
        requests.Add(method, request =>
        {
            TParams read = Parse(method, request.Params, parameters());
            TView view = current();
            return Task.Run(
                async () => new RpcReply(await answer(read, view, request.Cancellation).ConfigureAwait(false), result()), request.Cancellation);
        });

    /// <summary>A request that changes something: what comes later waits for it.</summary>
    public void Change<TParams, TResult>(string method, Func<JsonTypeInfo<TParams>> parameters, Func<JsonTypeInfo<TResult>> result, Func<TParams, TResult> answer) =>
        requests.Add(method, request => Task.FromResult(new RpcReply(answer(Parse(method, request.Params, parameters())), result())));

    /// <summary>A request without params that changes something.</summary>
    public void Change<TResult>(string method, Func<JsonTypeInfo<TResult>> result, Func<TResult> answer) =>
        requests.Add(method, _ => Task.FromResult(new RpcReply(answer(), result())));

    /// <summary>A notification that changes something: what comes later waits for it.</summary>
    public void Change<TParams>(string method, Func<JsonTypeInfo<TParams>> parameters, Action<TParams> act) =>
        notifications.Add(method, given => act(Parse(method, given, parameters())));

    /// <summary>A notification whose params do not matter.</summary>
    public void Change(string method, Action act) => notifications.Add(method, _ => act());

    /// <summary>Answers a request.</summary>
    public Task<RpcReply> Handle(RpcRequest request) => requests.TryGetValue(request.Method, out var handler)
        ? handler(request)
        : throw new RpcException(RpcError.MethodNotFound, $"there is no method `{Short(request.Method)}`");

    /// <summary>Takes a notification; one that is not known is ignored, as the protocol asks.</summary>
    public void Handle(string method, JsonElement? parameters)
    {
        if (notifications.TryGetValue(method, out Action<JsonElement?>? handler))
        {
            handler(parameters);
        }
    }

    private static T Parse<T>(string method, JsonElement? parameters, JsonTypeInfo<T> type)
    {
        try
        {
            return parameters is not { } given ? throw new RpcException(RpcError.InvalidParams, $"`{method}` needs params")
                : HasGap(given) ? throw new RpcException(RpcError.InvalidParams, $"the params of `{method}` do not fit: a list has a gap")
                : given.Deserialize(type) is { } read ? read
                : throw new RpcException(RpcError.InvalidParams, $"`{method}` needs params");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new RpcException(RpcError.InvalidParams, $"the params of `{method}` do not fit: {e.Message}");
        }
    }

    // No list of the protocol holds null, and the reader of JSON lets it pass.
    private static bool HasGap(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Any(v => v.ValueKind == JsonValueKind.Null || HasGap(v)),
        JsonValueKind.Object => value.EnumerateObject().Any(p => HasGap(p.Value)),
        _ => false,
    };

    private static string Short(string method) => method.Length > 100 ? method[..100] + "…" : method;
}
