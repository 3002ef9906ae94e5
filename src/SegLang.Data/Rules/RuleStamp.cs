using System.Globalization;
using System.IO.Enumeration;
using System.Text;

namespace SegLang.Data;

/// <summary>
/// Tells cheaply whether something at a path may have changed: two stamps that are equal were taken of the same names, sizes and times of writing.
/// Nothing is read, and nothing throws: what is not there has a stamp too.
/// </summary>
public static class RuleStamp
{
    /// <summary>The stamp of a file, or of the rule files and the settings under a folder. Links to files are followed, so that replacing what they lead to shows.</summary>
    public static string Of(string path)
    {
        StringBuilder stamp = new();
        string full = Path.GetFullPath(path);
        foreach (string file in Directory.Exists(full) ? Files(full) : [full])
        {
            Append(stamp, file);
        }

        return stamp.ToString();
    }

    private static string[] Files(string root)
    {
        EnumerationOptions options = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true };
        FileSystemEnumerable<string> found = new(root, (ref FileSystemEntry entry) => entry.ToFullPath(), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory
                && (entry.FileName.EndsWith(".seg", StringComparison.Ordinal) || entry.FileName.SequenceEqual(Settings.FileName)),
            ShouldRecursePredicate = RuleFolder.IsOurs,
        };
        try
        {
            return [.. found.Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static void Append(StringBuilder stamp, string file)
    {
        try
        {
            using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(file, share: FileShare.ReadWrite | FileShare.Delete);
            stamp.Append(CultureInfo.InvariantCulture, $"{file}\n{RandomAccess.GetLength(handle)} {File.GetLastWriteTimeUtc(handle).Ticks}\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            stamp.Append(CultureInfo.InvariantCulture, $"{file}\n-\n");
        }
    }
}
