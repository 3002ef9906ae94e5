using SegLang.Tests.Fixtures;

namespace SegLang.Tests.Cli;

/// <summary>Plays every case under Cases/ with the real binary and compares output, errors and exit codes.</summary>
public sealed class Commands
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "SegLang.Tests", "Cli", "Cases");

    public static TheoryData<string> Cases =>
        [.. Directory.EnumerateFiles(Folder, "*.case").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_plays_as_written(string name)
    {
        string path = Path.Combine(Folder, name);
        string written = File.ReadAllText(path);
        string played = new CommandCase(written).Play();
        if (Fixture.Rewrites)
        {
            File.WriteAllText(path, played);
        }

        Assert.Equal(written, played);
    }
}
