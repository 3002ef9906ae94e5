using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SegLang;

/// <summary>Adds the health of SegLang to that of a host app.</summary>
public static class SegLangHealth
{
    /// <summary>
    /// Adds the health of a rule set and its stream: unhealthy without rules or when the stream has stopped; degraded when the last reload failed
    /// while older rules serve, when inputs wait too long, or when the feed or the checkpoint cannot be written; otherwise healthy.
    /// </summary>
    public static IHealthChecksBuilder AddSegLang(this IHealthChecksBuilder builder, string rules = "", string name = "seglang", params string[] tags)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name,
            p => new RulesHealth(p.GetRequiredKeyedService<LiveRules>(rules), p.GetKeyedService<SegLangStream>(rules)),
            failureStatus: null,
            tags));
    }
}

/// <summary>How rules and their stream are.</summary>
internal sealed class RulesHealth(LiveRules live, SegLangStream? stream) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        (HealthStatus status, string description, Exception? cause) = State(context.Registration.FailureStatus);
        return Task.FromResult(new HealthCheckResult(status, description, cause, Data()));
    }

    private (HealthStatus Status, string Description, Exception? Cause) State(HealthStatus failure)
    {
        if (live.Version == 0)
        {
            return (failure, live.LastError is { } none ? $"there are no rules: {ErrorText.Of(none, live.MaxFindings)}" : "the rules are not loaded yet", live.LastError);
        }

        if (stream?.Failure is { } stopped)
        {
            return (failure, $"the stream has stopped: {stopped.Message}", stopped);
        }

        if (live.LastError is { } refused)
        {
            return (HealthStatus.Degraded, $"version {live.Version} goes on, the new rules are refused: {ErrorText.Of(refused, live.MaxFindings)}", refused);
        }

        if (stream?.Trouble is { } trouble)
        {
            return (HealthStatus.Degraded, $"the stream cannot hand out or store: {trouble.Message}", trouble);
        }

        return stream is { IsBehind: true }
            ? (HealthStatus.Degraded, $"inputs of the stream wait for {stream.Lag.TotalSeconds:F0} s", null)
            : (HealthStatus.Healthy, $"version {live.Version} serves", null);
    }

    private Dictionary<string, object> Data()
    {
        Dictionary<string, object> data = new(StringComparer.Ordinal) { ["version"] = live.Version, ["segments"] = live.SegmentCount };
        if (live.LoadedAt is { } at)
        {
            data["loadedAt"] = at;
        }

        if (stream is not null)
        {
            data["profiles"] = stream.ProfileCount;
            data["lagSeconds"] = stream.Lag.TotalSeconds;
        }

        return data;
    }
}
