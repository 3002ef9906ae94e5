using System.Text.Json;
using SegLang.Binding;
using SegLang.Explain;
using SegLang.Reference;
using SegLang.Symbols;
using SegLang.Testing;
using SegLang.Tests.Differential;
using SegLang.Tests.Documentation;

namespace SegLang.Tests.Host;

/// <summary>Whatever rules there are, they can be explained: with the value that they have, parts that lead to what decided, and as JSON.</summary>
public sealed class ExplanationsHold
{
    [Theory]
    [InlineData("examples/shop")]
    [InlineData("examples/kundenreise")]
    [InlineData("examples/loyalty")]
    [InlineData("examples/lead-nurturing")]
    public void At_each_expectation_of_an_example(string folder)
    {
        BoundRuleSet rules = ReferenceSupport.Supported(RuleFiles.Compile(RuleFiles.Read(folder)), runsJourneys: true);
        ReferenceRuns runs = new(new ReferenceEvaluator(rules));
        foreach (Expectation expectation in rules.Tests.SelectMany(Expectation.Of))
        {
            ReferenceJourneys? journeys = rules.JourneyDefinitions.Any() ? runs.Follow(expectation) : null;
            Hold(rules, runs.ProfileAt(expectation), [.. journeys?.Log ?? []], expectation.At);
        }
    }

    [Fact]
    public void For_random_rules_with_journeys() => Parallel.For(0, 40, i =>
    {
        JourneyRules batch = new(20_261_123 + i);
        for (int number = 0; number < 3; number++)
        {
            ProfileTimeline timeline = batch.NextTimeline(number).Timeline;
            if (Engines.Answer(() => new ReferenceEvaluator(batch.Rules).Follow(timeline, batch.End, withFeed: false)) is ReferenceJourneys journeys)
            {
                Hold(batch.Rules, journeys.Profile, [.. journeys.Log], batch.End);
            }
        }
    });

    private static void Hold(BoundRuleSet rules, ReferenceProfile profile, ReferenceLogLine[] log, long now)
    {
        foreach (BoundDefinition definition in rules.Definitions)
        {
            RuleExplanation why = new Explainer(rules, profile, [.. log]).Explain(definition, now);
            if (definition is BoundSegment)
            {
                Assert.Equal(profile.Value(definition.Symbol) is true ? "true" : "false", why.Value);
                Assert.True(why.Parts is [{ Decides: true } whole] && (whole.Value == why.Value || (whole.Value, why.Value) == ("unknown", "false")), why.ToString());
            }

            Assert.All(why.Parts, Leads);
            Assert.Equal(why.ToString(), JsonSerializer.Deserialize<RuleExplanation>(JsonSerializer.Serialize(why))?.ToString());
        }
    }

    // What decides decides through those of its conditions that came to the same.
    private static void Leads(ExplanationPart part)
    {
        ExplanationPart[] deciding = [.. part.Parts.Where(p => p.Decides)];
        Assert.True(part.Decides || deciding.Length == 0, $"{part.Text}: {part.Value}");
        Assert.All(part.Parts, Leads);
    }
}
