using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using SegLang.Runtime;

namespace SegLang;

/// <summary>The instruments of <see cref="SegLangTelemetry"/>, one set for each container.</summary>
internal sealed class Instruments : IDisposable
{
    private const string RulesTag = "seglang.rules";
    private const string OutcomeTag = "seglang.outcome";
    private static readonly string[] InputOutcomes = ["applied", "replayed", "held", "repetition", "too_late", "unknown_profile"];
    private static readonly string[] LineKinds = ["enter", "leave", "class", "stage", "action", "retract"];

    private readonly Meter meter = new(SegLangTelemetry.Name, SegLangTelemetry.Version);
    private readonly Counter<long> reloads;
    private readonly Histogram<double> reloadDuration;
    private readonly Counter<long> evaluations;
    private readonly Histogram<double> evaluationDuration;
    private readonly Counter<long> inputs;
    private readonly Counter<long> lines;
    private readonly Histogram<double> checkpointDuration;
    private readonly ConcurrentDictionary<LiveRules, byte> rules = [];
    private readonly ConcurrentDictionary<SegLangStream, byte> streams = [];

    public Instruments()
    {
        reloads = meter.CreateCounter<long>("seglang.reloads", "{reload}", "attempts to replace the rules");
        reloadDuration = meter.CreateHistogram<double>("seglang.reload.duration", "s", "from reading the rules to the swap");
        evaluations = meter.CreateCounter<long>("seglang.evaluations", "{evaluation}", "questions asked through live rules");
        evaluationDuration = meter.CreateHistogram<double>("seglang.evaluation.duration", "s", "how long a question took; measured only while someone listens");
        inputs = meter.CreateCounter<long>("seglang.stream.inputs", "{input}", "events and changes that a stream was given");
        lines = meter.CreateCounter<long>("seglang.stream.lines", "{line}", "lines of the feed");
        checkpointDuration = meter.CreateHistogram<double>("seglang.stream.checkpoint.duration", "s", "how long a checkpoint took to write");
        _ = meter.CreateObservableGauge("seglang.rules.version", () => Of(rules.Keys, r => r.Name, r => r.Version), "{version}", "the version that serves");
        _ = meter.CreateObservableGauge("seglang.rules.segments", () => Of(rules.Keys, r => r.Name, r => (long)r.SegmentCount), "{segment}", "segments of the rules that serve");
        _ = meter.CreateObservableGauge("seglang.stream.profiles", () => Of(streams.Keys, s => s.Name, s => (long)s.ProfileCount), "{profile}", "profiles in a stream");
        _ = meter.CreateObservableGauge("seglang.stream.lag", () => Of(streams.Keys, s => s.Name, s => s.Lag.TotalSeconds), "s", "how long the oldest input that waits has waited");
    }

    public static ActivitySource Source { get; } = new(SegLangTelemetry.Name, SegLangTelemetry.Version);

    public static string NameOf(ReloadOutcome outcome) => outcome switch
    {
        ReloadOutcome.Swapped => "swapped",
        ReloadOutcome.Unchanged => "unchanged",
        _ => "failed",
    };

    public void Add(LiveRules live) => rules[live] = 0;

    public void Remove(LiveRules live) => _ = rules.TryRemove(live, out _);

    public void Add(SegLangStream stream) => streams[stream] = 0;

    public void Remove(SegLangStream stream) => _ = streams.TryRemove(stream, out _);

    /// <summary>What <see cref="EndEvaluation"/> wants: the time, where someone listens to it.</summary>
    public long BeginEvaluation() => evaluationDuration.Enabled ? Stopwatch.GetTimestamp() : 0;

    public void EndEvaluation(long start, string name)
    {
        if (evaluations.Enabled)
        {
            evaluations.Add(1, new KeyValuePair<string, object?>(RulesTag, name));
        }

        if (start != 0)
        {
            evaluationDuration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>(RulesTag, name));
        }
    }

    public void Count(RuleReload reload, string name)
    {
        KeyValuePair<string, object?> rulesTag = new(RulesTag, name), outcome = new(OutcomeTag, NameOf(reload.Outcome));
        reloads.Add(1, rulesTag, outcome);
        reloadDuration.Record(reload.Duration.TotalSeconds, rulesTag, outcome);
    }

    public void Count(InputOutcome outcome, string name) => inputs.Add(1, new(RulesTag, name), new(OutcomeTag, InputOutcomes[(int)outcome]));

    public void CountRefused(string name) => inputs.Add(1, new(RulesTag, name), new(OutcomeTag, "refused"));

    public void Count(FeedKind kind, string name) => lines.Add(1, new(RulesTag, name), new("seglang.kind", LineKinds[(int)kind]));

    public void CountCheckpoint(TimeSpan duration, string name) => checkpointDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(RulesTag, name));

    public void Dispose() => meter.Dispose();

    private static IEnumerable<Measurement<T>> Of<TSource, T>(IEnumerable<TSource> sources, Func<TSource, string> name, Func<TSource, T> value)
        where T : struct =>
        sources.Select(s => new Measurement<T>(value(s), new KeyValuePair<string, object?>(RulesTag, name(s))));
}
