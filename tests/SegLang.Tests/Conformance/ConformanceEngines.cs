using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Testing;

namespace SegLang.Tests.Conformance;

/// <summary>The engines that must agree.</summary>
internal static class ConformanceEngines
{
    public static ImmutableArray<TestEngine> All => [TestEngine.Reference(), IlEngine.Create(), StreamTestEngine.Create()];

    /// <summary>Those that evaluate all of a rule set.</summary>
    public static ImmutableArray<TestEngine> Of(BoundRuleSet rules) => [.. All.Where(e => e.RunsJourneys || rules.Journeys.IsEmpty)];
}
