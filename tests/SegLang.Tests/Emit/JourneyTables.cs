using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Emit;
using SegLang.Plan;
using SegLang.Runtime;
using SegLang.Symbols;
using Xunit;
using SourceText = SegLang.Text.SourceText;

namespace SegLang.Tests.Emit;

/// <summary>What a compiled rule set carries of its journeys.</summary>
public sealed class JourneyTables
{
    private const string Rules = """
        profile Person { id: text key, vip: bool }
        event Visit { page: text, depth: int }
        event Purchase { amount: money(EUR) }
        param patience: int = 30
        action Email(template: text, amount: money(EUR)) { requires vip  at most 2 per 7 days  hours 08:00 to 20:00 }
        action Push(depth: int)
        limit All { at most 3 per 1 day  Email, Push }
        segment Active { any(Visit in last 30 days) }

        journey Path "The path" {
          start Seen on Visit where depth > 1   // not by chance
          @was("Looking")
          stage Seen "Has been here" {
            enter do Push(depth: 1)
            on   Visit where depth > count(Visit) and /* long */ page == "/  x" -> Bought
              do Push(depth: depth + 1)
            when Active and vip -> Bought
            after patience days without Visit where page == "a" at 09:30 -> Gone
            split { 25% -> Bought  75% -> Gone }
          }
          stage Bought { at last(Purchase).time + 3 days -> Gone do Email(amount: 5 EUR, template: "t") }
          final stage Gone
          reenter after 7 days
        }

        segment Lost { Path == Gone }
        trait Before = Path as of 7 days ago
        trait Often = Path.entered
        """;

    private static readonly RuleProgram Program = Compile(Rules);

    private static JourneySchema Path => Program.Journeys.Journeys[0];

    [Fact]
    public void Stages_lines_and_calls_come_as_written()
    {
        Assert.Equal(("Path", "The path"), (Path.Name, Path.Title));
        Assert.Equal(["Seen", "Bought", "Gone"], Path.Stages.Select(s => s.Name));
        Assert.Equal([false, false, true], Path.Stages.Select(s => s.IsFinal));
        Assert.Equal(["Looking"], Path.Stages[0].Was.ToArray());
        Assert.Equal("start Seen on Visit where depth > 1", Path.Starts[0].Text);
        Assert.Equal(
            [LineKind.Enter, LineKind.On, LineKind.When, LineKind.After, LineKind.Split], Path.Stages[0].Lines.Select(l => l.Kind));
        Assert.Equal(
            "on Visit where depth > count(Visit) and page == \"/  x\" -> Bought do Push(depth: depth + 1)", Path.Stages[0].Lines[1].Text);
        Assert.Equal([-1, 1, 1, 2, -1], Path.Stages[0].Lines.Select(l => l.Target));
        Assert.Equal(9 * 60 + 30, Path.Stages[0].Lines[3].AtMinute);
        Assert.Equal([0.25m, 1m], Path.Stages[0].Lines[4].Branches.Select(b => b.UpTo));
        Assert.Equal((true, CalendarUnit.Day), (Path.Reentry.IsAllowed, Path.Reentry.Unit));
    }

    [Fact]
    public void Actions_and_caps_name_each_other()
    {
        Assert.Equal(["Email", "Push"], Program.Journeys.Actions.Select(a => a.Name));
        Assert.Equal((8 * 60, 20 * 60), (Program.Journeys.Actions[0].FromMinute, Program.Journeys.Actions[0].UntilMinute));
        Assert.Equal([("Email", 2L, "0"), ("All", 3L, "0 1")], Program.Journeys.Caps.Select(c => (c.Name, c.Most, string.Join(' ', c.Actions))));
    }

    [Fact]
    public void A_journey_is_a_result_like_a_class()
    {
        OutputSchema output = Program.Outputs.Single(o => o.Name == "Path");
        Assert.Equal((OutputKind.Journey, FieldKind.Enum), (output.Kind, output.Value.Kind));
        Assert.Equal(["Seen", "Bought", "Gone"], output.Value.Members.ToArray());
        Assert.Equal("The path", output.Title);
    }

