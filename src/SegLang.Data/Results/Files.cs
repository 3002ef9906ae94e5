using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Data;

/// <summary>Writing with a finding instead of an exception.</summary>
public static class Files
{
    /// <summary>Writes to a path; the finding says why that failed, or null.</summary>
    public static Diagnostic? TryWrite(string path, Action write)
    {
        try
        {
            write();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string reason = Directory.Exists(path) ? "it is a folder"
                : e is DirectoryNotFoundException ? "its folder does not exist"
                : StrictText.Reason(e);
            return Rules.CannotWrite.At(new SourceText(path, ""), default, path, reason);
        }
    }
}
