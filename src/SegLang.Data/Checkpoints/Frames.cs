using System.Buffers.Binary;

namespace SegLang.Data;

/// <summary>The parts of a checkpoint file.</summary>
internal enum FrameKind : byte
{
    /// <summary>Which store, generation and commit the file belongs to.</summary>
    Begin = 1,

    /// <summary>The rules that the states are of.</summary>
    Manifest,

    /// <summary>Profiles with their states.</summary>
    Records,

    /// <summary>Keys of profiles that are gone.</summary>
    Removed,

    /// <summary>The end of a snapshot or of a commit; what came before holds only with it.</summary>
    End,
}

/// <summary>
/// The shape of checkpoint files: eight bytes of magic, the format's version and a CRC-32C of both; then frames of length (4 bytes, of the
/// content), kind (1), content, and CRC-32C (4, of all of these). Little-endian.
/// </summary>
internal static class Frames
{
    /// <summary>The version of the format that is written, and the newest that is read.</summary>
    public const uint Version = 1;

    /// <summary>The length of what stands before the first frame.</summary>
    public const int PreambleLength = 16;

    /// <summary>The bytes of a frame besides its content.</summary>
    public const int Overhead = 9;

    private static ReadOnlySpan<byte> Magic => "SEGLANG\x1a"u8;

    /// <summary>Writes what stands before the first frame.</summary>
    public static void WritePreamble(Stream stream, uint version = Version)
    {
        Span<byte> bytes = stackalloc byte[PreambleLength];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], Crc32C.Of(bytes[..12]));
        stream.Write(bytes);
    }

    /// <summary>Reads what stands before the first frame; false where it is not whole.</summary>
    public static bool TryReadPreamble(Stream stream, out uint version)
    {
        Span<byte> bytes = stackalloc byte[PreambleLength];
        bool isWhole = stream.ReadAtLeast(bytes, PreambleLength, throwOnEndOfStream: false) == PreambleLength
            && bytes.StartsWith(Magic)
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) == Crc32C.Of(bytes[..12]);
        version = isWhole ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) : 0;
        return isWhole;
    }

    /// <summary>Writes a frame.</summary>
    public static void Write(Stream stream, FrameKind kind, ReadOnlySpan<byte> content)
    {
        Span<byte> head = stackalloc byte[5];
        BinaryPrimitives.WriteInt32LittleEndian(head, content.Length);
        head[4] = (byte)kind;
        Span<byte> tail = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, ~Crc32C.Add(Crc32C.Add(Crc32C.Start, head), content));
        stream.Write(head);
        stream.Write(content);
        stream.Write(tail);
    }

    /// <summary>Reads the frame at the stream's position; null at the end, or where what follows is no whole frame.</summary>
    public static (FrameKind Kind, byte[] Content)? Read(Stream stream)
    {
        Span<byte> head = stackalloc byte[5];
        if (stream.ReadAtLeast(head, 5, throwOnEndOfStream: false) < 5)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length < 0 || length + 4L > stream.Length - stream.Position)
        {
            return null;
        }

        byte[] content = new byte[length];
        Span<byte> tail = stackalloc byte[4];
        stream.ReadExactly(content);
        stream.ReadExactly(tail);
        uint crc = ~Crc32C.Add(Crc32C.Add(Crc32C.Start, head), content);
        return crc == BinaryPrimitives.ReadUInt32LittleEndian(tail) ? ((FrameKind)head[4], content) : null;
    }
}
