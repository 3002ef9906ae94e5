using SegLang.Editing;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Tests.Editing.Features;

/// <summary>What hover, signatures, hints and lenses say.</summary>
public sealed class Explanations
{
    [Theory]
    [InlineData("segment A { any(Purchase in la$0st 30 days) }", "`in last 30 days`: after 23 Oct 2026 14:05, until 22 Nov 2026 14:05 (Europe/Berlin)")]
    [InlineData("segment A { any(Purchase in previous mo$0nth) }", "from 1 Oct 2026 00:00, until before 1 Nov 2026 00:00 (Europe/Berlin)")]
    [InlineData("segment A { any(Purchase in this we$0ek) }", "from 16 Nov 2026 00:00, until before 23 Nov 2026 00:00")]
    [InlineData("segment A { any(Purchase before 7 days a$0go) }", "15 Nov 2026 14:05")]
    [InlineData("segment A { any(Purchase in last rec$0ent days) }", "param recent: int = 30")]
    [InlineData("segment A { Regul$0ars }", "segment Regulars \"Regular customers\"")]
    [InlineData("segment A { coun$0try == \"DE\" }", "country: text?   // of Customer")]
    [InlineData("segment A { coun$0t(Purchase) > 3 }", "How many events")]
    [InlineData("segment A { country starts w$0ith \"D\" }", null)]
    [InlineData("segment A { lower$0(country) == \"de\" }", "The text in lower case")]
    [InlineData("segment A { country is kno$0wn }", "Whether there is a value")]
    [InlineData("trait T = Val$0ue * 2", "trait Value: money(EUR)? = sum(Purchase.total)")]
    [InlineData("segment A { Spend == Go$0ld }", "Gold \"The best\"")]
    [InlineData("segment A { O$0ld }", "**Deprecated**: use Regulars")]
    [InlineData("event E { a: te$0xt }", "Text; compared by code point.")]
    [InlineData("segment A { any(Visit as v then Purchase where channel == $0v.channel) }", "Visit as v")]
    [InlineData("segment A { level$0 > 3 }", "May be unknown")]
    public void Hover_explains_what_stands_there(string marked, string? expected)
    {
        Sheet sheet = Sheet.Of(marked);
        HoverText? hover = Hovers.At(sheet.Snapshot, Sheet.Path, sheet.Position, Sheet.Now, null);
        if (expected is not null)
        {
            Assert.Contains(expected, hover?.Markdown ?? "nothing", StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("segment A { lower($0) == \"a\" }", "lower(text): text", 0)]
    [InlineData("segment A { level > round(2.5, $0) }", "round(x, digits)", 1)]
    [InlineData("trait T = least(1, 2, 3, $0)", "least(x, y, …)", 2)]
    [InlineData("journey J { start A on Visit  stage A { on Purchase do Email(template: \"a\", $0", "Email(template: text, code: text?)", 1)]
    [InlineData("journey J { start A on Visit  stage A { on Purchase do Email(code: $0", "Email(template: text, code: text?)", 1)]
    [InlineData("trait T = round(sum(Purchase.total$0), 2)", "sum(Event.field)", 0)]
    [InlineData("segment A { (level$0) > 3 }", null, 0)]
    public void A_signature_says_what_a_call_takes(string marked, string? label, int active)
    {
        Sheet sheet = Sheet.Of(marked);
        CallSignature? signature = SignatureHelp.At(sheet.Snapshot, Sheet.Path, sheet.Position);
        Assert.Equal(label, signature?.Label);
        Assert.Equal(label is null ? 0 : active, signature?.ActiveParameter ?? 0);
        Assert.All(signature?.Parameters ?? [], p => Assert.True(p.Start < p.End && p.End <= signature!.Label.Length));
    }

    [Fact]
    public void Hints_say_types_windows_and_members()
    {
        Sheet sheet = Sheet.Of("trait T = count(Visit in last 30 days)");
        SampleView sample = new(
            Sheet.Now, 4372, new Dictionary<string, SampleCount> { ["Regulars"] = new(1204, 1192) },
            new Dictionary<string, IReadOnlyDictionary<string, SampleCount>> { ["Spend"] = new Dictionary<string, SampleCount> { ["Gold"] = new(3, 5) } },
            (_, _) => []);
        int length = sheet.Snapshot.Trees[0].Source.Content.Length;
        string all = string.Join('|', InlayHints.In(sheet.Snapshot, Sheet.Path, new(0, length), Sheet.Now, sample).Select(h => h.Text)).Replace('\u202F', ' ');
        Assert.Equal(": money(EUR)?|: money(EUR)?|1 204 of 4 372 (+12)|24 Aug – 22 Nov 2026|3 of 4 372 (−2)|: int|23 Oct – 22 Nov 2026", all);
    }

    [Fact]
    public void Lenses_run_tests_show_journeys_and_count_references()
    {
        Sheet sheet = Sheet.Of("test \"one\" { given { id: \"1\" }\n at 2026-03-09 expect not Regulars }");
        string all = string.Join('|', CodeLenses.Of(sheet.Snapshot, Sheet.Path, null)
            .Select(l => CodeLenses.Resolve(sheet.Snapshot, l))
            .Where(l => l.Name is "one" or "Path" or "Regulars" or "Interest")
            .Select(l => $"{l.Name}: {l.Title}"));
        Assert.Equal("Regulars: 1 reference|Interest: no references|Path: show journey|Path: no references|one: ▶ run test", all);
    }

    [Fact]
    public void Links_lead_to_the_catalogue_the_web_and_data_files()
    {
        Sheet sheet = Sheet.Of("// seg-ignore SEG9012: see https://example.com/a.\nsegment A { newsletter }");
        Assert.Equal(
            ["https://seglang.dev/diagnostics#seg9012", "https://example.com/a"],
            DocumentLinks.Of(sheet.Snapshot, Sheet.Path).Select(l => l.Target));
        string json = """{ "data": { "profiles": "daten/käufer.csv", "events": { "Visit": ["a.csv", "b.db#t"] } }, "now": "latest" }""";
        Assert.Equal(["daten/käufer.csv", "a.csv", "b.db"], DocumentLinks.InSettings(json).Select(l => l.Target));
        Assert.All(DocumentLinks.InSettings(json), l => Assert.StartsWith(l.Target, json.Substring(l.Span.Start, l.Span.Length), StringComparison.Ordinal));
        Assert.Single(DocumentLinks.InSettings("""{ "data": { "profiles": "a.csv", """));
    }

    [Fact]
    public void A_search_finds_names_by_letters_in_order_best_first()
    {
        Sheet sheet = Sheet.Of("segment RegularBuyers { newsletter }\nsegment Irregular { newsletter }");
        string Found(string query) => string.Join(' ', SymbolSearch.Find(sheet.Snapshot, query).Select(s => s.Name));
        Assert.StartsWith("Regulars RegularBuyers Irregular", Found("regular"), StringComparison.Ordinal);
        Assert.Equal("RegularBuyers", Found("rb"));
        Assert.Equal("", Found("xyz"));
        Assert.Contains("Regulars", Found(""), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_example_of_a_word_is_read_without_a_mistake()
    {
        string[] fragments = ["key", "default", "from", "once", "when", "otherwise", "by", "below", "add", "subtract", "per", "halving", "range", "requires",
            "most", "hours", "start", "on", "after", "without", "at", "reenter", "anywhere", "stage", "final", "enter", "do", "split", "given", "set", "expect", "of"];
        foreach (LanguageText text in LanguageTexts.All.Where(t => !fragments.Contains(t.Word)))
        {
            string example = text.Example.Split("   //")[0];
            bool isDeclaration = Words.Declarations.Contains(example.Split(' ')[0]);
            string rules = isDeclaration ? example : example.StartsWith("in ", StringComparison.Ordinal) ? $"trait T = any(Purchase {example})" : $"trait T = {example}";
            Assert.Empty(SyntaxTree.Parse(new SourceText("a.seg", rules)).Diagnostics.Select(d => $"{text.Word}: {d.Message}"));
        }
    }
}
