using System.Collections.Immutable;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Runtime;

namespace SegLang.Tests.Checkpoints;

/// <summary>When rules change between two runs: what is unchanged or renamed goes on, the rest is spoken of.</summary>
public sealed class ChangedRules : IDisposable
{
    private const string Before = """
        ruleset Shop { timezone "UTC" }
        enum Level { low, high }
        profile Customer { id: text key, country: text?, level: Level? }
        event Visit { page: text? }
        event Purchase { order: text? }
        segment Visitor { any(Visit in last 30 days) }
        segment German { country == "DE" and level == high }
        classify Size { Some when any(Purchase)  None otherwise }
        action Email(template: text)
        journey Life {
          start New on Visit
          stage New {
            on Purchase -> Bought
            after 2 days do Email(template: "hello")
            when count(Visit) >= 2 do Email(template: "often")
            at last(Visit).time + 9 days do Email(template: "long")
          }
          stage Bought { after 60 days -> Gone }
          final stage Gone
        }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_same_rules_go_on()
    {
        (StreamCase live, ImmutableArray<Diagnostic> notes) = Change(Before);
        Assert.Empty(notes);
        Assert.Empty(Later(live));
    }

    [Fact]
    public void What_is_renamed_keeps_its_state()
    {
        (StreamCase live, ImmutableArray<Diagnostic> notes) = Change("""
            ruleset Shop { timezone "UTC" }
            enum Level { low, high }
            profile Customer { @was("level") stufe: Level?, id: text key, @was("country") land: text? }
            @was("Purchase") event Kauf { order: text? }
            @was("Visit") event Besuch { page: text? }
            @was("German") segment Deutsch { land == "DE" and stufe == high }
            @was("Size") classify Umfang { Some when any(Kauf)  None otherwise }
            @was("Visitor") segment Besucher { any(Besuch in last 30 days) }
            action Post(template: text)
            @was("Life") journey Leben {
              start Neu on Besuch
              @was("Gone") final stage Weg
              @was("Bought") stage Gekauft { after 60 days -> Weg }
              @was("New") stage Neu {
                on Kauf -> Gekauft
                after 2 days do Post(template: "hello")
                when count(Besuch) >= 2 do Post(template: "often")
                at last(Besuch).time + 9 days do Post(template: "long")
              }
            }
            """);
        Assert.Empty(notes);
        Assert.Empty(Later(live));
        Assert.Equal(StreamCase.At("2026-03-01T10:00:00Z"), live.Engine.Stage(new ProfileKey("a"), 0)!.Value.Since);
        live.Event("a", "Kauf", "2026-03-06T12:00:00Z");
        Assert.Equal(
            [
                "2026-03-06T12:00:00Z,2026-03-06T12:00:00Z,a,stage,Leben,Neu,Gekauft,on Kauf -> Gekauft,",
                "2026-03-06T12:00:00Z,2026-03-06T12:00:00Z,a,class,Umfang,None,Some,,",
            ],
            live.Feed);
    }

    [Fact]
    public void An_armed_instant_stays_armed()
    {
        (StreamCase live, _) = Change(Before.Replace("segment Visitor", "segment More { any(Visit) }\nsegment Visitor", StringComparison.Ordinal));
        _ = Later(live);
        live.Feed.Clear();
        live.Engine.AdvanceTo(StreamCase.At("2026-03-12T10:00:00Z"));
        string told = Assert.Single(live.Feed, l => l.Contains(",a,", StringComparison.Ordinal));
        Assert.StartsWith("2026-03-11T10:00:00Z,", told, StringComparison.Ordinal);
        Assert.Contains("\"\"long\"\"", told, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_new_starts_anew_and_is_listed()
    {
        (StreamCase live, ImmutableArray<Diagnostic> notes) = Change(
            Before.Replace("segment Visitor", "segment Reader { any(Visit) }\nsegment Visitor", StringComparison.Ordinal)
            + "\njourney Other { start Here when any(Visit)  final stage Here }");
        Assert.Equal(
            ["SEG6036: the journey `Other` starts anew", "SEG6036: the segment `Reader` starts anew"],
            notes.Select(n => $"{n.Code}: {n.Message}"));
        Assert.Equal(
            [
                "2026-03-05T10:00:00.000001Z,a,stage,Other,,Here,start Here when any(Visit),",
                "2026-03-05T10:00:00.000001Z,a,enter,Reader,,,,",
            ],
            Later(live).Where(l => l.Contains(",a,", StringComparison.Ordinal)).Select(l => l[..27] + l[l.IndexOf(",a,", StringComparison.Ordinal)..]));
    }

    [Fact]
    public void A_changed_condition_holds_from_then_on()
    {
        (StreamCase live, ImmutableArray<Diagnostic> notes) = Change(
            Before.Replace("any(Visit in last 30 days)", "any(Visit in last 1 day)", StringComparison.Ordinal));
        Assert.Empty(notes);
        Assert.Contains(Later(live), l => l.StartsWith("2026-03-05T10:00:00.000001Z,", StringComparison.Ordinal) && l.EndsWith(",a,leave,Visitor,,,,", StringComparison.Ordinal));
    }

    [Fact]
    public void Members_of_an_enum_are_known_by_their_names()
    {
        (StreamCase live, _) = Change(Before.Replace("{ low, high }", "{ high, middle, low }", StringComparison.Ordinal));
        Assert.Empty(Later(live));
        int german = live.Program.Outputs.Select((o, i) => (o, i)).Single(o => o.o.Name == "German").i;
        Assert.True(live.Engine.TryEvaluate(new ProfileKey("a"), german, out object? isMember));
        Assert.Equal(true, isMember);
    }

    [Fact]
    public void A_stage_that_holds_profiles_must_not_vanish()
    {
        CheckpointException refused = Assert.Throws<CheckpointException>(() => Change(WithoutNew));
        Assert.Equal("SEG6034", refused.Finding.Code);
        Assert.Equal("2 profiles are in the stage `New` of `Life`, which the rules no longer have", refused.Finding.Message);
        Assert.Contains("@was(\"New\")", refused.Finding.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stage_that_nobody_is_in_may_vanish()
    {
        (StreamCase live, _) = Change(Before
            .Replace("on Purchase -> Bought", "on Purchase -> Gone", StringComparison.Ordinal)
            .Replace("  stage Bought { after 60 days -> Gone }\n", "", StringComparison.Ordinal));
        Assert.Empty(Later(live));
    }

    [Fact]
    public void Profiles_of_a_stage_may_be_let_go()
    {
        (StreamCase live, _) = Change(WithoutNew, "Life.New");
        Assert.Null(live.Engine.Stage(new ProfileKey("a"), 0));
        live.Event("a", "Visit", "2026-03-06T12:00:00Z");
        Assert.Equal(0, live.Engine.Stage(new ProfileKey("a"), 0)!.Value.Stage);
    }

    [Fact]
    public void Another_rule_set_is_refused()
    {
        CheckpointException refused = Assert.Throws<CheckpointException>(() => Change(Before.Replace("ruleset Shop", "ruleset Store", StringComparison.Ordinal)));
        Assert.Equal("SEG6032", refused.Finding.Code);
        Assert.Contains("`Shop`", refused.Finding.Message, StringComparison.Ordinal);
    }

    private static string WithoutNew => Before.Replace("start New on", "start Bought on", StringComparison.Ordinal)
        .Replace(Before[Before.IndexOf("  stage New", StringComparison.Ordinal)..Before.IndexOf("  stage Bought", StringComparison.Ordinal)], "", StringComparison.Ordinal);

    // Some days with the first rules, then the others.
    private (StreamCase Live, ImmutableArray<Diagnostic> Notes) Change(string rules, params string[] forgotten)
    {
        RuleProgram before = StreamCase.Compile(Before);
        using (CheckpointStore store = CheckpointStore.Open(folder["store"], before))
        {
            StreamCase first = new(before);
            first.Set("a", "2026-03-01T09:00:00Z", ("country", "DE"), ("level", 1));
            first.Event("a", "Visit", "2026-03-01T10:00:00Z", ("page", "/"));
            first.Event("a", "Visit", "2026-03-02T10:00:00Z", ("page", "/2"));
            first.Event("b", "Visit", "2026-03-04T10:00:00Z");
            first.Engine.AdvanceTo(StreamCase.At("2026-03-05T10:00:00Z"));
            store.Append(first.Engine, [1]);
        }

        RuleProgram after = StreamCase.Compile(rules);
        using CheckpointStore again = CheckpointStore.Open(folder["store"], after);
        StreamCase live = new(after);
        ImmutableArray<Diagnostic> notes = again.Restore(live.Engine, forgotten);
        again.Append(live.Engine, [2]);
        return (live, notes);
    }

    private static string[] Later(StreamCase live)
    {
        live.Engine.AdvanceTo(StreamCase.At("2026-03-05T12:00:00Z"));
        string[] told = [.. live.Feed];
        live.Feed.Clear();
        return told;
    }
}
