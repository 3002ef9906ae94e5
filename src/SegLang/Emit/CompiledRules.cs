using SegLang.Runtime;

namespace SegLang.Emit;

/// <summary>
/// A compiled rule set: the bytes of its assembly, which runs with only SegLang.Runtime beside it. <see cref="Load"/> gives the program in a
/// context of its own, which is collected when nothing refers to the program any more.
/// </summary>
public sealed class CompiledRules
{
    private RuleProgram? program;

    /// <summary>Takes the bytes of an assembly that this compiler has made.</summary>
    public CompiledRules(byte[] assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        Assembly = assembly;
        Hash = ContentHash.Of(assembly);
    }

    /// <summary>The assembly with its manifest, as a file has it.</summary>
    public byte[] Assembly { get; }

    /// <summary>The SHA-256 of the file in lower-case hex digits.</summary>
    public string Hash { get; }

    /// <summary>The program with its params at their defaults; loaded once.</summary>
    public RuleProgram Program => program ??= Load();

    /// <summary>A new instance of the program in a new context.</summary>
    public RuleProgram Load() => ProgramLoader.Load(Assembly);
}
