using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Tests.Syntax;

public sealed class Mends
{
    private const string Schema = """
        enum Channel { online, store }
        profile Person { id: text key, age: int?, city: text?, born: date?, seen: datetime?, likes: set of text, vip: bool default false }
        event Purchase { channel: Channel, price: money(EUR) }

        """;

    [Theory]
    [InlineData("city == Muenchen", "SEG2001", "a text stands in quotes: `\"Muenchen\"`")]
    [InlineData("vip == yes", "SEG2001", "write `true`")]
    [InlineData("age IS NULL", "SEG1032", "write `is unknown`")]
    [InlineData("age is not null", "SEG1032", "write `is known`")]
    [InlineData("age IN [1]", "SEG1021", "write `in`")]
    [InlineData("age in 1, 2", "SEG1001", "a list stands in square brackets: `[a, b]`")]
    [InlineData("city like \"B%\"", "SEG1001", "write `contains`, `starts with`, `ends with` or `matches`")]
    [InlineData("age between 18, 30", "SEG1001", "write `between a and b`")]
    [InlineData("any(Purchase last 30 days)", "SEG1001", "write `in last …`")]
    [InlineData("any(Purchase in the last 30 days)", "SEG1001", "leave out `the`")]
    [InlineData("any(Purchase.channel == online)", "SEG1001", "a condition stands behind `where`: `any(Event where …)`")]
    [InlineData("any(Purchase, channel == online)", "SEG1001", "a condition stands behind `where`: `any(Event where …)`")]
    [InlineData("any Purchase where channel == online", "SEG1001", "write `any(Purchase …)`")]
    [InlineData("Purchase where channel == online", "SEG1001", "events are asked about in an aggregate: `any(Event where …)`")]
    [InlineData("any(Purchase where Purchase.channel == online)", "SEG2030", "inside its `where` a field stands alone: `field`, not `Event.field`")]
    [InlineData("any(Purchase where Channel == online)", "SEG2030", "did you mean `channel`?")]
    [InlineData("sum(price) > 3 EUR", "SEG2002", "name its event: `Purchase.price`")]
    [InlineData("count(likes) > 3", "SEG2002", "`likes` is a set: write `size(likes)`, or `likes contains …`")]
    [InlineData("sum(Purchase.price) > €3", "SEG1002", "write the currency's code behind the amount, as in `3 EUR`")]
    [InlineData("sum(Purchase.price) > EUR 3", "SEG1001", "the currency stands behind the amount: `3 EUR`")]
    [InlineData("sum(Purchase.price) > 3,50 EUR", "SEG1001", "a decimal is written `3.50`, and a thousand `1000` or `1_000`")]
    [InlineData("sum(Purchase.price) > 3 Euro", "SEG1001", "a currency is its code, such as `EUR`")]
    [InlineData("born > 31.01.1990", "SEG1001", "a date is written `1990-01-31`")]
    [InlineData("born > 1990/01/31", "SEG2008", "a date is written `1990-01-31`")]
    [InlineData("age > \"18\"", "SEG2008", "write numbers without quotes")]
    [InlineData("vip == \"true\"", "SEG2008", "write `true` or `false`, without quotes")]
    [InlineData("seen < 30 days", "SEG2008", "compare it with an instant, such as `30 days ago`")]
    [InlineData("last(Purchase) < 30 days ago", "SEG2008", "compare when it happened: `.time`")]
    [InlineData("years since born > 18 years", "SEG2008", "a count is compared with a number alone")]
    [InlineData("likes == \"a\"", "SEG2008", "a set is asked with `contains`, `contains any` or `contains all`")]
    [InlineData("likes contains [\"a\", \"b\"]", "SEG2008", "several are asked for with `contains any`, `contains all` or `contains none`")]
    [InlineData("likes contains any \"a\"", "SEG1001", "a list stands in square brackets: `[a, b]`")]
    [InlineData("any(Purchase then not Purchase within 2 days)", "SEG1001", "write `no Purchase`")]
    [InlineData("city ignoring case == \"a\"", "SEG1001", "`ignoring case` stands at the end of the comparison")]
    public void A_mistake_in_a_condition_is_one_error_that_says_how_to_mend_it(string condition, string code, string help) =>
        AssertError(Schema + $"segment A {{ {condition} }}", code, help);

    [Theory]
    [InlineData("event Click { x: int = 3 }", "SEG1001", "write `default` before the value")]
    [InlineData("event Click { x: enum(a, b) }", "SEG1001", "declare it: `enum Name { a, b }`, and write its name here")]
    [InlineData("event Click { x: string? }", "SEG2003", "did you mean `text`?")]
    [InlineData("segment My Segment { vip }", "SEG1001", "a name of several words stands in backticks")]
    [InlineData("segment A-B { vip }", "SEG1001", "a name with other signs than letters, digits and `_` stands in backticks")]
    [InlineData("segment 18plus { vip }", "SEG1001", "a name begins with a letter")]
    [InlineData("segment \"Title\" { vip }", "SEG1001", "the name comes before the title")]
    [InlineData("-- a comment", "SEG1026", "a comment begins with `//`")]
    [InlineData("import \"other.seg\"", "SEG1026", "nothing is imported: all `.seg` files of a folder are one rule set")]
    public void A_mistake_in_a_declaration_is_one_error_that_says_how_to_mend_it(string declaration, string code, string help) =>
        AssertError(Schema + declaration, code, help);

    private static void AssertError(string text, string code, string help)
    {
        Diagnostic error = Assert.Single(Compilation.Create([new SourceText("a.seg", text)]).Diagnostics, d => d.Severity == Severity.Error);
        Assert.Equal((code, help), (error.Code, error.Help));
    }
}
