using Microsoft.Extensions.Logging;

namespace SegLang;

/// <summary>What is logged: names of rules, counts and durations, never keys or fields of profiles.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "rules `{Name}`: version {Version} with {Segments} segments serves, loaded in {Milliseconds} ms")]
    public static partial void Swapped(ILogger logger, string name, long version, int segments, long milliseconds);

    [LoggerMessage(2, LogLevel.Error, "rules `{Name}`: the new rules are refused, version {Version} goes on:\n{Findings}")]
    public static partial void Failed(ILogger logger, string name, long version, string findings);

    [LoggerMessage(3, LogLevel.Debug, "rules `{Name}`: nothing has changed, version {Version} goes on")]
    public static partial void Unchanged(ILogger logger, string name, long version);

    [LoggerMessage(4, LogLevel.Error, "rules `{Name}`: a handler of Reloaded has failed")]
    public static partial void HandlerFailed(ILogger logger, Exception error, string name);

    [LoggerMessage(11, LogLevel.Information, "stream `{Name}`: {Profiles} profiles, their clock at {Clock}")]
    public static partial void StreamStarted(ILogger logger, string name, int profiles, string clock);

    [LoggerMessage(12, LogLevel.Warning, "stream `{Name}`: {Note}")]
    public static partial void StreamNote(ILogger logger, string name, string note);

    [LoggerMessage(13, LogLevel.Debug, "stream `{Name}`: a checkpoint was written in {Milliseconds} ms")]
    public static partial void Checkpointed(ILogger logger, string name, long milliseconds);

    [LoggerMessage(14, LogLevel.Error, "stream `{Name}`: a checkpoint cannot be written; it will be tried again")]
    public static partial void CheckpointFailed(ILogger logger, Exception error, string name);

    [LoggerMessage(15, LogLevel.Error, "stream `{Name}`: the handler of the feed has failed; the same lines come again in {Seconds} s")]
    public static partial void FeedFailed(ILogger logger, Exception error, string name, double seconds);

    [LoggerMessage(16, LogLevel.Critical, "stream `{Name}`: it has stopped")]
    public static partial void StreamFailed(ILogger logger, Exception error, string name);

    [LoggerMessage(17, LogLevel.Information, "stream `{Name}`: stopped with {Profiles} profiles")]
    public static partial void StreamStopped(ILogger logger, string name, int profiles);
}
