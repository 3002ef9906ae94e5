using System.Buffers;
using System.Buffers.Binary;

namespace SegLang.Data;

/// <summary>A profile's key and its state, as a checkpoint holds them.</summary>
/// <param name="Key">The key.</param>
/// <param name="State">The state; what it says is up to who wrote it.</param>
public readonly record struct StoredState(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> State);

/// <summary>Several states or keys in the content of a frame: lengths of 4 bytes each, then the bytes.</summary>
internal static class StoredStates
{
    private const int Chunk = 1 << 16;

    /// <summary>Writes states in frames of about 64 KiB; gives how many they were.</summary>
    public static long Write(Stream stream, IEnumerable<StoredState> states)
    {
        long count = 0;
        ArrayBufferWriter<byte> buffer = new(Chunk);
        foreach (StoredState state in states)
        {
            Append(buffer, state.Key.Span);
            Append(buffer, state.State.Span);
            count++;
            if (buffer.WrittenCount >= Chunk)
            {
                Flush(stream, FrameKind.Records, buffer);
            }
        }

        Flush(stream, FrameKind.Records, buffer);
        return count;
    }

    /// <summary>Writes keys in a frame, if there are any.</summary>
    public static void WriteRemoved(Stream stream, IEnumerable<ReadOnlyMemory<byte>> keys)
    {
        ArrayBufferWriter<byte> buffer = new();
        foreach (ReadOnlyMemory<byte> key in keys)
        {
            Append(buffer, key.Span);
        }

        Flush(stream, FrameKind.Removed, buffer);
    }

    /// <summary>The states of a frame.</summary>
    public static IEnumerable<StoredState> Read(byte[] content)
    {
        int at = 0;
        while (at < content.Length)
        {
            yield return new(Next(content, ref at), Next(content, ref at));
        }
    }

    /// <summary>The keys of a frame.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> ReadRemoved(byte[] content)
    {
        int at = 0;
        while (at < content.Length)
        {
            yield return Next(content, ref at);
        }
    }

    private static ReadOnlyMemory<byte> Next(byte[] content, ref int at)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(at));
        ReadOnlyMemory<byte> bytes = content.AsMemory(at + 4, length);
        at += 4 + length;
        return bytes;
    }

    private static void Append(ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(4), bytes.Length);
        buffer.Advance(4);
        buffer.Write(bytes);
    }

    private static void Flush(Stream stream, FrameKind kind, ArrayBufferWriter<byte> buffer)
    {
        if (buffer.WrittenCount > 0)
        {
            Frames.Write(stream, kind, buffer.WrittenSpan);
            buffer.ResetWrittenCount();
        }
    }
}
