using System.Collections.Immutable;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Other ways to write the same, offered only where no answer changes.</summary>
public static class Refactorings
{
    /// <summary>The refactorings of what is selected.</summary>
    public static ImmutableArray<CodeAction> At(RuleSnapshot snapshot, string path, TextSpan span) => [];
}
