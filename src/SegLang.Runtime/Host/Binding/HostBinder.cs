using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace SegLang.Runtime;

/// <summary>Finds the members of a host's classes that stand for fields and events of a schema; all that does not fit is told at once.</summary>
[RequiresUnreferencedCode("Reads properties and fields of the host's classes by reflection.")]
internal sealed partial class HostBinder
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly RuleSchema schema;
    private readonly BindingOptions options;
    private readonly List<string> problems = [];

    private HostBinder(RuleSchema schema, BindingOptions options)
    {
        this.schema = schema;
        this.options = options;
    }

    /// <summary>
    /// The members for a subject: a profile that holds its events, or, with <paramref name="profile"/> and <paramref name="events"/> given, one that
    /// has both as members. What does not fit is a <see cref="RuleSetException"/>.
    /// </summary>
    public static HostShape Bind(RuleSchema schema, Type subject, MemberInfo? profile, MemberInfo? events, BindingOptions options)
    {
        HostBinder binder = new(schema, options);
        return binder.Checked(binder.Bind(subject, profile, events));
    }

    private HostShape Checked(HostShape shape) => problems.Count == 0
        ? shape
        : throw new RuleSetException([.. problems.Prepend($"`{HostMembers.Show(shape.Profile)}` does not fit the rules `{schema.RuleSet}`:")]);

    private HostShape Bind(Type subject, MemberInfo? profile, MemberInfo? events)
    {
        Type type = profile?.ValueType() ?? subject;
        string owner = $"profile `{schema.ProfileName}`";
        return new(
            subject,
            profile is null ? [] : [profile],
            type,
            BindFields(schema.Profile, type, owner),
            [.. schema.Events.Select(e => BindEvents(e, type, profile, events))]);
    }

    private ImmutableArray<HostField> BindFields(ImmutableArray<FieldSchema> fields, Type type, string owner)
    {
        ImmutableArray<MemberInfo> members = MembersOf(type);
        return [.. fields.Select(f => BindField(f, members, type, owner))];
    }

    private HostField BindField(FieldSchema field, ImmutableArray<MemberInfo> members, Type type, string owner)
    {
        if (field.IsComputed)
        {
            return new(field, null, null);
        }

        if (Find(members, type, [field.Name, field.Column], $"field `{field.Name}` of {owner}") is not { } member)
        {
            if (!field.IsOptional && field.Default is null && field.Kind is not (FieldKind.Set or FieldKind.List))
            {
                problems.Add($"{Say(field, owner)} ↔ `{HostMembers.Show(type)}` has no such property{Near(field.Name, members)}");
            }

            return new(field, null, null);
        }

        HostItemType? items = CheckType(field, member, type, owner);
        return new(field, member, items);
    }

    // The elements of a set or list; null for the rest.
    private HostItemType? CheckType(FieldSchema field, MemberInfo member, Type owner, string schemaOwner)
    {
        Type type = member.ValueType();
        string sides = $"{Say(field, schemaOwner)} ↔ `{HostMembers.Show(owner, member)}` ({HostMembers.Show(type)})";
        if (field.Kind is FieldKind.Set or FieldKind.List)
        {
            return CheckItems(field, type, sides);
        }

        if (!HostConversions.Fits(field, type))
        {
            problems.Add($"{sides}: it holds {LanguageTypes.Name(field)}, which needs {HostConversions.Wanted(field.Kind)}{(field.IsOptional ? ", nullable" : "")}");
        }
        else if (Nullable.GetUnderlyingType(type) is not null && !field.IsOptional && field.Default is null)
        {
            problems.Add($"{sides}: the field is never unknown, but the member may be null; write `{LanguageTypes.Name(field)}?` in the rules, or make the member not nullable");
        }
        else
        {
            CheckEnum(field, type, sides);
        }

        return null;
    }

    private HostItemType? CheckItems(FieldSchema field, Type type, string sides)
    {
        if (HostMembers.ElementOf(type) is not { } element)
        {
            problems.Add($"{sides}: it needs an array, a list, a set or another `IEnumerable<T>`");
            return null;
        }

        if (field.Kind == FieldKind.List)
        {
            return new(element, BindFields(field.Fields, element, $"list `{field.Name}`"));
        }

        if (field.Element is { } item && (!HostConversions.Fits(item, element) || Nullable.GetUnderlyingType(element) is not null))
        {
            problems.Add($"{sides}: its elements hold {LanguageTypes.Name(item)}, which needs {HostConversions.Wanted(item.Kind)}");
        }
        else if (field.Element is { } good)
        {
            CheckEnum(good, element, sides);
        }

        return new(element, []);
    }

    private void CheckEnum(FieldSchema field, Type type, string sides)
    {
        Type inner = Nullable.GetUnderlyingType(type) ?? type;
        if (field.Kind != FieldKind.Enum || !inner.IsEnum)
        {
            return;
        }

        foreach (FieldInfo member in EnumMembers(inner))
        {
            if (OrdinalOf(field, member) < 0)
            {
                problems.Add($"{sides}: `{HostMembers.Show(inner)}.{member.Name}` is none of its members {string.Join(", ", field.Members.Select(m => $"`{m}`"))}");
            }
        }
    }

    /// <summary>The members of a host's enum that have a part in the rules.</summary>
    public static IEnumerable<FieldInfo> EnumMembers(Type type) =>
        type.GetFields(BindingFlags.Static | BindingFlags.Public).Where(f => f.GetCustomAttribute<SegIgnoreAttribute>() is null);

    /// <summary>The ordinal in the rules of a member of a host's enum; −1 if there is none.</summary>
    public static int OrdinalOf(FieldSchema field, FieldInfo member)
    {
        string name = member.GetCustomAttribute<SegFieldAttribute>()?.Name ?? member.Name;
        int exact = field.Members.IndexOf(name);
        return exact >= 0 ? exact : Array.FindIndex([.. field.Members], m => HostMembers.Alike(m, name));
    }

    // By attribute, then by the exact name, then ignoring case and underscores.
    private MemberInfo? Find(ImmutableArray<MemberInfo> members, Type type, ReadOnlySpan<string?> names, string what)
    {
        if (names[0] is { } own && members.FirstOrDefault(m => m.GetCustomAttribute<SegFieldAttribute>()?.Name == own) is { } marked)
        {
            return marked;
        }

        ImmutableArray<MemberInfo> unmarked = [.. members.Where(m => m.GetCustomAttribute<SegFieldAttribute>() is null)];
        foreach (string? name in names)
        {
            if (name is null)
            {
                continue;
            }

            if (unmarked.FirstOrDefault(m => m.Name == name) is { } exact)
            {
                return exact;
            }

            MemberInfo[] alike = [.. unmarked.Where(m => HostMembers.Alike(m.Name, name))];
            if (alike.Length > 1)
            {
                problems.Add($"{what} ↔ {string.Join(" and ", alike.Select(m => $"`{HostMembers.Show(type, m)}`"))}: mark the one that is meant with `[SegField(\"{name}\")]`");
            }

            if (alike.Length > 0)
            {
                return alike[0];
            }
        }

        return null;
    }

    // Public properties and fields, inherited ones too, and others that are marked.
    private static ImmutableArray<MemberInfo> MembersOf(Type type)
    {
        IEnumerable<Type> types = type.IsInterface ? type.GetInterfaces().Prepend(type) : [type];
        return
        [
            .. types.SelectMany(t => t.GetMembers(Instance))
                .Where(m => m is FieldInfo or PropertyInfo { GetMethod: not null } && IsPart(m))
                .GroupBy(m => m.Name).Select(g => g.MaxBy(m => Depth(m.DeclaringType))).OfType<MemberInfo>(),
        ];
    }

    private static bool IsPart(MemberInfo member) => member.GetCustomAttribute<SegIgnoreAttribute>() is null
        && (IsPublic(member) || member.IsDefined(typeof(SegFieldAttribute)) || member.IsDefined(typeof(SegEventAttribute)))
        && member is not PropertyInfo { GetMethod: { } getter } | (member as PropertyInfo)?.GetMethod?.GetParameters().Length == 0;

    private static bool IsPublic(MemberInfo member) => member is FieldInfo { IsPublic: true } or PropertyInfo { GetMethod.IsPublic: true };

    private static int Depth(Type? type) => type is null ? 0 : 1 + Depth(type.BaseType);

    private static string Say(FieldSchema field, string owner) => $"field `{field.Name}` ({LanguageTypes.Name(field)}{(field.IsOptional ? "?" : "")}) of {owner}";

    private static string Near(string name, IEnumerable<MemberInfo> members) =>
        Names.Nearest(name, members.Select(m => m.Name)) is { } near ? $"; did you mean `{near}`? Mark it with `[SegField(\"{name}\")]`" : "";
}
