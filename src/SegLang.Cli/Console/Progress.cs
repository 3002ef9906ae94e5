using System.Diagnostics;
using System.Globalization;

namespace SegLang.Cli;

/// <summary>One line on a terminal's stderr that says how far reading is; nothing before half a second has passed.</summary>
internal sealed class Progress(Terminal terminal) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly long begun = Stopwatch.GetTimestamp();
    private long last;
    private bool isDrawn;

    /// <summary>Whether somebody looks.</summary>
    public bool IsShown => terminal.ShowsProgress;

    /// <summary>Tells how much of a file is read.</summary>
    public void Reading(string file, long done, long all) => Report($"reading {Paint.Safe(file)}", done, all);

    /// <summary>Tells how many profiles are evaluated; from any thread.</summary>
    public void Evaluating(long done, long all) => Report("evaluating", done, all);

    /// <summary>Tells how many inputs are replayed.</summary>
    public void Replaying(long done, long all) => Report("replaying", done, all);

    private void Report(string what, long done, long all)
    {
        lock (terminal)
        {
            Draw(what, done, all);
        }
    }

    private void Draw(string what, long done, long all)
    {
        if (Stopwatch.GetElapsedTime(begun) < Patience || (isDrawn && Stopwatch.GetElapsedTime(last) < Pace))
        {
            return;
        }

        last = Stopwatch.GetTimestamp();
        isDrawn = true;
        double share = all > 0 ? (double)done / all : 1;
        int filled = (int)Math.Round(share * 24);
        terminal.Error.Write(string.Create(
            CultureInfo.InvariantCulture, $"\r\u001b[K{what}  {new string('━', filled)}{new string(' ', 24 - filled)} {share * 100,3:F0} %"));
        terminal.Error.Flush();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (isDrawn)
        {
            terminal.Error.Write("\r\u001b[K");
            terminal.Error.Flush();
        }
    }
}
