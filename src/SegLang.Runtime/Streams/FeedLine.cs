namespace SegLang.Runtime;

/// <summary>What a line of the feed tells.</summary>
public enum FeedKind : byte
{
    /// <summary>A profile has become a member of a segment.</summary>
    Enter,

    /// <summary>It is no longer one.</summary>
    Leave,

    /// <summary>Its entry of a class is another.</summary>
    Class,

    /// <summary>It has entered a stage of a journey.</summary>
    Stage,

    /// <summary>A line of a journey asks for an action: <see cref="FeedLine.To"/> is the <see cref="ActionOutcome"/>.</summary>
    Action,

    /// <summary>An earlier line does not hold, as an event that came late shows.</summary>
    Retract,
}

/// <summary>What became of an action.</summary>
public enum ActionOutcome : byte
{
    /// <summary>The host is asked to do it.</summary>
    Asked,

    /// <summary>It waits for its hours.</summary>
    Waits,

    /// <summary>It waited for its hours, and the profile has left the stage.</summary>
    Dropped,

    /// <summary>Its `requires` does not hold.</summary>
    Refused,

    /// <summary>A cap is reached.</summary>
    Capped,
}

/// <summary>A line of the feed about one profile; a value, so that to tell that a profile comes or goes allocates nothing.</summary>
/// <param name="Time">The instant from which it holds, microseconds since 1970-01-01T00:00Z.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Subject">
/// Enter, leave, class: the place in <see cref="RuleProgram.Outputs"/>; stage: in <see cref="JourneySet.Journeys"/>; action: in
/// <see cref="JourneySet.Actions"/>; retract: as the line that it retracts.
/// </param>
/// <param name="From">Class: the entry before; stage: the stage before; action: the journey. −1: none.</param>
/// <param name="To">Class: the entry; stage: the stage; action: the outcome. −1: none.</param>
public readonly record struct FeedLine(long Time, FeedKind Kind, int Subject, int From, int To)
{
    // The cause, where there is nothing besides.
    private readonly object? rest;

    /// <summary>The instant at which the engine knew: later than <see cref="Time"/> where an event came late.</summary>
    public long Seen { get; init; } = Time;

    /// <summary>Stage, action: the line of the journey as written; null otherwise.</summary>
    public string? Cause
    {
        get => rest is Rest parts ? parts.Cause : rest as string;
        init => rest = rest is Rest parts ? parts with { Cause = value } : value;
    }

    /// <summary>Stage: the actions that fell due with it; action: that action.</summary>
    public IReadOnlyList<ActionCall> Calls
    {
        get => rest is Rest parts ? parts.Calls : [];
        init => rest = value is { Count: 0 } && rest is not Rest ? rest : new Rest(Cause, value, Retracted);
    }

    /// <summary>Retract: the line that does not hold.</summary>
    public FeedLine? Retracted
    {
        get => (rest as Rest)?.Retracted;
        init => rest = value is null && rest is not Rest ? rest : new Rest(Cause, Calls, value);
    }

    /// <summary>Whether another line tells the same of the same instant, whenever it became known.</summary>
    public bool Same(in FeedLine other) =>
        Time == other.Time && Kind == other.Kind && Subject == other.Subject && From == other.From && To == other.To
        && Cause == other.Cause && Calls.Count == other.Calls.Count && Calls.Zip(other.Calls, (a, b) => a.Same(b)).All(same => same);

    private sealed record Rest(string? Cause, IReadOnlyList<ActionCall> Calls, FeedLine? Retracted);
}
