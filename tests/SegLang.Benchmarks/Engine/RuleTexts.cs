using SegLang.Binding;
using SegLang.Emit;
using SegLang.Runtime;
using SegLang.Text;

namespace SegLang.Benchmarks.Engine;

/// <summary>Compiles rule texts of the benchmark, which are all without errors.</summary>
internal static class RuleTexts
{
    public static BoundRuleSet Bind(string text)
    {
        var compilation = Compilation.Create([new SourceText("bench.seg", text)]);
        return compilation.Rules ?? throw new InvalidOperationException(string.Join('\n', compilation.Diagnostics.Take(5).Select(d => $"{d.Code} {d.Message}")));
    }

    public static RuleProgram Compile(string text) => RuleCompiler.Compile(Bind(text), []).Program;
}
