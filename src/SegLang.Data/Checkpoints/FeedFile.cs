namespace SegLang.Data;

/// <summary>The feed of a replay beside its checkpoint: only as much of it holds as the last commit says.</summary>
internal sealed class FeedFile : IDisposable
{
    private readonly FileStream stream;
    private uint crc = Crc32C.Start;

    private FeedFile(FileStream stream) => this.stream = stream;

    /// <summary>How many bytes were written.</summary>
    public long Length => stream.Position;

    /// <summary>The CRC-32C of these.</summary>
    public uint Sum => ~crc;

    /// <summary>Opens the feed and cuts it to what holds; null where that is not whole.</summary>
    public static FeedFile? Open(string path, long length, uint sum)
    {
        FeedFile feed = new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 1 << 16));
        byte[] buffer = new byte[1 << 16];
        while (feed.Length < length)
        {
            int read = feed.stream.Read(buffer, 0, (int)Math.Min(buffer.Length, length - feed.Length));
            if (read == 0)
            {
                break;
            }

            feed.crc = Crc32C.Add(feed.crc, buffer.AsSpan(0, read));
        }

        if (feed.Length != length || (length > 0 && feed.Sum != sum))
        {
            feed.Dispose();
            return null;
        }

        feed.stream.SetLength(length);
        return feed;
    }

    /// <summary>Adds bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        crc = Crc32C.Add(crc, bytes);
    }

    /// <summary>Makes what was written last.</summary>
    public void Flush() => stream.Flush(flushToDisk: true);

    /// <summary>Copies all of it.</summary>
    public void CopyTo(Stream target)
    {
        stream.Flush();
        long end = stream.Position;
        stream.Position = 0;
        stream.CopyTo(target);
        stream.Position = end;
    }

    /// <inheritdoc />
    public void Dispose() => stream.Dispose();
}
