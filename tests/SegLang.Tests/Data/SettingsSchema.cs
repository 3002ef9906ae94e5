using System.Text.Json;
using SegLang.Data;
using SegLang.Diagnostics;

namespace SegLang.Tests.Data;

/// <summary>`seglang.json` and the JSON Schema that editors check it with.</summary>
public sealed class SettingsSchema
{
    [Theory]
    [InlineData("$schema", "\"x\"")]
    [InlineData("data", "{}")]
    [InlineData("now", "\"latest\"")]
    [InlineData("delimiter", "\";\"")]
    [InlineData("params", "{}")]
    [InlineData("severities", "{}")]
    [InlineData("failLevel", "\"info\"")]
    public void A_setting_that_the_schema_has_is_read(string name, string value)
    {
        Assert.Contains(name, Properties());
        Assert.Empty(Read($"{{ \"{name}\": {value} }}").Problems);
    }

    [Fact]
    public void The_schema_has_no_other_setting() => Assert.Equal(7, Properties().Count);

    [Fact]
    public void A_warning_can_be_raised_or_switched_off_but_an_error_stays()
    {
        Settings settings = Read("""{ "severities": { "SEG9001": "error", "SEG9002": "off", "SEG2001": "off" } }""");
        Diagnostic Finding(string code, Severity severity) => new(code, severity, new("a.seg", ""), default, "");
        Assert.Equal(Severity.Error, settings.Apply(Finding("SEG9001", Severity.Warning))!.Severity);
        Assert.Null(settings.Apply(Finding("SEG9002", Severity.Warning)));
        Assert.Equal(Severity.Error, settings.Apply(Finding("SEG2001", Severity.Error))!.Severity);
    }

    [Fact]
    public void The_nearest_file_upwards_holds()
    {
        string root = Path.Combine(Path.GetTempPath(), $"seg-settings-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path.Combine(root, "a", "b"));
        try
        {
            File.WriteAllText(Path.Combine(root, "seglang.json"), """{ "now": "2026-01-01" }""");
            File.WriteAllText(Path.Combine(root, "a", "seglang.json"), """{ "data": { "profiles": "p.csv" } }""");
            Settings settings = Settings.Nearest(Path.Combine(root, "a", "b"));
            Assert.Null(settings.Now);
            Assert.Equal(Path.Combine(root, "a", "p.csv"), settings.Data.Profiles.Single());
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static List<string> Properties()
    {
        using JsonDocument schema = JsonDocument.Parse(Repository.Read("grammar/seglang.schema.json"));
        return [.. schema.RootElement.GetProperty("properties").EnumerateObject().Select(p => p.Name)];
    }

    private static Settings Read(string text)
    {
        string path = Path.Combine(Path.GetTempPath(), $"seg-settings-{Guid.NewGuid():N}.json");
        File.WriteAllText(path, text);
        try
        {
            return Settings.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
