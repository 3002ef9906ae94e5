using System.Text.RegularExpressions;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Tests.Documentation;

/// <summary>What the catalogue calls wrong gets that code and no other error; what it calls right gets none.</summary>
public sealed partial class CatalogueOfDiagnostics
{
    private const string Catalogue = "grammar/diagnostics.md";

    public static TheoryData<string> Wrong => [.. Places("wrong")];

    public static TheoryData<string> Right => [.. Places("right")];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_gets_its_code_and_no_other_error(string place) =>
        Assert.Equal([place[..7]], Findings(place).Select(d => d.Code).Distinct());

    [Theory]
    [MemberData(nameof(Right))]
    public void What_is_right_gets_no_error(string place) => Assert.Empty(Findings(place).Select(RuleFiles.Show));

    [Fact]
    public void Every_wrong_has_its_right() =>
        Assert.Equal(Places("wrong").Select(w => w[..7]), Places("right").Select(r => r[..7]));

    // Errors, and the warnings that the section is about.
    private static IEnumerable<Diagnostic> Findings(string place)
    {
        Snippet snippet = Snippet.Of(Catalogue).Single(s => s.Line == int.Parse(place[8..], System.Globalization.CultureInfo.InvariantCulture));
        SourceText[] sources = snippet.Kind.EndsWith("alone", StringComparison.Ordinal) || OwnProfile().IsMatch(snippet.Code)
            ? [new SourceText("snippet.seg", snippet.Code)]
            : [new SourceText("prelude.seg", Snippet.Of(Catalogue).Single(s => s.Kind == "prelude").Code), new SourceText("snippet.seg", snippet.Code)];
        return Compilation.Create(sources).Analyze().Where(d => d.Severity == Severity.Error || (d.Code == place[..7] && d.Source.Path == "snippet.seg"));
    }

    // `SEG2001 120`: the code of the section that a snippet stands in, and its line.
    private static string[] Places(string kind)
    {
        string[] lines = Guards.RepositoryFiles.Read(Catalogue).ReplaceLineEndings("\n").Split('\n');
        return
        [
            .. Snippet.Of(Catalogue).Where(s => s.Kind.StartsWith(kind, StringComparison.Ordinal)).Select(s =>
                $"{lines.Take(s.Line - 1).Select(l => Section().Match(l)).Last(m => m.Success).Groups["code"].Value} {s.Line}"),
        ];
    }

    [GeneratedRegex("^#+ (?<code>SEG[0-9]{4})")]
    private static partial Regex Section();

    [GeneratedRegex("^profile ", RegexOptions.Multiline)]
    private static partial Regex OwnProfile();
}
