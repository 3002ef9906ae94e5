namespace SegLang;

/// <summary>Says which field of the rules a property, a field or an enum's member stands for, where the names differ.</summary>
/// <param name="name">The name in the rules; `time` and `order` of events too.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SegFieldAttribute(string name) : Attribute
{
    /// <summary>The name in the rules.</summary>
    public string Name { get; } = name;
}

/// <summary>Says which event type of the rules a class, or a property or field with a list of events, stands for, where the names differ.</summary>
/// <param name="name">The name in the rules.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SegEventAttribute(string name) : Attribute
{
    /// <summary>The name in the rules.</summary>
    public string Name { get; } = name;
}

/// <summary>Says that a property, a field or an enum's member has no part in the rules, whatever its name.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SegIgnoreAttribute : Attribute;