    [Fact]
    public void History_is_kept_where_a_rule_asks_for_the_past()
    {
        Assert.Equal((true, true), (Path.KeepsHistory, Path.CountsEntries));
        JourneySchema other = Compile(Rules.Replace("Path as of 7 days ago", "Path.since", StringComparison.Ordinal)
            .Replace(".entered", ".since", StringComparison.Ordinal)).Journeys.Journeys[0];
        Assert.Equal((false, false), (other.KeepsHistory, other.CountsEntries));
    }

    [Fact]
    public void On_lines_ask_about_the_chosen_event()
    {
        LineSchema line = Path.Stages[0].Lines[1];
        (RowEvaluator<ColumnReader> rows, RowOutput output) = Select(
            [("/  x", 1), ("/  x", 2), ("/  x", 3), ("/  x", 4), ("y", 9)]);
        var answers = Enumerable.Range(0, 5).Select(i =>
        {
            rows.SelectEvent(0, i);
            rows.Evaluate(line.Condition, output);
            rows.Evaluate(line.Calls[0].Arguments[0], output);
            return (output.Bits[line.Condition] != 0, output.Bits[line.Calls[0].Arguments[0]]);
        });
        Assert.Equal([(false, 2L), (false, 3L), (false, 4L), (false, 5L), (false, 10L)], answers);
        rows = Select([("/  x", 1), ("/  x", 3)]).Rows;
        rows.SelectEvent(0, 1);
        rows.Evaluate(line.Condition, output);
        Assert.Equal(1, output.Bits[line.Condition]);
    }

    [Fact]
    public void Counts_instants_and_the_last_sight_are_values()
    {
        (RowEvaluator<ColumnReader> rows, RowOutput output) = Select([("a", 1), ("b", 2)]);
        LineSchema after = Path.Stages[0].Lines[3];
        rows.Evaluate(after.Count, output);
        rows.Evaluate(after.LastSeen, output);
        rows.Evaluate(Path.Stages[1].Lines[0].Instant, output);
        rows.Evaluate(Path.Reentry.Count, output);
        Assert.Equal(30, output.Bits[after.Count]);
        Assert.Equal(0, output.Bits[after.LastSeen]);
        Assert.False(output.Known[Path.Stages[1].Lines[0].Instant]);
        Assert.Equal(7, output.Bits[Path.Reentry.Count]);
    }

    [Fact]
    public void A_batch_tells_when_time_changes_what_journeys_ask_and_nothing_else()
    {
        RuleProgram batch = RuleCompiler.Compile(Bind(Rules), [], RuleUse.Batch).Program;
        RowEvaluator<ColumnReader> stream = Select([("a", 1), ("b", 2)]).Rows;
        RowEvaluator<ColumnReader> rows = Select([("a", 1), ("b", 2)], batch).Rows;
        int named = batch.Outputs.Count(o => o.Name.Length > 0);
        int[] asked = [.. Enumerable.Range(named, batch.Outputs.Length - named)];
        Assert.Equal(asked.Select(stream.Next), asked.Select(rows.Next));
        Assert.Contains(asked, o => rows.Next(o) != long.MaxValue);
        Assert.All(Enumerable.Range(0, named), o => Assert.Throws<NotSupportedException>(() => rows.Next(o)));
        Assert.Throws<NotSupportedException>(() => rows.NextOfAll());
    }

    private static (RowEvaluator<ColumnReader> Rows, RowOutput Output) Select((string Page, long Depth)[] visits) => Select(visits, Program);

    private static (RowEvaluator<ColumnReader> Rows, RowOutput Output) Select((string Page, long Depth)[] visits, RuleProgram program)
    {
        BoundRuleSet bound = Bind(Rules);
        DataSet data = FactsBridge.ToData(
            program,
            [new ProfileFacts(["p", false], [.. visits.Select((v, i) => new EventFacts(bound.Events[0], i * Calendar.Hour, 0, [v.Page, v.Depth]))])]);
        RowEvaluator<ColumnReader> rows = program.Rows<ColumnReader>();
        rows.Select(new ColumnReader(data, 0), program.At(Calendar.Day));
        return (rows, new RowOutput(program.Outputs.Length));
    }

    private static RuleProgram Compile(string source) => RuleCompiler.Compile(Bind(source), []).Program;

    private static BoundRuleSet Bind(string source)
    {
        Compilation compilation = Compilation.Create([new SourceText("a.seg", source)]);
        return compilation.Rules ?? throw new InvalidOperationException(string.Join('\n', compilation.Diagnostics.Select(d => d.Message)));
    }
}
