using System.Runtime;

namespace SegLang.LanguageServer;

/// <summary>
/// Gives memory back to the system while nobody types. The runtime collects when a share of the processor's cache is used up,
/// which on large machines is later than anybody would wish for an editor's server.
/// </summary>
internal sealed class SpareMemory
{
    private const long Much = 64 * 1024 * 1024;
    private const long Start = 160 * 1024 * 1024;
    private const long Some = 24 * 1024 * 1024;

    private long before;
    private long tidied;

    /// <summary>
    /// Puts collections off until <see cref="Release"/>, or until as much was allocated as the first look at a large rule set needs:
    /// nearly all of it stays, so that a collection would only copy it. Does nothing where memory is short.
    /// </summary>
    public static void PutOff()
    {
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < 16 * Start)
        {
            return;
        }

        try
        {
            GC.TryStartNoGCRegion(Start);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or InvalidOperationException)
        {
            // The process may not have that much.
        }
    }

    /// <summary>
    /// Collects what the last changes have left behind, now that they are told, so that a later keystroke need not wait for it; takes
    /// some milliseconds. More than keystrokes leave behind is left to <see cref="Release"/>.
    /// </summary>
    public void Tidy()
    {
        long left = GC.GetTotalAllocatedBytes() - tidied;
        if (left < Some)
        {
            return;
        }

        tidied += left;
        if (left < Much && GCSettings.LatencyMode != GCLatencyMode.NoGCRegion)
        {
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        }
    }

    /// <summary>Collects what is not needed any more, where much was allocated since it was last called; takes some tens of milliseconds.</summary>
    public void Release()
    {
        Resume();
        if (GC.GetTotalAllocatedBytes() - before >= Much)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            before = GC.GetTotalAllocatedBytes();
        }
    }

    private static void Resume()
    {
        if (GCSettings.LatencyMode != GCLatencyMode.NoGCRegion)
        {
            return;
        }

        try
        {
            GC.EndNoGCRegion();
        }
        catch (InvalidOperationException)
        {
            // It has just ended by itself.
        }
    }
}
