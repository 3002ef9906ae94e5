using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>A random rule set with one to three journeys, what they refer to and what refers to them, and timelines to run it over.</summary>
internal sealed partial class JourneyRules
{
    private readonly Dice dice;
    private readonly TimelineGenerator timelines;
    private readonly List<Definition> definitions;

    public JourneyRules(int seed)
    {
        Seed = seed;
        dice = new Dice(seed);
        Times times = new(dice, forJourneys: true);
        Pools pools = new(dice, times);
        RuleGenerator generator = new(dice, pools);
        timelines = new TimelineGenerator(dice, times, pools);
        SchemaText = Schema.Source(times.ZoneName, dice.Chance(40));
        definitions = [.. generator.Fixtures(), .. Enumerable.Range(0, dice.Between(3, 7)).Select(_ => Calm(generator, generator.Next))];
        Rules = Bind(generator);
        AddActions(generator);
        for (int count = dice.Of(1, 1, 2, 2, 3); count > 0 || !generator.HasJourneys; count--)
        {
            AddJourney(generator);
        }

        if (dice.Chance(50))
        {
            Shuffle();
            Rules = Bind(generator);
        }
    }

    public int Seed { get; }

    public string SchemaText { get; }

    public BoundRuleSet Rules { get; private set; }

    public ImmutableArray<Definition> Definitions => [.. definitions];

    /// <summary>What the binder refused: the message and the text.</summary>
    public List<(Diagnostic Reason, Definition Refused)> Refusals { get; } = [];

    /// <summary>The instant at which all timelines are over.</summary>
    public long End => timelines.End;

    /// <summary>The next random timeline, with instants to ask at.</summary>
    public (ProfileTimeline Timeline, ImmutableArray<long> Checks) NextTimeline(int number)
    {
        ProfileTimeline timeline = timelines.Next(Rules, string.Create(CultureInfo.InvariantCulture, $"k{number}"));
        return (timeline, timelines.Checks(timeline));
    }

    private void AddActions(RuleGenerator generator)
    {
        do
        {
            definitions.AddRange(generator.Actions());
            Rules = Bind(generator);
        }
        while (!generator.HasActions);
    }

    private void AddJourney(RuleGenerator generator)
    {
        Definition journey = Calm(generator, generator.Journey);
        definitions.Add(journey);
        Rules = Bind(generator);
        if (definitions[^1] != journey)
        {
            return; // It was refused.
        }

        if (dice.Chance(60))
        {
            definitions.AddRange(generator.AboutJourney(journey.Name).Where(_ => dice.Chance(75)));
        }

        for (int more = dice.Of(0, 1, 2); more > 0; more--)
        {
            definitions.Add(Calm(generator, generator.OnJourney));
        }

        definitions.AddRange(Enumerable.Range(0, dice.Of(0, 0, 1)).Select(_ => Calm(generator, generator.Next)));
        Rules = Bind(generator);
    }

    // What may change every second or minute, as what is counted in them, makes a month of a profile a million instants: left out.
    private static Definition Calm(RuleGenerator generator, Func<Definition> make)
    {
        for (; ; )
        {
            Definition definition = make();
            if (!Restless().IsMatch(definition.ToString()))
            {
                return definition;
            }

            generator.Forget(definition.Name);
        }
    }

    [GeneratedRegex(@"\b(seconds|minutes) (since|until)\b|\.minute\b|\bin (this|previous( \w+)?) (second|minute)s?\b")]
    private static partial Regex Restless();

    // What refers to what decides, not what stands first.
    private void Shuffle()
    {
        for (int i = definitions.Count - 1; i > 0; i--)
        {
            int other = dice.Next(i + 1);
            (definitions[i], definitions[other]) = (definitions[other], definitions[i]);
        }
    }

    private BoundRuleSet Bind(RuleGenerator generator) =>
        RandomSource.Bind($"seed {Seed}", SchemaText, definitions, Refusals, generator.Forget);
}
