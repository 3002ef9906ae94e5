using SegLang.Editing;

namespace SegLang.Tests.Editing.Features;

/// <summary>What completion proposes at a place: the first ones, or that some are there and others not.</summary>
public sealed class Proposals
{
    [Theory]
    [InlineData("$0", "enum event param trait segment")]
    [InlineData("segm$0", "segment")]
    [InlineData("segment A { any(Purchase where channel == $0) }", "online store app")]
    [InlineData("segment A { any(Purchase where ch$0", "channel")]
    [InlineData("segment A { any($0", "Visit Purchase")]
    [InlineData("segment A { count(Purchase in $0", "last_30_days this_week previous_month")]
    [InlineData("segment A { Spend == $0 }", "Gold Other")]
    [InlineData("segment A { Path == $0 }", "First Last")]
    [InlineData("segment A { last(Purchase).$0 }", "order channel quantity price items total time")]
    [InlineData("segment A { Path.$0 }", "entered since First Last")]
    [InlineData("segment A { registered.$0 }", "year quarter month day weekday hour minute date")]
    [InlineData("segment A { level > $0 }", "level Interest recent")]
    [InlineData("segment A { newsletter $0 }", "and or == !=")]
    [InlineData("segment A { country $0 }", "== != in contains")]
    [InlineData("segment A { interests $0 }", "contains contains_any")]
    [InlineData("trait T = sum(Purchase.$0)", "quantity price total")]
    [InlineData("segment A { registered > 30 $0 }", "days weeks")]
    [InlineData("segment A { registered > 30 days $0 }", "ago")]
    [InlineData("segment A { any(Visit then Purchase $0", "within where then")]
    [InlineData("segment A { any(Visit where $0", "channel page newsletter")]
    [InlineData("event E { a: $0 }", "bool text int decimal(2) Channel")]
    [InlineData("event E { a: set $0 }", "of")]
    [InlineData("event E { a: text $0 }", "default from")]
    [InlineData("journey J { $0 }", "start stage final anywhere reenter")]
    [InlineData("journey J { start First on $0", "Visit Purchase")]
    [InlineData("journey J { start A on Visit  stage A { on Purchase -> $0 }  stage B { } }", "A B")]
    [InlineData("journey J { start A on Visit  stage A { on Purchase do $0 } }", "Email")]
    [InlineData("journey J { start A on Visit  stage A { on Purchase do Email($0", "template code")]
    [InlineData("journey J { start A on Visit  stage A { $0 } }", "on when after at enter split")]
    [InlineData("test \"t\" { given { $0 } }", "id country newsletter")]
    [InlineData("test \"t\" { given { id: \"1\" }\n at 2026-03-09T10:00 Purchase { order: \"o\", $0 } }", "channel quantity price")]
    [InlineData("test \"t\" { given { id: \"1\" }\n at 2026-03-09T10:00 Purchase { channel: $0 } }", "online store app")]
    [InlineData("test \"t\" { given { id: \"1\" }\n at 2026-03-09T10:00 $0 }", "expect set Visit Purchase")]
    [InlineData("segment A { any(Visit as v then Purchase where channel == v.$0) }", "channel page time")]
    [InlineData("segment A { years since $0 }", "birthDate registered")]
    [InlineData("trait T: bool = $0", "true false newsletter")]
    [InlineData("@$0\nsegment A { newsletter }", "owner tag deprecated sensitive was")]
    [InlineData("score S { $0 }", "add subtract range")]
    [InlineData("segment A { price == 1 $0", "")]
    public void What_may_follow_is_proposed(string marked, string expected)
    {
        List<string> labels = Labels(marked);
        foreach (string wanted in expected.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string label = wanted.Replace('_', ' ');
            Assert.True(labels.Contains(label) || labels.Contains(label.Split('(')[0]), $"`{label}` is not among {string.Join(", ", labels.Take(40))}");
        }
    }

