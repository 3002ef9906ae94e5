using System.Globalization;
using System.Text;
using SegLang.Diagnostics;
using SegLang.Editing;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Tests.Editing.Features;

/// <summary>A small rule set with a place in it, marked `$0`.</summary>
internal sealed record Sheet(RuleSnapshot Snapshot, int Position)
{
    public const string Path = "rules.seg";

    /// <summary>2026-11-22T13:05Z in microseconds.</summary>
    public const long Now = 1_795_352_700_000_000;

    public const string Schema = """
        ruleset Shop { timezone "Europe/Berlin" }
        enum Channel { online, store, app }
        record Item { sku: text, price: money(EUR) }
        /// Who buys.
        profile Customer { id: text key, country: text?, newsletter: bool default false, birthDate: date?, registered: datetime?, interests: set of text, level: int? }
        event Visit { channel: Channel, page: text? }
        event Purchase { order: text, channel: Channel, quantity: int, price: money(EUR), items: list of Item, total = quantity * price }
        param recent: int = 30
        trait Value = sum(Purchase.total)
        segment Regulars "Regular customers" { count(Purchase in last 90 days) >= 3 }
        @deprecated("use Regulars") segment Old { newsletter }
        classify Spend { Gold "The best" when Value > 2000 EUR  Other otherwise }
        score Interest { add 5 per Visit }
        action Email(template: text, code: text?) { requires newsletter }
        journey Path { start First on Visit  stage First { on Purchase -> Last }  final stage Last }

        """;

    /// <summary>The schema and a text with the place.</summary>
    public static Sheet Of(string marked) => Alone(Schema + marked);

    /// <summary>A text with the place.</summary>
    public static Sheet Alone(string marked)
    {
        int position = marked.IndexOf("$0", StringComparison.Ordinal);
        return new(RuleSnapshot.Create([new SourceText(Path, marked.Replace("$0", "", StringComparison.Ordinal))]), position);
    }

    /// <summary>Every example and conformance file with the other files of its rule set.</summary>
    public static IEnumerable<(string Name, RuleSnapshot Snapshot, SyntaxTree Tree)> All()
    {
        foreach (var folder in Repository.RuleFiles().GroupBy(f => f.StartsWith("examples/", StringComparison.Ordinal) ? System.IO.Path.GetDirectoryName(f) : f))
        {
            RuleSnapshot snapshot = RuleSnapshot.Create(folder.Select(f => new SourceText(f, Repository.Read(f))));
            foreach (SyntaxTree tree in snapshot.Trees)
            {
                yield return (tree.Source.Path, snapshot, tree);
            }
        }
    }
}
