namespace SegLang.Runtime;

/// <summary>Types of the language for messages.</summary>
internal static class LanguageTypes
{
    /// <summary>A field's type as the language writes it.</summary>
    public static string Name(FieldSchema field) => field.Kind switch
    {
        FieldKind.Decimal => $"decimal({field.Scale})",
        FieldKind.Money => $"money({field.Currency})",
        FieldKind.Enum => $"enum {{ {string.Join(", ", field.Members)} }}",
        FieldKind.Set => $"set of {(field.Element is { } element ? Name(element) : "")}",
        FieldKind.List => "list",
        _ => field.Kind.ToString().ToLowerInvariant(),
    };
}
