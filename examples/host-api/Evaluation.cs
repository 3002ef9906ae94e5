using System.Globalization;
using SegLang;
using SegLang.Runtime;

namespace HostApi;

/// <summary>`POST /evaluate`: what the rules say of a customer.</summary>
internal static class Evaluation
{
    /// <summary>200 with segments, classes and traits; all of them by the same version of the rules.</summary>
    public static async Task<IResult> Post(HttpRequest request, LiveRules<Customer> rules, TimeProvider time)
    {
        (EvaluateRequest? asked, IResult? problem) = await Body.ReadAsync(request, ApiJson.Default.EvaluateRequest);
        if (asked is null)
        {
            return problem ?? TypedResults.BadRequest();
        }

        if (string.IsNullOrEmpty(asked.Customer.Id))
        {
            return Body.Problem("$.customer.id", "the id is empty; give the customer's id");
        }

        try
        {
            DateTimeOffset now = asked.Now ?? time.GetUtcNow();
            ProfileResult result = rules.Evaluate(asked.Customer.InOrder(), now, out long version);
            return TypedResults.Json(
                new EvaluateResponse(now, version, [.. result.Segments], Values(result, OutputKind.Class), Values(result, OutputKind.Trait)),
                ApiJson.Default.EvaluateResponse);
        }
        catch (RuleDataException e)
        {
            return Body.Problem("$.customer", $"{e.Message}; send what the README of this example shows");
        }
    }

    private static Dictionary<string, string?> Values(ProfileResult result, OutputKind kind) => result.Rules.Outputs
        .Where(o => o.Kind == kind)
        .ToDictionary(o => o.Name, o => result[o.Name] is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null);
}
