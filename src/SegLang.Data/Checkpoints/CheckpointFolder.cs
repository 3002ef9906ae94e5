using System.Globalization;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Data;

/// <summary>
/// States by key in a folder, so that they outlast the process, the machine's power and a damaged file: a snapshot of all, and a log of commits
/// since. A commit is whole or it is not there. Two generations are kept, so that a damaged snapshot costs nothing. For one process and one
/// thread at a time. What cannot be used is a <see cref="CheckpointException"/>.
/// </summary>
public sealed class CheckpointFolder : IDisposable
{
    private readonly string path;
    private readonly FileStream guard;
    private readonly List<LogFile> logs = [];
    private SnapshotFile? snapshot;
    private FileStream? log;
    private Guid store = Guid.NewGuid();
    private long newest;
    private long based;
    private long sequence;

    private CheckpointFolder(string path, FileStream guard)
    {
        this.path = path;
        this.guard = guard;
    }

    /// <summary>Whether nothing is stored yet; <see cref="Reset"/> comes first then.</summary>
    public bool IsNew => snapshot is null && log is null;

    /// <summary>Whether the next thing must be a <see cref="Reset"/>, because what follows the stored state in the files is not whole.</summary>
    public bool NeedsReset { get; private set; } = true;

    /// <summary>What the states are of, as it was given.</summary>
    public byte[] Manifest { get; private set; } = [];

    /// <summary>What came with the last commit.</summary>
    public byte[] Head { get; private set; } = [];

    /// <summary>Whether later commits were there, but not whole, so that the state is an earlier one.</summary>
    public bool HasLost { get; private set; }

    /// <summary>The bytes of the commits since the last snapshot.</summary>
    public long LogLength => log?.Position ?? 0;

    /// <summary>The bytes of the last snapshot.</summary>
    public long SnapshotLength { get; private set; }

