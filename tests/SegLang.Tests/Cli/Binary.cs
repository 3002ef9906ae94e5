using System.Diagnostics;
using System.Text;

namespace SegLang.Tests.Cli;

/// <summary>The real `seg` in a process of its own: the one that SEGLANG_BINARY names, otherwise the build beside the tests.</summary>
internal static class Binary
{
    public sealed record Output(int Code, string Out, string Error);

    public static Output Run(string folder, string cache, params IEnumerable<string> arguments)
    {
        using Process process = Start(folder, cache, arguments);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(TimeSpan.FromMinutes(3)))
        {
            process.Kill(entireProcessTree: true);
        }

        return new(process.ExitCode, output, error.Result);
    }

    /// <summary>Starts it; whoever does reads what it writes, and ends it.</summary>
    public static Process Start(string folder, string cache, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new()
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        if (Environment.GetEnvironmentVariable("SEGLANG_BINARY") is { Length: > 0 } given)
        {
            start.FileName = given;
        }
        else
        {
            start.FileName = "dotnet";
            start.ArgumentList.Add(Built());
        }

        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["SEGLANG_CACHE"] = cache;
        start.Environment["LANG"] = "de_DE.UTF-8";
        return Process.Start(start)!;
    }

    private static string Built()
    {
        DirectoryInfo here = new(AppContext.BaseDirectory.TrimEnd('/'));
        return Path.Combine(Repository.Root, "src", "SegLang.Cli", "bin", here.Parent!.Name, here.Name, "seg.dll");
    }
}
