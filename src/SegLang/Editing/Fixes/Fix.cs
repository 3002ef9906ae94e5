using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>What a fix would change, with the words that offer it.</summary>
public sealed record FixProposal(string Title, ImmutableArray<SourceEdit> Edits);

/// <summary>
/// A way to mend the findings of a code. <see cref="Title"/> says in general what it does; <see cref="IsCertain"/> that there is no
/// doubt what was meant, so that all such findings of a file can be mended at once.
/// </summary>
public sealed record Fix(string Title, bool IsCertain, Func<FixContext, IEnumerable<FixProposal>> Propose);

/// <summary>What an editor offers to do at a place.</summary>
public enum CodeActionKind
{
    /// <summary>Mends a finding.</summary>
    QuickFix,

    /// <summary>Writes the same in another way.</summary>
    Refactoring,
}

/// <summary>
/// Something that an editor can do at a place. <see cref="Id"/> finds it again in a later list of the same place;
/// <see cref="Finding"/> is what it mends, null for a refactoring.
/// </summary>
public sealed record CodeAction(
    string Id, string Title, CodeActionKind Kind, Diagnostic? Finding, bool IsCertain, ImmutableArray<SourceEdit> Edits)
{
    /// <summary>The name that it replaces by a fresh one, where an editor that can ask for a name should ask; null for all else.</summary>
    public TextSpan? Renames { get; init; }
}
