using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using SegLang.Runtime;

namespace SegLang;

public sealed partial class RuleSet
{
    /// <summary>Loads rules that `seg build` compiled. What is not as it should be is a <see cref="RuleSetException"/> that says which.</summary>
    [RequiresUnreferencedCode("Loads an assembly; rules that are compiled with the app need none.")]
    public static RuleSet Load(string path, RuleLoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return Load(File.ReadAllBytes(path), options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuleSetException($"`{path}` cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Loads rules that `seg build` compiled, from the bytes of the file.</summary>
    [RequiresUnreferencedCode("Loads an assembly; rules that are compiled with the app need none.")]
    public static RuleSet Load(ReadOnlyMemory<byte> assembly, RuleLoadOptions? options = null)
    {
        byte[] bytes = assembly.ToArray();
        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (options?.Hash is { } pinned && !string.Equals(pinned, hash, StringComparison.OrdinalIgnoreCase))
        {
            throw new RuleSetException($"different: the file's SHA-256 is {hash}, but {pinned} is demanded");
        }

        return new(ProgramLoader.Load(bytes));
    }
}
