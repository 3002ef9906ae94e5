using System.Collections.Immutable;
using SegLang.LanguageServer.Rpc;

namespace SegLang.LanguageServer.Protocol;

/// <summary>Lists as they came.</summary>
internal static class Lists
{
    /// <summary>The list; an error where the client sent null in its place, which the reader of JSON lets pass.</summary>
    public static ImmutableArray<T> Given<T>(this ImmutableArray<T> list) =>
        list.IsDefault ? throw new RpcException(RpcError.InvalidParams, "a list is null") : list;
}
