using System.IO.Compression;

namespace SegLang.Data;

/// <summary>
/// Unpacks gzip, of one member or several. Where the file was cut off, reading it ends in an <see cref="InvalidDataException"/>: the library's own stream
/// takes that for the end of the data, and all the rows behind it would be missed in silence.
/// </summary>
internal sealed class PackedStream : ForwardStream
{
    // The library reads members one after the other, so a last one that is known comes out behind the data if, and only if, all before it was whole.
    private static readonly byte[] Seal = "seglang\n"u8.ToArray();
    private static readonly byte[] SealMember = Pack(Seal);

    private readonly GZipStream unpacked;
    private readonly byte[] ahead = new byte[1 << 16];
    private int start;
    private int end;
    private bool hasEnded;

    /// <summary>Unpacks a stream, which is disposed with this one.</summary>
    public PackedStream(Stream packed) => unpacked =
        new GZipStream(new JoinedStream(packed, new MemoryStream(SealMember)), CompressionMode.Decompress);

    public override int Read(Span<byte> buffer)
    {
        while (!hasEnded && end - start <= Seal.Length)
        {
            Fill();
        }

        int count = Math.Min(buffer.Length, end - start - Seal.Length);
        ahead.AsSpan(start, count).CopyTo(buffer);
        start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
        }

        base.Dispose(disposing);
    }

    // The last bytes are held back, since they may be the seal.
    private void Fill()
    {
        ahead.AsSpan(start, end - start).CopyTo(ahead);
        (start, end) = (0, end - start);
        int read = unpacked.Read(ahead, end, ahead.Length - end);
        end += read;
        if (read == 0 && !ahead.AsSpan(0, end).EndsWith(Seal))
        {
            throw new InvalidDataException("the packed data ends too early");
        }

        hasEnded = read == 0;
    }

    private static byte[] Pack(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }
}
