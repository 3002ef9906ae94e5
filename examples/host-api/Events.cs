using SegLang;

namespace HostApi;

/// <summary>`POST /events`: an event for the stream.</summary>
internal static class Events
{
    /// <summary>200 once it is taken in; it outlasts a crash with the next checkpoint.</summary>
    public static async Task<IResult> Post(HttpRequest request, SegLangStream stream, TimeProvider time)
    {
        (EventRequest? input, IResult? problem) = await Body.ReadAsync(request, ApiJson.Default.EventRequest);
        if (input is null)
        {
            return problem ?? TypedResults.BadRequest();
        }

        try
        {
            DateTimeOffset at = input.Time ?? time.GetUtcNow();
            Dictionary<string, object?> fields = input.Fields.ToDictionary(f => f.Key, f => (object?)f.Value);
            SegLang.Runtime.InputOutcome outcome = input.Type is { } type
                ? await stream.ApplyAsync(new StreamEvent(input.Key, type, at, fields), request.HttpContext.RequestAborted)
                : await stream.SetAsync(new StreamChange(input.Key, at, fields), request.HttpContext.RequestAborted);
            return TypedResults.Json(new EventResponse(outcome.ToString()), ApiJson.Default.EventResponse);
        }
        catch (StreamInputException e)
        {
            return Body.Problem(e.Place, e.Message);
        }
    }
}

/// <summary>`GET /journeys/{key}`: where a customer is.</summary>
internal static class Journeys
{
    /// <summary>The stage in each journey, or 404.</summary>
    public static IResult Get(string key, SegLangStream stream) => stream.Journeys(key) is { } stages
        ? TypedResults.Json(
            [.. stages.Select(s => new StageResponse(s.Journey, s.Stage, s.Title, s.Since, s.IsFinal))], ApiJson.Default.IReadOnlyListStageResponse)
        : TypedResults.Problem($"There is no customer `{key}` in the stream; one is there from its first event on.", statusCode: StatusCodes.Status404NotFound);
}
