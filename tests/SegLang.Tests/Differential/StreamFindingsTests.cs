using SegLang.Binding;
using SegLang.Emit;
using SegLang.Runtime;
using SegLang.Text;
using Xunit;

namespace SegLang.Tests.Differential;

/// <summary>What random streams have found, as small as it was shrunk: cases that a test in the language cannot tell, since it has no late inputs.</summary>
public sealed class StreamFindingsTests
{
    private const long Hour = 3_600_000_000;

    [Fact]
    public void A_repetition_at_the_same_instant_leaves_the_way_back_as_it_was()
    {
        StreamEngine engine = Engine("""
            profile Person { id: text key }
            event Click { target: text?  once by target for 2 days }
            event Ping {}
            journey Round { start One when true  stage One { after 1 hour -> One } }
            """);
        FactRow click = new(engine.EventLayout(0)) { [0] = "a" };
        ProfileKey key = new("k");
        engine.Add(new FactRow(engine.ProfileLayout) { [0] = "k" });
        engine.TakeAll([StreamInput.Event(key, 0, click, 0, 0), StreamInput.Event(key, 0, click, 0, 0)]);
        engine.AdvanceTo(5 * Hour);
        Assert.Equal(InputOutcome.Replayed, engine.Apply(key, 1, null, (3 * Hour) + 1, 5 * Hour));
        engine.AdvanceTo(6 * Hour);
        Assert.Equal(new Stay(0, 6 * Hour, 0), engine.Stage(key, 0));
    }

    [Fact]
    public void A_repetition_does_not_close_its_instant_to_later_inputs()
    {
        StreamEngine engine = Engine("""
            profile Person { id: text key  age: int? }
            event Click { target: text?  once by target for 2 days }
            event Ping {}
            trait Age = age
            journey Round { start One when true  stage One { after 1 hour -> One } }
            """);
        FactRow click = new(engine.EventLayout(0)) { [0] = "a" };
        ProfileKey key = new("k");
        engine.Add(new FactRow(engine.ProfileLayout) { [0] = "k" });
        engine.Apply(key, 0, click, 0, 0);
        Assert.Equal(InputOutcome.Repetition, engine.Apply(key, 0, click, 0, 0));
        engine.Set(key, [(1, 5L)], 0, 5 * Hour);
        engine.Apply(key, 1, null, 3 * Hour, 6 * Hour);
        Assert.True(engine.TryEvaluate(key, 0, out object? age));
        Assert.Equal(5L, age);
    }

    [Fact]
    public void What_opens_an_instant_can_still_be_repeated_when_older_events_were_folded_then()
    {
        StreamEngine engine = Engine("""
            profile Person { id: text key }
            event Click { target: text?  once by target for 40 minutes }
            trait Clicks = count(Click)
            """);
        ProfileKey key = new("k");
        engine.Add(new FactRow(engine.ProfileLayout) { [0] = "k" });
        StreamInput Click(string target, long time) => StreamInput.Event(key, 0, new FactRow(engine.EventLayout(0)) { [0] = target }, time, time);
        engine.TakeAll([Click("a", 0), Click("b", 720 * Hour), Click("c", 840 * Hour), Click("c", (840 * Hour) + 1)]);
        Assert.True(engine.TryEvaluate(key, 0, out object? clicks));
        Assert.Equal(3L, clicks);
    }

    private static StreamEngine Engine(string source)
    {
        BoundRuleSet rules = Compilation.Create([new SourceText("finding.seg", source)]).Rules!;
        return new StreamEngine(RuleCompiler.Compile(rules, []).Program, new StreamOptions { Lateness = 48 * Hour, Threads = 1 });
    }
}
