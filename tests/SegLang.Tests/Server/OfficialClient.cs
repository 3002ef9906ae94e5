using System.Diagnostics;
using SegLang.Tests.Checkpoints;

namespace SegLang.Tests.Server;

/// <summary>The protocol's official client, in Node, drives a session.</summary>
public sealed class OfficialClient
{
    [Fact]
    public async Task A_session_by_the_official_client_goes_as_the_protocol_says()
    {
        using TemporaryFolder folder = new();
        string node = Copy("tests/SegLang.Tests/Server/node", folder["node"]);
        string shop = Copy("examples/shop", folder["shop"]);
        (int installed, string said) = await RunAsync("npm", node, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        Assert.True(installed == 0, said);
        (int code, string output) = await RunAsync("node", node, "session.mjs", ServerPath(), shop);
        Assert.True(code == 0, output);
        Assert.Equal(9, output.Split('\n').Count(l => l.StartsWith("ok ", StringComparison.Ordinal)));
    }

    private static string ServerPath()
    {
        if (Environment.GetEnvironmentVariable("SEGLANG_BINARY") is { Length: > 0 } given)
        {
            return given;
        }

        DirectoryInfo here = new(AppContext.BaseDirectory.TrimEnd('/'));
        return Path.Combine(Repository.Root, "src", "SegLang.Cli", "bin", here.Parent!.Name, here.Name, "seg.dll");
    }

    private static string Copy(string from, string to)
    {
        string root = Path.Combine(Repository.Root, from);
        foreach (string file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(f => !f.Contains("node_modules", StringComparison.Ordinal)))
        {
            string target = Path.Combine(to, Path.GetRelativePath(root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return to;
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string folder, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SEGLANG_CACHE"] = folder;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(4));
        return (process.ExitCode, await output + await error);
    }
}
