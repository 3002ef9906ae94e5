using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SegLang.Tests.Documentation;

/// <summary>The C# that the documents show and no package test builds compiles against the libraries as they are; a guide runs as one program.</summary>
public sealed class HostSnippets
{
    private const string Usings = "using System; using System.Collections.Generic; using System.IO; using System.Linq; using Microsoft.Extensions.DependencyInjection;\n";

    private const string Around = """
        sealed record Customer(string Id);
        sealed class Builder { public IServiceCollection Services { get; } = new ServiceCollection(); }
        sealed class App { public void MapPost(string path, Delegate handler) { _ = (path, handler); } }
        """;

    private const string Printer = """
        public static class Printed
        {
            public static readonly StringWriter All = new() { NewLine = "\n" };
            public static void Line(object value) => All.WriteLine(value);
        }
        """;

    [Fact]
    public void The_guide_for_hosts_is_a_program_that_prints_what_it_says()
    {
        string folder = Directory.CreateTempSubdirectory("seg-hosts-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "shop.seg"), Assert.Single(Snippet.Of("grammar/hosts.md")).Code);
            string[] lines = [.. Blocks("grammar/hosts.md", "# Rules in your app", "csharp").SelectMany(b => b.Split('\n'))];
            string body = string.Join('\n', lines.Where(l => !IsUsing(l)).OrderBy(l => l.StartsWith("record ", StringComparison.Ordinal)))
                .Replace("Console.WriteLine", "Printed.Line", StringComparison.Ordinal)
                .Replace("CompileFolder(\"rules\")", $"CompileFolder(@\"{folder}\")", StringComparison.Ordinal);
            byte[] program = Compile(string.Join('\n', lines.Where(IsUsing)) + "\n" + body + "\n" + Printer, OutputKind.ConsoleApplication);

            Assert.Equal(string.Concat(Blocks("grammar/hosts.md", "# Rules in your app", "text")), Run(program));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void What_the_README_shows_of_rules_that_change_compiles()
    {
        string block = Assert.Single(Blocks("README.md", "## Rules that change while an app runs", "csharp"));
        Compile($"using SegLang;\nstatic class Snippet {{ static void Run(Builder builder, App app, Customer customer) {{\n{block}\n}} }}\n{Around}", OutputKind.DynamicallyLinkedLibrary);
    }

    // The blocks of a language under a heading, up to the next of its rank.
    private static IEnumerable<string> Blocks(string path, string heading, string language)
    {
        string text = Repository.Read(path);
        int start = text.IndexOf(heading + "\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"{path} has no `{heading}`");
        int end = text.IndexOf("\n" + heading[..(heading.IndexOf(' ') + 1)], start + 1, StringComparison.Ordinal);
        string[] parts = text[start..(end < 0 ? text.Length : end)].Split("```");
        return parts.Where((part, i) => i % 2 == 1 && part.StartsWith(language + "\n", StringComparison.Ordinal)).Select(part => part[(language.Length + 1)..]);
    }

    // This compiler is older than static extensions; an app's sees them under their own name.
    private static byte[] Compile(string code, OutputKind kind)
    {
        string source = Usings + code.Replace("RuleSet.CompileFolder", "RuleSetFolders.CompileFolder", StringComparison.Ordinal);
        using MemoryStream assembly = new();
        string[] errors = [.. CSharpCompilation.Create("Snippet", [CSharpSyntaxTree.ParseText(source)], References(), new(kind)).Emit(assembly)
            .Diagnostics.Where(d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error).Select(d => d.ToString())];
        Assert.True(errors.Length == 0, string.Join('\n', errors) + "\n" + source);
        return assembly.ToArray();
    }

    private static string Run(byte[] program)
    {
        Assembly loaded = Assembly.Load(program);
        loaded.EntryPoint!.Invoke(null, [Array.Empty<string>()]);
        return Convert.ToString(loaded.GetType("Printed")!.GetField("All")!.GetValue(null), CultureInfo.InvariantCulture)!;
    }

    private static bool IsUsing(string line) => line.StartsWith("using ", StringComparison.Ordinal);

    private static IEnumerable<MetadataReference> References() =>
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator)
            .Where(p => p.Length > 0).Select(p => MetadataReference.CreateFromFile(p));
}
