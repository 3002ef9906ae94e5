using SegLang.Binding;
using SegLang.Text;

namespace SegLang.Benchmarks.Engine;

/// <summary>Binds rule texts of the benchmark, which are all without errors.</summary>
internal static class RuleTexts
{
    public static BoundRuleSet Bind(string text)
    {
        var compilation = Compilation.Create([new SourceText("bench.seg", text)]);
        return compilation.Rules ?? throw new InvalidOperationException(string.Join('\n', compilation.Diagnostics.Take(5).Select(d => $"{d.Code} {d.Message}")));
    }
}
