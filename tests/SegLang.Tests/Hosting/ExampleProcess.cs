using System.Diagnostics;
using System.Text;

namespace SegLang.Tests.Hosting;

/// <summary>An example in a process of its own, as it was built beside the tests.</summary>
internal sealed class ExampleProcess : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ExampleProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, e) => Take(e.Data);
        process.ErrorDataReceived += (_, e) => Take(e.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException(Output));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it has written.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    public static ExampleProcess Start(string example, string folder, params IEnumerable<string> arguments) => Start(example, folder, [], arguments);

    public static ExampleProcess Start(
        string example, string folder, IEnumerable<KeyValuePair<string, string>> environment, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        DirectoryInfo here = new(AppContext.BaseDirectory.TrimEnd('/'));
        start.ArgumentList.Add(Path.Combine(Repository.Root, "examples", example, "bin", here.Parent!.Name, here.Name, $"{example}.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new(Process.Start(start)!);
    }

    /// <summary>Waits until it serves, and gives a client for it.</summary>
    public async Task<HttpClient> ClientAsync() => new() { BaseAddress = await listening.Task.WaitAsync(TimeSpan.FromMinutes(2)) };

    public async Task<int> ExitAsync()
    {
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return process.ExitCode;
    }

    /// <summary>Ends it without a word, as a crash would.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }

    private void Take(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }

        const string Mark = "Now listening on: ";
        if (line?.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and int at)
        {
            listening.TrySetResult(new Uri(line[(at + Mark.Length)..].Trim()));
        }
    }
}
