using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SegLang.Plan;
using SegLang.Runtime;

namespace SegLang.Emit;

/// <summary>
/// What a compiled rule set is filed under: a SHA-256, in lower-case hex digits, over everything that its assembly depends on.
/// </summary>
public static class ContentHash
{
    /// <summary>The version of the compiler, with the identity of its build.</summary>
    public static string CompilerVersion { get; } = VersionOf(typeof(ContentHash));

    /// <summary>The version of the runtime, with the identity of its build.</summary>
    public static string RuntimeVersion { get; } = VersionOf(typeof(RuleProgram));

    // The zone data is part of the library that reads it; to ask for its own version would mean to read it.
    private static string ZoneDataVersion { get; } = VersionOf(typeof(NodaTime.DateTimeZone));

    /// <summary>
    /// The key of a rule set's assembly: its files (path and text, in any order), what it is for, the compiler, the runtime, the newest edition and the zone data.
    /// Nothing needs to be parsed for it.
    /// </summary>
    public static string KeyOf(IEnumerable<SegLang.Text.SourceText> sources, RuleUse use)
    {
        ArgumentNullException.ThrowIfNull(sources);
        StringBuilder all = new();
        foreach (string part in new[] { CompilerVersion, RuntimeVersion, ZoneDataVersion, use.ToString() })
        {
            Append(all, part);
        }

        foreach (SegLang.Text.SourceText source in sources.OrderBy(s => s.Path, StringComparer.Ordinal))
        {
            Append(all, source.Path);
            Append(all, source.Content);
        }

        return Of(all.ToString());
    }

    /// <summary>The hash of the texts that definitions of a rule set stand in, with their paths.</summary>
    public static string OfRules(SegLang.Binding.BoundRuleSet rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        StringBuilder all = new();
        foreach (SegLang.Text.SourceText source in rules.Definitions.Select(d => d.Symbol.Source).Append(rules.Profile.Source).OfType<SegLang.Text.SourceText>()
            .Concat(rules.Params.Select(p => p.Source).OfType<SegLang.Text.SourceText>()).DistinctBy(s => s.Path).OrderBy(s => s.Path, StringComparer.Ordinal))
        {
            Append(all, source.Path);
            Append(all, source.Content);
        }

        return Of(all.ToString());
    }

    /// <summary>The hash of a text.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>The hash of bytes.</summary>
    public static string Of(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    // Lengths first, so that no two lists of parts read the same.
    private static void Append(StringBuilder all, string part) =>
        all.Append(part.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(part);

    private static string VersionOf(Type type) => $"{type.Assembly.GetName().Version} {type.Module.ModuleVersionId:N}";
}
