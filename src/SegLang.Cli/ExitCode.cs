namespace SegLang.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Fine.</summary>
    public const int Ok = 0;

    /// <summary>Findings at or above the fail level.</summary>
    public const int Findings = 1;

    /// <summary>A test failed, or coverage is below the threshold.</summary>
    public const int TestFailed = 2;

    /// <summary>Wrong usage.</summary>
    public const int Usage = 64;

    /// <summary>Bad input data.</summary>
    public const int BadData = 65;

    /// <summary>An internal error.</summary>
    public const int Internal = 70;

    /// <summary>A file could not be read or written.</summary>
    public const int InputOutput = 74;

    /// <summary>Cancelled by the user.</summary>
    public const int Cancelled = 130;
}
