using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HostApi;

/// <summary>Reads what a request says; what cannot be read is a problem that names the place, the cause and how to mend it.</summary>
internal static class Body
{
    /// <summary>The message, or the answer that says why there is none.</summary>
    public static async Task<(T? Message, IResult? Problem)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            T? message = await JsonSerializer.DeserializeAsync(request.Body, type, request.HttpContext.RequestAborted);
            return message is null ? (null, Problem("$", "the body is empty or null; send a JSON object")) : (message, null);
        }
        catch (JsonException e)
        {
            string place = string.IsNullOrEmpty(e.Path) ? "$" : e.Path;
            string where = e.LineNumber is { } line ? $" (line {line + 1}, byte {e.BytePositionInLine + 1})" : "";
            return (null, Problem(place, $"{Cause(e)}{where}; send JSON as the README of this example shows it"));
        }
    }

    /// <summary>400 with one place that is wrong.</summary>
    public static IResult Problem(string place, string cause) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]> { [place] = [cause] }, title: "The request cannot be used.");

    // The reader adds the place to its message; it has its own member here.
    private static string Cause(JsonException e) => e.Message.Split(" Path: ", 2)[0].TrimEnd('.');
}
