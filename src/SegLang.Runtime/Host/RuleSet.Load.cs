using System.Diagnostics.CodeAnalysis;
using SegLang.Runtime;

namespace SegLang;

public sealed partial class RuleSet
{
    /// <summary>
    /// Loads rules that `seg build` compiled. The file's manifest is checked over the very bytes that are loaded; what is missing, extra or different is a
    /// <see cref="RuleSetException"/> that names it, and nothing is loaded. Compiled rules are code: load what you would link, and pin its hash.
    /// </summary>
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

    /// <summary>Loads rules that `seg build` compiled, from the bytes of the file, checked in the same way.</summary>
    [RequiresUnreferencedCode("Loads an assembly; rules that are compiled with the app need none.")]
    public static RuleSet Load(ReadOnlyMemory<byte> assembly, RuleLoadOptions? options = null)
    {
        ReadOnlySpan<byte> file = assembly.Span;
        byte[] image = TrustCheck.Open(file, options ?? new RuleLoadOptions());
        RuleProgram program;
        try
        {
            program = ProgramLoader.Load(image);
        }
        catch (Exception e) when (e is BadImageFormatException or TypeLoadException or MissingMethodException or FileLoadException)
        {
            throw new RuleSetException("the rules do not run on this runtime: they were compiled for another version", e);
        }

        TrustCheck.Confirm(program, file);
        return new(program);
    }
}
