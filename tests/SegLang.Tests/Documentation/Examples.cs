using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Testing;
using SegLang.Text;

namespace SegLang.Tests.Documentation;

/// <summary>The examples compile without a finding, their tests hold, and every rule of them is held by a test.</summary>
public sealed class Examples
{
    private static readonly string[] All =
    [
        "examples/shop", "examples/online-retail",
        "examples/abandoned-cart", "examples/kundenreise", "examples/host-api", "examples/host-console", "examples/lead-nurturing", "examples/loyalty", "examples/see-think-do-share",
    ];

    public static TheoryData<string> Folders => [.. All];

    /// <summary>Every trait, segment, class and score of the examples.</summary>
    public static TheoryData<string, string> AllRules
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string folder in All)
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
    public void The_tests_of_an_example_hold_in_every_engine(string folder)
    {
        BoundRuleSet rules = RuleFiles.Compile(RuleFiles.Read(folder));
        Assert.Empty(RuleFiles.Failures(rules, TestEngine.Reference(), IlEngine.Create(), StreamTestEngine.Create()));
    }

    [Theory]
    [MemberData(nameof(AllRules))]
    public void An_emptied_rule_breaks_a_test(string folder, string rule)
    {
        ImmutableArray<SourceText> emptied = [.. RuleFiles.Read(folder).Select(s => WithoutRule(s, rule))];
        Assert.NotEmpty(RuleFiles.Failures(RuleFiles.Compile(emptied)));
    }

    /// <summary>Every part of the journeys that can be left out: starts, re-entry, lines, the actions of lines that lead on.</summary>
    public static TheoryData<string, string, string> AllJourneyParts
    {
        get
        {
            TheoryData<string, string, string> data = [];
            foreach ((string folder, SourceText source) in All.SelectMany(f => RuleFiles.Read(f).Select(s => (f, s))))
            {
                foreach (TextSpan span in JourneyParts(source))
                {
                    data.Add(folder, source.Path, PartText(source, span));
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(AllJourneyParts))]
    public void A_journey_without_one_of_its_parts_breaks_a_test(string folder, string file, string part)
    {
        ImmutableArray<SourceText> without = [.. RuleFiles.Read(folder).Select(s => s.Path == file ? WithoutPart(s, part) : s)];
        Assert.NotEmpty(RuleFiles.Failures(RuleFiles.Compile(without)));
    }

    [Fact]
    public void The_journeys_show_every_kind_of_line()
    {
        JourneySyntax[] journeys = [.. All.SelectMany(f => RuleFiles.Read(f)).SelectMany(s => SyntaxTree.Parse(s).Root.Declarations).OfType<JourneySyntax>()];
        IEnumerable<SyntaxNode> parts = journeys.SelectMany(j => j.Parts.SelectMany(p => (SyntaxNode[])[p, .. Lines(p)]));
        Type[] expected =
        [
            typeof(StartSyntax), typeof(ReenterSyntax), typeof(AnywhereSyntax), typeof(EnterLineSyntax), typeof(OnLineSyntax), typeof(WhenLineSyntax),
            typeof(AfterLineSyntax), typeof(AtLineSyntax), typeof(SplitLineSyntax),
        ];
        Assert.Empty(expected.Except(parts.Select(p => p.GetType())));
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

    private static string PartText(SourceText source, TextSpan span) => $"{source.LineAndColumn(span.Start).Line}: {source.Slice(span)}";

    private static SourceText WithoutPart(SourceText source, string part)
    {
        TextSpan span = JourneyParts(source).Single(s => PartText(source, s) == part);
        return new SourceText(source.Path, source.Content.Remove(span.Start, span.Length));
    }

    // A journey keeps one start, since it could not be one without.
    private static IEnumerable<TextSpan> JourneyParts(SourceText source)
    {
        ImmutableArray<DeclarationSyntax> declarations = SyntaxTree.Parse(source).Root.Declarations;
        foreach (JourneySyntax journey in declarations.OfType<JourneySyntax>())
        {
            StartSyntax[] starts = [.. journey.Parts.OfType<StartSyntax>()];
            IEnumerable<StageLineSyntax> lines = journey.Parts.SelectMany(Lines);
            IEnumerable<TextSpan> actions = lines.Where(l => l.Target is not null && !l.Actions.IsEmpty)
                .Select(l => TextSpan.FromBounds(l.Target!.Span.End, l.Span.End));
            foreach (TextSpan span in starts.Where(_ => starts.Length > 1).Select(s => s.Span)
                .Concat(journey.Parts.OfType<ReenterSyntax>().Select(r => r.Span)).Concat(lines.Select(l => l.Span)).Concat(actions))
            {
                yield return span;
            }
        }
    }

    private static IEnumerable<StageLineSyntax> Lines(JourneyPartSyntax part) => part switch
    {
        StageSyntax stage => stage.Lines,
        AnywhereSyntax anywhere => anywhere.Lines,
        _ => [],
    };
}
