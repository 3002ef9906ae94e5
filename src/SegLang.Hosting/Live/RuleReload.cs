namespace SegLang;

/// <summary>What came of an attempt to replace the rules.</summary>
public enum ReloadOutcome
{
    /// <summary>Other rules serve now.</summary>
    Swapped,

    /// <summary>The files say what they said before.</summary>
    Unchanged,

    /// <summary>The rules cannot be used; those that served go on serving.</summary>
    Failed,
}

/// <summary>An attempt to replace the rules.</summary>
public sealed class RuleReload
{
    internal RuleReload(ReloadOutcome outcome, long version, TimeSpan duration, Exception? error = null)
    {
        Outcome = outcome;
        Version = version;
        Duration = duration;
        Error = error;
    }

    /// <summary>What came of it.</summary>
    public ReloadOutcome Outcome { get; }

    /// <summary>The version that serves after it; 0 where none does.</summary>
    public long Version { get; }

    /// <summary>How long it took, from reading to the swap.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Why it failed; null otherwise.</summary>
    public Exception? Error { get; }
}
