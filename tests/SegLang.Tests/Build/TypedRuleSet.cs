using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SegLang.Binding;
using SegLang.Data;
using SegLang.Emit;
using SegLang.Symbols;

namespace SegLang.Tests.Build;

/// <summary>Rules as C# in an app's compilation: with its strictest settings and no usings but what the text itself has.</summary>
internal sealed class TypedRuleSet
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> References = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p))]);

    private static int count;

    private readonly Assembly assembly;

    private TypedRuleSet(BoundRuleSet rules, Assembly assembly)
    {
        Rules = rules;
        this.assembly = assembly;
    }

    /// <summary>What was compiled.</summary>
    public BoundRuleSet Rules { get; }

    /// <summary>The static class with a member for each rule.</summary>
    public Type Facade => Find("ShopRules");

    /// <summary>A type of the app's namespace.</summary>
    public Type Find(string name) => assembly.GetType($"App.{name}", throwOnError: true)!;

    /// <summary>The C# of rules.</summary>
    public static string Source(BoundRuleSet rules)
    {
        string? source = RuleCompiler.TryWriteTyped(CompiledRuleSet.Evaluable(rules).Rules, new TypedOptions("App", "ShopRules"), out var refusals);
        Assert.Empty(refusals);
        return source!;
    }

    /// <summary>What the C# compiler says of texts, warnings included.</summary>
    public static IEnumerable<string> Findings(params string[] sources) =>
        from finding in Compile(sources).GetDiagnostics()
        where finding.Severity >= DiagnosticSeverity.Warning
        select finding.ToString();

    /// <summary>Compiles and loads rules, with further C# of the app.</summary>
    public static TypedRuleSet Create(BoundRuleSet rules, params string[] app)
    {
        using MemoryStream stream = new();
        var result = Compile([Source(rules), .. app]).Emit(stream);
        Assert.Empty(result.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString()));
        stream.Position = 0;
        return new TypedRuleSet(rules, AssemblyLoadContext.Default.LoadFromStream(stream)); // Proxies of its interfaces look for it there.
    }

    // Arithmetic that overflows throws, as an app may ask; emitted code has none that should.
    private static CSharpCompilation Compile(string[] sources) => CSharpCompilation.Create(
        $"app{Interlocked.Increment(ref count)}",
        sources.Select(s => CSharpSyntaxTree.ParseText(s, new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose))),
        References.Value,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, checkOverflow: true, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));

    /// <summary>What the rules take: the profile, the events where there are any, the instant.</summary>
    public object[] Arguments(ImmutableArray<object?> profile, IReadOnlyList<EventFacts> events, long now)
    {
        MethodInfo evaluate = Facade.GetMethods().First(m => m.Name == "Evaluate" && m.ReturnType != typeof(void));
        Type[] types = [.. evaluate.GetParameters().Select(p => p.ParameterType)];
        object customer = HostObject.Of(types[0], Rules.Profile, profile);
        object instant = SegLang.Runtime.HostValues.ToInstant(now);
        return Rules.Events.Length switch
        {
            0 => [customer, instant],
            1 => [customer, List(types[1], Rules.Events[0], events), instant],
            _ => [customer, Events(types[1], events), instant],
        };
    }

    private object Events(Type type, IReadOnlyList<EventFacts> events)
    {
        object made = Activator.CreateInstance(type)!;
        foreach ((PropertyInfo property, EventSymbol symbol) in type.GetProperties().Zip(Rules.Events))
        {
            property.SetValue(made, List(property.PropertyType, symbol, events));
        }

        return made;
    }

    private static Array List(Type type, EventSymbol symbol, IReadOnlyList<EventFacts> events)
    {
        Type element = type.GenericTypeArguments[0];
        object[] items = [.. events.Where(e => e.Event == symbol).Select(e => HostObject.Of(element, e))];
        Array list = Array.CreateInstance(element, items.Length);
        items.CopyTo(list, 0);
        return list;
    }
}
