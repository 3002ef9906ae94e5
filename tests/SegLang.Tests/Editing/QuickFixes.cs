using System.Collections.Immutable;
using System.Reflection;
using SegLang.Diagnostics;
using SegLang.Editing;
using SegLang.Tests.Documentation;
using SegLang.Text;

namespace SegLang.Tests.Editing;

/// <summary>The fixes that an editor offers: which codes have some, and that each removes its finding and adds none.</summary>
public sealed class QuickFixes
{
    private const string Catalogue = "grammar/diagnostics.md";
    private const string Own = "profile Person { id: text key, member: bool? }\n";

    // Where what the catalogue shows as wrong is a question of meaning, another mistake of that code that is not.
    private static readonly Dictionary<string, string> Mendable = new()
    {
        ["SEG1001"] = "segment Grown { any(Purchase in last 30 days }",
        ["SEG1014"] = "segment Odd { city == \"a\u0007b\" }",
        ["SEG2009"] = "segment Odd { sum(Refund.amount) > 5 EUR }",
        ["SEG2037"] = "classify Kind { Fan when vip  Other otherwise }\nsegment Odd { Kind > Fan }",
        ["SEG2038"] = "segment Grown { born.yaer < 2000 }",
        ["SEG3002"] = "segment Young { born in last 48 hours }",
        ["SEG4011"] = "action Thanks()\njourney J {\n  start A on Visit\n  stage A { at now + 3 days do Thanks() }\n}",
        ["SEG9009"] = "@deprecated(\"use Buyers\")\nsegment Customers { any(Purchase) }\nsegment Buyers { any(Purchase where quantity > 1) }\nsegment Loyal { Customers and vip }",
        ["SEG9015"] = "journey J {\n  start A on Visit\n  stage A { on Purchase -> B }\n  stage B { }\n}",
    };

