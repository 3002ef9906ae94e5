using SegLang.Runtime;
using SegLang.Tests.Differential;

namespace SegLang.Tests.Streams;

/// <summary>Time alone changes things at exact instants, which the engine names; those with which nothing happens cost nothing.</summary>
public sealed class TimeAlone
{
    [Fact]
    public void Small_steps_and_jumps_to_the_named_instants_give_the_same_feed()
    {
        StreamRules rules = StreamRules.OfShop;
        for (int seed = 0; seed < 15; seed++)
        {
            StreamCase made = StreamCase.Next(rules, 5000 + seed, withLate: false, withRepetitions: false);
            List<string> jumped = [];
            List<long> instants = [];
            StreamEngine jumping = Started(rules, made, jumped);
            long end = jumping.Clock + (30 * Calendar.Day);
            while (jumping.NextDeadline is { } next && next <= end)
            {
                instants.Add(next);
                jumping.AdvanceTo(next);
            }

            List<string> stepped = [];
            StreamEngine stepping = Started(rules, made, stepped);
            Dice dice = new(seed);
            foreach (long instant in instants)
            {
                long step = instant - dice.Next(4);
                while (step <= instant + 2)
                {
                    stepping.AdvanceTo(step++); // Microsecond by microsecond around the edge.
                }

                stepping.AdvanceTo(stepping.Clock + dice.Next(1000));
            }

            Assert.Equal(jumped, stepped);
        }
    }

    [Fact]
    public void A_named_instant_is_never_too_late()
    {
        StreamFixture stream = new();
        stream.Visit("a", "10:00", "10:00");
        Assert.Equal(StreamFixture.At("10:10"), stream.Engine.NextDeadlineOf(new ProfileKey("a")));
        stream.Take();
        stream.Engine.AdvanceTo(StreamFixture.At("10:10") - 1);
        Assert.Empty(stream.Take());
        stream.Engine.AdvanceTo(StreamFixture.At("10:10"));
        Assert.Equal(["a: 10:10:00 Leave Recent"], stream.Take());
    }

    [Fact]
    public void A_jump_tells_all_that_happened_on_the_way_at_its_instant()
    {
        StreamFixture stream = new();
        stream.Visit("a", "10:00", "10:00");
        stream.Take();
        stream.Engine.AdvanceTo(StreamFixture.At("23:00"));
        Assert.Equal(
            ["a: 10:10:00 seen 23:00:00 Leave Recent", "a: 12:00:00 seen 23:00:00 Way In->Out", "a: 12:00:00 seen 23:00:00 Asked Mail(back)"],
            stream.Take());
    }

    [Fact]
    public void Profiles_with_which_nothing_happens_are_not_looked_at()
    {
        StreamFixture stream = new();
        for (int i = 0; i < 2000; i++)
        {
            stream.Set($"p{i}", "10:00", "10:00", "points", 1L);
        }

        stream.Visit("p7", "10:00", "10:01");
        long before = stream.Engine.Counters.Ticks;
        stream.Engine.AdvanceTo(StreamFixture.At("10:30"));
        Assert.InRange(stream.Engine.Counters.Ticks - before, 1, 3);
    }

    [Fact]
    public void A_profile_may_be_told_to_begin_before_its_first_input()
    {
        StreamRules rules = new("ruleset S { timezone \"UTC\" } profile P { id: text key, age: int } event V {} segment Old { age > 60 } journey J { start A when Old  stage A { on V -> B } final stage B }");
        List<FeedLine> feed = [];
        StreamEngine engine = new(rules.Program, new StreamOptions { Feed = (_, line) => feed.Add(line) });
        FactRow row = new(engine.ProfileLayout) { [0] = "a", [1] = 70L };
        long begin = StreamFixture.At("10:00");
        Assert.True(engine.Add(row, begin));
        Assert.False(engine.Add(row, begin));
        Assert.Equal([FeedKind.Stage, FeedKind.Enter], feed.Select(l => l.Kind));
        Assert.All(feed, l => Assert.Equal(begin, l.Time));
    }

    [Fact]
    public void The_number_of_threads_does_not_change_the_feed()
    {
        StreamRules rules = StreamRules.OfShop;
        StreamCase made = StreamCase.Next(rules, 99, withLate: true, withRepetitions: true);
        List<string> one = [];
        List<string> four = [];
        foreach ((int threads, List<string> lines) in new[] { (1, one), (4, four) })
        {
            StreamEngine engine = new(rules.Program, new StreamOptions { Threads = threads, Feed = (key, line) => lines.Add($"{key} {line.Seen} {rules.Text(line)}") });
            StreamInput[] inputs = [.. made.Inputs.Select(i => made.ToRuntime(engine, i))];
            for (int profile = 0; profile < 40; profile++)
            {
                engine.TakeAll([.. inputs.Select(i => i with { Key = new ProfileKey($"{i.Key}{profile}") })]);
            }

            engine.AdvanceTo(engine.Clock + (10 * Calendar.Day));
        }

        Assert.NotEmpty(one);
        Assert.Equal(one, four);
    }

    [Fact]
    public void What_a_rewind_needs_is_kept_no_longer_than_the_lateness()
    {
        StreamFixture stream = new();
        stream.Visit("a", "10:00", "10:00");
        Assert.NotNull(stream.Engine.Profiles.Single().State.History);
        stream.Engine.AdvanceTo(StreamFixture.At("13:00"));
        stream.Engine.AdvanceTo(StreamFixture.At("15:00"));
        Assert.Null(stream.Engine.Profiles.Single().State.History);
    }

    [Fact]
    public void Events_stay_as_long_as_ticks_still_to_come_look_at_them()
    {
        StreamFixture stream = new();
        stream.Visit("b", "10:00", "10:00");
        stream.Visit("b", "10:05", "10:05");
        for (int i = 0; i < 1000; i++)
        {
            stream.Visit($"a{i}", "3.00:00", "3.00:00"); // Others move the clock on; some of them are looked after together with `b`.
        }

        stream.Take();
        stream.Engine.AdvanceTo(StreamFixture.At("3.00:00"));
        Assert.Equal(
            [
                "b: 10:15:00 seen 3.00:00:00 Leave Recent",
                "b: 12:00:00 seen 3.00:00:00 Way In->Out",
                "b: 12:00:00 seen 3.00:00:00 Asked Mail(back)",
                "b: 1.10:00:00 seen 3.00:00:00 Leave Two",
            ],
            stream.Take());
    }

    private static StreamEngine Started(StreamRules rules, StreamCase made, List<string> feed)
    {
        StreamEngine engine = new(rules.Program, new StreamOptions { Feed = (key, line) => feed.Add($"{key} {rules.Text(line)}") });
        engine.TakeAll([.. made.Inputs.Select(i => made.ToRuntime(engine, i))]);
        engine.AdvanceTo(engine.Clock);
        feed.Sort(StringComparer.Ordinal);
        return engine;
    }
}
