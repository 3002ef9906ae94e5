using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>
/// A random rule set with many questions: definitions that refer to each other, then the segments and traits whose answers are
/// compared. What the binder refuses is left out and counted.
/// </summary>
internal sealed class RuleBatch
{
    private readonly Dice dice;
    private readonly FactsGenerator facts;
    private readonly List<Definition> definitions;
    private readonly string schema;

    public RuleBatch(int seed, int questions, int definitions = 40)
    {
        Seed = seed;
        dice = new Dice(seed);
        Times = new Times(dice);
        Pools pools = new(dice, Times);
        RuleGenerator generator = new(dice, pools);
        facts = new FactsGenerator(dice, Times, pools);
        schema = Schema.Source(Times.ZoneName, dice.Chance(40));
        this.definitions = [.. generator.Fixtures()];
        for (int i = 0; i < definitions; i++)
        {
            this.definitions.Add(generator.Next());
        }

        Bind(generator.Forget);
        int first = this.definitions.Count;
        this.definitions.AddRange(Enumerable.Range(0, questions).Select(generator.Asked));
        Rules = Bind(_ => { });
        Questions = [.. this.definitions.Skip(first).Select(d => Rules.Definitions.First(r => r.Symbol.Name == d.Name))];
    }

    public int Seed { get; }

    public Times Times { get; }

    public BoundRuleSet Rules { get; }

    /// <summary>The definitions whose values are compared.</summary>
    public ImmutableArray<BoundDefinition> Questions { get; }

    /// <summary>What the binder refused: the message and the text.</summary>
    public List<(Diagnostic Reason, Definition Refused)> Refusals { get; } = [];

    /// <summary>The next random profile.</summary>
    public ProfileFacts NextProfile(int number) => facts.Next(Rules, string.Create(CultureInfo.InvariantCulture, $"k{number}"));

    /// <summary>The definitions that one of them needs, itself last, as a rule set of its own.</summary>
    public SmallCase Single(string name, ProfileFacts profile, long now)
    {
        HashSet<string> needed = [name];
        List<Definition> kept = [];
        foreach (Definition definition in definitions.AsEnumerable().Reverse().Where(d => needed.Contains(d.Name)))
        {
            kept.Insert(0, definition);
            needed.UnionWith(Regex.Matches(definition.ToString(), @"\w+").Select(m => m.Value));
        }

        return new SmallCase(schema, [.. kept], profile, Rules, now);
    }

    /// <summary>A definition and those that it needs, a line each.</summary>
    public string Text(string name) =>
        string.Join("\n  ", Single(name, new ProfileFacts([], []), 0).Definitions.Select(d => d.ToString()));

    private BoundRuleSet Bind(Action<string> forget) => RandomSource.Bind($"seed {Seed}", schema, definitions, Refusals, forget);
}
