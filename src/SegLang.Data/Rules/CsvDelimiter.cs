namespace SegLang.Data;

/// <summary>The delimiter of CSV as settings and the command line write it.</summary>
public static class CsvDelimiter
{
    /// <summary>What can be written.</summary>
    public const string Forms = "one ASCII character, or `tab`";

    /// <summary>Reads it; false where no file can be delimited by that.</summary>
    public static bool TryRead(string text, out char delimiter)
    {
        ArgumentNullException.ThrowIfNull(text);
        string written = text is "tab" or "\\t" ? "\t" : text;
        delimiter = written.Length == 1 ? written[0] : '"';
        return char.IsAscii(delimiter) && delimiter is not ('"' or '\r' or '\n');
    }
}
