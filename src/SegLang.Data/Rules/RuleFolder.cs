using System.Collections.Immutable;
using System.IO.Enumeration;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Data;

/// <summary>
/// The rule files of one rule set: all `.seg` files under a folder, in ordinal order of their relative path with `/`, or one file.
/// <see cref="Findings"/> holds what could not be read; then <see cref="Sources"/> lacks those files.
/// </summary>
public sealed record RuleFolder(
    string Root, ImmutableArray<SourceText> Sources, ImmutableArray<Diagnostic> Findings, bool IsMissing)
{
    /// <summary>The greatest size of a rule file in bytes.</summary>
    public const long FileLimit = 2 * 1024 * 1024;

    /// <summary>Reads the rule set at a path.</summary>
    public static RuleFolder Read(string path)
    {
        string full = Path.GetFullPath(path);
        if (File.Exists(full))
        {
            if (!full.EndsWith(".seg", StringComparison.Ordinal))
            {
                return Failed(full, Rules.NoRuleFiles.At(new SourceText(path, ""), default, path, "name a file that ends in `.seg`, or a folder of them"));
            }

            return ReadFiles(Path.GetDirectoryName(full) ?? full, [Path.GetFileName(full)]);
        }

        if (!Directory.Exists(full))
        {
            return Failed(full, Rules.PathNotFound.At(new SourceText(path, ""), default, path), isMissing: true);
        }

        try
        {
            string[] names = [.. Enumerate(full)];
            Array.Sort(names, string.CompareOrdinal);
            return names.Length > 0
                ? ReadFiles(full, names)
                : Failed(full, Rules.NoRuleFiles.At(new SourceText(path, ""), default, path, "`seg new DIR` makes a small rule set to begin with"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed(full, Rules.CannotRead.At(new SourceText(path, ""), default, path, StrictText.Reason(e)), isMissing: true);
        }
    }

    /// <summary>Reads the rule set of some files: its root is the deepest folder that holds them all.</summary>
    public static RuleFolder ReadFiles(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string[] full = [.. paths.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal)];
        string root = Path.GetDirectoryName(full[0]) ?? full[0];
        while (!Array.TrueForAll(full, f => f.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            root = Path.GetDirectoryName(root) ?? "";
            if (root.Length == 0)
            {
                return Failed(full[0], Rules.PathNotFound.At(new SourceText(paths[0], ""), default, paths[0]), isMissing: true);
            }
        }

        string[] names = [.. full.Select(f => Path.GetRelativePath(root, f).Replace('\\', '/'))];
        Array.Sort(names, string.CompareOrdinal);
        return ReadFiles(root, names);
    }

    // Folders whose name begins with a dot hold tools' data; links are not followed, so the walk ends.
    private static FileSystemEnumerable<string> Enumerate(string root)
    {
        EnumerationOptions options = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };
        return new(root, (ref FileSystemEntry entry) => Path.GetRelativePath(root, entry.ToFullPath()).Replace('\\', '/'), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !entry.IsDirectory && entry.FileName.EndsWith(".seg", StringComparison.Ordinal),
            ShouldRecursePredicate = IsOurs,
        };
    }

    /// <summary>Whether a walk goes into a folder.</summary>
    internal static bool IsOurs(ref FileSystemEntry entry) =>
        !entry.FileName.StartsWith(".", StringComparison.Ordinal) && (entry.Attributes & FileAttributes.ReparsePoint) == 0;

    /// <summary>One file, or why it cannot be read.</summary>
    internal static (SourceText? Text, Diagnostic? Finding) ReadFile(string path, string name) =>
        StrictText.Read(path, name, FileLimit, TooLong);

    /// <summary>The files of those names under a folder.</summary>
    internal static RuleFolder ReadFiles(string root, string[] names)
    {
        SourceText?[] sources = new SourceText?[names.Length];
        Diagnostic?[] findings = new Diagnostic?[names.Length];
        Parallel.For(0, names.Length, i => (sources[i], findings[i]) = ReadFile(Path.Combine(root, names[i]), names[i]));
        return new(root, [.. sources.OfType<SourceText>()], [.. sources.Zip(findings, (s, f) => s is null ? f : null).OfType<Diagnostic>()], IsMissing: false);
    }

    private static Diagnostic TooLong(SourceText source) =>
        Rules.FileTooLarge.At(source, default, "split it: all `.seg` files of a folder are one rule set");

    private static RuleFolder Failed(string root, Diagnostic finding, bool isMissing = false) =>
        new(root, [], [finding], isMissing);
}
