using System.Reflection;
using System.Text.RegularExpressions;
using SegLang.Reference;
using Xunit;

namespace SegLang.Tests.Reference;

public sealed partial class ReferenceIndependence
{
    private static readonly string[] Foreign = ["SegLang.Plan", "SegLang.Emit", "SegLang.Runtime", "SegLang.Sql", "Microsoft.CodeAnalysis"];

    [Fact]
    public void Its_source_names_neither_plan_nor_emitter_nor_runtime()
    {
        string[] files = Directory.GetFiles(Path.Combine(Repository.Root, "src", "SegLang", "Reference"), "*.cs");
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            Assert.False(ForeignName().IsMatch(File.ReadAllText(file)), file);
        }
    }

    [Fact]
    public void Its_types_hold_neither_plan_nor_emitter_nor_runtime()
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var used = from type in typeof(ReferenceEvaluator).Assembly.GetTypes()
                   where type.Namespace == "SegLang.Reference"
                   from method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All))
                   let locals = method.GetMethodBody()?.LocalVariables.Select(l => l.LocalType) ?? []
                   from touched in locals.Concat(method.GetParameters().Select(p => p.ParameterType))
                   select touched.Namespace ?? "";
        Assert.DoesNotContain(used, name => Foreign.Any(f => name.StartsWith(f, StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"(?<!System\.)\b(Plan|Emit|Runtime|Sql|CodeAnalysis)(\.|;)")]
    private static partial Regex ForeignName();
}
