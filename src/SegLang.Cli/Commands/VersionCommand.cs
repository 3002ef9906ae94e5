namespace SegLang.Cli;

/// <summary>`seg version`</summary>
internal static class VersionCommand
{
    /// <summary>Runs the command.</summary>
    public static int Run(Session session)
    {
        session.Terminal.Out.WriteLine($"seg {ProductVersion.Text}");
        return ExitCode.Ok;
    }
}
