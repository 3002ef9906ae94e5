using System.Runtime.InteropServices;
using System.Text;

namespace SegLang.Data;

/// <summary>Makes renamed, created and deleted files of a folder outlast a loss of power.</summary>
internal static class FolderEntries
{
    private const int InvalidArgument = 22;

    /// <summary>Flushes the folder itself; on Windows its journal does that with the files.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int handle = Open(Encoding.UTF8.GetBytes(folder + "\0"), 0);
        if (handle < 0)
        {
            throw new IOException($"`{folder}` cannot be opened to flush it");
        }

        int result = FlushToDisk(handle);
        int error = Marshal.GetLastPInvokeError();
        _ = Close(handle);
        if (result != 0 && error != InvalidArgument) // Some file systems do not flush folders and need not.
        {
            throw new IOException($"`{folder}` cannot be flushed to the disk");
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FlushToDisk(int handle);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
