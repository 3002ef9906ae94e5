using SegLang.Binding;
using SegLang.Emit;
using SegLang.Runtime;
using SegLang.Symbols;
using SegLang.Text;

namespace SegLang.Tests.Streams;

/// <summary>A rule set that uses what streams must get right, compiled once.</summary>
internal sealed class StreamRules
{
    public const string Shop = """
        ruleset Shop { timezone "Europe/Berlin" }
        enum Channel { online, store }
        profile Person { id: text key, consent: bool default true, points: int?, country: text?, birthDate: date? }
        event Visit    { page: text  order from "n" }
        event Purchase { receipt: text?, amount: money(EUR), channel: Channel  once by receipt }
        event Answer   { question: text, value: int  once by question for 40 minutes }
        event Leave    {}

        segment Recent   { any(Visit in last 30 minutes) }
        segment Active   { any(Purchase in last 30 days) or any(Visit in last 2 days) }
        segment Regular  { count(Purchase in last 90 days) >= 3 }
        segment Spender  { sum(Purchase.amount) >= 300 EUR and consent }
        segment Lapsed   { any(Purchase) and none(Purchase in last 20 days) }
        segment Asked    { count(Answer in last 2 hours) >= 2 }
        segment Answers  { mod(sum(Answer.value), 2) == 1 }
        segment Today    { any(Visit in this day) }
        segment Birthday { today == anniversary(birthDate) }
        segment Both     { any(Purchase where channel == online) and any(Purchase where channel == store) }
        segment Returned { any(Visit as v then Purchase within 3 hours of v) }
        segment Known    { points >= 10 and country is known }
        segment Stuck    { Life == Interested and Life.since < 1 day ago }
        trait Last       = last(Purchase.amount)
        trait Best       = max(Purchase.amount)
        trait Visits     = count(Visit)
        classify Worth {
          Gold    when sum(Purchase.amount in last 60 days) >= 200 EUR
          Silver  when sum(Purchase.amount) >= 100 EUR
          Bronze  otherwise
        }

        action Mail(template: text) { requires consent  at most 2 per 7 days }
        action Call(page: text)     { hours 08:00 to 20:00 }
        limit Touch { at most 3 per 1 day  Mail, Call }

        journey Life {
          start Aware on Visit
          start Bought on Purchase
          reenter after 1 day
          anywhere { on Leave -> Gone  after 60 days -> Old }
          stage Aware      { on Visit where page == "/product" -> Interested do Call(page: page)  after 3 days without Visit -> Lost }
          stage Interested { enter do Mail(template: "help")  on Purchase -> Bought  after 1 hour do Mail(template: "hint")  after 2 days at 09:00 -> Aware }
          stage Bought     { when Regular -> Loyal  after 20 days without Purchase -> Lost do Mail(template: "back") }
          stage Loyal      { when not Active -> Bought  on Visit do Call(page: page)  at anniversary(birthDate) do Mail(template: "birthday") }
          stage Lost       { on Purchase -> Bought }
          stage Old        { on Visit -> Aware }
          final stage Gone
        }
        journey Split {
          start Draw when Spender
          reenter always
          stage Draw { split { 30% -> A  70% -> B } }
          stage A { when Lapsed -> End  on Answer do Mail(template: question) }
          stage B { when not consent -> End  after 5 days without Answer where value > 1 -> A }
          final stage End
        }
        """;

    private static readonly Lazy<StreamRules> Compiled = new(() => new StreamRules(Shop));

    public StreamRules(string source)
    {
        Compilation compilation = Compilation.Create([new SourceText("rules.seg", source)]);
        Rules = compilation.Rules ?? throw new InvalidOperationException(string.Join('\n', compilation.Diagnostics.Select(d => $"{d.Code} {d.Message}")));
        Program = RuleCompiler.Compile(Rules, []).Program;
    }

    public static StreamRules OfShop => Compiled.Value;

    public BoundRuleSet Rules { get; }

    public RuleProgram Program { get; }

    /// <summary>A line of the feed as text, without the instant at which it was seen.</summary>
    public string Text(FeedLine line) => string.Join(
        " | ",
        Instant(line.Time),
        line.Kind == FeedKind.Action ? ((ActionOutcome)line.To).ToString() : line.Kind.ToString(),
        line.Kind switch
        {
            FeedKind.Stage => Program.Journeys.Journeys[line.Subject].Name,
            FeedKind.Action => Program.Journeys.Actions[line.Subject].Name,
            FeedKind.Retract when line.Retracted is { } retracted => Text(retracted),
            _ => Program.Outputs[line.Subject].Name,
        },
        line.Kind switch
        {
            FeedKind.Stage => $"{Stage(line, line.From)} -> {Stage(line, line.To)}",
            FeedKind.Class => $"{Entry(line, line.From)} -> {Entry(line, line.To)}",
            _ => "",
        },
        line.Cause ?? "",
        string.Join(", ", line.Calls.Select(Text)));

    public static string Instant(long time) => DateTime.UnixEpoch.AddTicks(time * 10).ToString("yyyy-MM-dd HH:mm:ss.ffffff", System.Globalization.CultureInfo.InvariantCulture);

    private string Text(ActionCall call) =>
        $"{Program.Journeys.Actions[call.Action].Name}({string.Join(", ", call.Arguments.Select(a => FactsBridge.FromRuntime(a)?.ToString() ?? "unknown"))})";

    private string Stage(FeedLine line, int stage) => stage < 0 ? "" : Program.Journeys.Journeys[line.Subject].Stages[stage].Name;

    private string Entry(FeedLine line, int entry) => entry < 0 ? "" : Program.Outputs[line.Subject].Value.Members[entry];
}
