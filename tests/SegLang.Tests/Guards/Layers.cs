using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SegLang.Tests.Guards;

/// <summary>Folders and projects import only downwards.</summary>
public sealed partial class Layers
{
    // What each folder of the compiler may see besides itself.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Text"] = [],
        ["Diagnostics"] = ["Text"],
        ["Syntax"] = ["Text", "Diagnostics"],
        ["Symbols"] = ["Text", "Diagnostics", "Syntax"],
        ["Binding"] = ["Text", "Diagnostics", "Syntax", "Symbols"],
        ["Analysis"] = ["Text", "Diagnostics", "Syntax", "Symbols", "Binding"],
        ["Plan"] = ["Text", "Diagnostics", "Syntax", "Symbols", "Binding", "Runtime"],
        ["Reference"] = ["Text", "Diagnostics", "Syntax", "Symbols", "Binding"],
        ["Graph"] = ["Text", "Diagnostics", "Syntax", "Symbols", "Binding"],
        ["Editing"] = ["Text", "Diagnostics", "Syntax", "Symbols", "Binding", "Analysis", "Graph", "Reference"],
        ["Emit"] = ["Text", "Diagnostics", "Syntax", "Symbols", "Binding", "Plan", "Runtime"],
        ["Testing"] = ["Text", "Diagnostics", "Syntax", "Symbols", "Binding", "Plan", "Reference", "Emit", "Runtime"],
        ["Explain"] = ["Text", "Diagnostics", "Syntax", "Symbols", "Binding", "Reference", "Emit", "Testing", "Runtime"],
    };

    // What each project may refer to.
    private static readonly Dictionary<string, string[]> Projects = new()
    {
        ["SegLang.Runtime"] = [],
        ["SegLang"] = ["SegLang.Runtime"],
        ["SegLang.Data"] = ["SegLang", "SegLang.Runtime"],
        ["SegLang.LanguageServer"] = ["SegLang.Data", "SegLang", "SegLang.Runtime"],
        ["SegLang.Build"] = ["SegLang.Cli", "SegLang.Runtime"],
        ["SegLang.Hosting"] = ["SegLang.Data", "SegLang", "SegLang.Runtime"],
        ["SegLang.Cli"] = ["SegLang.LanguageServer", "SegLang.Data", "SegLang", "SegLang.Runtime"],
    };

    public static TheoryData<string> Folders => [.. Allowed.Keys];

    [Fact]
    public void Every_folder_of_the_compiler_has_its_place()
    {
        IEnumerable<string> folders = Directory.EnumerateDirectories(RepositoryFiles.PathOf("src/SegLang"))
            .Select(p => Path.GetFileName(p)).Where(RepositoryFiles.IsOurs);
        Assert.Empty(folders.Except(Allowed.Keys));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_imports_only_downwards(string folder)
    {
        if (!Directory.Exists(RepositoryFiles.PathOf($"src/SegLang/{folder}")))
        {
            return;
        }

        Assert.Empty(
            from file in RepositoryFiles.Under($"src/SegLang/{folder}", "*.cs")
            from Match match in NamespaceUse().Matches(WithoutComments(RepositoryFiles.Read(file)))
            let used = match.Groups["folder"].Value
            where used != folder && IsLayer(used) && !Allowed[folder].Contains(used)
            select $"{file} uses {used}");
    }

    [Fact]
    public void Projects_refer_only_downwards()
    {
        Assert.Empty(
            from file in RepositoryFiles.Under("src", "*.csproj")
            let name = Path.GetFileNameWithoutExtension(file)
            from reference in XDocument.Parse(RepositoryFiles.Read(file)).Descendants("ProjectReference")
            let target = Path.GetFileNameWithoutExtension((string?)reference.Attribute("Include") ?? string.Empty)
            where !Projects.TryGetValue(name, out string[]? allowed) || !allowed.Contains(target)
            select $"{name} refers to {target}");
    }

    [Fact]
    public void The_runtime_needs_no_package() =>
        Assert.DoesNotContain("PackageReference", RepositoryFiles.Read("src/SegLang.Runtime/SegLang.Runtime.csproj"), StringComparison.Ordinal);

    [Theory]
    [InlineData("src/SegLang")]
    [InlineData("src/SegLang.Runtime")]
    public void The_compiler_and_the_runtime_do_no_input_or_output(string project)
    {
        // But for reading the one file that a host names.
        Assert.Empty(
            from file in RepositoryFiles.Under(project, "*.cs")
            where file != "src/SegLang.Runtime/Host/RuleSet.Load.cs"
            from Match match in InputOutput().Matches(WithoutComments(RepositoryFiles.Read(file)))
            select $"{file}: {match.Value}");
    }

    private static bool IsLayer(string name) => Allowed.ContainsKey(name) || name == "Runtime";

    // `/// <see cref="Plan.X"/>` and prose may name anything.
    private static string WithoutComments(string code) =>
        string.Join('\n', code.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    // `SegLang.Plan` anywhere, or `Plan.Name` where a namespace can be written relative to ours.
    [GeneratedRegex(@"SegLang\.(?<folder>[A-Z]\w+)|(?<![\w.])(?<folder>Plan|Emit|Reference|Testing|Runtime)\.[A-Z]\w*(?=[\s<(.?])")]
    private static partial Regex NamespaceUse();

    [GeneratedRegex(@"(?<![\w.])(File|Directory|Console|FileStream|StreamReader|StreamWriter|Process)\.[A-Z]\w*|new (FileStream|StreamReader|StreamWriter)\(")]
    private static partial Regex InputOutput();
}
