using System.Text;

namespace SegLang.Cli;

/// <summary>Turns whatever happens into an exit code and words for people.</summary>
internal static class Guard
{
    /// <summary>Runs a command line.</summary>
    public static int Run(Session session, string[] arguments)
    {
        try
        {
            int code = new CommandLine(session).Invoke(arguments);
            session.Terminal.Flush();
            return code;
        }
        catch (OperationCanceledException)
        {
            session.Terminal.Error.WriteLine("cancelled");
            return ExitCode.Cancelled;
        }
        catch (IOException e) when (IsClosedPipe(e))
        {
            return ExitCode.Ok; // Whoever reads has had enough, as in `seg run | head`.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            session.Terminal.Error.WriteLine($"error: {Paint.Safe(Data.StrictText.Reason(e))}");
            return ExitCode.InputOutput;
        }
#pragma warning disable CA1031 // The last line of defence: whatever is left is a bug of ours, and says how to report it.
        catch (Exception e)
        {
            Explain(session.Terminal.Error, arguments, e);
            return ExitCode.Internal;
        }
#pragma warning restore CA1031
    }

    private static void Explain(TextWriter error, string[] arguments, Exception e)
    {
        error.WriteLine($"internal error: {Paint.Safe(e.Message)}");
        error.WriteLine();
        error.WriteLine("This is a bug in seg, not in your rules. Please report it at https://seglang.dev/report");
        error.WriteLine("with the rules or data that cause it, if you may share them, and these lines:");
        error.WriteLine($"  seg {ProductVersion.Text} on {System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}");
        error.WriteLine($"  seg {Paint.Safe(new StringBuilder().AppendJoin(' ', arguments).ToString())}");
        foreach (string line in e.ToString().Split('\n').Take(12))
        {
            error.WriteLine($"  {Paint.Safe(line.TrimEnd())}");
        }
    }

    private static bool IsClosedPipe(IOException e) => (e.HResult & 0xFFFF) == 32 || e.Message.Contains("Broken pipe", StringComparison.Ordinal);
}
