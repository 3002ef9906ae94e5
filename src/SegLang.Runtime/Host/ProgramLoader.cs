using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;

namespace SegLang.Runtime;

/// <summary>Makes a program of the bytes of an assembly, in a context of its own that is collected when nothing refers to the program any more.</summary>
internal static class ProgramLoader
{
    private const string ProgramName = "SegLang.Emitted.Rules";

    // What a context costs the process beside its objects, which the collector does not see: about 150 kB, and with its code some times the file.
    private const int Cost = 150_000;
    private const int CostPerByte = 4;

    /// <summary>A program with its params at their defaults. Nothing is checked: for bytes that are trusted.</summary>
    [RequiresUnreferencedCode("Loads an assembly.")]
    public static RuleProgram Load(byte[] assembly)
    {
        AssemblyLoadContext context = new("SegLang rules", isCollectible: true);
        context.Resolving += (_, name) => name.Name == typeof(RuleProgram).Assembly.GetName().Name ? typeof(RuleProgram).Assembly : null;
        Burden(context, Cost + ((long)CostPerByte * assembly.Length));
        using MemoryStream stream = new(assembly);
        Type type = context.LoadFromStream(stream).GetType(ProgramName) ?? throw new BadImageFormatException("the assembly holds no rules");
        return (RuleProgram)(Activator.CreateInstance(type) ?? throw new BadImageFormatException("the rules cannot be created"));
    }

    // So that the collector comes before many contexts that nobody uses any more have gathered.
    private static void Burden(AssemblyLoadContext context, long bytes)
    {
        GC.AddMemoryPressure(bytes);
        context.Unloading += _ => GC.RemoveMemoryPressure(bytes);
    }
}