    [Theory]
    [InlineData("segment A { level > $0 }", "country Regulars newsletter registered true")]
    [InlineData("segment A { any(Purchase where channel == $0) }", "country Gold any")]
    [InlineData("segment A { country $0 }", "and or <stage> between_x contains_any")]
    [InlineData("$0", "profile ruleset and day")]
    [InlineData("event E { a: text $0 }", "key")]
    [InlineData("// $0", "segment event")]
    [InlineData("/* a $0 b */", "segment event")]
    [InlineData("segment A { country == \"$0\" }", "level segment")]
    [InlineData("segment $0", "Regulars segment")]
    [InlineData("segment A { count(Purchase in $0", "next_14_days")]
    [InlineData("segment A { sum(Purchase.total $0", "then")]
    [InlineData("trait T = sum(Purchase.$0)", "order channel time")]
    public void What_makes_no_sense_is_not(string marked, string unexpected) =>
        Assert.Empty(Labels(marked).Intersect(unexpected.Split(' ').Select(w => w.Replace('_', ' '))));

    [Theory]
    [InlineData("segment A { any(Purchase where channel == $0) }", "online")]
    [InlineData("segment A { any(Purchase where $0) }", "order")]
    [InlineData("segment A { $0 }", "newsletter")]
    [InlineData("segment A { Spend == $0 }", "Gold")]
    public void What_fits_best_comes_first(string marked, string first) => Assert.Equal(first, Labels(marked)[0]);

    [Fact]
    public void A_name_that_needs_them_is_written_in_backticks()
    {
        Sheet sheet = Sheet.Of("segment `New ones` { newsletter }\nsegment A { New$0 }");
        CompletionItem item = Assert.Single(Completions.At(sheet.Snapshot, Sheet.Path, sheet.Position, null).Items, i => i.Label == "New ones");
        Assert.Equal("`New ones`", item.InsertText);
        Assert.Equal("New", sheet.Snapshot.Trees[0].Source.Slice(item.Replace));
    }

    [Fact]
    public void Of_thousands_of_names_the_first_are_proposed_and_others_with_more_letters()
    {
        string[] names = [.. Enumerable.Range(0, 3000).Select(i => $"N{i * 7919 % 3000:D4}")];
        string all = string.Concat(names.Select(n => $"segment {n} {{ newsletter }}\n"));
        Sheet sheet = Sheet.Of(all + "segment A { $0 }");
        CompletionList list = Completions.At(sheet.Snapshot, Sheet.Path, sheet.Position, null);
        string[] shown = [.. list.Items.Select(i => i.Label).Where(names.Contains)];
        Assert.True(list.IsIncomplete);
        Assert.True(shown.Length > 200);
        Assert.Equal(names.Order(StringComparer.Ordinal).Take(shown.Length), shown);
        Assert.Contains("N2999", Labels(all + "segment A { N29$0 }"));
    }

    [Fact]
    public void What_is_deprecated_says_so_and_comes_later()
    {
        CompletionItem item = Assert.Single(At("segment A { $0 }"), i => i.Label == "Old");
        Assert.True(item.IsDeprecated);
    }

    [Fact]
    public void Documentation_comes_with_the_proposal_that_is_looked_at()
    {
        Sheet sheet = Sheet.Of("segment A { $0 }");
        foreach (CompletionItem item in Completions.At(sheet.Snapshot, Sheet.Path, sheet.Position, null).Items.Where(i => i.DocKey is not null))
        {
            Assert.False(string.IsNullOrEmpty(Completions.Document(sheet.Snapshot, item.DocKey!, null)), item.Label);
        }
    }

    [Fact]
    public void In_a_text_the_values_of_the_sample_are_proposed()
    {
        Sheet sheet = Sheet.Of("segment A { country == \"$0\" }");
        SampleView sample = new(
            Sheet.Now, 10, new Dictionary<string, SampleCount>(), new Dictionary<string, IReadOnlyDictionary<string, SampleCount>>(),
            (owner, name) => owner == "Customer" && name == "country" ? [new("\"DE\"", 7), new("\"AT\"", 3)] : []);
        var items = Completions.At(sheet.Snapshot, Sheet.Path, sheet.Position, sample).Items;
        Assert.Equal(["DE", "AT"], items.Select(i => i.InsertText));
    }

    private static List<string> Labels(string marked) => [.. At(marked).Select(i => i.Label)];

    private static System.Collections.Immutable.ImmutableArray<CompletionItem> At(string marked)
    {
        Sheet sheet = Sheet.Of(marked);
        return Completions.At(sheet.Snapshot, Sheet.Path, sheet.Position, null).Items;
    }
}
