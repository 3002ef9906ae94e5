using System.Collections.Immutable;
using System.Globalization;
using SegLang.Binding;
using SegLang.Editing;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Tests.Differential;
using SegLang.Text;

namespace SegLang.Tests.Editing;

/// <summary>Whatever refactoring is offered on random rules changes no answer of the reference evaluator on random profiles.</summary>
public sealed class RefactoringsKeepAnswers
{
    private const string Path = "random.seg";

    [Fact]
    public void On_random_rules()
    {
        Dictionary<string, int> tried = [];
        List<string> wrong = [];
        for (int seed = 0; seed < 6; seed++)
        {
            RuleBatch batch = new(20_261_122 + seed, 60, 15);
            ImmutableArray<ProfileFacts> profiles = [.. Enumerable.Range(0, 4).Select(batch.NextProfile)];
            foreach (BoundDefinition question in batch.Questions)
            {
                Try(batch.Single(question.Symbol.Name, profiles[0], batch.Times.Nows[0]), question.Symbol.Name, profiles, batch.Times.Nows[0], tried, wrong);
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong.Take(3)));
        Assert.True(tried.GetValueOrDefault("Extract") > 50 && tried.GetValueOrDefault("Rename") > 50 && tried.Count >= 3, string.Join(", ", tried));
    }

    [Theory]
    [InlineData("segment S { age == 1 or age == 2 }", "age == 1 or age == 2", "segment S { age in [1, 2] }")]
    [InlineData("segment S { age in [1, 2] }", "age in [1, 2]", "segment S { (age == 1 or age == 2) }")]
    [InlineData("segment S { not (age == 1) }", "not (age == 1)", "segment S { age != 1 }")]
    [InlineData("segment S { not (age in [1, 2]) }", "not (age in [1, 2])", "segment S { age not in [1, 2] }")]
    [InlineData("segment S { not (age is known) }", "not (age is known)", "segment S { age is unknown }")]
    [InlineData("segment S { not (age < 3) }", "not (age < 3)", "segment S { age >= 3 }")]
    [InlineData("segment S { age + 1 > 3 }", "age + 1", "trait NewTrait = age + 1\nsegment S { NewTrait > 3 }")]
    [InlineData("segment S { any(Visit where n + 1 > 3) }", "n + 1", null)]
    [InlineData("trait X = age + 1 segment S { X * 2 > 3 }", "X * 2", "segment S { (age + 1) * 2 > 3 }")]
    [InlineData("/// Why.\n@owner(\"me\")\ntrait X = age + 1\nsegment S { X > 3 }", "X > 3", "segment S { (age + 1) > 3 }")]
    [InlineData("trait X = age + 1 segment S { X > 3 or X < 1 }", "X > 3", "trait X = age + 1 segment S { (age + 1) > 3 or X < 1 }")]
    [InlineData("segment S { age > 3 } segment T { not S }", "S", "@was(\"S\") segment S2 { age > 3 } segment T { not S2 }")]
    [InlineData("event E { points: int } segment S { any(E where points > 3) }", "points", "event E { @was(\"points\") points2: int from \"points\" } segment S { any(E where points2 > 3) }")]
    [InlineData("journey J { stage Alpha { on Visit -> B } start Alpha on Visit final stage B }", "Alpha", "journey J { @was(\"Alpha\") stage Alpha2 { on Visit -> B } start Alpha2 on Visit final stage B }")]
    [InlineData("param days: int = 30 segment S { any(Visit in last days days) }", "days", null)]
    [InlineData("trait T = age + 1 segment S { any(Visit where T > n) }", "T > n", null)]
    public void What_is_offered(string before, string selected, string? after)
    {
        const string Schema = "profile P { id: text key, age: int? } event Visit { n: int, age: int }\n";
        RuleSnapshot snapshot = RuleSnapshot.Create([new(Path, Schema + before)]);
        int start = Schema.Length + before.IndexOf(selected, StringComparison.Ordinal);
        TextSpan span = new(start, selected.Length);
        IEnumerable<string> texts = CodeActions.At(snapshot, Path, span)
            .Where(a => a.Kind == CodeActionKind.Refactoring)
            .Select(a => SourceEdit.Apply(Schema + before, a.Edits)[Schema.Length..]);
        if (after is null)
        {
            Assert.Empty(texts);
        }
        else
        {
            Assert.Contains(after, texts);
        }
    }

    private static void Try(
        SmallCase one, string name, ImmutableArray<ProfileFacts> profiles, long now, Dictionary<string, int> tried, List<string> wrong)
    {
        SourceText source = new(Path, RandomSource.Of(one.Schema, one.Definitions));
        RuleSnapshot snapshot = RuleSnapshot.Create([source]);
        if (snapshot.Rules is not { } rules || snapshot.Tree(Path) is not { } tree)
        {
            return;
        }

        IEnumerable<TextSpan> spans = Expressions(tree.Root.Declarations[^1]).Select(e => e.Span).Distinct().Take(6).Append(tree.Root.Declarations[^1].Name.Span);
        object?[][]? expected = null;
        foreach (CodeAction action in spans.SelectMany(s => Refactorings.At(snapshot, Path, s)))
        {
            string kind = action.Title.Split(' ')[0];
            tried[kind] = tried.GetValueOrDefault(kind) + 1;
            RuleSnapshot after = SourceEdit.Apply(snapshot, action.Edits);
            expected ??= Answers(rules, name, profiles, now);
            string called = after.Tree(Path)?.Root.Declarations[^1].Name.Text ?? name;
            object?[][]? actual = after.Rules is { } changed ? Answers(changed, called, profiles, now) : null;
            if (actual is null || !expected.Zip(actual).All(p => Same(p.First[0], p.Second[0])))
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{action.Title}\n{one.Definitions[^1].Body}\n=>\n{after.Tree(Path)?.Source.Content[one.Schema.Length..]}"));
            }
        }
    }

    private static bool Same(object? expected, object? actual) => Comparison.Same(expected, actual) || Equals(expected?.ToString(), actual?.ToString());

    private static object?[][] Answers(BoundRuleSet rules, string name, ImmutableArray<ProfileFacts> profiles, long now)
    {
        BoundDefinition question = rules.Definitions.First(d => d.Symbol.Name == name);
        return Engines.Reference(rules, [question], [.. profiles.Select(p => (p with { Events = [.. p.Events.Select(e => e with { Event = rules.Events[e.Event.Ordinal] })] }, now))]);
    }

    private static IEnumerable<ExpressionSyntax> Expressions(SyntaxNode node) =>
        SyntaxParts.Children(node).SelectMany(Expressions).Concat(node is ExpressionSyntax own ? [own] : []);
}
