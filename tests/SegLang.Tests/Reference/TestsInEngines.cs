using SegLang.Binding;
using SegLang.Testing;
using SegLang.Text;

namespace SegLang.Tests.Reference;

public sealed class TestsInEngines
{
    private const string Shop = """
        profile Person { id: text key, age: int? }
        event Visit { page: text }
        segment Adult { age >= 18 }
        segment Active "Active" { Adult and any(Visit in last 7 days) }
        classify Kind { Old when age > 60  Young when age > 0 }
        score Points { add 5 when Adult  add 2 per Visit }
        journey J { start S on Visit  stage S { on Visit -> S } }
        """;

    [Fact]
    public void A_failure_names_the_instant_the_expectation_and_the_values()
    {
        var result = Assert.Single(Run("""
            test "too few" {
              given { id: "a", age: 20 }
              at 2026-01-01T10:00 Visit { page: "/" }
              at 2026-01-01T11:00 expect Adult and count(Visit) == 2 and not Active
            }
            """).Results);
        Assert.False(result.Passed);
        Assert.Equal("at 2026-01-01T11:00 expect Adult and count(Visit) == 2 and not Active: count(Visit) is 1; Active is true", result.Message);
        Assert.Equal(8, result.Line);
        Assert.Equal("reference", result.Engine);
    }

    [Fact]
    public void Every_expectation_that_fails_has_its_line()
    {
        var result = Assert.Single(Run("""
            test "two" {
              given { id: "a" }
              at 2026-01-01T10:00 expect Adult
              at 2026-01-01T10:00 set { age: 18 }
              at 2026-01-01T10:00 expect Adult and age > 20
            }
            """).Results);
        Assert.Equal(["at 2026-01-01T10:00 expect Adult: Adult is false", "at 2026-01-01T10:00 expect Adult and age > 20: age is 18"], result.Message!.Split('\n'));
    }

    [Fact]
    public void A_test_of_a_journey_is_refused_by_an_engine_without_journeys_and_the_others_run()
    {
        var rules = Compile("""
            test "journey" { given { id: "a" }  at 2026-01-01T10:00 expect J == S }
            test "segment" { given { id: "a" }  at 2026-01-01T10:00 expect not Adult }
            """);
        var run = TestRunner.Run(rules, [TestEngine.Reference() with { RunsJourneys = false }]);
        Assert.StartsWith("SEG7001: ", run.Results[0].Message, StringComparison.Ordinal);
        Assert.True(run.Results[1].Passed);
        Assert.Equal((1, 1), (run.Passed, run.Failed));
    }

    [Fact]
    public void An_action_that_was_not_asked_for_is_told_with_what_was()
    {
        var run = TestRunner.Run(
            Compilation.Create([new SourceText("mail.seg", """
                profile Person { id: text key, consent: bool default true }
                event Visit { page: text }
                action Mail(template: text) { requires consent  at most 1 per 1 day  hours 08:00 to 20:00 }
                action Note(page: text)
                journey J { start S on Visit  stage S { enter do Mail(template: "hello")  on Visit do Note(page: page), Mail(template: "again") } }
                test "asked" {
                  given { id: "a" }
                  at 2026-01-01T10:00 { Visit { page: "/" }  expect Mail(template: "hello")  expect Mail()  expect no Note }
                  at 2026-01-01T10:00 expect Mail()
                  at 2026-01-01T11:00 { Visit { page: "/x" }  expect Note(page: "/x")  expect no Mail  expect Note(page: "/y") }
                  at 2026-01-01T12:00 expect Note()
                  at 2026-01-01T12:00 set { consent: false }
                  at 2026-01-02T21:00 Visit { page: "/z" }
                  at 2026-01-02T21:00 expect Mail()
                  at 2026-01-03T09:00 expect no Mail
                }
                """)]).Rules ?? throw new InvalidOperationException(),
            [TestEngine.Reference()]);
        string[] expected =
        [
            "at 2026-01-01T11:00 expect Note(page: \"/y\"): Note(page: \"/x\") was asked for at 2026-01-01T11:00:00Z; "
                + "Mail(template: \"again\") was not asked for, since a cap was reached, at 2026-01-01T11:00:00Z",
            "at 2026-01-01T12:00 expect Note(): no action was asked for",
            "at 2026-01-02T21:00 expect Mail(): Note(page: \"/z\") was asked for at 2026-01-02T21:00:00Z; "
                + "Mail(template: \"again\") waits for its hours at 2026-01-02T21:00:00Z",
        ];
        Assert.Equal(expected, Assert.Single(run.Results).Message!.Split('\n'));
    }

