namespace SegLang.Runtime;

/// <summary>How a <see cref="StreamEngine"/> works. Spans of time in microseconds.</summary>
public sealed record StreamOptions
{
    /// <summary>How far before the engine's clock an input may lie and still be taken in; 1 hour.</summary>
    public long Lateness { get; init; } = Calendar.Hour;

    /// <summary>Inputs further than this after the host's clock are reported, besides being held; 5 minutes.</summary>
    public long Ahead { get; init; } = 5 * Calendar.Minute;

    /// <summary>How many threads a batch of inputs or an advance may use; 0 for all cores. Results do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Gets the lines of the feed at the end of each call, on the caller's thread: those of a profile in order, profiles in a repeatable order.
    /// </summary>
    public Action<ProfileKey, FeedLine>? Feed { get; init; }

    /// <summary>Gets what was not taken in, or is suspicious. May be called by several threads at once.</summary>
    public Action<StreamIssue>? Report { get; init; }
}

/// <summary>What became of an input.</summary>
public enum InputOutcome : byte
{
    /// <summary>It was the profile's latest and has been counted.</summary>
    Applied,

    /// <summary>It came late: the profile was set back to before it, and what followed was replayed.</summary>
    Replayed,

    /// <summary>It lies after the host's clock and is held until that reaches it.</summary>
    Held,

    /// <summary>It repeats an earlier one (`once by`) and changes nothing.</summary>
    Repetition,

    /// <summary>It lies further back than the lateness, or than an inexact merge, and is not taken in.</summary>
    TooLate,

    /// <summary>There is no such profile, and it cannot be created without further fields.</summary>
    UnknownProfile,
}

/// <summary>An input that was not taken in, or that is further ahead than the host expects (<see cref="InputOutcome.Held"/>).</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Key">The profile.</param>
/// <param name="Type">The event type's ordinal; −1 for a change of fields.</param>
/// <param name="Time">Its instant.</param>
/// <param name="Now">The engine's clock.</param>
public readonly record struct StreamIssue(InputOutcome Outcome, ProfileKey Key, int Type, long Time, long Now);

/// <summary>What an engine has done since it began, for watching it. A repetition is no event.</summary>
public readonly record struct StreamCounters
{
    /// <summary>Events taken in.</summary>
    public long Events { get; init; }

    /// <summary>Changes of fields taken in.</summary>
    public long Changes { get; init; }

    /// <summary>Inputs, among those taken in, that came late and made their profile be replayed.</summary>
    public long Late { get; init; }

    /// <summary>Inputs that came too late.</summary>
    public long TooLate { get; init; }

    /// <summary>Repetitions that `once by` left out.</summary>
    public long Repetitions { get; init; }

    /// <summary>Those that differ from what they repeat in other fields or their time; only as long as that is held.</summary>
    public long DifferingRepetitions { get; init; }

    /// <summary>Inputs that were held because they lay after the host's clock.</summary>
    public long Held { get; init; }

    /// <summary>Those that lay further ahead than <see cref="StreamOptions.Ahead"/>.</summary>
    public long FarAhead { get; init; }

    /// <summary>Inputs of unknown profiles that could not be created.</summary>
    public long UnknownProfiles { get; init; }

    /// <summary>Instants of profiles that were looked at because time alone may have changed something.</summary>
    public long Ticks { get; init; }

    /// <summary>Lines of the feed.</summary>
    public long Lines { get; init; }

    /// <summary>Both together.</summary>
    public static StreamCounters operator +(StreamCounters left, StreamCounters right) => left.Plus(right);

    /// <summary>Both together.</summary>
    public StreamCounters Plus(StreamCounters other) => new()
    {
        Events = Events + other.Events,
        Changes = Changes + other.Changes,
        Late = Late + other.Late,
        TooLate = TooLate + other.TooLate,
        Repetitions = Repetitions + other.Repetitions,
        DifferingRepetitions = DifferingRepetitions + other.DifferingRepetitions,
        Held = Held + other.Held,
        FarAhead = FarAhead + other.FarAhead,
        UnknownProfiles = UnknownProfiles + other.UnknownProfiles,
        Ticks = Ticks + other.Ticks,
        Lines = Lines + other.Lines,
    };
}
