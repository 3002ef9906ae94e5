using System.Security.Cryptography;

namespace SegLang.Tests.Cli;

/// <summary>The same rules and data give the same bytes: from run to run, engine to engine, with and without the cache.</summary>
public sealed class SameBytes : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("seg-bytes-").FullName;

    private string Cache => Path.Combine(root, "cache");

    private static string Retail => Path.Combine(Repository.Root, "examples", "online-retail");

    [Fact]
    public void Engines_threads_and_the_cache_do_not_show_in_the_output()
    {
        string first = Run();
        Assert.Equal(first, Run());
        Assert.Equal(first, Run("--threads", "1"));
        Assert.Equal(first, Run("--threads", "7"));
        Assert.Equal(first, Run("--engine", "reference", "--threads", "1"));
        Assert.Equal(first, Run("--engine", "reference"));
    }

    [Theory]
    [InlineData("abandoned-cart")]
    [InlineData("kundenreise")]
    [InlineData("lead-nurturing")]
    [InlineData("loyalty")]
    [InlineData("see-think-do-share")]
    public void Engines_agree_on_the_journeys_of_data(string example)
    {
        string folder = Path.Combine(Repository.Root, "examples", example);
        string first = Play("run", folder).Out;
        Assert.Equal(first, Play("run", folder, "--engine", "reference").Out);
        Assert.Equal(first, Play("run", folder, "--threads", "1").Out);
    }

    [Fact]
    public void A_damaged_entry_of_the_cache_is_made_anew()
    {
        string first = Run();
        string entry = Assert.Single(Directory.GetFiles(Cache));
        byte[] whole = File.ReadAllBytes(entry);
        foreach (byte[] damaged in new[] { [], whole[..40], [.. whole[..^1], (byte)(whole[^1] ^ 1)] })
        {
            File.WriteAllBytes(entry, damaged);
            Assert.Equal(first, Run());
            Assert.Equal(whole, File.ReadAllBytes(entry));
        }
    }

    [Fact]
    public void A_build_is_deterministic_and_prints_its_hash()
    {
        string[] paths = [Path.Combine(root, "a.dll"), Path.Combine(root, "b.dll")];
        string[] printed = [.. paths.Select(p => Play("build", Retail, "-o", p).Out)];
        Assert.Equal(File.ReadAllBytes(paths[0]), File.ReadAllBytes(paths[1]));
        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(paths[0])));
        Assert.Equal($"{hash}  {paths[0]}\n", printed[0]);
        Assert.Equal($"{hash}  {paths[1]}\n", printed[1]);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private string Run(params IEnumerable<string> flags) => Play(["run", Retail, .. flags]).Out;

    private Binary.Output Play(params IEnumerable<string> arguments)
    {
        Binary.Output output = Binary.Run(root, Cache, arguments);
        Assert.True(output.Code == 0, output.Error);
        return output;
    }
}
