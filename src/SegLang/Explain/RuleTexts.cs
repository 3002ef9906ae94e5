using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Emit;
using SegLang.Reference;
using SegLang.Runtime;
using SegLang.Symbols;
using SegLang.Text;

namespace SegLang.Explain;

/// <summary>The texts of a rule set, bound when the first explanation is asked for. For many threads.</summary>
internal sealed class RuleTexts(ImmutableArray<SourceText> sources)
{
    private readonly Lazy<BoundRuleSet> rules = new(() => Bind(sources));

    /// <summary>The hash that the rules' manifest holds.</summary>
    public string Hash => ContentHash.OfRules(rules.Value);

    /// <summary>Why a name of compiled rules is what it is for a profile.</summary>
    public RuleExplanation Explain(RuleSet compiled, string name, ProfileReading profile)
    {
        BoundRuleSet bound = rules.Value;
        ReferenceEvaluator evaluator = new(bound, Params(bound, compiled, name));
        ImmutableArray<EventFacts> events = [.. profile.Events.Select(e => ReadFacts.Event(bound, e))];
        ImmutableArray<object?> fields = ReadFacts.Fields(profile.Fields);
        BoundDefinition definition = bound.Definitions.First(d => d.Symbol.Name == name);
        if (!bound.JourneyDefinitions.Any())
        {
            return new Explainer(bound, evaluator.At(new(fields, events), profile.Now), []).Explain(definition, profile.Now);
        }

        ProfileTimeline timeline = new(fields, [.. events.Select(e => new EventInput(e))], null);
        ReferenceJourneys journeys = evaluator.Follow(timeline, profile.Now, withFeed: false);
        return new Explainer(bound, journeys.Profile, [.. journeys.Log]).Explain(definition, profile.Now);
    }

    private static Dictionary<ParamSymbol, object> Params(BoundRuleSet bound, RuleSet compiled, string name)
    {
        IReadOnlyDictionary<string, object> given = compiled.Given ?? throw new RuleSetException(
            $"`{name}` cannot be explained: the values of the params are not known; give them with `With`");
        return bound.Params.Where(p => given.ContainsKey(p.Name)).ToDictionary(p => p, p => ReadFacts.Value(given[p.Name]) ?? given[p.Name]);
    }

    // What builds on the population is in no compiled rule set.
    private static BoundRuleSet Bind(ImmutableArray<SourceText> sources)
    {
        Compilation compilation = Compilation.Create(sources);
        return ReferenceSupport.Supported(compilation.Rules ?? throw new RuleCompilationException(compilation.Diagnostics), runsJourneys: true);
    }
}
