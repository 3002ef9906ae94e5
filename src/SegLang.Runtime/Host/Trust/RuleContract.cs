namespace SegLang.Runtime;

/// <summary>What compiled rules and this runtime agree on.</summary>
public static class RuleContract
{
    /// <summary>The number of the contract: raised when compiled rules of before do not run any more, or new ones not on what was before.</summary>
    public const int Current = 1;
}
