using System.Collections.Immutable;

namespace SegLang.Emit;

/// <summary>How the C# of a rule set is named in an app.</summary>
/// <param name="Namespace">The namespace of the public types; empty for none.</param>
/// <param name="ClassName">The static class with a member for each rule, such as `ShopRules`.</param>
public sealed record TypedOptions(string Namespace, string ClassName)
{
    /// <summary>Values for params by name, in the forms of <see cref="SegLang.Runtime.ParamSchema.Default"/>; the others keep the default of the rules.</summary>
    public ImmutableDictionary<string, object> Params { get; init; } = ImmutableDictionary<string, object>.Empty;

    /// <summary>The class of a rule set unless another is asked for: `ShopRules` of `Shop`.</summary>
    public static string ClassNameOf(string ruleSet)
    {
        string name = TypedNames.Pascal(ruleSet);
        return name.EndsWith("Rules", StringComparison.Ordinal) ? name : name + "Rules";
    }

    /// <summary>What names of further types begin with: `Shop` of `ShopRules`.</summary>
    public string Prefix => ClassName.EndsWith("Rules", StringComparison.Ordinal) && ClassName.Length > 5 ? ClassName[..^5] : ClassName;

    /// <summary>Whether the names can be written in C#: identifiers, none of them a keyword.</summary>
    public bool IsValid => TypedNames.IsIdentifier(ClassName) && (Namespace.Length == 0 || Namespace.Split('.').All(TypedNames.IsIdentifier));
}
