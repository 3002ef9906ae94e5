using System.Globalization;
using SegLang.Data;
using SegLang.Emit;
using SegLang.Runtime;
using SegLang.Text;

namespace SegLang.Tests.Checkpoints;

/// <summary>Rules, an engine over them, and what it tells.</summary>
internal sealed class StreamCase
{
    /// <summary>Rules that make use of all that a state holds.</summary>
    public const string Rules = """
        ruleset Shop { timezone "Europe/Berlin" }
        enum Channel { online, store }
        profile Customer {
          id: text key, country: text?, visits: int default 0, weight: number?, vip: bool default false, born: date?
          tags: set of text, channels: set of Channel
        }
        event Visit { page: text?, channel: Channel default online }
        event Purchase { once by order  order: text?, price: decimal(2) default 0 }
        segment Active { any(Visit in last 3 days) }
        segment Buyer { sum(Purchase.price in last 20 days) >= 20 }
        segment German { country == "DE" }
        classify Size { Big when sum(Purchase.price) >= 50  Small when any(Purchase) }
        action Email(template: text, amount: decimal(2)?) { at most 2 per 7 days  hours 08:00 to 20:00 }
        action Push()
        journey Life {
          start Looking on Visit
          reenter after 1 day
          stage Looking {
            on Purchase -> Bought do Email(template: "thanks")
            after 1 day do Email(template: "still looking?"), Push()
            after 6 days without Visit -> Gone
          }
          stage Bought {
            at last(Purchase).time + 2 days do Email(template: "how is it?")
            when Buyer -> Loyal
            on Purchase do Email(template: "again", amount: last(Purchase).price)
            after 10 days without Purchase -> Gone
          }
          stage Loyal { when not Buyer -> Bought  when country == "DE" do Push() }
          final stage Gone
        }
        journey Second {
          start Watching on Visit
          stage Watching { when Life == Bought and Life.entered > 1 -> Again }
          final stage Again
        }
        """;

    private readonly FeedWriter writer;

    public StreamCase(RuleProgram program)
    {
        Program = program;
        writer = new FeedWriter(program, asJsonLines: false);
        Engine = new StreamEngine(program, new StreamOptions { Threads = 1, Feed = Tell });
    }

    public RuleProgram Program { get; }

    public StreamEngine Engine { get; }

    public List<string> Feed { get; } = [];

    /// <summary>Compiles rules.</summary>
    public static RuleProgram Compile(string rules)
    {
        Compilation compilation = Compilation.Create([new SourceText("rules.seg", rules)]);
        Assert.Empty(compilation.Diagnostics.Select(d => $"{d.Code}: {d.Message}"));
        return RuleCompiler.Compile(compilation.Rules!, []).Program;
    }

    public static long At(string time) =>
        (DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal).Ticks - DateTime.UnixEpoch.Ticks) / 10;

    /// <summary>An event with values by field name.</summary>
    public void Event(string key, string type, string time, params (string Field, object Value)[] values)
    {
        EventSchema schema = Program.Schema.Events.Single(e => e.Name == type);
        FactRow facts = new(Engine.EventLayout(schema.Ordinal));
        foreach ((string name, object value) in values)
        {
            facts[schema.Fields.Single(f => f.Name == name).Ordinal] = value;
        }

        Engine.Apply(new ProfileKey(key), schema.Ordinal, facts, At(time), At(time));
    }

    /// <summary>A change of fields.</summary>
    public void Set(string key, string time, params (string Field, object? Value)[] values) => Engine.Set(
        new ProfileKey(key), [.. values.Select(v => (Program.Schema.Profile.Single(f => f.Name == v.Field).Ordinal, v.Value))], At(time), At(time));

    /// <summary>The state of every profile, by key.</summary>
    public SortedDictionary<string, string> States() =>
        new(Engine.EncodeAll().ToDictionary(s => s.Key.ToString(), s => Convert.ToHexString(s.State)), StringComparer.Ordinal);

    private void Tell(ProfileKey key, FeedLine line)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        writer.Write(text, key, line, line.Seen);
        Feed.Add(text.ToString().TrimEnd('\n'));
    }
}
