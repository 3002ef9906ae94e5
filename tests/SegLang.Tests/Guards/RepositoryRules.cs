using System.Reflection;
using System.Text.RegularExpressions;
using SegLang.Diagnostics;

namespace SegLang.Tests.Guards;

/// <summary>What holds for the whole repository, whoever changes it.</summary>
public sealed partial class RepositoryRules
{
    private static readonly HashSet<string> TopLevel =
    [
        "src", "tests", "grammar", "vscode-extension", "examples", ".ci",
        "SegLang.sln", "README.md", "CHANGELOG.md", "LICENSE",
        "Directory.Build.props", "Directory.Packages.props", ".editorconfig", ".gitignore", ".gitattributes",
    ];

    // Built from parts, so that this file does not name them either.
    private static readonly string[] RegistryHosts =
    [
        "nuget" + ".org", "npmjs" + ".org", "npmjs" + ".com", "pypi" + ".org", "crates" + ".io", "proxy.golang" + ".org",
    ];

    [Fact]
    public void The_top_level_holds_only_what_the_layout_names()
    {
        IEnumerable<string> names = Directory.EnumerateFileSystemEntries(RepositoryFiles.Root)
            .Select(p => Path.GetFileName(p)).Where(n => RepositoryFiles.IsOurs(n) && !n.EndsWith(".user", StringComparison.Ordinal));
        Assert.Empty(names.Except(TopLevel));
    }

    [Theory]
    [InlineData("README.md", "## Two commands")]
    [InlineData("CHANGELOG.md", "## [0.1.0]")]
    [InlineData("LICENSE", "MIT")]
    [InlineData("grammar/language.md", "# The SegLang language")]
    [InlineData("grammar/diagnostics.md", "SEG1")]
    [InlineData("grammar/seglang.ebnf", "segment")]
    [InlineData("src/ARCHITECTURE.md", "## Invariants")]
    public void The_documents_are_there(string file, string mark) =>
        Assert.Contains(mark, RepositoryFiles.Read(file), StringComparison.Ordinal);

    [Fact]
    public void The_architecture_fits_on_150_lines() =>
        Assert.InRange(File.ReadAllLines(RepositoryFiles.PathOf("src/ARCHITECTURE.md")).Length, 1, 150);

    [Fact]
    public void No_source_file_is_longer_than_600_lines()
    {
        IEnumerable<string> tooLong = RepositoryFiles.Under("src", "*.cs")
            .Select(f => (File: f, Lines: File.ReadLines(RepositoryFiles.PathOf(f)).Count()))
            .Where(f => f.Lines > 600).Select(f => $"{f.File}: {f.Lines} lines");
        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_file_names_the_host_of_a_package_registry()
    {
        IEnumerable<string> found =
            from file in RepositoryFiles.Under(string.Empty)
            let text = RepositoryFiles.Read(file)
            from host in RegistryHosts
            where text.Contains(host, StringComparison.OrdinalIgnoreCase)
            select $"{file}: {host}";
        Assert.Empty(found);
    }

    [Fact]
    public void Code_has_no_unfinished_marks()
    {
        Regex mark = UnfinishedMark();
        Assert.Empty(
            from file in RepositoryFiles.Under("src", "*.cs").Concat(RepositoryFiles.Under("tests", "*.cs"))
            where !file.EndsWith("/RepositoryRules.cs", StringComparison.Ordinal)
            from line in File.ReadLines(RepositoryFiles.PathOf(file)).Select((text, index) => (Text: text, Number: index + 1))
            where mark.IsMatch(line.Text)
            select $"{file}:{line.Number}: {line.Text.Trim()}");
    }

    [Fact]
    public void Every_diagnostic_has_its_own_well_formed_code()
    {
        string[] codes = Codes();
        Assert.True(codes.Length > 20, "the table of diagnostics was not found");
        Assert.DoesNotContain(codes, c => !CodeForm().IsMatch(c));
        Assert.Empty(codes.GroupBy(c => c).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Fact]
    public void Every_diagnostic_has_its_section_in_the_catalogue()
    {
        string catalogue = RepositoryFiles.Read("grammar/diagnostics.md");
        Assert.Empty(Codes().Except(Headline().Matches(catalogue).Select(m => m.Groups["code"].Value)));
    }

    [Fact]
    public void Every_link_between_documents_leads_to_a_file()
    {
        Assert.Empty(
            from file in RepositoryFiles.Under(string.Empty, "*.md")
            from Match link in DocumentLink().Matches(RepositoryFiles.Read(file))
            let target = link.Groups["path"].Value
            let path = Path.Combine(Path.GetDirectoryName(RepositoryFiles.PathOf(file)) ?? ".", target)
            where !File.Exists(path) && !Directory.Exists(path)
            select $"{file}: {target}");
    }

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bHACK\b|NotImplementedException|Skip\s*=\s*""")]
    private static partial Regex UnfinishedMark();

    [GeneratedRegex("^SEG[1-9][0-9]{3}$")]
    private static partial Regex CodeForm();

    [GeneratedRegex(@"^#+ .*\b(?<code>SEG[0-9]{4})\b", RegexOptions.Multiline)]
    private static partial Regex Headline();

    [GeneratedRegex(@"\]\((?<path>[^)#:\s]+)(#[^)]*)?\)")]
    private static partial Regex DocumentLink();

    // Read by reflection, so that no row can be forgotten.
    private static string[] Codes() =>
    [
        .. typeof(Rules).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => f.GetValue(null))
            .Concat(typeof(Rules).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(p => p.GetValue(null)))
            .OfType<Rule>().Select(r => r.Code),
    ];
}
