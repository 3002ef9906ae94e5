using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Editing;

/// <summary>Types as a reader of rules writes them, with `?` where a value may be unknown.</summary>
internal static class TypeText
{
    /// <summary>The type of a bound expression.</summary>
    public static string Of(BoundExpression expression) => Of(expression.Type, expression.MayBeUnknown);

    /// <summary>The type of a field.</summary>
    public static string Of(FieldSymbol field) => Of(field.Type, field.IsOptional);

    /// <summary>A type; sets and lists are empty instead of unknown.</summary>
    public static string Of(SegType type, bool mayBeUnknown) => mayBeUnknown && type is not (SetType or ListType) ? type.Name + "?" : type.Name;
}
