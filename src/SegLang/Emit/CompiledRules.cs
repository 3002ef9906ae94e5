using System.Reflection;
using System.Runtime.Loader;
using SegLang.Runtime;

namespace SegLang.Emit;

/// <summary>
/// A compiled rule set: the bytes of its assembly, which runs with only SegLang.Runtime beside it. <see cref="Load"/> gives the program in a
/// context of its own, which is collected when nothing refers to the program any more.
/// </summary>
public sealed class CompiledRules
{
    private const string ProgramName = "SegLang.Emitted.Rules";
    private RuleProgram? program;

    /// <summary>Takes the bytes of an assembly that this compiler has made.</summary>
    public CompiledRules(byte[] assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        Assembly = assembly;
        Hash = ContentHash.Of(assembly);
    }

    /// <summary>The assembly.</summary>
    public byte[] Assembly { get; }

    /// <summary>The SHA-256 of the assembly in lower-case hex digits.</summary>
    public string Hash { get; }

    /// <summary>The program with its params at their defaults; loaded once.</summary>
    public RuleProgram Program => program ??= Load();

    /// <summary>A new instance of the program in a new context.</summary>
    public RuleProgram Load()
    {
        AssemblyLoadContext context = new("SegLang rules", isCollectible: true);
        context.Resolving += (_, name) => name.Name == typeof(RuleProgram).Assembly.GetName().Name ? typeof(RuleProgram).Assembly : null;
        using MemoryStream stream = new(Assembly);
        Assembly loaded = context.LoadFromStream(stream);
        Type type = loaded.GetType(ProgramName) ?? throw new BadImageFormatException("the assembly holds no rules");
        return (RuleProgram)(Activator.CreateInstance(type) ?? throw new BadImageFormatException("the rules cannot be created"));
    }
}
