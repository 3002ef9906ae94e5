using System.Text;
using SegLang.Binding;
using SegLang.Plan;
using SegLang.Runtime;
using Xunit;
using Words = SegLang.Runtime.Text;

namespace SegLang.Tests.Runtime;

public sealed class TextTests
{
    [Theory]
    [InlineData("Straße", "STRASSE")]
    [InlineData("ﬃ", "FFI")]
    [InlineData("ΣΊΣΥΦΟΣ", "σίσυφος")]
    [InlineData("İ", "i̇")]
    [InlineData("ſ", "S")]
    [InlineData("Ꭰ", "ꭰ")]
    public void Case_folding_is_full(string a, string b) => Assert.Equal(Words.Fold(a), Words.Fold(b));

    [Fact]
    public void Simple_mappings_are_those_of_Unicode()
    {
        Assert.Equal(("i", "I", "S", "ß"), (Words.Lower("İ"), Words.Upper("ı"), Words.Upper("ſ"), Words.Upper("ß")));
        Assert.Equal(("köln", "KÖLN"), (Words.Lower("KÖLN"), Words.Upper("köln")));
        Assert.Equal("ᾈ", Words.Upper("ᾀ"));
        Assert.Equal("𐐨", Words.Lower("𐐀"));
    }

    [Fact]
    public void Simple_mappings_agree_with_the_platform_where_it_has_them()
    {
        int differences = 0;
        for (int codePoint = 0; codePoint < 0x2000; codePoint++)
        {
            if (Rune.IsValid(codePoint) && codePoint is not (0x130 or 0x131 or 0x17F or 0x19B or 0x264 or 0x1C89 or 0x1C8A))
            {
                string text = new Rune(codePoint).ToString();
                differences += Words.Lower(text) == Words.Normalize(text.ToLowerInvariant()) ? 0 : 1;
                differences += Words.Upper(text) == Words.Normalize(text.ToUpperInvariant()) ? 0 : 1;
            }
        }

        Assert.Equal(0, differences);
    }

    [Fact]
    public void Order_and_length_are_by_code_point()
    {
        Assert.True(Words.Compare("\uFFFD", "😀") < 0);
        Assert.True(Words.Compare("😀", "\uFFFD") > 0);
        Assert.True(Words.Compare("a", "ab") < 0);
        Assert.Equal(0, Words.Compare("", ""));
        Assert.Equal(2, Words.Length("a😀"));
    }

    [Fact]
    public void Trimming_takes_white_space_of_Unicode()
    {
        Assert.Equal("a b", Words.Trim("\u00A0\u2003\ta b\u0085\u3000\n"));
        Assert.Equal("\u200Ba", Words.Trim("\u200Ba "));
        Assert.Equal("", Words.Trim(" \u2028"));
    }

    [Fact]
    public void Texts_are_brought_to_NFC()
    {
        Assert.Equal("é", Words.Normalize("e\u0301"));
        Assert.Equal("a\uFFFD", Words.Normalize("a\uD800"));
    }

    [Fact]
    public void Every_text_holds_the_empty_one()
    {
        Assert.True(Words.Contains("", "") && Words.StartsWith("a", "") && Words.EndsWith("a", ""));
        Assert.False(Words.Contains("a", "A"));
    }

    [Theory]
    [InlineData("😀", true)]
    [InlineData("😃", true)]
    [InlineData("😄", false)]
    [InlineData("z", true)]
    [InlineData("", false)]
    [InlineData("y", false)]
    public void Patterns_take_a_surrogate_pair_as_one(string text, bool matches)
    {
        var pattern = new Pattern("[z😀-😃]", new PatternSequence(
            [new PatternAnchor(true), new PatternClass([('z', 'z'), (0x1F600, 0x1F603)], false), new PatternAnchor(false)]));
        Assert.Equal(matches, new TextPattern(PatternTranslation.ToRegex(pattern)).IsMatch(text));
    }

    [Theory]
    [InlineData(0x10000, true)]
    [InlineData(0x103FF, false)]
    [InlineData(0x10400, false)]
    [InlineData(0x1F5FF, false)]
    [InlineData(0x1F600, true)]
    [InlineData(0x10FFFF, true)]
    [InlineData('a', true)]
    public void Negated_classes_cover_all_other_code_points(int codePoint, bool matches)
    {
        var pattern = new Pattern("", new PatternSequence(
            [new PatternAnchor(true), new PatternClass([(0x10001, 0x1F5FF)], true), new PatternAnchor(false)]));
        Assert.Equal(matches, new TextPattern(PatternTranslation.ToRegex(pattern)).IsMatch(new Rune(codePoint).ToString()));
    }

    [Fact]
    public void Repeats_choices_and_the_empty_pattern_translate()
    {
        var digits = new PatternRepeat(new PatternClass([('0', '9')], false), 2, 3);
        var pattern = new Pattern("", new PatternAlternation([new PatternSequence([new PatternAnchor(true), digits, new PatternAnchor(false)]), new PatternClass([('x', 'x')], false)]));
        var search = new TextPattern(PatternTranslation.ToRegex(pattern));
        Assert.Equal([false, true, true, false, true], new[] { "1", "12", "123", "1234", "--x--" }.Select(search.IsMatch));
        Assert.True(new TextPattern(PatternTranslation.ToRegex(new Pattern("", new PatternEmpty()))).IsMatch(""));
    }
}
