using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Channels;

namespace SegLang.LanguageServer.Rpc;

/// <summary>
/// Writes messages in the order in which they were handed over, each as a whole. Handing over never waits, so that a client that does
/// not read cannot stop us from reading.
/// </summary>
internal sealed class FrameWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Channel<ReadOnlyMemory<byte>> queue = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(new() { SingleReader = true });
    private readonly Task written;

    /// <summary>A writer; it lives until <see cref="CloseAsync"/>.</summary>
    public FrameWriter(PipeWriter pipe) => written = Task.Run(() => WriteAsync(pipe));

    /// <summary>Hands over one message; `jsonrpc` is written here, the rest by <paramref name="write"/>.</summary>
    public void Send(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> body = new(512);
        using (Utf8JsonWriter writer = new(body, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            write(writer);
            writer.WriteEndObject();
        }

        queue.Writer.TryWrite(body.WrittenMemory);
    }

    /// <summary>Takes no more messages, and writes those that are waiting, for at most a second.</summary>
    public async Task CloseAsync()
    {
        queue.Writer.TryComplete();
        await Task.WhenAny(written, Task.Delay(TimeSpan.FromSeconds(1))).ConfigureAwait(false);
    }

    private async Task WriteAsync(PipeWriter pipe)
    {
        try
        {
            await foreach (ReadOnlyMemory<byte> body in queue.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                WriteHeader(pipe, body.Length);
                pipe.Write(body.Span);
                await pipe.FlushAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            queue.Writer.TryComplete(); // Nobody reads any more.
        }
    }

    private static void WriteHeader(PipeWriter pipe, int length)
    {
        Span<byte> text = stackalloc byte[40];
        Encoding.ASCII.TryGetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n\r\n"), text, out int count);
        pipe.Write(text[..count]);
    }
}
