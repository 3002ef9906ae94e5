using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SegLang.Benchmarks.Engine;
using SegLang.Emit;

namespace SegLang.Benchmarks.Apps;

/// <summary>An app with rules compiled into it: the C# of `seg build --csharp` beside classes that implement its interfaces.</summary>
internal static class TypedApp
{
    private const string App = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using SegLang.Benchmarks.Apps;
        namespace Typed;
        public sealed record Bought(DateTimeOffset Time, Place Place, long Quantity, decimal? Price) : IOrder;
        public sealed record Customer(
            string Id, string Country, long? Age, bool? Newsletter, DateTimeOffset? Registered, decimal? Credit, double? Rating, List<Bought> Orders) : IShopper;
        public sealed class Asked(Shopper s) : TypedShopper
        {
            private static readonly ShopResult result = new();
            private readonly Customer customer = new(s.Id, s.Country, s.Age, s.Newsletter, s.Registered, s.Credit, s.Rating,
                s.Orders.Select(o => new Bought(o.Time, (Place)(int)o.Place, o.Quantity, o.Price)).ToList());
            public override ulong Ask(DateTimeOffset now)
            {
                ShopRules.Evaluate(customer, customer.Orders, now, result);
                return Bit(result.A, 0) | Bit(result.B, 1) | Bit(result.C, 2) | Bit(result.D, 3) | Bit(result.E, 4) | Bit(result.F, 5)
                    | Bit(result.G, 6) | Bit(result.H, 7) | Bit(result.I, 8) | Bit(result.J, 9);
            }
            private static ulong Bit(bool holds, int place) => holds ? 1UL << place : 0;
        }
        """;

    /// <summary>The same customers in such an app.</summary>
    public static TypedShopper[] Make(string rules, Shopper[] shoppers)
    {
        var typed = RuleCompiler.TryWriteTyped(RuleTexts.Bind(rules), new TypedOptions("Typed", "ShopRules"), out _) ?? throw new InvalidOperationException("refused");
        var paths = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "typed",
            [CSharpSyntaxTree.ParseText(typed), CSharpSyntaxTree.ParseText(App)],
            paths.Select(p => MetadataReference.CreateFromFile(p)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        using var file = new MemoryStream();
        var result = compilation.Emit(file);
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        }

        file.Position = 0;
        var asked = new AssemblyLoadContext("typed").LoadFromStream(file).GetType("Typed.Asked", throwOnError: true) ?? typeof(TypedShopper);
        return [.. shoppers.Select(s => (TypedShopper?)Activator.CreateInstance(asked, s) ?? throw new InvalidOperationException(asked.Name))];
    }
}
