using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace SegLang.Benchmarks.Editor;

/// <summary>`seg lsp` in a process of its own, as an editor sees it: what is measured is what somebody waits for.</summary>
internal sealed class EditorClient : IDisposable
{
    private readonly Process process;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<long>> asked = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> expected = new(StringComparer.Ordinal);
    private int last;

    public EditorClient(string seg, string folder)
    {
        var start = new ProcessStartInfo(seg, ["lsp"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        process = Process.Start(start) ?? throw new InvalidOperationException("the server does not start");
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginErrorReadLine();
        new Thread(Read) { IsBackground = true }.Start();
    }

    /// <summary>The most memory that the server has had so far, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>The memory of the server in bytes.</summary>
    public long Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>Waits until the server has nothing more to do: until it has used no processor time for a second, or half a minute has gone.</summary>
    public void Rest()
    {
        TimeSpan used = TimeSpan.MinValue;
        for (var i = 0; i < 30 && used != process.TotalProcessorTime; i++)
        {
            used = process.TotalProcessorTime;
            Thread.Sleep(1000);
            process.Refresh();
        }
    }

    /// <summary>Completes, with the timestamp, when findings of a document come.</summary>
    public Task<long> Findings(string uri) => (expected[uri] = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>The milliseconds from asking to the answer.</summary>
    public double Ask(string method, JsonObject parameters)
    {
        var id = Interlocked.Increment(ref last);
        var answer = asked[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var body = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters }.ToJsonString();
        var begun = Stopwatch.GetTimestamp();
        Send(body);
        return Stopwatch.GetElapsedTime(begun, answer.Task.GetAwaiter().GetResult()).TotalMilliseconds;
    }

    public void Tell(string method, JsonObject parameters) =>
        Send(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters }.ToJsonString());

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

    private void Send(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var stream = process.StandardInput.BaseStream;
        stream.Write([.. Encoding.ASCII.GetBytes(FormattableString.Invariant($"Content-Length: {bytes.Length}\r\n\r\n")), .. bytes]);
        stream.Flush();
    }

    private void Read()
    {
        using var stream = new BufferedStream(process.StandardOutput.BaseStream, 1 << 16);
        while (ReadHeader(stream) is { } length)
        {
            var body = new byte[length];
            stream.ReadExactly(body);
            var arrived = Stopwatch.GetTimestamp();
            var message = JsonNode.Parse(body);
            if ((string?)message?["method"] == "textDocument/publishDiagnostics")
            {
                if (expected.TryRemove((string?)message["params"]?["uri"] ?? "", out var waiting))
                {
                    waiting.TrySetResult(arrived);
                }
            }
            else if (message?["method"] is null && (int?)message?["id"] is { } id && asked.TryRemove(id, out var source))
            {
                source.TrySetResult(arrived);
            }
        }
    }

    private static int? ReadHeader(Stream stream)
    {
        var text = new StringBuilder();
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var next = stream.ReadByte();
            if (next < 0)
            {
                return null;
            }

            text.Append((char)next);
        }

        return int.Parse(text.ToString()["Content-Length: ".Length..].Trim(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
