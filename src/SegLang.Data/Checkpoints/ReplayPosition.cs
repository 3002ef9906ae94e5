using System.Text;

namespace SegLang.Data;

/// <summary>How far a replay has come; what a checkpoint holds besides the state.</summary>
/// <param name="Instant">Everything up to this instant has happened, microseconds since 1970-01-01T00:00Z.</param>
/// <param name="Asked">What the replay was asked for: from when, which names, in which format.</param>
/// <param name="FeedLength">How many bytes of the feed belong to it.</param>
/// <param name="FeedSum">The CRC-32C of these.</param>
/// <param name="Sources">What was taken of each event type, and of changes (`--changes`).</param>
internal sealed record ReplayPosition(long Instant, string Asked, long FeedLength, uint FeedSum, IReadOnlyList<SourcePrint> Sources)
{
    /// <summary>The position as bytes.</summary>
    public byte[] Encode()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream, Encoding.UTF8);
        writer.Write(Instant);
        writer.Write(Asked);
        writer.Write(FeedLength);
        writer.Write(FeedSum);
        writer.Write(Sources.Count);
        foreach (SourcePrint source in Sources)
        {
            writer.Write(source.Name);
            writer.Write(source.Count);
            writer.Write(source.Sum);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>The position of bytes; null where they are none.</summary>
    public static ReplayPosition? Decode(byte[] bytes)
    {
        try
        {
            using BinaryReader reader = new(new MemoryStream(bytes), Encoding.UTF8);
            (long instant, string asked, long length, uint sum) = (reader.ReadInt64(), reader.ReadString(), reader.ReadInt64(), reader.ReadUInt32());
            List<SourcePrint> sources = [];
            for (int left = reader.ReadInt32(); left > 0; left--)
            {
                sources.Add(new(reader.ReadString(), reader.ReadInt64(), reader.ReadUInt64()));
            }

            return new(instant, asked, length, sum, sources);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}

/// <summary>What was taken of a source of inputs: how many, and a sum that tells them from others.</summary>
internal sealed record SourcePrint(string Name, long Count, ulong Sum);
