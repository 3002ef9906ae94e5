using System.Collections.Concurrent;
using SegLang.LanguageServer.Rpc;

namespace SegLang.LanguageServer.Workspace;

/// <summary>Documents by name: a file by its full path, whatever way its URI is escaped, anything else by its URI.</summary>
internal static class FileUri
{
    // Findings are told of every file after every change; the files stay few.
    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    /// <summary>The key of a URI; an error where it is none.</summary>
    public static string KeyOf(string uri)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed))
        {
            throw new RpcException(RpcError.InvalidParams, $"`{uri}` is no URI");
        }

        if (!parsed.IsFile)
        {
            return uri;
        }

        string path = parsed.LocalPath;
        bool hasDrive = path.Length > 2 && path[0] is '/' or '\\' && char.IsAsciiLetter(path[1]) && path[2] == ':';
        return Path.TrimEndingDirectorySeparator(hasDrive && OperatingSystem.IsWindows() ? Path.GetFullPath(path[1..]) : path);
    }

    /// <summary>Whether a key is a file's.</summary>
    public static bool IsFile(string key) => Path.IsPathFullyQualified(key);

    /// <summary>The URI of a file.</summary>
    public static string Of(string path) => Known.GetOrAdd(path, static p => Uri.UriSchemeFile + "://" + string.Join('/', p.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString)));

    /// <summary>The name of a key relative to a folder, with `/`; null where it lies elsewhere.</summary>
    public static string? Below(string folder, string key)
    {
        string prefix = Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar;
        return key.StartsWith(prefix, StringComparison.Ordinal) ? key[prefix.Length..].Replace('\\', '/') : null;
    }
}
