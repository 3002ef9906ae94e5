using SegLang.Runtime;

namespace SegLang;

/// <summary>Where a profile is in a journey.</summary>
/// <param name="Journey">The journey's name.</param>
/// <param name="Stage">The stage's name; null where the profile has not begun the journey.</param>
/// <param name="Title">The stage's title for people, or null.</param>
/// <param name="Since">When it was entered; null without a stage.</param>
/// <param name="IsFinal">Whether the stage ends the journey.</param>
public sealed record JourneyStage(string Journey, string? Stage, string? Title, DateTimeOffset? Since, bool IsFinal)
{
    internal static JourneyStage Of(JourneySchema journey, Stay? stay) => stay is { } held && journey.Stages[held.Stage] is var stage
        ? new(journey.Name, stage.Name, stage.Title, HostValues.ToInstant(held.Since), stage.IsFinal)
        : new(journey.Name, null, null, null, false);
}
