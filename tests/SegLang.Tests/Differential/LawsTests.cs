using System.Collections.Immutable;
using System.Globalization;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Text;
using Xunit;

namespace SegLang.Tests.Differential;

/// <summary>
/// Laws that two ways of saying the same must keep: a check on the reference itself, which nothing else checks by chance.
/// </summary>
public sealed class LawsTests
{
    private const int Batches = 6;
    private const int PairsPerBatch = 150;

    [Fact]
    public void Two_ways_of_saying_the_same_agree_in_the_reference()
    {
        for (int seed = 1; seed <= Batches; seed++)
        {
            Check(seed);
        }
    }

    private static void Check(int seed)
    {
        Dice dice = new(seed);
        Times times = new(dice);
        Pools pools = new(dice, times);
        RuleGenerator generator = new(dice, pools);
        string schema = Schema.Source(times.ZoneName, dice.Chance(50));
        List<string> lines = [.. generator.Fixtures().Select(d => d.ToString())];
        List<(string Left, string Right)> laws = [.. Enumerable.Range(0, PairsPerBatch).Select(_ => Law(dice, generator, pools))];
        for (int i = 0; i < laws.Count; i++)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"trait L{i} = {laws[i].Left}"));
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"trait R{i} = {laws[i].Right}"));
        }

        BoundRuleSet rules = Bind(schema, lines);
        FactsGenerator facts = new(dice, times, pools);
        ImmutableArray<(ProfileFacts Profile, long Now)> asked =
            [.. Enumerable.Range(0, 6).Select(i => facts.Next(rules, $"k{i}")).SelectMany(p => times.Nows.Select(n => (p, n)))];
        ImmutableArray<BoundDefinition> questions = [.. rules.Definitions.Where(d => d.Symbol.Name[0] is 'L' or 'R')];
        object?[][] answers = Engines.Reference(rules, questions, asked);
        for (int q = 0; q < questions.Length; q++)
        {
            string name = questions[q].Symbol.Name;
            if (name[0] == 'L' && questions.Select(d => d.Symbol.Name).ToList().IndexOf("R" + name[1..]) is >= 0 and int other)
            {
                (string left, string right) = laws[int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture)];
                for (int a = 0; a < asked.Length; a++)
                {
                    Assert.True(
                        Comparison.Same(answers[a][q], answers[a][other]),
                        $"seed {seed} at {Literals.Instant(asked[a].Now)}: {answers[a][q] ?? "unknown"} for\n{left}\n{answers[a][other] ?? "unknown"} for\n{right}");
                }
            }
        }
    }

    // Pairs that the binder refuses are left out; there are few.
    private static BoundRuleSet Bind(string schema, List<string> lines)
    {
        for (; ; )
        {
            SourceText source = new("laws.seg", schema + string.Join('\n', lines));
            Compilation compilation = Compilation.Create([source]);
            if (compilation.Rules is BoundRuleSet rules)
            {
                return rules;
            }

            int before = schema.Count(c => c == '\n');
            HashSet<int> refused = [.. compilation.Diagnostics.Where(d => d.Severity == Severity.Error)
                .Select(d => source.LineAndColumn(d.Span.Start).Line - 1 - before)];
            Assert.NotEmpty(refused);
            lines = [.. lines.Where((_, i) => !refused.Contains(i))];
        }
    }

    private static (string Left, string Right) Law(Dice dice, RuleGenerator generator, Pools pools)
    {
        string a = generator.Condition(2, Scope.Top).ToString();
        string b = generator.Condition(1, Scope.Top).ToString();
        string inside = generator.Condition(1, Scope.Top.With(Schema.Event("Visit"), null)).ToString();
        string number = generator.Value(Sort.Int, 2, Scope.Top).ToString();
        string span = pools.Span();
        return dice.Next(22) switch
        {
            0 => (a, $"(not (not {a}))"),
            1 => ($"(not ({a} and {b}))", $"((not {a}) or (not {b}))"),
            2 => ($"(not ({a} or {b}))", $"((not {a}) and (not {b}))"),
            3 => ($"({a} and {b})", $"({b} and {a})"),
            4 => ($"({a} and ({b} or {a}))", a),
            5 => ($"({a} else {a})", a),
            6 => ($"({a} == true)", a),
            7 => ($"({a} is known)", $"(({a} == {a}) else false)"),
            8 => ($"(count(Visit where {inside}) == 0)", $"none(Visit where {inside})"),
            9 => ($"(count(Visit where {inside}) > 0)", $"any(Visit where {inside})"),
            10 => ($"count(Visit in last {span})", $"count(Visit from {span} ago until now)"),
            11 => ($"count(Visit in last {span})", $"count(Visit since {span} ago)"),
            12 => ("count(Visit)", $"(count(Visit before {span} ago) + count(Visit since {span} ago))"),
            13 => ("sum(Visit.depth)", $"(sum(Visit.depth where {inside}) + sum(Visit.depth where not ({inside} else false)))"),
            14 => ("count(Visit)", $"(count(Visit where {inside}) + count(Visit where not ({inside} else false)))"),
            15 => ($"({number} between 1 and 10)", $"({number} >= 1 and {number} <= 10)"),
            16 => ($"({number} in [1, 2, 3])", $"({number} == 1 or {number} == 2 or {number} == 3)"),
            17 => ($"({number} not in [1, 2, 3])", $"(not ({number} in [1, 2, 3]))"),
            18 => ("least(age, visits)", "(-greatest((-age), (-visits)))"),
            19 => ($"(not any(Visit in last {span} then Click within {span}))", $"none(Visit in last {span} then Click within {span})"),
            20 => ($"(count(Visit as v then Click where share > 1 within {span} of v) > 0)", $"any(Visit then Click where share > 1 within {span})"),
            _ => ($"any(i in basket where (i.pieces > {number}))", $"(count(i in basket where (i.pieces > {number})) > 0)"),
        };
    }
}
