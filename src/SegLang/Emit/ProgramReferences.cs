using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;
using SegLang.Runtime;

namespace SegLang.Emit;

/// <summary>What compiled rules refer to, as this process has it in memory: so rules compile in an app of a single file, too, and nothing is read.</summary>
internal static class ProgramReferences
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> Known = new(Find);

    /// <summary>The references, always in the same order.</summary>
    public static ImmutableArray<MetadataReference> All => Known.Value;

    private static ImmutableArray<MetadataReference> Find() =>
    [
        ReferTo(typeof(RuleProgram).Assembly),
        ReferTo(Assembly.Load("System.Collections")),
        ReferTo(typeof(ImmutableArray).Assembly),
        ReferTo(typeof(object).Assembly),
        ReferTo(Assembly.Load("System.Runtime")),
    ];

    // The metadata lives as long as the assembly, and each of these lives as long as this class.
    private static unsafe PortableExecutableReference ReferTo(Assembly assembly) =>
        assembly.TryGetRawMetadata(out byte* metadata, out int size)
            ? AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((nint)metadata, size)).GetReference()
            : throw new NotSupportedException($"the assembly {assembly.GetName().Name} has no metadata, without which rules cannot be compiled");
}
