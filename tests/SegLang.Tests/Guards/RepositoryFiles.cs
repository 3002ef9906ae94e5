namespace SegLang.Tests.Guards;

/// <summary>The checked-out repository that the tests run from.</summary>
internal static class RepositoryFiles
{
    private static readonly HashSet<string> NotOurs =
    [
        ".git", ".vs", ".seglang", "bin", "obj", "node_modules", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts",
    ];

    /// <summary>The folder that holds SegLang.sln.</summary>
    public static string Root => Repository.Root;

    /// <summary>The full path of a file or folder given relative to the root, with `/`.</summary>
    public static string PathOf(string relative) =>
        Path.Combine(Root, relative.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The text of a file given relative to the root.</summary>
    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>All files below a folder that are not built or downloaded, relative to the root, with `/`, in order.</summary>
    public static IEnumerable<string> Under(string relative, string pattern = "*") =>
        Walk(new DirectoryInfo(relative.Length == 0 ? Root : PathOf(relative)), pattern)
            .Select(f => Path.GetRelativePath(Root, f.FullName).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    /// <summary>Whether a file or folder of that name is built, downloaded or private to a tool.</summary>
    public static bool IsOurs(string name) => !NotOurs.Contains(name);

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder, string pattern) =>
        folder.EnumerateFiles(pattern).Concat(
            folder.EnumerateDirectories().Where(d => IsOurs(d.Name)).SelectMany(d => Walk(d, pattern)));
}
