using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SegLang;

namespace HostApi;

/// <summary>`POST /reload`: reads the rules now, without waiting for the watcher.</summary>
internal static class Reloading
{
    /// <summary>200 where the rules are read; 422 with what is wrong with them, while the older ones serve.</summary>
    public static async Task<IResult> Post(LiveRules rules, CancellationToken cancellation)
    {
        RuleReload reload = await rules.ReloadAsync(cancellation);
        return reload.Error is { } error
            ? TypedResults.Problem(Findings(error), title: $"The rules are refused; version {reload.Version} goes on.", statusCode: StatusCodes.Status422UnprocessableEntity)
            : TypedResults.Json(new ReloadResponse(reload.Outcome.ToString(), reload.Version, reload.Duration.TotalMilliseconds), ApiJson.Default.ReloadResponse);
    }

    private static string Findings(Exception error) => error is RuleSetException refused ? string.Join('\n', refused.Problems) : error.Message;
}

/// <summary>`GET /healthz`.</summary>
internal static class Health
{
    /// <summary>The worst of all checks, with its words.</summary>
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        HealthReportEntry worst = report.Entries.Values.OrderBy(e => e.Status).First();
        HealthResponse response = new(
            worst.Status.ToString(),
            worst.Description,
            worst.Data.TryGetValue("version", out object? version) ? (long)version : 0,
            worst.Data.TryGetValue("segments", out object? segments) ? (int)segments : 0);
        return context.Response.WriteAsJsonAsync(response, ApiJson.Default.HealthResponse, cancellationToken: context.RequestAborted);
    }
}
