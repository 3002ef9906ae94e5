using System.Security.Cryptography;

namespace SegLang.Data;

/// <summary>
/// Compiled rules by the hash of what they were compiled from, in the user's cache folder: SEGLANG_CACHE, else
/// XDG_CACHE_HOME/seglang, else the system's. Several processes may use it at once; an entry that is damaged, or that cannot be
/// read or written, is as if it were not there.
/// </summary>
public static class CompiledCache
{
    private const int HashSize = 32;

    /// <summary>The entry of a key (hex digits), or null.</summary>
    public static byte[]? Read(string key)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(PathOf(key));
            bool isWhole = bytes.Length > HashSize
                && SHA256.HashData(bytes.AsSpan(HashSize)).AsSpan().SequenceEqual(bytes.AsSpan(0, HashSize));
            return isWhole ? bytes[HashSize..] : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Keeps an entry.</summary>
    public static void Write(string key, byte[] content)
    {
        try
        {
            string path = PathOf(key);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? ".");
            using AtomicFile file = AtomicFile.Create(path);
            file.Stream?.Write(SHA256.HashData(content));
            file.Stream?.Write(content);
            file.Commit();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // A cache that cannot be written costs time, not results.
        }
    }

    private static string PathOf(string key) => Path.Combine(Folder(), $"{key}.rules");

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("SEGLANG_CACHE") is { Length: > 0 } own)
        {
            return own;
        }

        string root = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(root, "seglang");
    }
}
