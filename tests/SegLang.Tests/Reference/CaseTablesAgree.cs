using System.Text;
using SegLang.Reference;

namespace SegLang.Tests.Reference;

/// <summary>The engines have their own case data and their own code; both must say the same of every code point.</summary>
public sealed class CaseTablesAgree
{
    private static IEnumerable<string> CodePoints =>
        Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Where(c => c != 0xFFFE).Select(c => new Rune(c).ToString().Normalize());

    [Fact]
    public void Folding_is_the_same() =>
        Assert.DoesNotContain(CodePoints, c => ReferenceText.Fold(c) != SegLang.Runtime.Text.Fold(c));

    [Fact]
    public void Upper_case_is_the_same() =>
        Assert.DoesNotContain(CodePoints, c => ReferenceText.Upper(c) != SegLang.Runtime.Text.Upper(c));

    [Fact]
    public void Lower_case_is_the_same() =>
        Assert.DoesNotContain(CodePoints, c => ReferenceText.Lower(c) != SegLang.Runtime.Text.Lower(c));

    [Fact]
    public void White_space_is_the_same() =>
        Assert.DoesNotContain(CodePoints, c => ReferenceText.Trim(c) != SegLang.Runtime.Text.Trim(c));
}
