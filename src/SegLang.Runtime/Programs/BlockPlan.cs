namespace SegLang.Runtime;

/// <summary>The vectorised form of a program.</summary>
public sealed class BlockPlan
{
    /// <summary>Nothing is vectorised: every output comes from the `Row` entry point.</summary>
    public static BlockPlan Empty { get; } = new();
}