    /// <summary>The codes that have fixes.</summary>
    public static TheoryData<string> Fixable => [.. FixTable.Rows.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_code_has_a_fix_or_a_reason_for_having_none()
    {
        string[] codes = Codes();
        Assert.DoesNotContain(codes, c => !FixTable.Rows.ContainsKey(c) && FixTable.WhyWithout(c) is null);
        Assert.Empty(FixTable.Rows.Keys.Except(codes));
        Assert.Empty(FixTable.Without.Keys.Except(codes).Concat(FixTable.Without.Keys.Intersect(FixTable.Rows.Keys)));
    }

    [Fact]
    public void At_least_three_of_five_codes_have_a_fix() =>
        Assert.True(FixTable.Rows.Count >= 0.6 * Codes().Length, $"{FixTable.Rows.Count} of {Codes().Length} codes have a fix");

    [Theory]
    [MemberData(nameof(Fixable))]
    public void A_mistake_of_the_catalogue_has_a_fix_that_removes_it_and_adds_none(string code)
    {
        List<CodeAction> offered = [];
        foreach (RuleSnapshot snapshot in Mistakes(code))
        {
            foreach (Diagnostic finding in snapshot.Diagnostics("snippet.seg").Where(d => d.Code == code))
            {
                ImmutableArray<CodeAction> actions = CodeActions.FixesOf(snapshot, finding);
                offered.AddRange(actions);
                Assert.All(actions, action => AssertMends(snapshot, action));
            }
        }

        Assert.NotEmpty(offered);
    }

    [Theory]
    [InlineData("syntax.seg")]
    [InlineData("names_and_types.seg")]
    [InlineData("journeys.seg")]
    [InlineData("other_languages.seg")]
    public void A_mistake_of_the_conformance_cases_is_mended_by_each_fix_that_is_offered(string file)
    {
        RuleSnapshot snapshot = RuleSnapshot.Create([new SourceText(file, Guards.RepositoryFiles.Read("tests/conformance/errors/" + file))]);
        ImmutableArray<Diagnostic> findings = snapshot.Diagnostics(file);
        ImmutableArray<CodeAction> offered = [.. findings.SelectMany(d => CodeActions.FixesOf(snapshot, d))];
        Assert.All(offered, action => AssertMends(snapshot, action));
        int mended = offered.DistinctBy(a => a.Finding).Count();
        Assert.True(mended * 2 > findings.Length, $"{mended} of {findings.Length} mistakes have a fix");
    }

    [Theory]
    [InlineData("segment S { age = 1 && !vip || age <> 3 }", "segment S { age == 1 and not vip or age != 3 }")]
    [InlineData("segment S { city in ('a', 'b') }", "segment S { city in [\"a\", \"b\"] }")]
    [InlineData("# why\nsegment S { any(Purchase where amount > 5 eur) }", "// why\nsegment S { any(Purchase where amount > 5 EUR) }")]
    [InlineData("segment S { agee > 1 }", null)]
    public void What_is_certain_is_mended_all_at_once(string wrong, string? right)
    {
        RuleSnapshot snapshot = Beside(wrong);
        SourceEdit? edit = CodeActions.FixAll(snapshot, "snippet.seg");
        Assert.Equal(right, edit is null ? null : SourceEdit.Apply(wrong, [edit]));
    }

    [Theory]
    [InlineData("segment S { agee > 18 }", "segment S { age > 18 }")]
    [InlineData("segment S { income > 5 }", "param income: int = 5\nsegment S { income > 5 }")]
    [InlineData("segment S { Regulars and vip }", "segment Regulars { any(Visit) }\nsegment S { Regulars and vip }")]
    [InlineData("segment S { any(Visit where duration > 5 and page == \"a\") }", null)]
    [InlineData("segment S { 1 < age < 5 }", "segment S { 1 < age and age < 5 }")]
    [InlineData("segment S { age is null }", "segment S { age is unknown }")]
    [InlineData("segment S { any(Visit in last week) }", "segment S { any(Visit in previous week) }")]
    [InlineData("segment S { any(Visit where page != \"a\") }", "segment S { any(Visit where page is unknown or page != \"a\") }")]
    [InlineData("segment S { now - last(Visit).time > 2 months }", "segment S { last(Visit).time < 2 months ago }")]
    [InlineData("segment S { sum(Purchase.amount) > 500 }", "segment S { sum(Purchase.amount) > 500 EUR }")]
    [InlineData(Own + "segment S {\n  not member\n}", Own + "segment S {\n  not (member else false)\n}")]
    [InlineData(Own + "segment S {\n  not member\n}", Own + "segment S {\n  // seg-ignore SEG9001: meant as it is\n  not member\n}")]
    public void A_fix_writes_what_was_meant(string wrong, string? right)
    {
        RuleSnapshot snapshot = wrong.StartsWith(Own, StringComparison.Ordinal) ? RuleSnapshot.Create([new SourceText("snippet.seg", wrong)]) : Beside(wrong);
        IEnumerable<string> results = snapshot.Diagnostics("snippet.seg")
            .SelectMany(d => CodeActions.FixesOf(snapshot, d))
            .Select(a => SourceEdit.Apply(snapshot, a.Edits).Tree("snippet.seg")?.Source.Content ?? "");
        Assert.Contains(right ?? wrong, results);
    }

    [Fact]
    public void An_action_is_found_again_by_its_id()
    {
        RuleSnapshot snapshot = Beside("segment S { agee > 18 }");
        CodeAction action = CodeActions.At(snapshot, "snippet.seg", new(13, 0))[0];
        Assert.Equal(action.Title, CodeActions.Resolve(snapshot, "snippet.seg", new(13, 0), action.Id)?.Title);
        Assert.Null(CodeActions.Resolve(snapshot, "snippet.seg", new(0, 0), action.Id));
    }

    [Fact]
    public void The_document_on_editors_says_which_codes_have_a_fix() => FixesInDocs.AssertHolds("grammar/editors.md", Codes());

    /// <summary>Fails unless the action removes its finding, and adds none but what that mistake had hidden.</summary>
    internal static void AssertMends(RuleSnapshot snapshot, CodeAction action)
    {
        Diagnostic finding = Assert.IsType<Diagnostic>(action.Finding);
        RuleSnapshot after = SourceEdit.Apply(snapshot, action.Edits);
        List<Diagnostic> left = All(after);
        List<Diagnostic> before = All(snapshot);
        string what = $"{action.Title}\n{RuleFiles.Show(finding)}\n{finding.Source.Content}\n=>\n{after.Tree(finding.Source.Path)?.Source.Content}\n";
        Assert.True(Same(left, finding) < Same(before, finding), what);
        bool isSyntax = finding.Code.StartsWith("SEG1", StringComparison.Ordinal);
        IEnumerable<string> added = left
            .Where(d => Same(left, d) > Same(before, d))
            .Where(d => finding.Severity != Severity.Error || (d.Severity == Severity.Error && !(isSyntax && (finding.Code == "SEG1017" || !d.Code.StartsWith("SEG1", StringComparison.Ordinal)))))
            .Select(RuleFiles.Show);
        Assert.True(!added.Any(), what + string.Join('\n', added));
    }

    private static int Same(List<Diagnostic> all, Diagnostic finding) =>
        all.Count(d => d.Code == finding.Code && d.Message == finding.Message && d.Source.Path == finding.Source.Path);

    private static List<Diagnostic> All(RuleSnapshot snapshot) => [.. snapshot.Trees.SelectMany(t => snapshot.Diagnostics(t.Source.Path))];

    private static IEnumerable<RuleSnapshot> Mistakes(string code)
    {
        string[] lines = Guards.RepositoryFiles.Read(Catalogue).ReplaceLineEndings("\n").Split('\n');
        foreach (Snippet snippet in Snippet.Of(Catalogue).Where(s => s.Kind.StartsWith("wrong", StringComparison.Ordinal)))
        {
            string? section = lines.Take(snippet.Line - 1).LastOrDefault(l => l.StartsWith("## SEG", StringComparison.Ordinal));
            if (section?[3..10] == code)
            {
                bool isAlone = snippet.Kind.EndsWith("alone", StringComparison.Ordinal) || snippet.Code.Contains("\nprofile ", StringComparison.Ordinal) || snippet.Code.StartsWith("profile ", StringComparison.Ordinal);
                yield return isAlone ? RuleSnapshot.Create([new SourceText("snippet.seg", snippet.Code)]) : Beside(snippet.Code);
            }
        }

        if (Mendable.TryGetValue(code, out string? own))
        {
            yield return Beside(own);
        }
    }

    private static RuleSnapshot Beside(string code) => RuleSnapshot.Create(
        [new SourceText("prelude.seg", Snippet.Of(Catalogue).Single(s => s.Kind == "prelude").Code), new SourceText("snippet.seg", code)]);

    private static string[] Codes() =>
    [
        .. typeof(Rules).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => f.GetValue(null)).OfType<Rule>().Select(r => r.Code).Order(StringComparer.Ordinal),
    ];
}
