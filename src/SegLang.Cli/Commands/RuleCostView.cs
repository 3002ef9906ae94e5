using System.Collections.Immutable;
using System.Text.Json;
using SegLang.Binding;
using SegLang.Emit;
using SegLang.Plan;
using SegLang.Symbols;

namespace SegLang.Cli;

/// <summary>What each rule makes a stream keep of a profile's events, for people and as JSON.</summary>
internal sealed class RuleCostView
{
    private readonly ImmutableArray<RuleCost> costs;

    private RuleCostView(ImmutableArray<RuleCost> costs) => this.costs = costs;

    /// <summary>The costs of a rule set.</summary>
    public static RuleCostView Of(BoundRuleSet rules) => new(RuleCompiler.Costs(rules));

    /// <summary>A line per rule and event type, in columns.</summary>
    public void Write(TextWriter writer)
    {
        writer.WriteLine("what a stream keeps of a profile's events:");
        int kinds = costs.Select(c => Kind(c.Rule).Length).DefaultIfEmpty().Max();
        int names = costs.Select(c => c.Rule.Name.Length).DefaultIfEmpty().Max();
        int events = costs.SelectMany(c => c.Events).Select(e => e.Event.Name.Length + 1).DefaultIfEmpty().Max();
        foreach (RuleCost cost in costs)
        {
            string head = $"{Kind(cost.Rule).PadRight(kinds)} {cost.Rule.Name.PadRight(names)}";
            foreach (EventCost each in cost.Events)
            {
                writer.WriteLine($"  {head}  {(each.Event.Name + ":").PadRight(events)} {each}");
                head = new string(' ', head.Length);
            }
        }

        writer.WriteLine(costs.IsEmpty ? "  nothing" : "");
    }

    /// <summary>The member `costs`.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("costs");
        foreach (RuleCost cost in costs)
        {
            json.WriteStartObject();
            json.WriteString("rule", cost.Rule.Name);
            json.WriteString("kind", Kind(cost.Rule));
            json.WriteStartArray("events");
            foreach (EventCost each in cost.Events)
            {
                json.WriteStartObject();
                json.WriteString("event", each.Event.Name);
                json.WriteString("keeps", each.Keeps);
                json.WriteString("reason", each.Reason);
                json.WriteNumber("foldedNumbers", each.FoldedNumbers);
                json.WriteNumber("singleEvents", each.SingleEvents);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Kind(Symbol rule) => rule switch
    {
        SegmentSymbol => "segment",
        ClassSymbol => "class",
        ScoreSymbol => "score",
        JourneySymbol => "journey",
        _ => "trait",
    };
}
