using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace SegLang.Runtime;

/// <summary>How the members of a host's classes stand for what rules read; checked, so that a reader can be made of it.</summary>
/// <param name="Subject">What is evaluated: a profile, or a profile with its events.</param>
/// <param name="Path">The members that lead from the subject to the profile; none where it is the profile itself.</param>
/// <param name="Profile">The profile's class.</param>
/// <param name="Fields">The profile's fields by ordinal.</param>
/// <param name="Events">The events by type ordinal.</param>
internal sealed record HostShape(
    Type Subject, ImmutableArray<MemberInfo> Path, Type Profile, ImmutableArray<HostField> Fields, ImmutableArray<HostEvents> Events)
{
    /// <summary>How the host calls its members.</summary>
    public HostNames Names() => new(
        [.. Fields.Select(f => Name(Profile, f))], [.. Events.Select(e => e.Fields.Select(f => Name(e.Element, f)).ToArray())]);

    private static string? Name(Type owner, HostField field) => field.Member is { } member ? HostMembers.Show(owner, member) : null;
}

/// <summary>A field and the member that gives it; null where none does, so that the field has its default or is unknown.</summary>
/// <param name="Schema">The field.</param>
/// <param name="Member">The property or field of the host.</param>
/// <param name="Items">For sets and lists, what its elements are.</param>
internal sealed record HostField(FieldSchema Schema, MemberInfo? Member, HostItemType? Items)
{
    /// <summary>What the member gives.</summary>
    public Type Type => Member?.ValueType() ?? typeof(void);
}

/// <summary>A list of the host.</summary>
/// <param name="Element">Its elements' type.</param>
/// <param name="Parts">For records, the fields by ordinal; empty for sets.</param>
internal sealed record HostItemType(Type Element, ImmutableArray<HostField> Parts);

/// <summary>The events of a type; without a path there are none.</summary>
/// <param name="Schema">The event type.</param>
/// <param name="Path">The members that lead from the subject to the list; null where there is none.</param>
/// <param name="Collection">The list's type.</param>
/// <param name="Element">The events' class.</param>
/// <param name="Time">The member with the instant.</param>
/// <param name="Order">The member with the order, or null.</param>
/// <param name="Fields">The fields by ordinal.</param>
internal sealed record HostEvents(
    EventSchema Schema,
    ImmutableArray<MemberInfo>? Path,
    Type Collection,
    Type Element,
    MemberInfo? Time,
    MemberInfo? Order,
    ImmutableArray<HostField> Fields);

/// <summary>What reflection says of members, in short.</summary>
internal static class HostMembers
{
    /// <summary>The type of a property's or field's values.</summary>
    public static Type ValueType(this MemberInfo member) => member switch
    {
        PropertyInfo property => property.PropertyType,
        FieldInfo field => field.FieldType,
        _ => throw new ArgumentException(member.Name, nameof(member)),
    };

    /// <summary>The element's type of an array, list or another collection; null where it is none.</summary>
    [RequiresUnreferencedCode("Reads the interfaces of the host's classes by reflection.")]
    public static Type? ElementOf(Type type)
    {
        if (type.IsSZArray)
        {
            return type.GetElementType();
        }

        if (IsReadByPlace(type))
        {
            return type.GetGenericArguments()[0];
        }

        Type[] elements = type == typeof(string) ? [] : [.. type.GetInterfaces().Append(type).Where(IsEnumerable).Select(i => i.GetGenericArguments()[0])];
        return elements is [var only] ? only : null;
    }

    /// <summary>Whether items are read where they lie; those of other collections are copied once an evaluation.</summary>
    public static bool IsReadByPlace(Type list) => list.IsSZArray || (list.IsGenericType && Lists.Contains(list.GetGenericTypeDefinition()));

    /// <summary>Whether a list may be, or have, an array from its first element on: every list but a span.</summary>
    public static bool MayHaveArray(Type list) => !list.IsGenericType || list.GetGenericTypeDefinition() != typeof(HeldSpan<>);

    /// <summary>Whether a list always is, or has, an array from its first element on.</summary>
    public static bool IsArray(Type list) => list.IsSZArray || !IsReadByPlace(list)
        || list.GetGenericTypeDefinition() is var kind && (kind == typeof(List<>) || kind == typeof(ImmutableArray<>));

    private static bool IsEnumerable(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>);

    /// <summary>A type as people write it.</summary>
    public static string Show(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return $"{Show(inner)}?";
        }

        if (type.IsArray)
        {
            return $"{Show(type.GetElementType() ?? type)}[]";
        }

        if (type.IsGenericType)
        {
            string name = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
            return $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Show))}>";
        }

        return Words.GetValueOrDefault(type, type.IsNested && type.DeclaringType is { } owner ? $"{Show(owner)}.{type.Name}" : type.Name);
    }

    /// <summary>A member as people write it: `Shop.Customer.Age`.</summary>
    public static string Show(Type owner, MemberInfo member) => $"{Show(owner)}.{member.Name}";

    /// <summary>Whether two names are the same but for case and underscores.</summary>
    public static bool Alike(string left, string right) =>
        string.Equals(Plain(left), Plain(right), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).Normalize();

    private static readonly HashSet<Type> Lists =
        [typeof(List<>), typeof(IReadOnlyList<>), typeof(IList<>), typeof(ImmutableArray<>), typeof(ReadOnlyMemory<>), typeof(HeldSpan<>)];

    private static readonly Dictionary<Type, string> Words = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };
}
