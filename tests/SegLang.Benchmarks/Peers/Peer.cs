using System.Diagnostics;
using System.Text.Json;
using SegLang.Benchmarks.Run;

namespace SegLang.Benchmarks.Peers;

/// <summary>A peer in a Node process of its own that runs statements for us, one line a request, and says how long each took inside it.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process process;
    private readonly string name;

    private Peer(string name, Process process)
    {
        this.name = name;
        this.process = process;
    }

    /// <summary>Starts `peers/NAME.mjs`; installs the packages of `peers/package.json` where that has not been done.</summary>
    public static Peer Start(string name)
    {
        var folder = Folder();
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            Setup.Run(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        }

        var start = new ProcessStartInfo("node", [name + ".mjs"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new Peer(name, Process.Start(start) ?? throw new InvalidOperationException("node did not start"));
    }

    /// <summary>Runs a statement for its effect; returns its milliseconds.</summary>
    public double Run(string sql) => Ask(sql, false).Milliseconds;

    /// <summary>Runs a query; returns its rows as text.</summary>
    public string[][] Query(string sql) => Ask(sql, true).Rows;

    /// <summary>Milliseconds and rows of a query.</summary>
    public (double Milliseconds, string[][] Rows) Ask(string sql, bool rows)
    {
        process.StandardInput.WriteLine(JsonSerializer.Serialize(new { sql, rows }));
        process.StandardInput.Flush();
        var line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{name} has ended");
        using var answer = JsonDocument.Parse(line);
        if (answer.RootElement.TryGetProperty("error", out var error))
        {
            throw new InvalidOperationException($"{name}: {Shorten(error.GetString() ?? "")}\n{Shorten(sql)}");
        }

        string[][] read = [.. answer.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().Select(c => c.GetString() ?? "").ToArray())];
        return (answer.RootElement.GetProperty("ms").GetDouble(), read);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit(10_000);
        process.Dispose();
    }

    private static string Shorten(string text) => text.Length <= 2000 ? text : text[..2000] + " …";

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var peers = Path.Combine(folder.FullName, "peers", "package.json");
            if (File.Exists(peers) && folder.Name == "SegLang.Benchmarks")
            {
                return Path.Combine(folder.FullName, "peers");
            }
        }

        throw new DirectoryNotFoundException("tests/SegLang.Benchmarks/peers");
    }
}
