using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SegLang.Binding;
using SegLang.Emit;
using SegLang.Plan;
using SegLang.Runtime;
using SegLang.Symbols;
using Xunit;

namespace SegLang.Tests.Differential;

/// <summary>
/// Random rules over an app's own objects: every segment, trait, class and score is what it is over columns. `SEGLANG_FUZZ_SEED` and `SEGLANG_FUZZ_HOSTS`
/// choose other rule sets or more of them.
/// </summary>
public sealed class HostsAgreeTests
{
    private const int Questions = 250;
    private const int Profiles = 8;

    [Fact]
    public void Bound_objects_and_columns_agree_on_random_rules()
    {
        int seed = Setting("SEGLANG_FUZZ_SEED", 20_260_601);
        int asked = 0;
        List<Disagreement> found = [];
        for (int i = 0; i < Setting("SEGLANG_FUZZ_HOSTS", 16) && found.Count < 10; i++)
        {
            RuleBatch batch = new(seed + i, Questions);
            found.AddRange(Differences(batch, ref asked));
        }

        Assert.True(found.Count == 0, Print(found));
        Assert.True(asked > 10_000, $"only {asked} answers were compared");
    }

    private static List<Disagreement> Differences(RuleBatch batch, ref int asked)
    {
        ImmutableArray<(ProfileFacts Profile, long Now)> cases =
            [.. Enumerable.Range(0, Profiles).Select(batch.NextProfile).SelectMany(p => batch.Times.Nows.Select(n => (p, n)))];
        ImmutableArray<BoundDefinition> questions = [.. batch.Rules.Definitions];
        object?[][] expected = Columns(batch.Rules, questions, cases);
        object?[][] actual = Objects(batch.Rules, questions, cases);
        asked += cases.Length * questions.Length;
        return
        [
            .. questions.SelectMany((q, at) => cases.Select((c, i) => new Disagreement(batch, q.Symbol.Name, c.Profile, c.Now, "host", expected[i][at], actual[i][at]))
                .Where(d => !Comparison.Same(d.Expected, d.Actual)).Take(1)),
        ];
    }

    private static object?[][] Columns(BoundRuleSet rules, ImmutableArray<BoundDefinition> questions, ImmutableArray<(ProfileFacts Profile, long Now)> asked) =>
        Engines.Il(rules, questions, [.. asked.Select(a => (HostFactory.Held(SchemaMapping.From(rules), a.Profile), a.Now))]);

    private static object?[][] Objects(BoundRuleSet rules, ImmutableArray<BoundDefinition> questions, ImmutableArray<(ProfileFacts Profile, long Now)> asked)
    {
        RuleSet set = RuleSet.Of(RuleCompiler.Compile(rules, [], RuleUse.Stream).Program);
        BoundRules<HostPerson> bound = set.For<HostPerson>();
        ProfileResult result = bound.NewResult();
        return [.. asked.Select(a =>
        {
            HostPerson person = HostFactory.Person(set.Schema, HostFactory.Held(set.Schema, a.Profile));
            bound.Evaluate(person, HostValues.ToInstant(a.Now), result);
            return questions.Select(q => Engines.Answer(() => Answer(bound, q.Symbol.Name, person, a.Now, result))).ToArray();
        })];
    }

    // Where a single question has another answer than all at once, the answer says so.
    private static object? Answer(BoundRules<HostPerson> bound, string name, HostPerson person, long now, ProfileResult result)
    {
        int place = Array.FindIndex([.. bound.Rules.Program.Outputs], o => o.Name == name);
        object? all = Engines.Value(result.Output, place, bound.Rules.Program.Outputs[place]);
        return all is bool member && bound.Rules.Program.Outputs[place].Kind == OutputKind.Segment && bound.Matches(name, person, HostValues.ToInstant(now)) != member
            ? $"all at once {all}, alone {!member}"
            : all;
    }

    private static string Print(List<Disagreement> found)
    {
        StringBuilder text = new();
        foreach (Disagreement one in found.Take(4))
        {
            text.Append(CultureInfo.InvariantCulture, $"// seed {one.Batch.Seed}, {one.Question}\n");
            text.Append(Comparison.Shrink(one, Columns, Objects, TimeSpan.FromSeconds(20))).Append('\n');
        }

        return text.ToString();
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
