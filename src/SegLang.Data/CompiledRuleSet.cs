using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Emit;
using SegLang.Plan;
using SegLang.Reference;
using SegLang.Runtime;

namespace SegLang.Data;

/// <summary>Compiled rules, and the names of what the compiled engine does not evaluate. What was compiled once comes from the cache, without Roslyn.</summary>
public sealed record CompiledRuleSet(RuleProgram Program, ImmutableArray<string> LeftOut)
{
    /// <summary>The rules that the cache holds under a key of <see cref="ContentHash"/>; null where it holds none.</summary>
    public static CompiledRuleSet? FromCache(string key)
    {
        if (CompiledCache.Read(key) is not { } entry)
        {
            return null;
        }

        try
        {
            using BinaryReader reader = new(new MemoryStream(entry));
            string[] leftOut = new string[reader.ReadInt32()];
            for (int i = 0; i < leftOut.Length; i++)
            {
                leftOut[i] = reader.ReadString();
            }

            return new(new CompiledRules(reader.ReadBytes(reader.ReadInt32())).Program, [.. leftOut]);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or TypeLoadException or MissingMethodException)
        {
            return null;
        }
    }

    /// <summary>Compiles rules, and keeps them under a key where one is given; null where the compiled engine refuses them.</summary>
    public static CompiledRuleSet? Compile(BoundRuleSet rules, RuleUse use, string? key, out ImmutableArray<Diagnostic> refusals)
    {
        (BoundRuleSet evaluated, ImmutableArray<string> leftOut) = Evaluable(rules);
        if (RuleCompiler.TryCompile(evaluated, use, out refusals) is not { } compiled)
        {
            return null;
        }

        if (key is not null)
        {
            CompiledCache.Write(key, Entry(leftOut, compiled.Assembly));
        }

        return new(compiled.Program, leftOut);
    }

    /// <summary>The rules without the definitions that build on the population, and the names of those.</summary>
    public static (BoundRuleSet Rules, ImmutableArray<string> LeftOut) Evaluable(BoundRuleSet rules)
    {
        ILookup<bool, BoundDefinition> parts = rules.Definitions.ToLookup(d => ReferenceSupport.Refusal(rules, d, runsJourneys: true) is null);
        return (
            rules with { Definitions = [.. parts[true]] },
            [.. parts[false].Select(d => d.Symbol.Name).Order(StringComparer.Ordinal)]);
    }

    private static byte[] Entry(ImmutableArray<string> leftOut, byte[] assembly)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(leftOut.Length);
        foreach (string name in leftOut)
        {
            writer.Write(name);
        }

        writer.Write(assembly.Length);
        writer.Write(assembly);
        writer.Flush();
        return stream.ToArray();
    }
}
