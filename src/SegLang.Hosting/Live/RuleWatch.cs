using SegLang.Data;

namespace SegLang;

/// <summary>
/// Calls back, on some thread and once at a time, when rule files have changed and then been at rest. The file system is asked to tell, and
/// looked at now and then besides, since some tell nothing.
/// </summary>
internal sealed class RuleWatch : IDisposable
{
    private readonly string path;
    private readonly TimeSpan debounce;
    private readonly Action changed;
    private readonly Lock checking = new();
    private readonly ITimer rest;
    private readonly ITimer poll;
    private FileSystemWatcher? watcher;
    private string stamp;
    private bool isDisposed;

    /// <summary>Watches from now on; <paramref name="stamp"/> is what was there when the rules were last read.</summary>
    public RuleWatch(string path, string stamp, SegLangOptions options, TimeProvider time, Action changed)
    {
        this.path = path;
        this.stamp = stamp;
        this.changed = changed;
        debounce = options.Debounce;
        rest = time.CreateTimer(_ => Check(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        TimeSpan every = options.Poll == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : options.Poll;
        poll = time.CreateTimer(_ => Poll(), null, every, every);
        watcher = TryWatch();
        Signal(); // What changed between reading and watching.
    }

    public void Dispose()
    {
        lock (checking)
        {
            isDisposed = true;
            watcher?.Dispose();
            rest.Dispose();
            poll.Dispose();
        }
    }

    private FileSystemWatcher? TryWatch()
    {
        bool isFolder = Directory.Exists(path);
        string folder = isFolder ? path : Path.GetDirectoryName(path) ?? path;
        FileSystemWatcher? made = null;
        try
        {
            made = new FileSystemWatcher(folder) { IncludeSubdirectories = isFolder };
            made.Changed += (_, _) => Signal();
            made.Created += (_, _) => Signal();
            made.Deleted += (_, _) => Signal();
            made.Renamed += (_, _) => Signal();
            made.Error += (_, _) => Signal();
            made.EnableRaisingEvents = true;
            return made;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            made?.Dispose();
            return null; // Not there yet, or no watches left: the poll goes on.
        }
    }

    private void Signal()
    {
        try
        {
            _ = rest.Change(debounce, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // A last event of a watcher that is being disposed.
        }
    }

    private void Poll()
    {
        lock (checking)
        {
            if (!isDisposed && watcher is null)
            {
                watcher = TryWatch();
            }
        }

        Check();
    }

    private void Check()
    {
        lock (checking)
        {
            string now = RuleStamp.Of(path);
            if (isDisposed || now == stamp)
            {
                return;
            }

            stamp = now;
        }

        changed();
    }
}
