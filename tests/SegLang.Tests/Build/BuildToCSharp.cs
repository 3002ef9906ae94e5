using SegLang.Tests.Cli;

namespace SegLang.Tests.Build;

/// <summary>`seg build --csharp` and findings as MSBuild reads them.</summary>
public sealed class BuildToCSharp : IDisposable
{
    private const string Schema = "ruleset Shop { timezone \"Europe/Berlin\" }\nprofile Customer { id: text key, vip: bool }\n";

    private readonly string root = Directory.CreateTempSubdirectory("seg-build-").FullName;

    [Fact]
    public void Several_files_are_one_rule_set_and_its_name_names_the_class()
    {
        Write("rules/a/schema.seg", Schema);
        Write("rules/b/Very Loyal.seg", "segment Loyal { vip }\n");
        Write("rules/c/not-named.seg", "segment Other { vip }\n");
        Binary.Output output = Seg("build", "rules/a/schema.seg", "rules/b/Very Loyal.seg", "--csharp", "out.g.cs", "--namespace", "My.App");
        Assert.Equal((0, ""), (output.Code, output.Error));
        string made = File.ReadAllText(Path.Combine(root, "out.g.cs"));
        Assert.Contains("namespace My.App", made, StringComparison.Ordinal);
        Assert.Contains("public static class ShopRules", made, StringComparison.Ordinal);
        Assert.Contains(" Loyal { get; }", made, StringComparison.Ordinal);
        Assert.DoesNotContain("Other", made, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_of_the_guide_for_hosts_does_what_it_says()
    {
        string guide = Repository.Read("grammar/hosts.md");
        string command = Assert.Single(guide.Split('\n'), l => l.StartsWith("seg build ", StringComparison.Ordinal));
        Write("rules/shop.seg", Assert.Single(Documentation.Snippet.Of("grammar/hosts.md")).Code);
        Binary.Output output = Seg(command.Split(' ')[1..]);
        Assert.Equal((0, ""), (output.Code, output.Error));
        string made = File.ReadAllText(Path.Combine(root, "ShopRules.g.cs"));
        Assert.Contains("namespace Shop", made, StringComparison.Ordinal);
        Assert.Contains("public static class ShopRules", made, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_asked_may_stand_in_a_file()
    {
        Write("rules/shop.seg", Schema);
        Write("all.rsp", "build\n\"rules/shop.seg\"\n--csharp \"out.g.cs\"\n--class Others\n# a comment\n");
        Assert.Equal(0, Seg("@all.rsp").Code);
        Assert.Contains("public static class Others", File.ReadAllText(Path.Combine(root, "out.g.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public void Params_and_severities_are_those_of_the_settings()
    {
        Write("rules/shop.seg", Schema + "param least: int = 3\nparam back: duration = 30 days\nparam names: set of text = [\"a\"]\n"
            + "event E { n: int }\nsegment S { count(E where time > now - back) > least and id in names and vip and not vip }\n");
        Write("rules/seglang.json", """{ "params": { "least": 5, "back": "2 months" } }""");
        Assert.Equal(0, Seg("build", "rules", "--csharp", "out.g.cs").Code);
        string made = File.ReadAllText(Path.Combine(root, "out.g.cs"));
        Assert.Contains("""{ ["back"] = new CalendarSpan(2L, CalendarUnit.Month), ["least"] = 5L }""", made, StringComparison.Ordinal);
        Write("rules/seglang.json", """{ "params": { "least": "many" } }""");
        Assert.Equal(1, Seg("build", "rules", "--csharp", "out.g.cs").Code);
    }

    [Fact]
    public void Findings_carry_the_whole_path_and_place()
    {
        Write("rules/shop.seg", Schema + "segment S { vipp }\n");
        Binary.Output output = Seg("build", "rules", "--csharp", "out.g.cs", "--format", "msbuild");
        Assert.Equal(1, output.Code);
        Assert.StartsWith($"{Path.Combine(root, "rules", "shop.seg")}(3,13,3,17): error SEG2001: ", output.Error, StringComparison.Ordinal);
        Assert.StartsWith($"{Path.Combine(root, "rules", "shop.seg")}(3,13,3,17): error SEG2001: ", Seg("check", "rules", "--format", "msbuild").Out, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(root, "out.g.cs")));
    }

    [Fact]
    public void Warnings_may_be_errors_or_silent()
    {
        Write("rules/shop.seg", Schema + "segment S { vip and not vip }\n");
        Binary.Output told = Seg("build", "rules", "--csharp", "out.g.cs", "--format", "compact");
        Assert.Equal(0, told.Code);
        string code = told.Error.Split(' ')[2].TrimEnd(':');
        Assert.Contains($"warning {code}", told.Error, StringComparison.Ordinal);
        Assert.Contains($"error {code}", Seg("build", "rules", "--csharp", "no.g.cs", "--warnings-as-errors", "--format", "compact").Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(root, "no.g.cs")));
        Assert.Equal((0, ""), (Seg("build", "rules", "--csharp", "out.g.cs", "--warnings-as-errors", "--no-warn", $"CS1591,{code.ToLowerInvariant()}") is var o ? (o.Code, o.Error) : default));
    }

    [Theory]
    [InlineData("build", "rules")]
    [InlineData("build", "rules", "-o", "a.dll", "--csharp", "a.g.cs")]
    [InlineData("build", "rules", "--csharp", "a.g.cs", "--class", "a b")]
    [InlineData("build", "rules", "--csharp", "a.g.cs", "--namespace", "My.class")]
    public void What_cannot_be_meant_is_refused(params string[] arguments)
    {
        Write("rules/shop.seg", Schema);
        Assert.Equal(64, Seg(arguments).Code);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private Binary.Output Seg(params string[] arguments) => Binary.Run(root, Path.Combine(root, ".cache"), arguments);

    private void Write(string path, string text)
    {
        string full = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
