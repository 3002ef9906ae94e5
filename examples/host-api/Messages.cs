using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using SegLang;

namespace HostApi;

/// <summary>What `/evaluate` is asked: a customer, and the instant (now, where it is left out).</summary>
internal sealed record EvaluateRequest(Customer Customer)
{
    public DateTimeOffset? Now { get; set; }
}

/// <summary>What `/evaluate` answers, all of it from one version of the rules.</summary>
internal sealed record EvaluateResponse(
    DateTimeOffset Now, long Version, IReadOnlyList<string> Segments, IReadOnlyDictionary<string, string?> Classes, IReadOnlyDictionary<string, string?> Traits);

/// <summary>What `/why` is asked: the name of a segment, class, trait or journey, a customer, and the instant (now, where it is left out).</summary>
internal sealed record WhyRequest(string Name, Customer Customer)
{
    public DateTimeOffset? Now { get; set; }
}

/// <summary>What `/events` is given: an event of a customer, or, without a type, fields that change.</summary>
internal sealed record EventRequest(string Key)
{
    public string? Type { get; set; }

    public DateTimeOffset? Time { get; set; }

    public Dictionary<string, JsonElement> Fields { get; set; } = [];
}

/// <summary>What became of an event.</summary>
internal sealed record EventResponse(string Outcome);

/// <summary>Where a customer is.</summary>
internal sealed record StageResponse(string Journey, string? Stage, string? Title, DateTimeOffset? Since, bool IsFinal);

/// <summary>What became of a reload.</summary>
internal sealed record ReloadResponse(string Outcome, long Version, double Milliseconds);

/// <summary>How the host is.</summary>
internal sealed record HealthResponse(string Status, string? Description, long Version, int Segments);

/// <summary>Readers and writers of these, made when the app is compiled.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(EvaluateRequest))]
[JsonSerializable(typeof(EvaluateResponse))]
[JsonSerializable(typeof(WhyRequest))]
[JsonSerializable(typeof(RuleExplanation))]
[JsonSerializable(typeof(EventRequest))]
[JsonSerializable(typeof(EventResponse))]
[JsonSerializable(typeof(IReadOnlyList<StageResponse>))]
[JsonSerializable(typeof(ReloadResponse))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(HttpValidationProblemDetails))]
internal sealed partial class ApiJson : JsonSerializerContext;
