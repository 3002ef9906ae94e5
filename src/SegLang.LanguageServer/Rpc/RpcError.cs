namespace SegLang.LanguageServer.Rpc;

/// <summary>The error codes of JSON-RPC and of LSP.</summary>
internal static class RpcError
{
    /// <summary>The message is no JSON, or its frame is none.</summary>
    public const int ParseError = -32700;

    /// <summary>The JSON is no request that may be made now.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>There is no such method.</summary>
    public const int MethodNotFound = -32601;

    /// <summary>The params do not fit the method.</summary>
    public const int InvalidParams = -32602;

    /// <summary>A mistake of ours.</summary>
    public const int InternalError = -32603;

    /// <summary>A request came before `initialize`.</summary>
    public const int ServerNotInitialized = -32002;

    /// <summary>The request was right, but cannot be met; the message says why.</summary>
    public const int RequestFailed = -32803;

    /// <summary>The document has changed since; the client asks again where it still wants to know.</summary>
    public const int ContentModified = -32801;

    /// <summary>The client cancelled the request.</summary>
    public const int RequestCancelled = -32800;
}

/// <summary>A request that is answered with an error.</summary>
internal sealed class RpcException(int code, string message) : Exception(message)
{
    /// <summary>One of <see cref="RpcError"/>.</summary>
    public int Code { get; } = code;
}