    /// <summary>Opens a folder, which is created where it is not there, and finds the last state in it that is whole.</summary>
    public static CheckpointFolder Open(string path)
    {
        path = Path.GetFullPath(path);
        if (File.Exists(path))
        {
            throw new IOException("it is a file, not a folder");
        }

        Directory.CreateDirectory(path);
        FileStream guard = Guard(path);
        CheckpointFolder folder = new(path, guard);
        try
        {
            folder.Recover();
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The stored states; one that comes again replaces the earlier, one that is removed is gone.</summary>
    public IEnumerable<(StoredState State, bool IsRemoved)> Read()
    {
        foreach (StoredState state in snapshot?.States() ?? [])
        {
            yield return (state, false);
        }

        foreach (LogFile file in logs)
        {
            foreach ((StoredState State, bool IsRemoved) entry in file.Entries())
            {
                yield return entry;
            }
        }
    }

    /// <summary>Adds a commit: states that are new or have changed, and keys of profiles that are gone. Once it returns, it lasts.</summary>
    public void Append(ReadOnlySpan<byte> head, IEnumerable<StoredState> changed, IEnumerable<ReadOnlyMemory<byte>> removed)
    {
        if (log is null || NeedsReset)
        {
            throw new InvalidOperationException("a reset comes first");
        }

        _ = StoredStates.Write(log, changed);
        StoredStates.WriteRemoved(log, removed);
        Frames.Write(log, FrameKind.End, head);
        log.Flush(flushToDisk: true);
        Head = head.ToArray();
        sequence++;
    }

    /// <summary>Begins a new generation with all states as they are after the last commit.</summary>
    public void Snapshot(IEnumerable<StoredState> states)
    {
        if (NeedsReset)
        {
            throw new InvalidOperationException("a reset comes first");
        }

        Begin(Manifest, Head, states);
    }

    /// <summary>Replaces everything: other states, and of other rules where <paramref name="manifest"/> says so.</summary>
    public void Reset(byte[] manifest, ReadOnlySpan<byte> head, IEnumerable<StoredState> states)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        sequence++;
        Begin(manifest, head, states);
    }

    /// <summary>
    /// Erases: replaces all states, then removes every older generation, so that nothing is left in any file of what is not among the states.
    /// </summary>
    public void Erase(ReadOnlySpan<byte> head, IEnumerable<StoredState> states)
    {
        Reset(Manifest, head, states);
        RemoveBefore(newest);
        based = newest;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        log?.Dispose();
        guard.Dispose();
    }

    private static FileStream Guard(string path)
    {
        try
        {
            return new(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(Path.Combine(path, "lock")))
        {
            throw new CheckpointException(Rules.CheckpointInUse.At(
                new SourceText(path, ""), default, path, "wait until it ends, or give another folder"));
        }
    }

    // The newest snapshot that is whole, then every log that follows it without a gap.
    private void Recover()
    {
        foreach (string left in Directory.EnumerateFiles(path, ".*.tmp"))
        {
            File.Delete(left);
        }

        long[] generations = [.. Generations("*.snapshot")];
        long[] logged = [.. Generations("*.log")];
        newest = generations.Concat(logged).DefaultIfEmpty(0).Max();
        if (newest == 0)
        {
            return;
        }

        snapshot = generations.OrderDescending().Select(g => SnapshotFile.Check(SnapshotPath(g))).FirstOrDefault(s => s is not null);
        if (snapshot is null)
        {
            throw new CheckpointException(Rules.DamagedCheckpoint.At(
                new SourceText(path, ""), default, path, "give a copy of it, or another folder to begin anew"));
        }

        (store, based, sequence) = (snapshot.Begin.Store, snapshot.Begin.Generation, snapshot.Begin.Sequence);
        (Manifest, Head, SnapshotLength) = (snapshot.Manifest, snapshot.Head, snapshot.Length);
        foreach (long generation in logged.Where(g => g >= based).Order())
        {
            if (LogFile.Check(LogPath(generation)) is not { } file || file.Begin != Expected(generation))
            {
                HasLost |= generation > based;
                break;
            }

            logs.Add(file);
            sequence = file.Sequence;
            Head = file.Head ?? Head;
            HasLost = !file.IsWhole;
        }

        HasLost |= based < generations.Max() && logs.LastOrDefault()?.Begin.Generation != newest;
        Continue();
    }

    private FileBegin Expected(long generation) => new(store, generation, sequence, Crc32C.Of(Manifest));

    // Commits go on in the last log, if that is the one that belongs to the newest snapshot.
    private void Continue()
    {
        if (based == newest && logs is [{ } only])
        {
            log = only.Continue();
            NeedsReset = false;
        }
    }

    private void Begin(byte[] manifest, ReadOnlySpan<byte> head, IEnumerable<StoredState> states)
    {
        long generation = newest + 1;
        FileBegin begin = new(store, generation, sequence, Crc32C.Of(manifest));
        SnapshotLength = SnapshotFile.Write(SnapshotPath(generation), begin, manifest, head, states);
        FolderEntries.Flush(path);
        FileStream next = LogFile.Create(LogPath(generation), begin);
        FolderEntries.Flush(path);
        log?.Dispose();
        log = next;
        (Manifest, Head, NeedsReset) = (manifest, head.ToArray(), false);
        RemoveBefore(based);
        (newest, based) = (generation, generation);
    }

    private void RemoveBefore(long generation)
    {
        foreach (long old in Generations("*.snapshot").Where(g => g < generation))
        {
            File.Delete(SnapshotPath(old));
        }

        foreach (long old in Generations("*.log").Where(g => g < generation))
        {
            File.Delete(LogPath(old));
        }

        FolderEntries.Flush(path);
    }

    private IEnumerable<long> Generations(string pattern)
    {
        foreach (string file in Directory.GetFiles(path, pattern))
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out long generation))
            {
                yield return generation;
            }
        }
    }

    private string SnapshotPath(long generation) => Path.Combine(path, generation.ToString("D8", CultureInfo.InvariantCulture) + ".snapshot");

    private string LogPath(long generation) => Path.Combine(path, generation.ToString("D8", CultureInfo.InvariantCulture) + ".log");
}
