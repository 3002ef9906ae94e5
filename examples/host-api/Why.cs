using SegLang;

namespace HostApi;

/// <summary>`POST /why`: why the rules say what they say of a customer.</summary>
internal static class Why
{
    /// <summary>200 with each condition, its verdict and the values behind it.</summary>
    public static async Task<IResult> Post(HttpRequest request, LiveRules<Customer> rules, TimeProvider time)
    {
        (WhyRequest? asked, IResult? problem) = await Body.ReadAsync(request, ApiJson.Default.WhyRequest);
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
            RuleExplanation why = rules.Current.Why(asked.Name, asked.Customer.InOrder(), asked.Now ?? time.GetUtcNow());
            return TypedResults.Json(why, ApiJson.Default.RuleExplanation);
        }
        catch (RuleSetException e)
        {
            return Body.Problem("$.name", $"{e.Message}; name a segment, class, score, trait or journey of the rules");
        }
        catch (RuleDataException e)
        {
            return Body.Problem("$.customer", $"{e.Message}; send what the README of this example shows");
        }
    }
}
