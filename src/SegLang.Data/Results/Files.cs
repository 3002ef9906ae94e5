using Microsoft.Data.Sqlite;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Data;

/// <summary>Writing with a finding instead of an exception.</summary>
public static class Files
{
    /// <summary>Writes to a path; the finding says why that failed, or null.</summary>
    public static Diagnostic? TryWrite(string path, Action write)
    {
        ArgumentNullException.ThrowIfNull(write);
        try
        {
            write();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            return Refused(path, e);
        }
    }

    /// <summary>The finding that a file, or what a folder is to hold, cannot be written, with the reason that an exception gives.</summary>
    public static Diagnostic Refused(string path, Exception e, bool isFolder = false)
    {
        string reason = !isFolder && Directory.Exists(path) ? "it is a folder"
            : e is DirectoryNotFoundException ? "its folder does not exist"
            : StrictText.Reason(e);
        return Rules.CannotWrite.At(new SourceText(path, ""), default, path, reason);
    }
}
