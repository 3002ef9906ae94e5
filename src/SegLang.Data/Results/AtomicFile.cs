namespace SegLang.Data;

/// <summary>
/// A file that appears whole or not at all: written beside its place, flushed to the disk, then renamed by <see cref="Commit"/>.
/// Disposed without that, nothing is left.
/// </summary>
public sealed class AtomicFile : IDisposable
{
    private readonly string path;
    private readonly string temporary;
    private bool committed;

    private AtomicFile(string path, string temporary, FileStream? stream)
    {
        this.path = path;
        this.temporary = temporary;
        Stream = stream;
    }

    /// <summary>What is written to; null where something else writes to <see cref="TemporaryPath"/>.</summary>
    public FileStream? Stream { get; }

    /// <summary>Where the content lies until it is committed.</summary>
    public string TemporaryPath => temporary;

    /// <summary>Begins a file.</summary>
    public static AtomicFile Create(string path)
    {
        string temporary = Beside(path);
        return new(path, temporary, new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16));
    }

    /// <summary>Begins a file that something else writes.</summary>
    public static AtomicFile Reserve(string path) => new(path, Beside(path), null);

    /// <summary>Writes a whole file.</summary>
    public static void Write(string path, byte[] content)
    {
        using AtomicFile file = Create(path);
        file.Stream?.Write(content);
        file.Commit();
    }

    /// <summary>Puts the file in its place, over what was there.</summary>
    public void Commit()
    {
        Stream?.Flush(flushToDisk: true);
        Stream?.Dispose();
        File.Move(temporary, path, overwrite: true);
        committed = true;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            Stream?.Dispose();
        }
        finally
        {
            if (!committed)
            {
                File.Delete(temporary); // Also where the disk is full and the last bytes cannot be written.
            }
        }
    }

    private static string Beside(string path)
    {
        string full = Path.GetFullPath(path);
        return Path.Combine(Path.GetDirectoryName(full) ?? ".", $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp");
    }
}
