using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Tests.Documentation;

/// <summary>The examples compile without a finding, their tests hold, and every rule of them is held by a test.</summary>
public sealed class Examples
{
    public static TheoryData<string> Folders => ["examples/shop", "examples/online-retail"];

    /// <summary>Every trait, segment, class and score of the examples.</summary>
    public static TheoryData<string, string> AllRules
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string folder in new[] { "examples/shop", "examples/online-retail" })
            {
                foreach (DeclarationSyntax rule in RuleFiles.Read(folder).SelectMany(s => SyntaxTree.Parse(s).Root.Declarations).Where(IsRule))
                {
                    data.Add(folder, rule.Name.Text);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void An_example_compiles_without_findings(string folder) =>
        Assert.Empty(Compilation.Create(RuleFiles.Read(folder)).Analyze().Select(RuleFiles.Show));

    [Theory]
    [MemberData(nameof(Folders))]
    public void The_tests_of_an_example_hold(string folder) =>
        RuleFiles.AssertTestsHold(RuleFiles.Compile(RuleFiles.Read(folder)));

    [Theory]
    [MemberData(nameof(AllRules))]
    public void An_emptied_rule_breaks_a_test(string folder, string rule)
    {
        ImmutableArray<SourceText> emptied = [.. RuleFiles.Read(folder).Select(s => WithoutRule(s, rule))];
        Assert.NotEmpty(RuleFiles.Failures(RuleFiles.Compile(emptied)));
    }

    [Fact]
    public void The_shop_shows_every_kind_of_rule()
    {
        IEnumerable<Type> kinds = RuleFiles.Read("examples/shop").SelectMany(s => SyntaxTree.Parse(s).Root.Declarations).Select(d => d.GetType());
        Type[] expected = [typeof(TraitSyntax), typeof(SegmentSyntax), typeof(ClassifySyntax), typeof(ScoreSyntax), typeof(ParamSyntax)];
        Assert.Empty(expected.Except(kinds));
        Assert.True(kinds.Count(k => k == typeof(SegmentSyntax)) >= 20, "the shop has lost its segments");
    }

    private static bool IsRule(DeclarationSyntax declaration) =>
        declaration is TraitSyntax or SegmentSyntax or ClassifySyntax or ScoreSyntax;

    private static SourceText WithoutRule(SourceText source, string name)
    {
        DeclarationSyntax? rule = SyntaxTree.Parse(source).Root.Declarations.SingleOrDefault(d => IsRule(d) && d.Name.Text == name);
        string content = source.Content;
        foreach ((TextSpan span, string text) in Emptied(rule).OrderByDescending(e => e.Span.Start))
        {
            content = string.Concat(content.AsSpan(0, span.Start), text.Replace("…", source.Slice(span), StringComparison.Ordinal), content.AsSpan(span.Start + span.Length));
        }

        return new SourceText(source.Path, content);
    }

    // segment S { c }           =>  segment S { false }
    // classify C { A when c }   =>  classify C { A when false }
    // score S { add … }         =>  score S { add 1 when false }
    // trait T = x, A by x       =>  x, as it will be at the end of the calendar: unknown, with its type
    private static IEnumerable<(TextSpan Span, string Text)> Emptied(DeclarationSyntax? rule) => rule switch
    {
        SegmentSyntax segment => [(segment.Condition.Span, "false")],
        TraitSyntax trait => [(trait.Expression.Span, "((…) as of 9999-12-31T00:00Z)")],
        ScoreSyntax score => score.Lines.Select(l => (l.Span, "add 1 when false")),
        ClassifySyntax classes => classes.Entries.Where(e => e.Keyword.Text != "otherwise").Select(
            e => (e.Expression!.Span, e.Keyword.Text == "when" ? "false" : "((…) as of 9999-12-31T00:00Z)")),
        _ => [],
    };
}
