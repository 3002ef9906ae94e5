using System.Collections.Immutable;
using SegLang.Testing;

namespace SegLang.Tests.Conformance;

/// <summary>The engines that must agree.</summary>
internal static class ConformanceEngines
{
    public static ImmutableArray<TestEngine> All => [TestEngine.Reference(), IlEngine.Create()];
}
