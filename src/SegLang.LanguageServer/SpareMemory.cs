namespace SegLang.LanguageServer;

/// <summary>
/// Gives memory back to the system while nobody types. The runtime collects when a share of the processor's cache is used up,
/// which on large machines is later than anybody would wish for an editor's server.
/// </summary>
internal sealed class SpareMemory
{
    private const long Much = 64 * 1024 * 1024;

    private long before;

    /// <summary>Collects what is not needed any more, where much was allocated since it was last called; takes some tens of milliseconds.</summary>
    public void Release()
    {
        if (GC.GetTotalAllocatedBytes() - before >= Much)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            before = GC.GetTotalAllocatedBytes();
        }
    }
}
