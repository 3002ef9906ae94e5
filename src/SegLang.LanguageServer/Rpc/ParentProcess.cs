using System.Diagnostics;

namespace SegLang.LanguageServer.Rpc;

/// <summary>The editor that started us: where it is gone, so are we, even if it could not say so.</summary>
internal static class ParentProcess
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Ends when the process of that id is gone; looks every half second.</summary>
    public static async Task GoneAsync(int id, CancellationToken cancellation)
    {
        while (IsAlive(id))
        {
            await Task.Delay(Interval, cancellation).ConfigureAwait(false);
        }
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return true; // It is there, but not ours to ask.
        }
    }
}
