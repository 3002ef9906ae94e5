using System.Diagnostics;

namespace SegLang.Benchmarks.Run;

/// <summary>Commands that prepare a benchmark.</summary>
internal static class Setup
{
    /// <summary>Runs a command to its end; one that fails is an <see cref="InvalidOperationException"/> with what it said.</summary>
    public static void Run(string folder, string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command} did not start");
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command} {arguments[0]} ended with {process.ExitCode}: {said}");
        }
    }
}
