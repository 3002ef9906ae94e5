using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Text;

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

    public RuleBatch(int seed, int questions)
    {
        Seed = seed;
        dice = new Dice(seed);
        Times = new Times(dice);
        Pools pools = new(dice, Times);
        RuleGenerator generator = new(dice, pools);
        facts = new FactsGenerator(dice, Times, pools);
        schema = Schema.Source(Times.ZoneName, dice.Chance(40));
        definitions = [.. generator.Fixtures()];
        for (int i = 0; i < 40; i++)
        {
            definitions.Add(generator.Next());
        }

        Bind(generator.Forget);
        int first = definitions.Count;
        definitions.AddRange(Enumerable.Range(0, questions).Select(generator.Asked));
        Rules = Bind(_ => { });
        Questions = [.. definitions.Skip(first).Select(d => Rules.Definitions.First(r => r.Symbol.Name == d.Name))];
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

    public static string Source(string schema, IEnumerable<Definition> definitions)
    {
        StringBuilder text = new(schema);
        foreach (Definition definition in definitions)
        {
            text.Append(definition.Body).Append('\n');
        }

        return text.ToString();
    }

    // Refused definitions take with them those that refer to them, which then do not count as refused.
    private BoundRuleSet Bind(Action<string> forget)
    {
        for (int round = 0; ; round++)
        {
            SourceText source = new("random.seg", Source(schema, definitions));
            Compilation compilation = Compilation.Create([source]);
            if (compilation.Rules is BoundRuleSet rules)
            {
                return rules;
            }

            int schemaLines = schema.Count(c => c == '\n');
            HashSet<Definition> refused = [];
            foreach (Diagnostic diagnostic in compilation.Diagnostics.Where(d => d.Severity == Severity.Error))
            {
                int line = source.LineAndColumn(diagnostic.Span.Start).Line - 1 - schemaLines;
                if (line < 0 || line >= definitions.Count)
                {
                    throw new InvalidOperationException($"seed {Seed}: {diagnostic.Code} {diagnostic.Message} outside the definitions");
                }

                if (refused.Add(definitions[line]) && round == 0)
                {
                    Refusals.Add((diagnostic, definitions[line]));
                }
            }

            if (refused.Count == 0)
            {
                throw new InvalidOperationException($"seed {Seed}: no rules and no error");
            }

            definitions.RemoveAll(refused.Contains);
            foreach (Definition definition in refused)
            {
                forget(definition.Name);
            }
        }
    }
}
