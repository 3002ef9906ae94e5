using System.Collections.Immutable;

namespace SegLang.Binding;

/// <summary>The functions of the language; what each does is its row in <see cref="Functions"/>.</summary>
public enum FunctionKind
{
    /// <summary>lower(text): the simple Unicode lower case of every code point, then NFC.</summary>
    Lower,

    /// <summary>upper(text): the simple Unicode upper case of every code point, then NFC.</summary>
    Upper,

    /// <summary>trim(text): without white space (Unicode White_Space) at both ends.</summary>
    Trim,

    /// <summary>length(text): the number of code points.</summary>
    Length,

    /// <summary>abs(x) of int, decimal, money, number, duration: the same type.</summary>
    Abs,

    /// <summary>round(x, d) of a decimal or money, d a constant in 0 … 9: scale d, half away from zero.</summary>
    Round,

    /// <summary>floor(x) of decimal or number: int; of money: money of scale 0.</summary>
    Floor,

    /// <summary>ceil(x), likewise.</summary>
    Ceil,

    /// <summary>mod(a, b) of exact numbers: the larger scale, with the sign of a; mod 0 is unknown.</summary>
    Mod,

    /// <summary>least(a, b, …): arguments have the type of the result.</summary>
    Least,

    /// <summary>greatest(a, b, …)</summary>
    Greatest,

    /// <summary>size(set or list): how many elements.</summary>
    Size,

    /// <summary>sample(share, "salt"): arguments are constants, decimal and text.</summary>
    Sample,

    /// <summary>anniversary(date): the next one, today included; 29 February falls on the 28th in common years.</summary>
    Anniversary,
}

/// <summary>A row of the table: a function's name, its parameters, what it does, and an example with its value.</summary>
public sealed record FunctionRow(
    FunctionKind Kind, string Name, string Signature, int MinimumArguments, int MaximumArguments, string Doc,
    string Example, string ExampleValue);

/// <summary>The table of functions: it feeds the binder, completion, hover and the reference page; the examples run as tests.</summary>
public static class Functions
{
    /// <summary>All rows.</summary>
    public static ImmutableArray<FunctionRow> Rows { get; } =
    [
        new(FunctionKind.Lower, "lower", "lower(text): text", 1, 1, "The text in lower case, code point by code point.", "lower(\"Köln\")", "\"köln\""),
        new(FunctionKind.Upper, "upper", "upper(text): text", 1, 1, "The text in upper case, code point by code point.", "upper(\"Köln\")", "\"KÖLN\""),
        new(FunctionKind.Trim, "trim", "trim(text): text", 1, 1, "The text without white space at both ends.", "trim(\" a b \")", "\"a b\""),
        new(FunctionKind.Length, "length", "length(text): int", 1, 1, "The number of code points.", "length(\"Straße\")", "6"),
        new(FunctionKind.Abs, "abs", "abs(x)", 1, 1, "The magnitude, in the same type.", "abs(-2.5)", "2.5"),
        new(FunctionKind.Round, "round", "round(x, digits)", 2, 2, "A decimal or money rounded to that many decimals, half away from zero.", "round(2.345, 2)", "2.35"),
        new(FunctionKind.Floor, "floor", "floor(x): int", 1, 1, "The greatest whole number not above x; money stays money.", "floor(-2.5)", "-3"),
        new(FunctionKind.Ceil, "ceil", "ceil(x): int", 1, 1, "The smallest whole number not below x; money stays money.", "ceil(-2.5)", "-2"),
        new(FunctionKind.Mod, "mod", "mod(x, y)", 2, 2, "What is left of x after dividing by y, with the sign of x.", "mod(-7, 3)", "-1"),
        new(FunctionKind.Least, "least", "least(x, y, …)", 1, 64, "The smallest of the values; unknown if one is.", "least(3, 1, 2)", "1"),
        new(FunctionKind.Greatest, "greatest", "greatest(x, y, …)", 1, 64, "The greatest of the values; unknown if one is.", "greatest(3, 1, 2)", "3"),
        new(FunctionKind.Size, "size", "size(set or list): int", 1, 1, "The number of elements.", "size([\"a\", \"b\", \"a\"])", "2"),
        new(FunctionKind.Sample, "sample", "sample(share, \"salt\"): bool", 2, 2, "A deterministic, evenly spread choice of that share of all profiles.", "sample(100%, \"a\")", "true"),
        new(FunctionKind.Anniversary, "anniversary", "anniversary(date): date", 1, 1, "The next return of that day, today included; 29 February falls on the 28th in common years.", "days until anniversary(today)", "0"),
    ];

    /// <summary>The row of a name, or null.</summary>
    public static FunctionRow? Find(string name) => Rows.FirstOrDefault(r => r.Name == name);
}
