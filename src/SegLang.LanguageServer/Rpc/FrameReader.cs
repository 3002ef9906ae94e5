using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace SegLang.LanguageServer.Rpc;

/// <summary>A frame: the bytes of one message, or why there is none.</summary>
internal readonly record struct Frame(byte[] Body, string? Problem);

/// <summary>
/// Takes messages out of a stream by their `Content-Length`. What is no frame is reported once, and skipped up to the next header that
/// could be one, so that no input can end the conversation.
/// </summary>
internal sealed class FrameReader(PipeReader pipe, int messageLimit = FrameReader.MessageLimit)
{
    /// <summary>The greatest message in bytes: a rule file of the greatest size, every byte of it escaped.</summary>
    public const int MessageLimit = 16 * 1024 * 1024;

    private const int HeaderLimit = 4096;

    private bool isLost;

    /// <summary>The next frame, or null at the end of the stream.</summary>
    public async ValueTask<Frame?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            ReadResult result = await pipe.ReadAsync(cancellation).ConfigureAwait(false);
            ReadOnlySequence<byte> rest = result.Buffer;
            bool found = TryTake(ref rest, out Frame frame);
            pipe.AdvanceTo(rest.Start, found ? rest.Start : rest.End);
            if (found)
            {
                return frame;
            }

            if (result.IsCompleted)
            {
                return null;
            }
        }
    }

    private bool TryTake(ref ReadOnlySequence<byte> rest, out Frame frame)
    {
        frame = default;
        if (isLost && !TryFindHeader(ref rest))
        {
            return false;
        }

        SequenceReader<byte> reader = new(rest.Length > HeaderLimit ? rest.Slice(0, HeaderLimit) : rest);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> header, "\r\n\r\n"u8))
        {
            return rest.Length >= HeaderLimit && Lose(ref rest, "a header without end", out frame);
        }

        string? problem = ReadHeader(Encoding.Latin1.GetString(header), out long length);
        if (problem is not null)
        {
            return Lose(ref rest, problem, out frame);
        }

        if (length > messageLimit)
        {
            return Lose(ref rest, $"a message of {length} bytes; at most {messageLimit} are read", out frame);
        }

        if (rest.Length - reader.Consumed < length)
        {
            return false;
        }

        ReadOnlySequence<byte> body = rest.Slice(reader.Consumed, length);
        frame = new(body.ToArray(), null);
        rest = rest.Slice(body.End);
        return true;
    }

    // The first byte is given up, so that the search goes on behind it.
    private bool Lose(ref ReadOnlySequence<byte> rest, string problem, out Frame frame)
    {
        isLost = true;
        rest = rest.Slice(1);
        frame = new([], problem);
        return true;
    }

    // Up to the next `Content-Length:`; of what holds none, only an end that could be its beginning is kept.
    private bool TryFindHeader(ref ReadOnlySequence<byte> rest)
    {
        ReadOnlySpan<byte> mark = "Content-Length:"u8;
        SequenceReader<byte> reader = new(rest);
        while (reader.TryAdvanceTo((byte)'C', advancePastDelimiter: false))
        {
            if (reader.Remaining < mark.Length)
            {
                break;
            }

            if (reader.IsNext(mark))
            {
                rest = rest.Slice(reader.Position);
                isLost = false;
                return true;
            }

            reader.Advance(1);
        }

        rest = rest.Slice(Math.Max(0, rest.Length - mark.Length + 1));
        return false;
    }

    private static string? ReadHeader(string header, out long length)
    {
        length = -1;
        foreach (string line in header.Split("\r\n"))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string name = colon < 0 ? "" : line[..colon];
            string value = line[(colon + 1)..].Trim(' ', '\t');
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            {
                return "a header line that is none";
            }

            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                bool isRead = length < 0 && value.Length <= 18 && value.All(char.IsAsciiDigit)
                    && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out length);
                if (!isRead)
                {
                    return "a `Content-Length` that is no length";
                }
            }
            else if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) && !IsUtf8(value))
            {
                return "a `Content-Type` other than UTF-8";
            }
        }

        return length < 0 ? "a header without `Content-Length`" : null;
    }

    private static bool IsUtf8(string type)
    {
        int charset = type.IndexOf("charset=", StringComparison.OrdinalIgnoreCase);
        return charset < 0 || type[(charset + 8)..].Trim('"') is var name
            && (name.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || name.Equals("utf8", StringComparison.OrdinalIgnoreCase));
    }
}