    [Theory]
    [InlineData("seg", new[] { "segment one", "SEGMENT two" })]
    [InlineData("*two", new[] { "SEGMENT two" })]
    [InlineData("two?", new string[0])]
    [InlineData(null, new[] { "segment one", "SEGMENT two", "other" })]
    public void A_filter_is_a_part_of_the_name_or_a_pattern(string? filter, string[] expected)
    {
        var rules = Compile("""
            test "segment one" { given { id: "a" }  at 2026-01-01T10:00 expect not Adult }
            test "SEGMENT two" { given { id: "a" }  at 2026-01-01T10:00 expect not Adult }
            test "other" { given { id: "a" }  at 2026-01-01T10:00 expect not Adult }
            """);
        Assert.Equal(expected, TestRunner.Run(rules, [TestEngine.Reference()], filter).Results.Select(r => r.Name));
    }

    [Fact]
    public void Where_engines_differ_the_later_one_fails()
    {
        TestEngine wrong = new("wrong", (_, expectations) => [.. expectations.Select(_ => (bool?)null)]);
        var run = TestRunner.Run(Compile("""test "a" { given { id: "a" }  at 2026-01-01T10:00 expect not Adult }"""), [TestEngine.Reference(), wrong]);
        Assert.True(run.Results[0].Passed);
        Assert.Equal("at 2026-01-01T10:00 expect not Adult: unknown, but true in `reference`; Adult is false", run.Results[1].Message);
    }

    [Fact]
    public void An_expectation_sees_its_own_at_and_none_after_it() =>
        Assert.Equal(0, Run("""
            test "a" {
              given { id: "a" }
              at 2026-01-01T10:00 { expect count(Visit) == 1 and age == 3  Visit { page: "/" }  set { age: 3 } }
              at 2026-01-01T10:00 Visit { page: "/" }
              at 2026-01-01T10:00 expect count(Visit) == 2
            }
            """).Failed);

    [Fact]
    public void Coverage_tells_what_was_never_shown()
    {
        var coverage = TestCoverage.Measure(Compile("""
            test "a" { given { id: "a", age: 70 }  at 2026-01-01T10:00 expect Adult }
            test "b" { given { id: "a" }  at 2026-01-01T10:00 expect not Adult and not Active }
            """));
        string[] expected =
        [
            "`Active` is true",
            "`any(Visit in last 7 days)` in `Active` is true",
            "`Kind` is `Young`",
            "a line of `Points` counts: `add 2 per Visit`",
            "`J` enters `S`",
            "a line of `J` fires: `start S on Visit`",
            "a line of `J` fires: `on Visit -> S`",
        ];
        Assert.Equal(expected, coverage.Items.Where(i => !i.IsCovered).Select(i => i.What));
        Assert.Equal(coverage.Items.Length - 7, coverage.Covered);
    }

    [Fact]
    public void Definitions_may_be_as_deep_as_the_limits_allow()
    {
        string zeros = string.Concat(Enumerable.Repeat("0 + (", 40));
        string chain = string.Concat(Enumerable.Range(1, 190).Select(i => $"trait T{i} = 1 + ({zeros}T{i - 1}{new string(')', 41)}\n"));
        var rules = Compile($"trait T0 = 0\n{chain} test \"a\" {{ given {{ id: \"a\" }}  at 2026-01-01T10:00 expect T190 == 190 }}");
        Assert.Equal(0, TestRunner.Run(rules, [TestEngine.Reference()]).Failed);
    }

    private static TestRun Run(string tests) => TestRunner.Run(Compile(tests), [TestEngine.Reference()]);

    private static BoundRuleSet Compile(string tests) => Compilation.Create([new SourceText("shop.seg", $"{Shop}\n{tests}")]).Rules!;
}
