using System.Text;
using SegLang.Reference;
using Xunit;

namespace SegLang.Tests.Reference;

public sealed class TextByCodePoint
{
    [Theory]
    [InlineData("Straße", "strasse")]
    [InlineData("STRASSE", "strasse")]
    [InlineData("ẞ", "ss")]
    [InlineData("ﬁn", "fin")]
    [InlineData("Σας", "σασ")]
    [InlineData("İ", "i\u0307")]
    [InlineData("ı", "ı")]
    [InlineData("ſ", "s")]
    [InlineData("K", "k")] // The Kelvin sign.
    [InlineData("ǰ", "ǰ")] // Folds to j and caron, which compose again.
    [InlineData("𐐀", "𐐨")]
    [InlineData("ᾼ", "αι")]
    public void Folding_is_full(string text, string expected) => Assert.Equal(expected, ReferenceText.Fold(text));

    [Theory]
    [InlineData("straße", "STRAßE")]
    [InlineData("ǆ", "Ǆ")]
    [InlineData("ı", "I")]
    [InlineData("ſ", "S")]
    [InlineData("ᾳ", "ᾼ")]
    [InlineData("ŉ", "ŉ")]
    [InlineData("𐐨", "𐐀")]
    public void Upper_case_is_simple(string text, string expected) => Assert.Equal(expected, ReferenceText.Upper(text));

    [Theory]
    [InlineData("ΑΣ", "ασ")] // No final sigma: code point by code point.
    [InlineData("İ", "i")]
    [InlineData("ǅ", "ǆ")]
    [InlineData("𐐀", "𐐨")]
    public void Lower_case_is_simple(string text, string expected) => Assert.Equal(expected, ReferenceText.Lower(text));

    [Fact]
    public void Order_is_by_code_point()
    {
        // U+FF5E comes before U+10400, although its UTF-16 unit is greater than a surrogate.
        Assert.True(ReferenceText.Compare("\uFF5E", "𐐀") < 0);
        Assert.True(ReferenceText.Compare("a", "B") > 0);
        Assert.True(ReferenceText.Compare("a", "ab") < 0);
        Assert.Equal(0, ReferenceText.Compare("", ""));
    }

    [Fact]
    public void Length_counts_code_points()
    {
        Assert.Equal(1, ReferenceText.Length("😀"));
        Assert.Equal(0, ReferenceText.Length(""));
    }

    [Fact]
    public void White_space_is_that_of_unicode() =>
        Assert.Equal("a\u200Bb", ReferenceText.Trim("\u0009\u0085\u00A0\u1680\u2028\u3000a\u200Bb\u205F\u202F "));

    [Fact]
    public void Every_text_contains_the_empty_one()
    {
        Assert.True(ReferenceText.Contains("", "", false));
        Assert.True(ReferenceText.StartsWith("a", "", true));
        Assert.True(ReferenceText.EndsWith("a", "", false));
    }

    // .NET has the same simple mappings but for three letters that it keeps out of invariant casing.
    [Fact]
    public void The_simple_mappings_agree_with_the_platform_where_both_know_the_letter()
    {
        int[] kept = [0x130, 0x131, 0x17F];
        int differences = 0;
        for (int codePoint = 0; codePoint <= 0x10FFFF; codePoint++)
        {
            if (Rune.IsValid(codePoint) && !kept.Contains(codePoint))
            {
                string text = new Rune(codePoint).ToString();
                string upper = Rune.ToUpperInvariant(new Rune(codePoint)).ToString();
                string lower = Rune.ToLowerInvariant(new Rune(codePoint)).ToString();
                differences += Differ(text, ReferenceText.Upper(text), upper) + Differ(text, ReferenceText.Lower(text), lower);
            }
        }

        Assert.Equal(0, differences);
    }

    [Fact]
    public void Any_code_point_may_occur() => Assert.Equal("a\uFFFE\uFFFFé", ReferenceText.Fold("A\uFFFE\uFFFFE\u0301"));

    // Letters younger than either's data map to themselves there; the platform's results are not composed.
    private static int Differ(string text, string ours, string platform) =>
        ours != text && platform != text && text.IsNormalized() && ours != platform.Normalize() ? 1 : 0;
}
