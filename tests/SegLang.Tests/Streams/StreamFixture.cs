using System.Globalization;
using SegLang.Runtime;

namespace SegLang.Tests.Streams;

/// <summary>A stream about small rules, with instants and fields as text.</summary>
internal sealed class StreamFixture
{
    public const string Rules = """
        ruleset Small { timezone "UTC" }
        profile Person { id: text key, name: text?, points: int?, consent: bool default true }
        event Visit { page: text }
        event Buy { receipt: text, amount: int  once by receipt }
        event Ask { topic: text  once by topic for 30 minutes }
        segment Recent { any(Visit in last 10 minutes) }
        segment Two    { count(Visit in last 1 day) >= 2 }
        segment Rich   { sum(Buy.amount) >= 100 }
        segment Curious { count(Ask in last 1 day) >= 2 }
        classify Size { Big when count(Visit) >= 3  Small otherwise }
        action Mail(template: text) { requires consent  at most 1 per 1 day }
        action Note(page: text)
        journey Way {
          start In on Visit
          stage In   { on Visit where page == "x" -> Deep do Note(page: page)  after 2 hours -> Out do Mail(template: "back") }
          stage Deep { on Buy -> In do Mail(template: "thanks")  after 30 minutes do Note(page: "hint") }
          final stage Out
        }
        """;

    private static readonly Lazy<StreamRules> Compiled = new(() => new StreamRules(Rules));
    private static readonly long Midnight = (long)(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalMicroseconds;

    public StreamFixture(StreamOptions? options = null) =>
        Engine = new StreamEngine(OfSmall.Program, (options ?? new StreamOptions()) with { Feed = (key, line) => Feed.Add($"{key}: {Describe(line)}"), Report = Issues.Add });

    public static StreamRules OfSmall => Compiled.Value;

    public StreamEngine Engine { get; }

    public List<string> Feed { get; } = [];

    public List<StreamIssue> Issues { get; } = [];

    public static long At(string time) => Midnight + (long)TimeSpan.Parse(time, CultureInfo.InvariantCulture).TotalMicroseconds;

    public InputOutcome Visit(string key, string time, string now, string page = "/") => Event(key, 0, time, now, (0, page));

    public InputOutcome Buy(string key, string time, string now, string receipt, long amount) => Event(key, 1, time, now, (0, receipt), (1, amount));

    public InputOutcome Ask(string key, string time, string now, string topic) => Event(key, 2, time, now, (0, topic));

    public InputOutcome Set(string key, string time, string now, string field, object? value) =>
        Engine.Set(new ProfileKey(key), [(OfSmall.Program.Schema.Profile.First(f => f.Name == field).Ordinal, value)], At(time), At(now));

    public object? Value(string key, string output) =>
        Engine.TryEvaluate(new ProfileKey(key), Place(output), out object? value) ? value : throw new InvalidOperationException("no profile");

    public string? Stage(string key) =>
        Engine.Stage(new ProfileKey(key), 0) is { } stay ? OfSmall.Program.Journeys.Journeys[0].Stages[stay.Stage].Name : null;

    /// <summary>The feed so far, which is emptied: `time [seen] what`.</summary>
    public string[] Take()
    {
        string[] taken = [.. Feed];
        Feed.Clear();
        return taken;
    }

    private InputOutcome Event(string key, int type, string time, string now, params (int Field, object Value)[] values)
    {
        FactRow row = new(Engine.EventLayout(type));
        foreach ((int field, object value) in values)
        {
            row[field] = value;
        }

        return Engine.Apply(new ProfileKey(key), type, row, At(time), At(now));
    }

    private static int Place(string output) => OfSmall.Program.Outputs.IndexOf(OfSmall.Program.Outputs.First(o => o.Name == output));

    private static string Describe(FeedLine line)
    {
        string seen = line.Seen == line.Time ? "" : $" seen {Clock(line.Seen)}";
        return $"{Clock(line.Time)}{seen} {Words(line)}";
    }

    private static string Words(FeedLine line) => line.Kind switch
    {
        FeedKind.Retract => $"not {Words(line.Retracted!.Value)}",
        FeedKind.Stage => $"Way {Stage(line.From)}->{Stage(line.To)}",
        FeedKind.Action => $"{(ActionOutcome)line.To} {OfSmall.Program.Journeys.Actions[line.Subject].Name}({line.Calls[0].Arguments[0]})",
        FeedKind.Class => $"Size {Entry(line.From)}->{Entry(line.To)}",
        _ => $"{line.Kind} {OfSmall.Program.Outputs[line.Subject].Name}",
    };

    private static string Stage(int stage) => stage < 0 ? "" : OfSmall.Program.Journeys.Journeys[0].Stages[stage].Name;

    private static string Entry(int entry) => entry < 0 ? "" : OfSmall.Program.Outputs[Place("Size")].Value.Members[entry];

    private static string Clock(long time) => TimeSpan.FromMicroseconds(time - Midnight).ToString("c", CultureInfo.InvariantCulture);
}
