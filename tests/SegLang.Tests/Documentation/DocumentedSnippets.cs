using SegLang.Binding;
using SegLang.Text;

namespace SegLang.Tests.Documentation;

/// <summary>
/// Every rule snippet of the documents compiles, and its tests hold. What follows "```seg" tells how to read it:
/// nothing: a rule set of its own · `prelude`: what fragments belong to · `fragment`: declarations beside the prelude ·
/// `customer`: the first steps of a test · `values`: lines `expression ⇶ value`, asked of that customer.
/// </summary>
public sealed class DocumentedSnippets
{
    private const string Reference = "grammar/language.md";

    public static TheoryData<string> WholeRuleSets =>
        [.. Snippet.Of("README.md").Concat(Snippet.Of("grammar/hosts.md")).Concat(Snippet.Of(Reference)).Where(s => s.Kind.Length == 0).Select(s => s.Place)];

    public static TheoryData<string> Fragments => Places(Reference, "fragment");

    public static TheoryData<string> Values => Places(Reference, "values");

    [Theory]
    [MemberData(nameof(WholeRuleSets))]
    public void A_rule_set_compiles_and_its_tests_hold(string place)
    {
        Snippet snippet = At(place);
        RuleFiles.AssertTestsHold(RuleFiles.Compile([new SourceText(place, snippet.Code)]));
    }

    [Theory]
    [MemberData(nameof(Fragments))]
    public void A_fragment_compiles_beside_the_prelude_and_its_tests_hold(string place)
    {
        BoundRuleSet rules = RuleFiles.Compile([Prelude(), new SourceText(place, At(place).Code)]);
        RuleFiles.AssertTestsHold(rules);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void An_expression_has_the_value_that_the_page_says(string place)
    {
        string customer = Single("customer").Code;
        IEnumerable<string> tests = At(place).Code.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select((line, index) => $"test \"{index}\" {{\n{customer}\nat 2026-05-20T12:00 expect {Expectation(line)}\n}}\n");
        RuleFiles.AssertTestsHold(RuleFiles.Compile([Prelude(), new SourceText(place, string.Concat(tests))]));
    }

    [Fact]
    public void The_reference_has_every_kind_of_snippet_and_no_unknown_one()
    {
        string[] kinds = [string.Empty, "prelude", "fragment", "customer", "values"];
        Assert.Equal(kinds.Order(), Snippet.Of(Reference).Select(s => s.Kind).Distinct().Order());
        Assert.True(Snippet.Of(Reference).Count > 20, "the snippets of the reference were not found");
    }

    [Fact]
    public void The_table_of_functions_is_the_one_of_the_compiler()
    {
        string page = Guards.RepositoryFiles.Read(Reference);
        Assert.DoesNotContain(
            Functions.Rows.Select(r => $"| `{r.Signature}` | {r.Doc} | `{r.Example}` is `{r.ExampleValue}` |"),
            row => !page.Contains(row, StringComparison.Ordinal));
    }

    [Fact]
    public void The_examples_of_the_functions_have_their_values()
    {
        IEnumerable<string> tests = Functions.Rows.Select(
            r => $"test \"{r.Name}\" {{ given {{ id: \"c1\" }} at 2026-05-20T12:00 expect ({r.Example}) == {r.ExampleValue} }}\n");
        RuleFiles.AssertTestsHold(RuleFiles.Compile([Prelude(), new SourceText("functions", string.Concat(tests))]));
    }

    // a ⇶ b   =>   (a) == b        a ⇶ unknown   =>   (a) is unknown
    private static string Expectation(string line)
    {
        string[] sides = line.Split('⇶', StringSplitOptions.TrimEntries);
        Assert.Equal(2, sides.Length);
        return sides[1] == "unknown" ? $"({sides[0]}) is unknown" : $"({sides[0]}) == {sides[1]}";
    }

    private static SourceText Prelude() => new("prelude", Single("prelude").Code);

    private static Snippet Single(string kind) => Snippet.Of(Reference).Single(s => s.Kind == kind);

    private static Snippet At(string place) =>
        Snippet.Of(place[..place.LastIndexOf(':')]).Single(s => s.Place == place);

    private static TheoryData<string> Places(string file, string kind) =>
        [.. Snippet.Of(file).Where(s => s.Kind == kind).Select(s => s.Place)];
}
