using System.Collections.Immutable;
using System.IO.Enumeration;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Data;

/// <summary>Finds the rule sets of a folder that is open in an editor, in which there may be several.</summary>
public static class RuleFolders
{
    /// <summary>
    /// The rule sets under a folder: each folder with a `seglang.json` is one, with the `.seg` files below it up to the next such
    /// folder; all others are one set of the folder itself. Empty where there are no rules.
    /// </summary>
    public static ImmutableArray<RuleFolder> Under(string folder)
    {
        string root = Path.GetFullPath(folder);
        ILookup<bool, string> names;
        try
        {
            names = Enumerate(root).ToLookup(n => Path.GetFileName(n) == Settings.FileName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        HashSet<string> homes = [.. names[true].Select(n => FolderOf(n)), ""];
        return
        [
            .. names[false].ToLookup(n => HomeOf(n, homes))
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => Read(g.Key.Length == 0 ? root : Path.Combine(root, g.Key), g.Key.Length == 0 ? 0 : g.Key.Length + 1, g)),
        ];
    }

    /// <summary>One rule file, or why it cannot be read; <paramref name="name"/> is its path relative to its rule folder.</summary>
    public static (SourceText? Text, Diagnostic? Finding) ReadFile(string path, string name) => RuleFolder.ReadFile(path, name);

    private static RuleFolder Read(string root, int prefix, IEnumerable<string> names) =>
        RuleFolder.ReadFiles(root, [.. names.Select(n => n[prefix..]).Order(StringComparer.Ordinal)]);

    private static string FolderOf(string name)
    {
        int slash = name.LastIndexOf('/');
        return slash < 0 ? "" : name[..slash];
    }

    private static string HomeOf(string name, HashSet<string> homes)
    {
        string folder = FolderOf(name);
        while (!homes.Contains(folder))
        {
            folder = FolderOf(folder);
        }

        return folder;
    }

    private static FileSystemEnumerable<string> Enumerate(string root)
    {
        EnumerationOptions options = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true };
        return new(root, (ref FileSystemEntry entry) => Path.GetRelativePath(root, entry.ToFullPath()).Replace('\\', '/'), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory
                && (entry.FileName.EndsWith(".seg", StringComparison.Ordinal) || entry.FileName.SequenceEqual(Settings.FileName)),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => RuleFolder.IsOurs(ref entry)
                && !entry.FileName.SequenceEqual("node_modules"),
        };
    }
}
