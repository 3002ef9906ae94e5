using System.Runtime.CompilerServices;

namespace SegLang.Benchmarks.Row;

/// <summary>A twin over its data: one call a profile.</summary>
internal interface ITwin
{
    /// <summary>Something of the answer, so that it must be computed.</summary>
    uint Evaluate(int profile);
}

internal readonly struct ClassSix(Shapes shapes) : ITwin
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public uint Evaluate(int profile) => ClassTwin.Six(shapes.Customers[profile]) ? 1u : 0u;
}

internal readonly struct StructSix(Shapes shapes) : ITwin
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public uint Evaluate(int profile) => StructTwin.Six(shapes.Rows[profile]) ? 1u : 0u;
}

internal readonly struct BranchFreeSix(Shapes shapes) : ITwin
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public uint Evaluate(int profile) => StructTwin.SixBranchFree(shapes.Rows[profile]) ? 1u : 0u;
}

internal readonly struct ClassBetween(Shapes shapes, Edges edges) : ITwin
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public uint Evaluate(int profile) => ClassTwin.Between(shapes.Customers[profile], edges).Segments;
}

internal readonly struct StructBetween(Shapes shapes, Edges edges) : ITwin
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public uint Evaluate(int profile) => StructTwin.Between(shapes.Rows[profile], shapes.Purchases, edges).Segments;
}

internal readonly struct BranchFreeBetween(Shapes shapes, Edges edges) : ITwin
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public uint Evaluate(int profile) => StructTwin.BetweenBranchFree(shapes.Rows[profile], shapes.Purchases, edges).Segments;
}

internal readonly struct ClassTwenty(Shapes shapes, Edges edges) : ITwin
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public uint Evaluate(int profile) => ClassTwin.Twenty(shapes.Customers[profile], edges).Segments;
}

internal readonly struct StructTwenty(Shapes shapes, Edges edges) : ITwin
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public uint Evaluate(int profile) => StructTwin.Twenty(shapes.Rows[profile], shapes.Purchases, edges).Segments;
}

internal readonly struct BranchFreeTwenty(Shapes shapes, Edges edges) : ITwin
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public uint Evaluate(int profile) => StructTwin.TwentyBranchFree(shapes.Rows[profile], shapes.Purchases, edges).Segments;
}
