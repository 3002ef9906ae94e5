using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using SegLang.Tests.Fixtures;

namespace SegLang.Tests.Guards;

/// <summary>What the packages promise: each public type and member stands in a text that changes only on purpose. `SEG_REWRITE=1` writes it.</summary>
public sealed class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short",
        [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong",
        [typeof(char)] = "char", [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal", [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    /// <summary>The assemblies of packages that apps refer to.</summary>
    public static TheoryData<string> Assemblies =>
        ["SegLang.Runtime", "SegLang", "SegLang.Data", "SegLang.Hosting"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Is_as_it_was_agreed(string name)
    {
        string api = Show(Assembly.Load(name));
        string path = RepositoryFiles.PathOf($"tests/SegLang.Tests/Guards/Api/{name}.txt");
        if (Fixture.Rewrites)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, api);
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", api);
    }

    private static string Show(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (Type type in assembly.GetExportedTypes().Where(IsWritten).OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(Head(type)).Append('\n');
            foreach (string member in Members(type).Distinct().Order(StringComparer.Ordinal))
            {
                text.Append("  ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    // What a compiler adds has names that cannot be written, or says so.
    private static bool IsWritten(MemberInfo member) =>
        !member.Name.Contains('<', StringComparison.Ordinal) && !member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        && (member.DeclaringType is null || IsWritten(member.DeclaringType));

    private static string Head(Type type)
    {
        string kind = type switch
        {
            { IsInterface: true } => "interface",
            { IsEnum: true } => "enum",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        Type[] bases = [.. type.BaseType is { } above && above != typeof(object) && above != typeof(ValueType) && above != typeof(Enum) ? [above] : Array.Empty<Type>(),
            .. type.GetInterfaces().Where(i => i.IsPublic && !type.IsEnum).OrderBy(Name, StringComparer.Ordinal)];
        return $"{kind} {type.Namespace}.{Name(type)}{(bases.Length > 0 ? $" : {string.Join(", ", bases.Select(Name))}" : "")}";
    }

    private static IEnumerable<string> Members(Type type) => type.IsEnum
        ? type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => $"{f.Name} = {Convert.ToInt64(f.GetRawConstantValue(), CultureInfo.InvariantCulture)}")
        : type.GetMembers(Declared).Where(IsWritten).Select(Show).OfType<string>();

    private static string? Show(MemberInfo member) => member switch
    {
        ConstructorInfo made when IsSeen(made) => $"{Access(made)}new({Parameters(made)})",
        MethodInfo { IsSpecialName: false } method when IsSeen(method) =>
            $"{Access(method)}{Name(method.ReturnType)} {method.Name}{Generic(method)}({Parameters(method)})",
        MethodInfo method when method.Name.StartsWith("op_", StringComparison.Ordinal) => $"{Name(method.ReturnType)} {method.Name}({Parameters(method)})",
        PropertyInfo property when property.GetAccessors(nonPublic: true).Any(IsSeen) => Show(property),
        FieldInfo held when held.IsPublic || held.IsFamily => $"{(held.IsStatic ? "static " : "")}{Name(held.FieldType)} {held.Name}",
        EventInfo told => $"event {Name(told.EventHandlerType!)} {told.Name}",
        _ => null,
    };

    private static string Show(PropertyInfo property)
    {
        MethodInfo any = property.GetAccessors(nonPublic: true).First(IsSeen);
        string get = property.GetMethod is { } getter && IsSeen(getter) ? " get;" : "";
        string set = property.SetMethod is { } setter && IsSeen(setter)
            ? setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;"
            : "";
        string index = property.GetIndexParameters() is { Length: > 0 } indices ? $"[{string.Join(", ", indices.Select(Show))}]" : "";
        return $"{Access(any)}{Name(property.PropertyType)} {property.Name}{index} {{{get}{set} }}";
    }

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Access(MethodBase method) =>
        (method.IsPublic ? "" : "protected ") + (method.IsStatic ? "static " : method.IsAbstract && method.DeclaringType is { IsInterface: false } ? "abstract " : "");

    private static string Generic(MethodInfo method) =>
        method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Show));

    private static string Show(ParameterInfo parameter)
    {
        string passed = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        return $"{passed}{Name(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? " = …" : "")}";
    }

    private static string Name(Type type)
    {
        if (type.IsByRef || type.IsArray)
        {
            return Name(type.GetElementType()!) + (type.IsArray ? "[]" : "");
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Name(value) + "?";
        }

        string outer = type is { IsNested: true, IsGenericParameter: false } ? Name(type.DeclaringType!) + "." : "";
        string own = Keywords.GetValueOrDefault(type) ?? type.Name.Split('`')[0];
        int given = type.IsNested ? type.DeclaringType!.GetGenericArguments().Length : 0;
        Type[] arguments = type.IsGenericParameter ? [] : [.. type.GetGenericArguments().Skip(given)];
        return outer + own + (arguments.Length > 0 ? $"<{string.Join(", ", arguments.Select(Name))}>" : "");
    }
}
