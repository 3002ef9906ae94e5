using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Editing;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Tests.Editing;

/// <summary>What a snapshot answers about names and types, also where something else is wrong.</summary>
public sealed class Snapshots
{
    private const string Schema = """
        enum Channel { online, store }
        record Item { sku: text  price: money(EUR) }
        profile Customer { id: text key  country: text  channel: Channel?  born: date?  items: list of Item }
        event Visit { page: text  channel: Channel }
        event Purchase { total: money(EUR)  count: int  once by total }
        """;

    private const string Rules = """
        param days: int = 30
        trait Value = sum(Purchase.total in last days days where count > 1)
        segment Rich { Value > 500 EUR and country == "DE" }
        segment Broken { Value > nonsense }
        segment Online { channel == online and any(Visit as v where v.channel == store then Purchase within 2 days of v) }
        segment Both { Rich and Online }
        journey Life {
          start New on Visit where channel == online
          stage New { on Purchase -> Done  after 30 days without Visit -> Done do Mail(template: "x") }
          final stage Done
        }
        action Mail(template: text) { requires Rich }
        limit Often { at most 3 per 7 days  Mail }
        test "t" {
          given { id: "1", country: "DE" }
          at 2026-01-01 Purchase { total: 1 EUR, count: 2, order: 3 }
          at 2026-01-02 expect Rich and Life == Done
          at 2026-01-03 expect no Mail
        }
        """;

    private static readonly RuleSnapshot Snapshot = RuleSnapshot.Create([new("a.seg", Schema), new("b.seg", Rules)]);

    [Theory]
    [InlineData("Purchase", 5)]
    [InlineData("Visit", 4)]
    [InlineData("total", 4)]
    [InlineData("Rich", 4)]
    [InlineData("Mail", 4)]
    [InlineData("template", 2)]
    [InlineData("v", 3)]
    [InlineData("store", 2)]
    [InlineData("Done", 4)]
    [InlineData("days", 2)]
    [InlineData("Item", 2)]
    public void All_places_that_name_a_symbol_are_found_its_declaration_first(string name, int count)
    {
        Symbol symbol = Snapshot.Uses("a.seg").Concat(Snapshot.Uses("b.seg")).First(u => u.Symbol.Name == name).Symbol;
        var found = Snapshot.References(symbol);
        Assert.Equal(count, found.Length);
        Assert.True(found[0].IsDeclaration);
        Assert.All(found.Skip(1), u => Assert.False(u.IsDeclaration));
    }

    [Theory]
    [InlineData("Value > 500", "Value", typeof(TraitSymbol))]
    [InlineData("channel == online and", "channel", typeof(FieldSymbol))]
    [InlineData("online and any", "online", typeof(MemberSymbol))]
    [InlineData("v.channel", "v", typeof(AliasSymbol))]
    [InlineData("Mail(template", "Mail", typeof(ActionSymbol))]
    [InlineData("template: \"x\"", "template", typeof(ParameterSymbol))]
    [InlineData("Life == Done", "Life", typeof(JourneySymbol))]
    [InlineData("order: 3", "order", typeof(FieldSymbol))]
    public void What_stands_at_a_position_is_known_in_front_and_behind(string place, string name, Type kind)
    {
        int at = Rules.IndexOf(place, StringComparison.Ordinal);
        Assert.IsType(kind, Snapshot.UseAt("b.seg", at)?.Symbol);
        Assert.Equal(name, Snapshot.UseAt("b.seg", at + name.Length)?.Symbol.Name);
    }

    [Fact]
    public void Nothing_stands_in_white_space() => Assert.Null(Snapshot.UseAt("b.seg", Rules.IndexOf("> 500", StringComparison.Ordinal)));

    [Fact]
    public void What_is_right_has_a_meaning_beside_what_is_wrong()
    {
        Assert.Null(Snapshot.Rules);
        Assert.Equal("SEG2001", Assert.Single(Snapshot.Diagnostics("b.seg")).Code);
        Assert.Empty(Snapshot.Diagnostics("a.seg"));
        Assert.IsType<BoundSegment>(Snapshot.Definition(Symbol("Both")));
        Assert.Null(Snapshot.Definition(Symbol("Broken")));
        Assert.IsType<BoundJourney>(Snapshot.Definition(Symbol("Life")));
    }

    [Fact]
    public void An_expression_has_its_type()
    {
        SegmentSyntax segment = Snapshot.Tree("b.seg")!.Root.Declarations.OfType<SegmentSyntax>().First();
        Assert.Equal(SegType.Bool, Snapshot.TypeOf("b.seg", segment.Condition));
        var first = (ComparisonSyntax)((LogicalSyntax)segment.Condition).Operands[0];
        Assert.Equal("money(EUR)", Snapshot.TypeOf("b.seg", first.Left)?.Name);
        Assert.IsType<BoundTraitRef>(Snapshot.BoundAt("b.seg", first.Left.Span));
        Assert.IsType<BoundComparison>(Snapshot.BoundAt("b.seg", first.Span));
    }

    [Theory]
    [InlineData("country == $", "text")]
    [InlineData("country == \"D$E\"", "text")]
    [InlineData("channel == $", "Channel")]
    [InlineData("channel == onl$", "Channel")]
    [InlineData("channel in [$]", "Channel")]
    [InlineData("channel in [online, st$]", "Channel")]
    [InlineData("born between 2026-01-01 and $", "date")]
    [InlineData("$", "bool")]
    [InlineData("country == \"DE\" and $", "bool")]
    [InlineData("country == \"DE\" $", null)]
    [InlineData("count(Purch$)", null)]
    [InlineData("sum(Purchase.total) > last(Purchase).tot$", "money(EUR)")]
    [InlineData("country starts with $", "text")]
    [InlineData("any(Purchase where total > 5$)", "money(EUR)")]
    [InlineData("any(Purchase since $)", "datetime")]
    public void What_fits_at_a_position_is_known(string condition, string? expected)
    {
        string text = $"segment S {{ {condition} }}";
        int position = text.IndexOf('$', StringComparison.Ordinal);
        RuleSnapshot snapshot = RuleSnapshot.Create([new("a.seg", Schema), new("c.seg", text.Remove(position, 1))]);
        Assert.Equal(expected, snapshot.ExpectedTypeAt("c.seg", position)?.Name);
    }

    [Fact]
    public void An_edit_makes_a_new_snapshot_and_leaves_the_old_one()
    {
        RuleSnapshot next = Snapshot.With(new("b.seg", Rules.Replace("nonsense", "1 EUR", StringComparison.Ordinal)));
        Assert.Empty(next.Diagnostics("b.seg").Where(d => d.Severity == Severity.Error));
        Assert.NotNull(next.Rules);
        Assert.Null(Snapshot.Rules);
        Assert.Contains(Snapshot.Without("a.seg").Diagnostics("b.seg"), d => d.Code == "SEG2002");
        Assert.Equal(["a.seg", "b.seg"], next.Trees.Select(t => t.Source.Path));
    }

    private static Symbol Symbol(string name) => Snapshot.Symbols.Find(name)!;
}
