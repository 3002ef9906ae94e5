using System.Collections.Immutable;
using SegLang.Runtime;

namespace SegLang;

/// <summary>An engine with the rules that it runs, and the lines that it has not handed out. Not for several threads at once.</summary>
internal sealed class StreamState
{
    private readonly List<(ProfileKey Key, FeedLine Line)> lines = [];
    private readonly FactReader reader;

    /// <summary>An engine without profiles; rules that do not fit the host's classes are a <see cref="RuleSetException"/>.</summary>
    public StreamState(RuleSet rules, string parameters, SegLangStreamOptions options, StreamState? before)
    {
        Classes = new HostClasses(rules, options.Classes, before?.Classes);
        Engine = rules.Stream(new StreamOptions
        {
            Lateness = options.Lateness.Ticks / TimeSpan.TicksPerMicrosecond,
            Threads = options.Threads,
            Feed = (key, line) => lines.Add((key, line)),
        });
        reader = new FactReader(Engine);
        Manifest = StateManifest.Of(Engine.Program, parameters);
        Parameters = parameters;
    }

    public StreamEngine Engine { get; }

    public HostClasses Classes { get; }

    public StateManifest Manifest { get; }

    public string Parameters { get; }

    public RuleProgram Program => Engine.Program;

    /// <summary>Where the host's log stands, as its last input said.</summary>
    public long? Position { get; set; }

    public InputOutcome Apply(StreamEvent input, long now) => Take(reader.Read(input, now), input.Position);

    public InputOutcome Set(StreamChange input, long now) => Take(reader.Read(input, now), input.Position);

    public InputOutcome Apply<TEvent>(TEvent happened, ProfileKey of, string? type, long? position, long now) =>
        Take(Classes.Events<TEvent>(type).Input(happened, of, Instants.ToHost(now)), position);

    public InputOutcome Set<TProfile>(TProfile profile, DateTimeOffset since, long? position, long now) =>
        Take(Classes.Profiles<TProfile>().Change(profile, since, Instants.ToHost(now)), position);

    public bool Remove(string key) => Engine.Remove(reader.Key(key));

    public MergeOutcome Merge(string from, string into, long now) => Engine.Merge(reader.Key(from), reader.Key(into), now);

    public StreamLine[] TakeLines()
    {
        StreamLine[] taken = [.. lines.Select(l => StreamLines.Of(Program, l.Key, l.Line))];
        lines.Clear();
        return taken;
    }

    /// <summary>The segments that a profile is in; null where there is none of that key.</summary>
    public ImmutableArray<string>? Segments(string key)
    {
        ProfileKey profile = reader.Key(key);
        return Engine.Contains(profile)
            ? [.. Named(OutputKind.Segment).Where(o => Engine.TryEvaluate(profile, o, out object? value) && value is true).Select(o => Program.Outputs[o].Name)]
            : null;
    }

    /// <summary>Where a profile is in each journey; null where there is none of that key.</summary>
    public ImmutableArray<JourneyStage>? Journeys(string key)
    {
        ProfileKey profile = reader.Key(key);
        return Engine.Contains(profile)
            ? [.. Program.Journeys.Journeys.Select((journey, i) => Of(journey, Engine.Stage(profile, i)))]
            : null;
    }

    /// <summary>Takes over all that another engine holds; what cannot be taken over is a <see cref="RuleSetException"/>.</summary>
    public void TakeOver(StreamState old, IEnumerable<string> forget)
    {
        CheckOrigin(old.Program.Schema, Program.Schema);
        StreamRestore restore = new(Engine, old.Manifest, Manifest, old.Engine.EncodeClock());
        foreach ((_, byte[] state) in old.Engine.EncodeAll())
        {
            restore.Put(state);
        }

        RestoreReport report = restore.Finish([.. forget]);
        if (report.Vanished.Count > 0)
        {
            throw StreamRefusals.Vanished(report.Vanished);
        }

        Position = old.Position;
    }

    private static void CheckOrigin(RuleSchema old, RuleSchema given)
    {
        if (old.RuleSet != given.RuleSet || old.Key.Kind != given.Key.Kind)
        {
            throw StreamRefusals.OtherProfiles(old, given);
        }
    }

    private static JourneyStage Of(JourneySchema journey, Stay? stay) => stay is { } held
        ? new(journey.Name, journey.Stages[held.Stage].Name, journey.Stages[held.Stage].Title, Instants.ToHost(held.Since), journey.Stages[held.Stage].IsFinal)
        : new(journey.Name, null, null, null, false);

    private InputOutcome Take(StreamInput input, long? position)
    {
        InputOutcome outcome = Engine.Take(input);
        Position = position ?? Position;
        return outcome;
    }

    private IEnumerable<int> Named(OutputKind kind) =>
        Enumerable.Range(0, Program.Outputs.Length).Where(i => Program.Outputs[i].Kind == kind && Program.Outputs[i].Name.Length > 0);
}
