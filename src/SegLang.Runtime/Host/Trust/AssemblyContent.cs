using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace SegLang.Runtime;

/// <summary>What an assembly of compiled rules holds and refers to, read without loading it: nothing but what rules need.</summary>
internal static class AssemblyContent
{
    private static readonly HashSet<string> SystemTypes =
    [
        "Array", "ArgumentOutOfRangeException", "BitConverter", "Boolean", "Byte", "Char", "Convert", "Converter`2", "Double", "Func`2", "Int128", "Int32", "Int64",
        "InvalidOperationException", "Math", "NotSupportedException", "Nullable`1", "Object", "ReadOnlySpan`1", "RuntimeFieldHandle", "Span`1", "String",
        "ValueTuple`2", "ValueTuple`3", "ValueType",
    ];

    private static readonly HashSet<string> OtherTypes =
    [
        "System.Collections.Generic.Dictionary`2", "System.Collections.Generic.HashSet`1", "System.Collections.Generic.IEnumerable`1",
        "System.Collections.Generic.IReadOnlyDictionary`2", "System.Collections.Generic.List`1", "System.Collections.Immutable.ImmutableArray",
        "System.Collections.Immutable.ImmutableArray`1", "System.Diagnostics.DebuggableAttribute", "System.Reflection.AssemblyMetadataAttribute",
        "System.Runtime.CompilerServices.RuntimeHelpers", "System.Runtime.CompilerServices.Unsafe", "System.Runtime.CompilerServices.IsExternalInit",
        "System.Runtime.InteropServices.ImmutableCollectionsMarshal", "System.Runtime.InteropServices.InAttribute", "System.Runtime.InteropServices.MemoryMarshal",
    ];

    /// <summary>The manifest that the compiler has put inside, null without one, and what there is that rules do not need.</summary>
    public static (string? Manifest, IEnumerable<string> Problems) Inspect(byte[] assembly)
    {
        try
        {
            using MemoryStream stream = new(assembly);
            using PEReader reader = new(stream);
            MetadataReader metadata = reader.GetMetadataReader();
            return (ManifestOf(metadata), [.. Strange(reader, metadata)]);
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException or OverflowException or ArgumentException)
        {
            return (null, ["different: the assembly cannot be read"]);
        }
    }

    private static IEnumerable<string> Strange(PEReader reader, MetadataReader metadata)
    {
        if (reader.PEHeaders.CorHeader is not { Flags: CorFlags.ILOnly, EntryPointTokenOrRelativeVirtualAddress: 0 })
        {
            yield return "extra: native code or an entry point in the assembly";
        }

        (TableIndex Table, string What)[] unwanted =
        [
            (TableIndex.ManifestResource, "a resource"), (TableIndex.ModuleRef, "a native library"), (TableIndex.ImplMap, "a native method"),
            (TableIndex.File, "another file"), (TableIndex.ExportedType, "a forwarded type"),
        ];
        foreach ((_, string what) in unwanted.Where(u => metadata.GetTableRowCount(u.Table) > 0))
        {
            yield return $"extra: {what} in the assembly";
        }

        foreach (string name in metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name)).Where(n => !IsNeeded(n)))
        {
            yield return $"extra: a reference to assembly `{name}`";
        }

        foreach (string name in metadata.TypeReferences.Select(r => NameOf(metadata, metadata.GetTypeReference(r))).OfType<string>().Where(n => !IsNeededType(n)))
        {
            yield return $"extra: a reference to type `{name}`";
        }

        foreach (string name in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Where(t => !IsOfCompiler(metadata, t)).Select(t => metadata.GetString(t.Name)))
        {
            yield return $"extra: type `{name}` in the assembly";
        }
    }

    private static bool IsNeeded(string assembly) => assembly == "SegLang.Runtime" || assembly.StartsWith("System.", StringComparison.Ordinal);

    private static bool IsNeededType(string name) => name.StartsWith("SegLang.Runtime.", StringComparison.Ordinal)
        || (name.StartsWith("System.", StringComparison.Ordinal) && SystemTypes.Contains(name[7..]))
        || OtherTypes.Contains(name)
        || (name.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal) && name.EndsWith("Attribute", StringComparison.Ordinal));

    // Null for a type inside another, which stands for itself.
    private static string? NameOf(MetadataReader metadata, TypeReference type) =>
        type.ResolutionScope.Kind == HandleKind.TypeReference ? null : $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";

    private static bool IsOfCompiler(MetadataReader metadata, TypeDefinition type)
    {
        string space = metadata.GetString(type.Namespace);
        string name = metadata.GetString(type.Name);
        return !type.GetDeclaringType().IsNil
            || (space.Length == 0 && name.StartsWith('<'))
            || (space == "SegLang.Emitted" && name is "Rules" or "Evaluator`1");
    }

    private static string? ManifestOf(MetadataReader metadata)
    {
        foreach (CustomAttribute attribute in metadata.GetAssemblyDefinition().GetCustomAttributes().Select(metadata.GetCustomAttribute))
        {
            BlobReader value = metadata.GetBlobReader(attribute.Value);
            if (attribute.Constructor.Kind == HandleKind.MemberReference && IsMetadata(metadata, (MemberReferenceHandle)attribute.Constructor)
                && value.ReadUInt16() == 1 && value.ReadSerializedString() == SealedRules.InnerName)
            {
                return value.ReadSerializedString();
            }
        }

        return null;
    }

    private static bool IsMetadata(MetadataReader metadata, MemberReferenceHandle constructor) =>
        metadata.GetMemberReference(constructor).Parent is { Kind: HandleKind.TypeReference } type
        && NameOf(metadata, metadata.GetTypeReference((TypeReferenceHandle)type)) == "System.Reflection.AssemblyMetadataAttribute";
}
