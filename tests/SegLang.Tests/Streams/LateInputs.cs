using SegLang.Runtime;

namespace SegLang.Tests.Streams;

/// <summary>What comes late rewinds, what comes early is held, what comes twice changes nothing; all is counted.</summary>
public sealed class LateInputs
{
    [Fact]
    public void A_late_event_tells_what_was_true_and_when_it_became_known()
    {
        StreamFixture stream = new();
        stream.Visit("a", "10:00", "10:00");
        stream.Take();
        Assert.Equal(InputOutcome.Replayed, stream.Visit("a", "09:55", "10:02"));
        Assert.Equal(
            [
                "a: 10:00:00 seen 10:02:00 not Way ->In",
                "a: 10:00:00 seen 10:02:00 not Enter Recent",
                "a: 10:00:00 seen 10:02:00 not Size ->Small",
                "a: 09:55:00 seen 10:02:00 Way ->In",
                "a: 09:55:00 seen 10:02:00 Enter Recent",
                "a: 09:55:00 seen 10:02:00 Size ->Small",
                "a: 10:00:00 seen 10:02:00 Enter Two",
            ],
            stream.Take());
        Assert.Equal((2, 1), (stream.Engine.Counters.Events, stream.Engine.Counters.Late));
    }

    [Fact]
    public void An_event_after_which_nothing_happened_is_not_late_however_late_it_comes()
    {
        StreamFixture stream = new();
        stream.Visit("a", "10:00", "10:00");
        Assert.Equal(InputOutcome.Applied, stream.Visit("a", "10:05", "10:09"));
        Assert.Contains("a: 10:05:00 seen 10:09:00 Enter Two", stream.Take());
    }

    [Fact]
    public void What_time_alone_did_is_taken_back_when_an_event_came_before()
    {
        StreamFixture stream = new();
        stream.Visit("a", "10:00", "10:00");
        stream.Engine.AdvanceTo(StreamFixture.At("12:00"));
        Assert.Equal("Out", stream.Stage("a"));
        stream.Take();
        stream.Visit("a", "11:30", "12:10", "x");
        Assert.Equal("Deep", stream.Stage("a"));
        Assert.Equal(
            [
                "a: 12:00:00 seen 12:10:00 not Way In->Out",
                "a: 11:30:00 seen 12:10:00 Way In->Deep",
                "a: 11:30:00 seen 12:10:00 Asked Note(x)",
                "a: 11:30:00 seen 12:10:00 Enter Recent",
                "a: 11:30:00 seen 12:10:00 Enter Two",
                "a: 11:40:00 seen 12:10:00 Leave Recent",
                "a: 12:00:00 seen 12:10:00 Asked Note(hint)",
            ],
            stream.Take());
    }

    [Fact]
    public void An_action_that_was_asked_for_counts_for_caps_though_it_would_not_be_asked_for_now()
    {
        StreamFixture stream = new();
        stream.Visit("a", "10:00", "10:00");
        stream.Engine.AdvanceTo(StreamFixture.At("12:00")); // Asks for the mail "back".
        stream.Visit("a", "11:50", "12:01", "x"); // So it would not have been: the journey was in Deep.
        stream.Take();
        stream.Buy("a", "12:05", "12:05", "r", 1);
        Assert.Contains("a: 12:05:00 Capped Mail(thanks)", stream.Take());
    }

    [Fact]
    public void What_was_held_happens_before_a_late_event_lets_time_pass()
    {
        StreamFixture stream = new(new StreamOptions { Lateness = StreamFixture.At("04:00") - StreamFixture.At("00:00") });
        stream.Visit("a", "10:00", "10:00");
        stream.Visit("a", "11:30", "11:29", "x"); // Held. It leads to Deep, where nothing is due at 12:00.
        stream.Visit("a", "09:55", "12:10");
        Assert.Equal("Deep", stream.Stage("a"));
        Assert.DoesNotContain(stream.Take(), l => l.EndsWith("Mail(back)", StringComparison.Ordinal));
    }

