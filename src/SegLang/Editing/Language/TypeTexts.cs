namespace SegLang.Editing;

/// <summary>The short texts about the built-in types.</summary>
public static class TypeTexts
{
    /// <summary>The names of the built-in types as they are written most often.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["bool", "text", "int", "decimal", "money", "number", "date", "datetime", "duration"];

    /// <summary>What a built-in type holds, or null.</summary>
    public static string? Of(string name) => name switch
    {
        "bool" => "True or false.",
        "text" => "Text; compared by code point.",
        "int" => "A whole number of 64 bits.",
        "decimal" => "An exact number with a fixed number of decimals: `decimal(2)`.",
        "money" => "An exact amount of one currency: `money(EUR)`.",
        "number" => "A 64-bit float: inexact, so it is not summed.",
        "date" => "A calendar day.",
        "datetime" => "An instant, to the microsecond.",
        "duration" => "Elapsed time.",
        "Weekday" => "`monday` … `sunday`.",
        _ => null,
    };
}
