using System.Collections.Immutable;
using SegLang.Runtime;

namespace SegLang;

/// <summary>What the compiler recorded of a rule set.</summary>
/// <param name="Lines">Names and values, in the order in which they were written.</param>
public sealed record RuleManifest(ImmutableArray<KeyValuePair<string, string>> Lines)
{
    /// <summary>A value by name; null where there is none.</summary>
    public string? this[string name] => Lines.FirstOrDefault(l => l.Key == name).Value;

    /// <summary>The compiler's version, with the identity of its build.</summary>
    public string Compiler => this["compiler"] ?? "";

    /// <summary>The edition of the language.</summary>
    public string Edition => this["edition"] ?? "";

    /// <summary>The zone's IANA name.</summary>
    public string Zone => this["zone"] ?? "";

    /// <summary>The version of the zone data.</summary>
    public string ZoneData => this["zoneData"] ?? "";

    /// <summary>The SHA-256 of the schema.</summary>
    public string Schema => this["schema"] ?? "";

    /// <summary>The SHA-256 of the rules' texts.</summary>
    public string Rules => this["rules"] ?? "";

    internal static RuleManifest Of(RuleProgram program) => new(
    [
        .. program.Manifest.Split('\n').Select(l => l.Split('=', 2)).Where(p => p.Length == 2).Select(p => KeyValuePair.Create(p[0], p[1])),
    ]);
}