    [Fact]
    public void A_line_is_not_retracted_because_something_was_asked_for_after_it()
    {
        StreamFixture stream = new();
        stream.Visit("a", "10:00", "10:00");
        stream.Engine.AdvanceTo(StreamFixture.At("12:00")); // Asks for the mail "back".
        stream.Visit("a", "11:45", "12:10", "x"); // So it would not have been.
        stream.Take();
        stream.Buy("a", "11:55", "12:11", "r", 1); // The instant at which the window of `Recent` had ended.
        Assert.Equal(["a: 11:55:00 seen 12:11:00 Way Deep->In", "a: 11:55:00 seen 12:11:00 Asked Mail(thanks)"], stream.Take());
        stream.Ask("a", "12:50", "12:50", "one");
        stream.Ask("a", "12:20", "12:51", "two");
        Assert.Equal(["a: 12:50:00 seen 12:51:00 Enter Curious"], stream.Take());
    }

    [Fact]
    public void An_instant_that_goes_on_publishes_once_though_something_was_asked_for_after_it()
    {
        StreamFixture stream = new();
        stream.Visit("a", "10:00", "10:00");
        stream.Engine.AdvanceTo(StreamFixture.At("12:00"));
        stream.Visit("a", "11:45", "12:10", "x");
        stream.Take();
        stream.Visit("a", "11:55", "12:11");
        Assert.Equal(["a: 11:55:00 seen 12:11:00 not Leave Recent", "a: 11:55:00 seen 12:11:00 Size Small->Big", "a: 12:05:00 seen 12:11:00 Leave Recent"], stream.Take());
    }

    [Fact]
    public void An_action_is_not_asked_for_twice_when_its_instant_moves()
    {
        StreamFixture stream = new();
        stream.Visit("a", "10:00", "10:00");
        stream.Visit("a", "10:10", "10:10", "x");
        Assert.Contains("a: 10:10:00 Asked Note(x)", stream.Take());
        stream.Visit("a", "10:05", "10:20", "x");
        Assert.Equal(
            ["a: 10:10:00 seen 10:20:00 not Way In->Deep", "a: 10:05:00 seen 10:20:00 Way In->Deep", "a: 10:05:00 seen 10:20:00 Enter Two"],
            stream.Take().Where(l => l.Contains("Way", StringComparison.Ordinal) || l.Contains("Note", StringComparison.Ordinal) || l.EndsWith(" Enter Two", StringComparison.Ordinal) && !l.Contains("not", StringComparison.Ordinal)));
        stream.Engine.AdvanceTo(StreamFixture.At("10:35"));
        Assert.Equal(["a: 10:35:00 Asked Note(hint)"], stream.Take().Where(l => l.Contains("Note", StringComparison.Ordinal)));
    }

    [Fact]
    public void One_more_input_of_an_instant_retracts_what_is_not_net()
    {
        StreamFixture stream = new();
        stream.Buy("a", "10:00", "10:00", "r1", 100);
        Assert.Contains("a: 10:00:00 Enter Rich", stream.Take());
        Assert.Equal(InputOutcome.Applied, stream.Buy("a", "10:00", "10:00", "r2", -50));
        Assert.Equal(["a: 10:00:00 not Enter Rich"], stream.Take());
        Assert.Equal(0, stream.Engine.Counters.Late);
    }

