using System.Collections.Immutable;
using System.Reflection;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Tests.Build;

/// <summary>An object of an app: implements an interface that was made from rules, with the values of a test.</summary>
public class HostObject : DispatchProxy
{
    private readonly Dictionary<string, object?> values = [];

    /// <summary>A profile or record with values by ordinal.</summary>
    public static object Of(Type type, SchemaSymbol schema, ImmutableArray<object?> fields) => Of(type, schema, fields, []);

    /// <summary>An event.</summary>
    public static object Of(Type type, EventFacts happened) => Of(
        type,
        happened.Event,
        happened.Fields,
        happened.Event.OrderColumn is null ? [HostValues.ToInstant(happened.Time)] : [HostValues.ToInstant(happened.Time), happened.Order]);

    // Properties stand in the order of the fields, what every event has first.
    private static object Of(Type type, SchemaSymbol schema, ImmutableArray<object?> fields, object[] first)
    {
        object made = Create(type, typeof(HostObject));
        PropertyInfo[] properties = type.GetProperties();
        FieldSymbol[] given = [.. schema.Fields.Where(f => !f.IsComputed)];
        Assert.Equal(first.Length + given.Length, properties.Length);
        for (int i = 0; i < properties.Length; i++)
        {
            int place = i - first.Length;
            object? value = place < 0 ? first[i] : ToHost(properties[i].PropertyType, given[place].Type, fields[given[place].Ordinal]);
            ((HostObject)made).values.Add($"get_{properties[i].Name}", value);
        }

        return made;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => values[targetMethod!.Name];

    /// <summary>A value of the compiler as an app holds it.</summary>
    public static object? ToHost(Type type, SegType held, object? value) => value switch
    {
        null => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? Array.CreateInstance(type.GenericTypeArguments[0], 0) : null,
        SetValue set => List(type, [.. set.Items.Select(v => ToHost(type.GenericTypeArguments[0], ((SetType)held).Element, v))]),
        ImmutableArray<RecordValue> records =>
            List(type, [.. records.Select(r => Of(type.GenericTypeArguments[0], ((ListType)held).Element, r.Fields))]),
        _ => Scalar(Nullable.GetUnderlyingType(type) ?? type, held.Scale ?? 0, value),
    };

    /// <summary>A scalar of the compiler as an app holds it.</summary>
    public static object Scalar(Type type, int scale, object value) => (type, value) switch
    {
        ({ IsEnum: true }, int ordinal) => Enum.ToObject(type, ordinal),
        (_, int days) => HostValues.ToDate(days),
        (_, long unscaled) when type == typeof(decimal) => HostValues.ToDecimal(unscaled, scale),
        (_, long micros) when type == typeof(DateTimeOffset) => HostValues.ToInstant(micros),
        (_, long micros) when type == typeof(TimeSpan) => HostValues.ToDuration(micros),
        _ => value,
    };

    private static Array List(Type type, object?[] items)
    {
        Array list = Array.CreateInstance(type.GenericTypeArguments[0], items.Length);
        items.CopyTo(list, 0);
        return list;
    }
}
