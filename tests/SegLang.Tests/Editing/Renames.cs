using System.Collections.Immutable;
using SegLang.Editing;
using SegLang.Tests.Documentation;
using SegLang.Text;

namespace SegLang.Tests.Editing;

/// <summary>Renaming: what is written, what is refused, and that nothing else changes its meaning.</summary>
public sealed class Renames
{
    private const string Rules = """
        enum Channel { online, store }
        profile Customer { id: text key, age: int?, store: bool default false }
        event Visit { channel: Channel, page: text? }
        param days: int = 30
        trait Visits = count(Visit in last days days where channel == online)
        segment Fans { Visits > 3 and age > 18 }
        action Mail(template: text)
        """;

    private const string Journey = """
        journey Life {
          start New on Visit
          stage New { after 30 days -> Gone do Mail(template: "x") }
          final stage Gone
        }
        segment Left { Life == Gone and not Fans }
        """;

    private static readonly string[] Examples = ["examples/loyalty", "examples/lead-nurturing", "examples/abandoned-cart", "examples/kundenreise", "examples/see-think-do-share"];

    [Theory]
    [InlineData("Fans", "Regulars", "segment Regulars {", "not Regulars")]
    [InlineData("Fans", "big fans", "segment `big fans` {", "not `big fans`")]
    [InlineData("Fans", "not", "segment `not` {", "not `not`")]
    [InlineData("days", "span", "param span: int", "in last span days")]
    [InlineData("online", "web", "enum Channel { web, store }", "channel == web")]
    [InlineData("Gone", "Lost", "-> Lost do", "Life == Lost")]
    [InlineData("template", "kind", "Mail(kind: text)", "Mail(kind: \"x\")")]
    [InlineData("channel", "way", "way: Channel", "where way == online")]
    public void Every_place_is_renamed(string old, string name, string first, string second)
    {
        RuleSnapshot snapshot = Snapshot();
        RenameResult result = Rename(snapshot, old, name);
        Assert.Null(result.Refusal);
        string text = string.Concat(SourceEdit.Apply(snapshot, result.Edits).Trees.Select(t => t.Source.Content));
        Assert.Contains(first, text, StringComparison.Ordinal);
        Assert.Contains(second, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Fans", "Visits", "`Visits` is declared twice")]
    [InlineData("Fans", "Left", "`Left` is declared twice")]
    [InlineData("Fans", " ", "a name is not empty")]
    [InlineData("Fans", "a`b", "has no backtick")]
    [InlineData("Visits", "age", "would mean something else")]
    [InlineData("Gone", "New", "has two stages")]
    [InlineData("channel", "page", "is declared twice")]
    public void What_would_change_a_meaning_is_refused_with_a_sentence(string old, string name, string why)
    {
        RenameResult result = Rename(Snapshot(), old, name);
        Assert.Empty(result.Edits);
        Assert.Contains(why, result.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Gone", "Lost", "@was(\"Gone\") final stage Lost")]
    [InlineData("Fans", "Regulars", "@was(\"Fans\") segment Regulars")]
    [InlineData("page", "url", "url: text? from \"page\"")]
    public void What_is_known_under_the_old_name_can_follow(string old, string name, string expected)
    {
        RuleSnapshot snapshot = Snapshot();
        RenameResult result = Rename(snapshot, old, name, keepState: true);
        Assert.Null(result.Refusal);
        Assert.Contains(expected, string.Concat(SourceEdit.Apply(snapshot, result.Edits).Trees.Select(t => t.Source.Content)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("J")]
    public void A_name_by_which_a_split_draws_is_renamed_with_a_note(string old)
    {
        const string Split = "journey J { start A on Visit stage A { split { 50% -> B 50% -> C } } final stage B final stage C }";
        RuleSnapshot snapshot = RuleSnapshot.Create([new("s.seg", "profile P { id: text key } event Visit { page: text? }\n" + Split)]);
        Assert.Contains("`split`", Rename(snapshot, old, "Neu").Note, StringComparison.Ordinal);
        Assert.Null(Rename(snapshot, "B", "Neu").Note);
    }

    [Fact]
    public void What_the_language_gives_keeps_its_name()
    {
        RuleSnapshot snapshot = Snapshot().With(new SourceText("c.seg", "segment Late { last(Visit).time < 2 days ago }"));
        int position = "segment Late { last(Visit).ti".Length;
        Assert.Equal("`time` belongs to the language and keeps its name", Renaming.Prepare(snapshot, "c.seg", position)?.Refusal);
        Assert.Null(Renaming.Prepare(snapshot, "c.seg", 1));
    }

    [Fact]
    public void A_fresh_name_changes_no_answer_and_the_old_one_gives_the_text_back()
    {
        Random random = new(20_261_122);
        int renamed = 0;
        for (int i = 0; i < 60; i++)
        {
            ImmutableArray<SourceText> files = RuleFiles.Read(Examples[i % Examples.Length]);
            RuleSnapshot before = RuleSnapshot.Create(files);
            ImmutableArray<SymbolUse> uses = [.. files.SelectMany(f => before.Uses(f.Path)).Where(u => u.Symbol.Source is not null)];
            SymbolUse use = uses[random.Next(uses.Length)];
            string fresh = random.Next(2) == 0 ? "Neues" : "ganz neu";
            RenameResult there = Renaming.Rename(before, use.Source.Path, use.Span.Start, fresh);
            Assert.True(there.Refusal is null, $"{use.Symbol.Name}: {there.Refusal}");
            RuleSnapshot after = SourceEdit.Apply(before, there.Edits);
            Assert.Empty(after.Trees.SelectMany(t => after.Errors(t.Source.Path)));
            if (i < 15 && there.Note is null)
            {
                Assert.Empty(RuleFiles.Failures(RuleFiles.Compile(after.Trees.Select(t => t.Source))));
            }

            SymbolUse same = after.Trees.SelectMany(t => after.Uses(t.Source.Path)).First(u => u.Symbol.Name == fresh);
            RenameResult back = Renaming.Rename(after, same.Source.Path, same.Span.Start, use.Symbol.Name);
            Assert.True(back.Refusal is null, $"back to {use.Symbol.Name}: {back.Refusal}");
            RuleSnapshot again = SourceEdit.Apply(after, back.Edits);
            Assert.Equal(before.Trees.Select(t => t.Source.Content), again.Trees.Select(t => t.Source.Content));
            renamed++;
        }

        Assert.Equal(60, renamed);
    }

    [Fact]
    public void A_rename_that_is_not_tried_changes_no_meaning()
    {
        int untried = 0;
        foreach (string example in Examples)
        {
            RuleSnapshot before = RuleSnapshot.Create(RuleFiles.Read(example));
            foreach (SymbolUse use in before.Trees.SelectMany(t => before.Uses(t.Source.Path)).Where(u => u is { IsDeclaration: true, Symbol.Source: not null }))
            {
                ImmutableArray<SymbolUse> places = before.References(use.Symbol);
                if (!FreshName.Fits(before, use.Symbol.Name, "Neues", places))
                {
                    continue;
                }

                untried++;
                ImmutableArray<SourceEdit> edits = Renaming.Rename(before, use.Source.Path, use.Span.Start, "Neues").Edits;
                NameComparison meanings = new(before, SourceEdit.Apply(before, edits), edits);
                Assert.All(before.Trees, t => Assert.Null(meanings.NewError(t.Source.Path) ?? meanings.Changed(t.Source.Path)));
            }
        }

        Assert.True(untried > 100, $"{untried} renames");
    }

    [Theory]
    [InlineData("Fans", "Regulars", true)]
    [InlineData("Fans", "Visits", false)] // declared
    [InlineData("Fans", "days", false)] // a word
    [InlineData("Fans", "EUR", false)] // a currency
    [InlineData("Fans", "weekday", false)] // a part of every date
    [InlineData("Fans", "Mail", false)] // written elsewhere
    [InlineData("Fans", "`big fans`", false)] // in backticks
    [InlineData("store", "web", false)] // also the name of something else
    public void Only_a_name_that_is_new_to_all_is_written_without_trying(string old, string written, bool expected)
    {
        RuleSnapshot snapshot = Snapshot();
        SymbolUse use = snapshot.Trees.SelectMany(t => snapshot.Uses(t.Source.Path)).First(u => u.Symbol.Name == old);
        Assert.Equal(expected, FreshName.Fits(snapshot, old, written, snapshot.References(use.Symbol)));
    }

    private static RuleSnapshot Snapshot() => RuleSnapshot.Create([new("a.seg", Rules), new("b.seg", Journey)]);

    private static RenameResult Rename(RuleSnapshot snapshot, string old, string name, bool keepState = false)
    {
        SymbolUse use = snapshot.Trees.SelectMany(t => snapshot.Uses(t.Source.Path)).First(u => u.Symbol.Name == old);
        return Renaming.Rename(snapshot, use.Source.Path, use.Span.Start, name, keepState);
    }
}
