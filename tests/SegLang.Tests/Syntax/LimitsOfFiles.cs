using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Tests.Syntax;

public sealed class LimitsOfFiles
{
    [Theory]
    [InlineData("(", "x", ")")]
    [InlineData("[", "x", "]")]
    [InlineData("lower(", "x", ")")]
    [InlineData("not ", "x", "")]
    [InlineData("- ", "x", "")]
    [InlineData("1 + ", "x", "")]
    [InlineData("x else ", "x", "")]
    [InlineData("x * (y + ", "x", ")")]
    [InlineData("any(E where ", "x", ")")]
    [InlineData("years since ", "x", "")]
    [InlineData("", "x", ".y")]
    [InlineData("", "x", " as of x")]
    public void Nesting_ten_thousand_deep_is_one_error(string before, string middle, string after)
    {
        string text = $"trait A = {Repeat(before, 10_000)}{middle}{Repeat(after, 10_000)}\ntrait B = 3\n";
        SyntaxTree tree = Parse(text);
        Assert.Equal("SEG8002", Assert.Single(tree.Diagnostics).Code);
        Assert.Equal("B", tree.Root.Declarations[^1].Name.Text);
    }

    [Fact]
    public void Types_nest_no_deeper_either() =>
        Assert.Equal("SEG8002", Assert.Single(Parse($"profile P {{ a: {Repeat("set of ", 10_000)}text }}").Diagnostics).Code);

    [Fact]
    public void One_hundred_twenty_eight_parentheses_are_fine_and_one_more_is_not()
    {
        Assert.Empty(Parse($"trait A = {Repeat("(", 128)}x{Repeat(")", 128)}").Diagnostics);
        Assert.Equal("SEG8002", Assert.Single(Parse($"trait A = {Repeat("(", 129)}x{Repeat(")", 129)}").Diagnostics).Code);
    }

    [Fact]
    public void Chains_of_and_and_or_do_not_nest() =>
        Assert.Empty(Parse($"segment A {{ {string.Join(" and ", Enumerable.Repeat("x", 20_000))} or {string.Join(" or ", Enumerable.Repeat("y", 20_000))} }}").Diagnostics);

    [Fact]
    public void Chains_inside_parentheses_add_up() =>
        Assert.Equal("SEG8002", Assert.Single(Parse($"trait A = {Repeat("(", 60)}{Repeat("1 + ", 60)}1{Repeat(" + 1)", 60)}").Diagnostics).Code);

    [Fact]
    public void A_file_above_two_mebibytes_is_refused_as_a_whole()
    {
        string line = "// " + new string('x', 97);
        string text = Repeat(line + "\n", 2 * 1024 * 1024 / 101 + 1);
        Assert.Equal("SEG8001", Assert.Single(Parse(text).Diagnostics).Code);
        Assert.Empty(Parse(text[..(2 * 1024 * 1024)]).Diagnostics);
    }

    [Fact]
    public void A_text_may_have_64_kibibytes()
    {
        Assert.Empty(Parse($"trait A = \"{Repeat("ä", 32 * 1024)}\"").Diagnostics);
        Assert.Equal("SEG8003", Assert.Single(Parse($"trait A = \"{Repeat("ä", 32 * 1024)}x\"").Diagnostics).Code);
    }

    [Fact]
    public void A_list_may_have_ten_thousand_elements()
    {
        Assert.Empty(Parse($"trait A = [{string.Join(',', Enumerable.Repeat("1", 10_000))}]").Diagnostics);
        Assert.Equal("SEG8004", Assert.Single(Parse($"trait A = [{string.Join(',', Enumerable.Repeat("1", 10_001))}]").Diagnostics).Code);
    }

    [Fact]
    public void A_pattern_may_have_512_characters()
    {
        Assert.Empty(Parse($"segment A {{ a matches \"{Repeat("x", 512)}\" }}").Diagnostics);
        Assert.Equal("SEG8005", Assert.Single(Parse($"segment A {{ a matches \"{Repeat("x", 513)}\" }}").Diagnostics).Code);
    }

    [Fact]
    public void A_file_may_have_fifty_thousand_declarations()
    {
        Assert.Empty(Parse(Repeat("trait A = 1\n", 50_000)).Diagnostics);
        Assert.Equal("SEG8006", Assert.Single(Parse(Repeat("trait A = 1\n", 50_001)).Diagnostics).Code);
    }

    [Fact]
    public void So_may_all_files_together()
    {
        SourceText many = new("a.seg", Repeat("trait A = 1\n", 50_000)), one = new("b.seg", "trait B = 1");
        Assert.Equal("SEG8006", Assert.Single(Compilation.Create([many, one]).Diagnostics).Code);
    }

    [Fact]
    public void A_binary_file_is_told_at_its_first_nul()
    {
        SyntaxTree tree = SyntaxTree.Parse(SourceText.FromBytes("x.seg", "trait A = 1\n\0\0segment"u8));
        Assert.Equal(("SEG1016", 12), (Assert.Single(tree.Diagnostics).Code, tree.Diagnostics[0].Span.Start));
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', 0xC3, 0xA4, 0xFF, (byte)'b' }, 2)]
    [InlineData(new byte[] { (byte)'a', 0xC0, 0x80 }, 1)]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, 0)]
    [InlineData(new byte[] { (byte)'a', 0xE2, 0x82 }, 1)]
    public void A_file_that_is_not_utf8_is_told_at_the_first_such_byte(byte[] bytes, int position)
    {
        SyntaxTree tree = SyntaxTree.Parse(SourceText.FromBytes("x.seg", bytes));
        Assert.Equal(("SEG1015", position), (Assert.Single(tree.Diagnostics).Code, tree.Diagnostics[0].Span.Start));
    }

    [Fact]
    public void A_byte_order_mark_is_no_character_of_the_file()
    {
        SyntaxTree tree = SyntaxTree.Parse(SourceText.FromBytes("x.seg", "\uFEFFtrait A = 1"u8));
        Assert.Empty(tree.Diagnostics);
        Assert.Equal(0, tree.Tokens[0].Span.Start);
    }

    private static SyntaxTree Parse(string text) => SyntaxTree.Parse(new("x.seg", text));

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
