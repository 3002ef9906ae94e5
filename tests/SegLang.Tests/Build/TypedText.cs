using System.Reflection;
using SegLang.Emit;
using SegLang.Tests.Documentation;
using SegLang.Text;

namespace SegLang.Tests.Build;

/// <summary>Typed C# is C# whatever rules are called and say of themselves.</summary>
public sealed class TypedText
{
    private static readonly string Hostile = """
        /// </summary> */ <script> & "quoted"
        /// second line
        enum `event` { `class`, `Class`, `2nd`, `event`, `value__`, `a b`, `a-b` }
        record `record` { `record`: int, `record `: int, `string`: text? }
        /// </summary> <!-- -->
        profile Customer {
          id: text key
          icustomer: int?, `object`: bool default false, getHashCode: int?, `equals`: date?, käufer: text?
          amount: money(EUR)?, Amount: money(EUR)?, _amount: int?, `a\\b/*`: number?, `𝒜`: int?, `if`: set of text, kind: `event`?
          lines: list of `record`
        }
        event Purchase { `order`: int, Time: datetime?, purchase: decimal(3)?  once by `order` }
        event ShopEvents { customer: duration? }
        /// one two three
        segment Käufer "*/ } </summary>" { count(Purchase) > 0 }
        segment käufer { `object` }
        segment `class` { kind == `class` }
        segment Evaluate { newest < now }
        segment ShopRules { `object` }
        trait Equals = sum(Purchase.purchase)
        trait newest = max(Purchase.time)
        classify ShopResult { Row when `object`  Other otherwise }
        """.Replace("one two three", "one\u2028two\u2029three\u0085four", StringComparison.Ordinal);

    [Fact]
    public void Names_and_documentation_of_rules_cannot_break_it()
    {
        string source = TypedRuleSet.Source(RuleFiles.Compile([new SourceText("shop.seg", Hostile)]));
        Assert.Empty(TypedRuleSet.Findings(source));
        Assert.All("\u0085\u2028\u2029", sign => Assert.DoesNotContain(sign, source));
        Assert.Contains("/// second line", source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("last_purchase", "LastPurchase")]
    [InlineData("käufer", "Käufer")]
    [InlineData("class", "Class")]
    [InlineData("a\u200Db", "AB")]
    [InlineData("2nd", "_2nd")]
    [InlineData("*/", "_")]
    [InlineData("東京", "東京")]
    [InlineData("\U0001D49C", "U1D49C")]
    public void Names_are_written_as_C_sharp_writes_them(string name, string written) => Assert.Equal(written, TypedNames.Pascal(name));

    [Fact]
    public void Names_that_become_one_are_told_apart()
    {
        TypedNames names = new("ShopRules");
        Assert.Equal(["A", "A2", "A3", "ShopRules2", "Equals2"], new[] { "A", "A", "A", "ShopRules", "Equals" }.Select(names.Take));
    }

    [Theory]
    [InlineData("App", "ShopRules", true)]
    [InlineData("", "Rules", true)]
    [InlineData("My.App", "Rules", true)]
    [InlineData("My.class", "Rules", false)]
    [InlineData("App", "a b", false)]
    [InlineData("App;", "Rules", false)]
    [InlineData("App", "", false)]
    public void The_names_that_an_app_asks_for_are_checked(string space, string name, bool isValid) =>
        Assert.Equal(isValid, new TypedOptions(space, name).IsValid);

    [Fact]
    public void The_same_rules_give_the_same_text()
    {
        SourceText schema = new("a.seg", "profile P { id: text key } event E { n: int }");
        SourceText rules = new("b.seg", "segment S { count(E in last 3 days) > 1 }");
        Assert.Equal(TypedRuleSet.Source(RuleFiles.Compile([schema, rules])), TypedRuleSet.Source(RuleFiles.Compile([rules, schema])));
    }
}
