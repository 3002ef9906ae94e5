using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace SegLang.Runtime;

/// <summary>Which host types hold which kinds of fields, and by what method of <see cref="HostValues"/>.</summary>
internal static class HostConversions
{
    private static readonly HashSet<Type> Integers =
        [typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong)];

    /// <summary>Whether a member of that type, or of its nullable form, can hold the field's values.</summary>
    public static bool Fits(FieldSchema field, Type type)
    {
        Type inner = Nullable.GetUnderlyingType(type) ?? type;
        return field.Kind switch
        {
            FieldKind.Bool => inner == typeof(bool),
            FieldKind.Text => type == typeof(string) || type == typeof(Guid),
            FieldKind.Int => Integers.Contains(inner),
            FieldKind.Decimal or FieldKind.Money => inner == typeof(decimal) || Integers.Contains(inner),
            FieldKind.Number => inner == typeof(double) || inner == typeof(float) || inner == typeof(decimal) || Integers.Contains(inner),
            FieldKind.Date => inner == typeof(DateOnly),
            FieldKind.DateTime => inner == typeof(DateTimeOffset) || inner == typeof(DateTime),
            FieldKind.Duration => inner == typeof(TimeSpan),
            FieldKind.Enum => inner.IsEnum || type == typeof(string),
            _ => false,
        };
    }

    /// <summary>The host types for a kind, for people.</summary>
    public static string Wanted(FieldKind kind) => kind switch
    {
        FieldKind.Bool => "`bool`",
        FieldKind.Text => "`string`",
        FieldKind.Int => "`int` or `long`",
        FieldKind.Decimal or FieldKind.Money => "`decimal`",
        FieldKind.Number => "`double`",
        FieldKind.Date => "`DateOnly`",
        FieldKind.DateTime => "`DateTimeOffset` or `DateTime`",
        FieldKind.Duration => "`TimeSpan`",
        FieldKind.Enum => "an enum or `string`",
        FieldKind.Set => "an array or list of plain values",
        _ => "an array or list of objects",
    };

    /// <summary>The method that takes a value (nullable as the member is) to the field's form; not for enums.</summary>
    [RequiresUnreferencedCode("Chooses a generic method by reflection.")]
    public static MethodInfo Method(FieldSchema field, Type type)
    {
        string name = field.Kind switch
        {
            FieldKind.Bool => nameof(HostValues.Bool),
            FieldKind.Text => nameof(HostValues.Text),
            FieldKind.Number => nameof(HostValues.Number),
            FieldKind.Date => nameof(HostValues.Date),
            FieldKind.DateTime => nameof(HostValues.Instant),
            FieldKind.Duration => nameof(HostValues.Duration),
            _ => nameof(HostValues.Exact),
        };
        MethodInfo[] all = [.. typeof(HostValues).GetMethods().Where(m => m.Name == name && m.ReturnType == typeof(bool))];
        if (Array.Find(all, m => !m.IsGenericMethod && m.GetParameters()[0].ParameterType == type) is { } exact)
        {
            return exact;
        }

        bool isNullable = Nullable.GetUnderlyingType(type) is not null;
        MethodInfo generic = Array.Find(all, m => m.IsGenericMethod && m.GetParameters()[0].ParameterType.IsGenericType == isNullable)
            ?? throw new InvalidOperationException(type.Name);
        return generic.MakeGenericMethod(Nullable.GetUnderlyingType(type) ?? type);
    }
}
