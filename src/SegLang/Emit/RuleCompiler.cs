using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using SegLang.Binding;
using SegLang.Plan;
using SegLang.Runtime;

namespace SegLang.Emit;

/// <summary>Compiles rule sets to IL through Roslyn. Does no I/O.</summary>
public static class RuleCompiler
{
    /// <summary>The engine's name in messages and results.</summary>
    public const string EngineName = "il";

    // Passes recurse as deep as rules nest and definitions build on one another; the C# compiler recurses too.
    private const int StackSize = 256 * 1024 * 1024;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp13, DocumentationMode.None);

    private static readonly CSharpCompilationOptions Options = new(
        Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        checkOverflow: false,
        allowUnsafe: false,
        concurrentBuild: true,
        deterministic: true,
        nullableContextOptions: NullableContextOptions.Disable,
        warningLevel: 0,
        generalDiagnosticOption: ReportDiagnostic.Suppress);

    /// <summary>Compiles a bound rule set, or says why this back end cannot run it: then there is nothing else.</summary>
    public static CompiledRules? TryCompile(
        BoundRuleSet rules, RuleUse use, out ImmutableArray<Diagnostics.Diagnostic> refusals, CancellationToken cancellation = default)
    {
        (CompiledRules? compiled, ImmutableArray<Diagnostics.Diagnostic> found) = OnLargeStack(() =>
        {
            (RulePlan plan, ImmutableArray<Diagnostics.Diagnostic> refused) = Planner.Plan(rules, [], use);
            return refused.IsEmpty ? (Assemble(plan, cancellation), refused) : ((CompiledRules?)null, refused);
        });
        refusals = found;
        return compiled;
    }

    /// <summary>
    /// Compiles a bound rule set; <paramref name="extra"/> are further conditions, whose values are the outputs after the definitions. The same
    /// rules give the same bytes. What <see cref="TryCompile"/> refuses must not be compiled (<see cref="InvalidOperationException"/>).
    /// </summary>
    public static CompiledRules Compile(BoundRuleSet rules, ImmutableArray<BoundExpression> extra, RuleUse use = RuleUse.Stream) =>
        OnLargeStack(() => Assemble(PlanOf(rules, extra, use), default));

    /// <summary>
    /// The C# that rules become in an app's own compilation, which needs SegLang.Runtime alone; or says why this back end cannot run them. The same
    /// rules and names give the same text.
    /// </summary>
    public static string? TryWriteTyped(BoundRuleSet rules, TypedOptions options, out ImmutableArray<Diagnostics.Diagnostic> refusals)
    {
        ArgumentNullException.ThrowIfNull(options);
        (string? text, ImmutableArray<Diagnostics.Diagnostic> found) = OnLargeStack(() =>
        {
            (RulePlan plan, ImmutableArray<Diagnostics.Diagnostic> refused) = Planner.Plan(rules, [], RuleUse.Stream);
            return (refused.IsEmpty ? TypedWriter.Write(plan, Manifest(plan), options) : null, refused);
        });
        refusals = found;
        return text;
    }

    /// <summary>What each rule makes an engine keep that lives on; nothing is compiled for it.</summary>
    public static ImmutableArray<RuleCost> Costs(BoundRuleSet rules) => OnLargeStack(() => RuleCosts.Of(Planner.Plan(rules, [], RuleUse.Batch).Plan));

    /// <summary>The C# that a rule set compiles to.</summary>
    internal static string Source(BoundRuleSet rules, ImmutableArray<BoundExpression> extra, RuleUse use = RuleUse.Stream) =>
        OnLargeStack(() => WriteSource(PlanOf(rules, extra, use)));

    private static string WriteSource(RulePlan plan) => ProgramWriter.Write(plan, Manifest(plan));

    private static CompiledRules Assemble(RulePlan plan, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        string manifest = Manifest(plan);
        string source = ProgramWriter.Write(plan, manifest);
        return new(SealedRules.Seal(Assemble(source, manifest, ContentHash.Of(source), cancellation), manifest));
    }

    private static RulePlan PlanOf(BoundRuleSet rules, ImmutableArray<BoundExpression> extra, RuleUse use)
    {
        (RulePlan plan, ImmutableArray<Diagnostics.Diagnostic> refusals) = Planner.Plan(rules, extra, use);
        return refusals.IsEmpty
            ? plan
            : throw new InvalidOperationException($"{refusals[0].Code}: {refusals[0].Message}");
    }

    // The lines of SealedRules.InnerLines, in their order.
    private static string Manifest(RulePlan plan) => string.Join(
        '\n',
        $"contract={RuleContract.Current}",
        $"compiler={ContentHash.CompilerVersion}",
        $"edition={plan.Rules.Settings.Edition}",
        $"zone={plan.Zone.Id}",
        $"zoneData={plan.Zone.Version}",
        $"runtime={ContentHash.RuntimeVersion}",
        $"schema={ContentHash.Of(SchemaMapping.From(plan.Rules).Encode())}",
        $"rules={ContentHash.OfRules(plan.Rules)}");

    // The assembly's name comes from its content, so that several rule sets can be loaded side by side.
    private static byte[] Assemble(string source, string manifest, string hash, CancellationToken cancellation)
    {
        string record = $"[assembly: System.Reflection.AssemblyMetadata({CSharp.Literal(SealedRules.InnerName)}, {CSharp.Literal(manifest)})]";
        CSharpCompilation compilation = CSharpCompilation.Create($"SegLang.Rules.{hash[..16]}", [Parse(source, cancellation), Parse(record, cancellation)], ProgramReferences.All, Options);
        using MemoryStream assembly = new();
        EmitOptions options = new(metadataOnly: false, debugInformationFormat: DebugInformationFormat.PortablePdb);
        EmitResult result = compilation.Emit(assembly, options: options, cancellationToken: cancellation);
        return result.Success ? assembly.ToArray() : throw Failure(result, source);
    }

    // A trimmed app lacks what nothing in it but emitted code would call.
    private static Exception Failure(EmitResult result, string source) => typeof(RuleProgram).Assembly.GetType("SegLang.Runtime.Untrimmed") is null
        ? new RuleSetException("rules cannot be compiled in an app that was published trimmed, since it lacks what they call; compile them with the app (SegLang.Build), or publish it untrimmed")
        : new InvalidOperationException("the emitted program does not compile: "
            + string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(5).Select(d => Explain(d, source))));

    private static SyntaxTree Parse(string source, CancellationToken cancellation) =>
        CSharpSyntaxTree.ParseText(SourceText.From(source, Encoding.UTF8), ParseOptions, cancellationToken: cancellation);

    private static string Explain(Microsoft.CodeAnalysis.Diagnostic diagnostic, string source)
    {
        int line = diagnostic.Location.GetLineSpan().StartLinePosition.Line;
        return $"{diagnostic.Id} {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}: {source.Split('\n')[line]}";
    }

    private static T OnLargeStack<T>(Func<T> work)
    {
        T? result = default;
        System.Runtime.ExceptionServices.ExceptionDispatchInfo? failure = null;
        Thread thread = new(
            () =>
            {
                try
                {
                    result = work();
                }
#pragma warning disable CA1031 // Carried over to the caller's thread.
                catch (Exception exception)
                {
                    failure = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(exception);
                }
#pragma warning restore CA1031
            },
            StackSize);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result ?? throw new InvalidOperationException("the work gave nothing");
    }
}