    [Fact]
    public void Inputs_of_an_instant_in_one_batch_are_net()
    {
        StreamFixture stream = new();
        FactRow Bought(string receipt, long amount) => new(stream.Engine.EventLayout(1)) { [0] = receipt, [1] = amount };
        long now = StreamFixture.At("10:00");
        stream.Engine.TakeAll(
        [
            StreamInput.Event(new ProfileKey("a"), 1, Bought("r1", 100), now, now),
            StreamInput.Event(new ProfileKey("b"), 1, Bought("r1", 100), now, now),
            StreamInput.Event(new ProfileKey("a"), 1, Bought("r2", -50), now, now),
        ]);
        Assert.Equal(["a: 10:00:00 Size ->Small", "b: 10:00:00 Enter Rich", "b: 10:00:00 Size ->Small"], stream.Take().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Beyond_the_lateness_an_input_is_reported_and_not_taken_in()
    {
        StreamFixture stream = new();
        stream.Visit("a", "10:00", "10:00");
        Assert.Equal(InputOutcome.Replayed, stream.Visit("a", "09:00", "10:00"));
        Assert.Equal(InputOutcome.TooLate, stream.Visit("a", "08:59:59", "10:00"));
        Assert.Equal(InputOutcome.TooLate, stream.Set("a", "08:00", "10:00", "name", "x"));
        Assert.Equal(2, stream.Engine.Counters.TooLate);
        Assert.Equal((StreamFixture.At("08:59:59"), 0, -1), (stream.Issues[0].Time, stream.Issues[0].Type, stream.Issues[1].Type));
        Assert.Equal("Small", stream.Engine.Program.Outputs.First(o => o.Name == "Size").Value.Members[(int)stream.Value("a", "Size")!]);
    }

    [Fact]
    public void An_input_after_the_clock_is_held_until_that_reaches_it()
    {
        StreamFixture stream = new();
        stream.Visit("a", "10:00", "10:00");
        stream.Take();
        Assert.Equal(InputOutcome.Held, stream.Visit("a", "10:03", "10:01"));
        Assert.Equal(InputOutcome.Held, stream.Set("a", "10:20", "10:01", "name", "late"));
        Assert.Equal((2, 1), (stream.Engine.Counters.Held, stream.Engine.Counters.FarAhead));
        Assert.Equal(StreamFixture.At("10:03"), stream.Engine.NextDeadline);
        Assert.Equal(false, stream.Value("a", "Two"));
        Assert.Empty(stream.Take());
        stream.Engine.AdvanceTo(StreamFixture.At("10:03"));
        Assert.Equal(["a: 10:03:00 Enter Two"], stream.Take());
        stream.Engine.AdvanceTo(StreamFixture.At("10:30"));
        Assert.Equal(["a: 10:13:00 seen 10:30:00 Leave Recent"], stream.Take());
        Assert.Equal(1, stream.Engine.Counters.Changes);
    }

    [Fact]
    public void What_comes_twice_changes_nothing()
    {
        StreamFixture stream = new();
        stream.Buy("a", "10:00", "10:00", "r", 60);
        stream.Take();
        Assert.Equal(InputOutcome.Repetition, stream.Buy("a", "10:00", "10:00", "r", 60));
        Assert.Equal(InputOutcome.Repetition, stream.Buy("a", "10:05", "10:05", "r", 70));
        Assert.Empty(stream.Take());
        Assert.Equal((1, 2, 1), (stream.Engine.Counters.Events, stream.Engine.Counters.Repetitions, stream.Engine.Counters.DifferingRepetitions));
    }

    [Fact]
    public void An_earlier_one_that_comes_late_is_the_first()
    {
        StreamFixture stream = new();
        stream.Buy("a", "10:00", "10:00", "r", 200);
        Assert.Equal(true, stream.Value("a", "Rich"));
        Assert.Equal(InputOutcome.Replayed, stream.Buy("a", "09:30", "10:10", "r", 5));
        Assert.Equal(false, stream.Value("a", "Rich"));
        Assert.Contains("a: 10:00:00 seen 10:10:00 not Enter Rich", stream.Take());
    }

    [Fact]
    public void A_late_first_within_a_span_may_make_a_repetition_count()
    {
        StreamFixture stream = new();
        stream.Ask("a", "10:00", "10:00", "t");
        Assert.Equal(InputOutcome.Repetition, stream.Ask("a", "10:25", "10:25", "t")); // Within 30 minutes of 10:00.
        Assert.Equal(false, stream.Value("a", "Curious"));
        Assert.Equal(InputOutcome.Replayed, stream.Ask("a", "09:50", "10:26", "t")); // Now 10:00 repeats 09:50, and 10:25 does not.
        Assert.Equal(true, stream.Value("a", "Curious"));
    }

    [Fact]
    public void An_unknown_profile_is_created_with_its_defaults()
    {
        StreamFixture stream = new();
        Assert.Equal(InputOutcome.Applied, stream.Set("a", "10:00", "10:00", "points", 3L));
        Assert.True(stream.Engine.Contains(new ProfileKey("a")));
        StreamRules strict = new("ruleset S { timezone \"UTC\" } profile P { id: text key, name: text } event V {} segment A { any(V) }");
        StreamEngine engine = new(strict.Program);
        long now = StreamFixture.At("10:00");
        Assert.Equal(InputOutcome.UnknownProfile, engine.Apply(new ProfileKey("a"), 0, null, now, now));
        Assert.Equal(InputOutcome.Applied, engine.Set(new ProfileKey("a"), [(1, "n")], now, now));
        Assert.Equal(1, engine.Counters.UnknownProfiles);
    }
}
