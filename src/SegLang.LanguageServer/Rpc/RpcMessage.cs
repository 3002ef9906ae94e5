using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SegLang.LanguageServer.Rpc;

/// <summary>The id of a request: a number or a text, as the client chose.</summary>
internal readonly record struct RpcId(long Number, string? Text)
{
    /// <summary>The id that a JSON value is; null where it cannot be one.</summary>
    public static RpcId? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out long number) => new(number, null),
        JsonValueKind.String when RpcText.TryGet(value, out string text) => new(0, text),
        _ => null,
    };

    /// <summary>Writes the id as it came.</summary>
    public void Write(Utf8JsonWriter writer, string property)
    {
        if (Text is null)
        {
            writer.WriteNumber(property, Number);
        }
        else
        {
            writer.WriteString(property, Text);
        }
    }

    /// <inheritdoc />
    public override string ToString() => Text ?? Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A request of the client; the token is cancelled by `$/cancelRequest`.</summary>
internal sealed record RpcRequest(RpcId Id, string Method, JsonElement? Params, CancellationToken Cancellation);

/// <summary>What a request is answered with: a value and how it is written.</summary>
internal readonly record struct RpcReply(object? Value, JsonTypeInfo Type);

/// <summary>Reads texts of JSON.</summary>
internal static class RpcText
{
    /// <summary>The text of a JSON string; false where its escapes are no text.</summary>
    public static bool TryGet(JsonElement value, out string text)
    {
        text = "";
        if (value.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        try
        {
            text = value.GetString() ?? "";
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
