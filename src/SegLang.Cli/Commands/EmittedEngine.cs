using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Testing;

namespace SegLang.Cli;

/// <summary>Compiled rules over loaded data.</summary>
internal static class EmittedEngine
{
    public static Engine? Create(Session session, RuleInput input, out ImmutableArray<Diagnostic> findings) =>
        ReferenceEngine.Create(input, out findings);

    public static TestEngine ForTests(ImmutableDictionary<ParamSymbol, object> values) => TestEngine.Reference(values);
}
