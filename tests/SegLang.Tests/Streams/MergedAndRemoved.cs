using SegLang.Emit;
using SegLang.Reference;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Tests.Streams;

/// <summary>Two profiles become one as if it had always been one; a removed one leaves nothing.</summary>
public sealed class MergedAndRemoved
{
    [Fact]
    public void After_a_merge_the_answers_are_those_of_one_profile_with_all_events()
    {
        StreamRules rules = StreamRules.OfShop;
        int exact = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            StreamCase made = StreamCase.Next(rules, 7000 + seed, withLate: seed % 2 == 0, withRepetitions: true);
            Arriving[] inputs = [.. made.Inputs.Where(i => i.Input is EventInput && i.Profile != "cy")];
            StreamEngine engine = new(rules.Program, new StreamOptions { Lateness = 300 * Calendar.Day }); // So that all is held.
            foreach (Arriving input in inputs)
            {
                engine.Take(made.ToRuntime(engine, input));
            }

            if (!engine.Contains(new ProfileKey("ann")) || !engine.Contains(new ProfileKey("bob")))
            {
                continue;
            }

            Assert.Equal(MergeOutcome.Exact, engine.Merge(new ProfileKey("ann"), new ProfileKey("bob"), engine.Clock));
            exact++;
            Assert.False(engine.Contains(new ProfileKey("ann")));
            engine.AdvanceTo(engine.Clock + (3 * Calendar.Day));
            ProfileTimeline together = new(made.Timeline("bob", 0).Given, [.. inputs.Select(i => i.Input)], null);
            ReferenceProfile profile = new ReferenceEvaluator(rules.Rules).Follow(together, engine.Clock, withFeed: false).Profile;
            for (int i = 0; i < rules.Rules.Definitions.Length; i++)
            {
                object? expected = profile.Value(rules.Rules.Definitions[i].Symbol);
                engine.TryEvaluate(new ProfileKey("bob"), i, out object? value);
                Assert.True(Equals(expected, FactsBridge.FromRuntime(value)), $"seed {7000 + seed}: {rules.Program.Outputs[i].Name} {expected} {value}\n{made}");
            }
        }

        Assert.InRange(exact, 40, 60);
    }

    [Fact]
    public void A_merge_retracts_what_does_not_hold_and_tells_what_does()
    {
        StreamFixture stream = new();
        stream.Visit("v", "09:00", "09:00");
        stream.Visit("c", "09:30", "09:30", "x");
        stream.Engine.AdvanceTo(StreamFixture.At("09:31"));
        stream.Take();
        Assert.Equal(MergeOutcome.Exact, stream.Engine.Merge(new ProfileKey("v"), new ProfileKey("c"), StreamFixture.At("09:31")));
        Assert.Equal(
            [
                "v: 09:31:00 Size Small->",
                "c: 09:30:00 seen 09:31:00 not Way ->In",
                "c: 09:30:00 seen 09:31:00 not Size ->Small",
                "c: 09:00:00 seen 09:31:00 Way ->In",
                "c: 09:00:00 seen 09:31:00 Enter Recent",
                "c: 09:00:00 seen 09:31:00 Size ->Small",
                "c: 09:10:00 seen 09:31:00 Leave Recent",
                "c: 09:30:00 seen 09:31:00 Way In->Deep",
                "c: 09:30:00 seen 09:31:00 Asked Note(x)",
                "c: 09:30:00 seen 09:31:00 Enter Two",
            ],
            stream.Take().OrderBy(l => l[0] == 'c'));
        Assert.Equal("Deep", stream.Stage("c"));
        Assert.Equal(1, stream.Engine.ProfileCount);
    }

    [Fact]
    public void Own_fields_stay_where_they_are_known()
    {
        StreamFixture stream = new();
        stream.Set("v", "09:00", "09:00", "name", "visitor");
        stream.Set("v", "09:01", "09:01", "points", 7L);
        stream.Set("c", "09:02", "09:02", "name", "customer");
        stream.Engine.Merge(new ProfileKey("v"), new ProfileKey("c"), StreamFixture.At("09:05"));
        FactRow fields = stream.Engine.Profiles.Single().State.Fields;
        Assert.Equal(("c", "customer", 7L), (fields[0], fields[1], fields[2]));
    }

    [Fact]
    public void An_event_of_both_counts_once()
    {
        StreamFixture stream = new();
        stream.Buy("v", "09:00", "09:00", "r", 60);
        stream.Buy("c", "09:10", "09:10", "r", 60);
        stream.Engine.Merge(new ProfileKey("v"), new ProfileKey("c"), StreamFixture.At("09:20"));
        Assert.Equal(false, stream.Value("c", "Rich"));
        Assert.Equal(InputOutcome.Repetition, stream.Buy("c", "09:30", "09:30", "r", 60));
    }

    [Fact]
    public void A_merge_says_when_not_all_of_the_past_is_held()
    {
        StreamFixture stream = new();
        stream.Set("v", "01:00", "01:00", "name", "visitor");
        stream.Visit("v", "01:01", "01:01");
        stream.Visit("c", "07:50", "07:50");
        stream.Engine.AdvanceTo(StreamFixture.At("09:30")); // Beyond the lateness for both.
        Assert.Equal(MergeOutcome.Inexact, stream.Engine.Merge(new ProfileKey("v"), new ProfileKey("c"), StreamFixture.At("09:40")));
        Assert.Equal(true, stream.Value("c", "Two"));
        Assert.Equal(MergeOutcome.NoProfile, stream.Engine.Merge(new ProfileKey("v"), new ProfileKey("c"), StreamFixture.At("09:41")));
        Assert.Equal(InputOutcome.Applied, stream.Visit("c", "09:45", "09:45", "x"));
        Assert.Equal("Deep", stream.Stage("c"));
    }

    [Fact]
    public void A_removed_profile_leaves_nothing_and_nothing_is_told()
    {
        StreamFixture stream = new();
        stream.Visit("a", "10:00", "10:00");
        stream.Visit("a", "11:00", "10:01"); // Held.
        ProfileState state = stream.Engine.Profiles.Single().State;
        stream.Take();
        Assert.True(stream.Engine.Remove(new ProfileKey("a")));
        Assert.False(stream.Engine.Remove(new ProfileKey("a")));
        stream.Engine.AdvanceTo(StreamFixture.At("20:00"));
        Assert.Empty(stream.Take());
        Assert.Null(stream.Engine.NextDeadline);
        Assert.Equal((0, false, false), (stream.Engine.ProfileCount, state.Fields[0] is not null, Enumerable.Range(0, state.EventTypes).Any(t => state.Events(t) is not null)));
        stream.Visit("a", "20:01", "20:01");
        Assert.Equal("In", stream.Stage("a"));
        Assert.Equal(false, stream.Value("a", "Two"));
    }
}
