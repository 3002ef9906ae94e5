namespace SegLang;

/// <summary>
/// Under which name SegLang can be watched. Traces: `seglang.reload`, `seglang.stream.checkpoint`. Instruments, each with the tag `seglang.rules`
/// (the name of the rule set, empty for the one without):
/// <list type="table">
/// <item><term>`seglang.reloads`</term><description>counter; `seglang.outcome`: swapped, unchanged, failed</description></item>
/// <item><term>`seglang.reload.duration`</term><description>histogram in seconds; `seglang.outcome`</description></item>
/// <item><term>`seglang.rules.version`</term><description>gauge: the version that serves, 0 without one</description></item>
/// <item><term>`seglang.rules.segments`</term><description>gauge</description></item>
/// <item><term>`seglang.evaluations`</term><description>counter of questions asked through <see cref="LiveRules{TProfile}"/></description></item>
/// <item><term>`seglang.evaluation.duration`</term><description>histogram in seconds, measured only while someone listens</description></item>
/// <item><term>`seglang.stream.inputs`</term><description>counter; `seglang.outcome`: applied, replayed (late), held, repetition, too_late, unknown_profile, refused</description></item>
/// <item><term>`seglang.stream.lines`</term><description>counter of lines of the feed; `seglang.kind`: enter, leave, class, stage, action, retract</description></item>
/// <item><term>`seglang.stream.profiles`</term><description>gauge</description></item>
/// <item><term>`seglang.stream.lag`</term><description>gauge in seconds: how long the oldest input that waits has waited</description></item>
/// <item><term>`seglang.stream.checkpoint.duration`</term><description>histogram in seconds</description></item>
/// </list>
/// </summary>
public static class SegLangTelemetry
{
    /// <summary>The name of the `ActivitySource` and of the `Meter`.</summary>
    public const string Name = "SegLang";

    /// <summary>The version of both.</summary>
    internal static string Version { get; } = typeof(SegLangTelemetry).Assembly.GetName().Version?.ToString(3) ?? "";
}
