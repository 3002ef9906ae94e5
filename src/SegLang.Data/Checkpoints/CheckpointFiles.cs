using System.Buffers.Binary;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Data;

/// <summary>Which store, generation and commit a checkpoint file belongs to: what its first frame says.</summary>
internal readonly record struct FileBegin(Guid Store, long Generation, long Sequence, uint Manifest)
{
    private const int Length = 36;

    public byte[] Encode()
    {
        byte[] bytes = new byte[Length];
        _ = Store.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), Generation);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), Sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(32), Manifest);
        return bytes;
    }

    public static FileBegin? Decode(byte[] bytes) => bytes.Length != Length ? null : new(
        new Guid(bytes.AsSpan(0, 16)),
        BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16)),
        BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(24)),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(32)));
}

/// <summary>A snapshot that is whole.</summary>
internal sealed record SnapshotFile(string Path, FileBegin Begin, byte[] Manifest, byte[] Head, long Length)
{
    /// <summary>Checks a snapshot from its first byte to its last; null where it is not whole.</summary>
    public static SnapshotFile? Check(string path)
    {
        using FileStream stream = CheckpointFile.Open(path);
        if (CheckpointFile.Begin(stream, path) is not { } begin
            || Frames.Read(stream) is not (FrameKind.Manifest, { } manifest)
            || Crc32C.Of(manifest) != begin.Manifest)
        {
            return null;
        }

        while (Frames.Read(stream) is (var kind, { } content))
        {
            if (kind == FrameKind.End)
            {
                return stream.Position == stream.Length ? new(path, begin, manifest, content, stream.Length) : null;
            }
        }

        return null;
    }

    /// <summary>The states in it.</summary>
    public IEnumerable<StoredState> States()
    {
        using FileStream stream = CheckpointFile.Open(Path);
        _ = CheckpointFile.Begin(stream, Path);
        while (Frames.Read(stream) is (var kind and not FrameKind.End, { } content))
        {
            if (kind == FrameKind.Records)
            {
                foreach (StoredState state in StoredStates.Read(content))
                {
                    yield return state;
                }
            }
        }
    }

    /// <summary>Writes a snapshot that appears whole or not at all; gives its length.</summary>
    public static long Write(string path, FileBegin begin, byte[] manifest, ReadOnlySpan<byte> head, IEnumerable<StoredState> states)
    {
        using AtomicFile file = AtomicFile.Create(path);
        FileStream stream = file.Stream ?? throw new InvalidOperationException("a created file has a stream");
        Frames.WritePreamble(stream);
        Frames.Write(stream, FrameKind.Begin, begin.Encode());
        Frames.Write(stream, FrameKind.Manifest, manifest);
        _ = StoredStates.Write(stream, states);
        Frames.Write(stream, FrameKind.End, head);
        long length = stream.Position;
        file.Commit();
        return length;
    }
}

/// <summary>A log, as far as its commits are whole: up to <paramref name="Length"/>; <paramref name="IsWhole"/> tells whether that is all of it.</summary>
internal sealed record LogFile(string Path, FileBegin Begin, long Sequence, byte[]? Head, long Length, bool IsWhole)
{
    /// <summary>Checks a log; null where not even its beginning is whole.</summary>
    public static LogFile? Check(string path)
    {
        using FileStream stream = CheckpointFile.Open(path);
        if (CheckpointFile.Begin(stream, path) is not { } begin)
        {
            return null;
        }

        (long length, long sequence, byte[]? head) = (stream.Position, begin.Sequence, null);
        while (Frames.Read(stream) is (var kind, { } content))
        {
            if (kind == FrameKind.End)
            {
                (length, head) = (stream.Position, content);
                sequence++;
            }
        }

        return new(path, begin, sequence, head, length, length == stream.Length);
    }

    /// <summary>What its whole commits say, in order: a state, or a key alone where the profile is gone.</summary>
    public IEnumerable<(StoredState State, bool IsRemoved)> Entries()
    {
        using FileStream stream = CheckpointFile.Open(Path);
        _ = CheckpointFile.Begin(stream, Path);
        while (stream.Position < Length && Frames.Read(stream) is (var kind, { } content))
        {
            foreach (StoredState state in kind == FrameKind.Records ? StoredStates.Read(content) : [])
            {
                yield return (state, false);
            }

            foreach (ReadOnlyMemory<byte> key in kind == FrameKind.Removed ? StoredStates.ReadRemoved(content) : [])
            {
                yield return (new(key, default), true);
            }
        }
    }

    /// <summary>Creates a log without commits and leaves it open for more.</summary>
    public static FileStream Create(string path, FileBegin begin)
    {
        FileStream stream = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        Frames.WritePreamble(stream);
        Frames.Write(stream, FrameKind.Begin, begin.Encode());
        stream.Flush(flushToDisk: true);
        return stream;
    }

    /// <summary>Opens it for more commits, without what is not whole.</summary>
    public FileStream Continue()
    {
        FileStream stream = new(Path, FileMode.Open, FileAccess.Write, FileShare.Read, 1 << 16);
        stream.SetLength(Length);
        stream.Seek(0, SeekOrigin.End);
        return stream;
    }
}

/// <summary>What snapshots and logs have in common.</summary>
internal static class CheckpointFile
{
    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);

    /// <summary>The file's beginning; null where it is not whole. A newer format is refused.</summary>
    public static FileBegin? Begin(FileStream stream, string path)
    {
        if (!Frames.TryReadPreamble(stream, out uint version))
        {
            return null;
        }

        if (version > Frames.Version)
        {
            throw new CheckpointException(Rules.NewerCheckpoint.At(
                new SourceText(path, ""), default, path, Frames.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
                version.ToString(System.Globalization.CultureInfo.InvariantCulture),
                "go on with the newer `seg` that wrote it, or give another folder to begin anew"));
        }

        return version == Frames.Version && Frames.Read(stream) is (FrameKind.Begin, { } content) ? FileBegin.Decode(content) : null;
    }
}
