using System.Text;

namespace SegLang.Cli;

/// <summary>
/// The two streams of the process: UTF-8 without a byte order mark, `\n` line ends, no culture. Colour only where a terminal
/// shows it and neither NO_COLOR, CI nor TERM=dumb is set.
/// </summary>
internal sealed class Terminal : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private Terminal(TextWriter output, TextWriter error, bool colourOut, bool colourError, bool showsProgress)
    {
        (Out, Error, ColourOut, ColourError, ShowsProgress) = (output, error, colourOut, colourError, showsProgress);
    }

    /// <summary>Results.</summary>
    public TextWriter Out { get; }

    /// <summary>Progress and findings beside results.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether results may be coloured.</summary>
    public bool ColourOut { get; }

    /// <summary>Whether what goes to stderr may be coloured.</summary>
    public bool ColourError { get; }

    /// <summary>Whether somebody looks at stderr.</summary>
    public bool ShowsProgress { get; }

    /// <summary>The process's own streams.</summary>
    public static Terminal Open()
    {
        bool colour = !IsSet("NO_COLOR") && !IsSet("CI") && Environment.GetEnvironmentVariable("TERM") != "dumb";
        bool errorIsTerminal = !Console.IsErrorRedirected;
        return new(
            Writer(Console.OpenStandardOutput()),
            Writer(Console.OpenStandardError()),
            colour && !Console.IsOutputRedirected,
            colour && errorIsTerminal,
            errorIsTerminal && !IsSet("CI"));
    }

    /// <summary>Writes out what is buffered.</summary>
    public void Flush()
    {
        Out.Flush();
        Error.Flush();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Out.Dispose();
        Error.Dispose();
    }

    private static StreamWriter Writer(Stream stream) => new(stream, Utf8, 16 * 1024) { NewLine = "\n" };

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
