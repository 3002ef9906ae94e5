using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SegLang.Tests.Documentation;

/// <summary>The C# that the documents show and no package test builds compiles against the libraries as they are.</summary>
public sealed class HostSnippets
{
    private const string Usings = "using System; using System.Collections.Generic; using System.Linq; using Microsoft.Extensions.DependencyInjection;\n";

    private const string Around = """
        sealed record Customer(string Id);
        sealed class Builder { public IServiceCollection Services { get; } = new ServiceCollection(); }
        sealed class App { public void MapPost(string path, Delegate handler) { _ = (path, handler); } }
        """;

    [Fact]
    public void The_guide_for_hosts_compiles() => Compiles(Assert.Single(Blocks("grammar/hosts.md", "# Rules in your app")));

    [Fact]
    public void What_the_README_shows_of_rules_that_change_compiles() => Compiles(Assert.Single(Blocks("README.md", "## Rules that change while an app runs")));

    // The C# under a heading, up to the next of its rank.
    private static IEnumerable<string> Blocks(string path, string heading)
    {
        string text = Repository.Read(path);
        int start = text.IndexOf(heading + "\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"{path} has no `{heading}`");
        int end = text.IndexOf("\n" + heading[..(heading.IndexOf(' ') + 1)], start + 1, StringComparison.Ordinal);
        string[] parts = text[start..(end < 0 ? text.Length : end)].Split("```");
        return parts.Where((part, i) => i % 2 == 1 && part.StartsWith("csharp\n", StringComparison.Ordinal)).Select(part => part["csharp\n".Length..]);
    }

    private static void Compiles(string block)
    {
        string[] lines = block.Split('\n');
        string usings = string.Join('\n', lines.Where(IsUsing).Append("using SegLang;").Distinct());
        // This compiler is older than static extensions; an app's sees them under their own name.
        string body = string.Join('\n', lines.Where(l => !IsUsing(l))).Replace("RuleSet.CompileFolder", "RuleSetFolders.CompileFolder", StringComparison.Ordinal);
        string source = $"{Usings}{usings}\nstatic class Snippet {{ static void Run(Builder builder, App app, Customer customer) {{\n{body}\n}} }}\n{Around}";
        string[] errors = [.. CSharpCompilation.Create("Snippet", [CSharpSyntaxTree.ParseText(source)], References(), new(OutputKind.DynamicallyLinkedLibrary))
            .GetDiagnostics().Where(d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error).Select(d => d.ToString())];
        Assert.True(errors.Length == 0, string.Join('\n', errors) + "\n" + source);
    }

    private static bool IsUsing(string line) => line.StartsWith("using ", StringComparison.Ordinal);

    private static IEnumerable<MetadataReference> References() =>
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator)
            .Where(p => p.Length > 0).Select(p => MetadataReference.CreateFromFile(p));
}
