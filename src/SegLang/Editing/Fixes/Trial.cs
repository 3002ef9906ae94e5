using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Syntax;

namespace SegLang.Editing;

/// <summary>Tries edits on a snapshot and compares what the compiler then says with what it said before.</summary>
internal sealed class Trial
{
    private readonly RuleSnapshot snapshot;
    private readonly Diagnostic finding;
    private readonly bool isError;
    private readonly Dictionary<(string Path, string Code, string Message), int> before;

    public Trial(RuleSnapshot snapshot, Diagnostic finding)
    {
        this.snapshot = snapshot;
        this.finding = finding;
        isError = finding.Severity == Severity.Error;
        before = Count(All(snapshot));
    }

    /// <summary>
    /// Whether the finding is gone and no other came. What a mistake of syntax hid in its own declaration may come to light, and
    /// warnings may where an error was.
    /// </summary>
    public bool Holds(ImmutableArray<SourceEdit> edits)
    {
        RuleSnapshot after = SourceEdit.Apply(snapshot, edits);
        ImmutableArray<Diagnostic> left = All(after);
        var counts = Count(left);
        var key = Key(finding);
        if (counts.GetValueOrDefault(key) >= before[key])
        {
            return false;
        }

        return left.All(d => counts[Key(d)] <= before.GetValueOrDefault(Key(d)) || IsRevealed(d, edits));
    }

    private bool IsRevealed(Diagnostic found, ImmutableArray<SourceEdit> edits)
    {
        if (finding.Severity != Severity.Error)
        {
            return false;
        }

        // Beside a text that it cannot read, the lexer's finding is the only one.
        bool isSyntax = finding.Code.StartsWith("SEG1", StringComparison.Ordinal);
        bool isHidden = isSyntax && (finding.Code == Rules.ForeignQuotes.Code || !found.Code.StartsWith("SEG1", StringComparison.Ordinal));
        return found.Severity != Severity.Error
            || (isHidden && found.Source.Path == finding.Source.Path && IsNear(found, edits));
    }

    // In the declaration that was mended: it begins before the edit, so its place is where it was.
    private bool IsNear(Diagnostic found, ImmutableArray<SourceEdit> edits)
    {
        SyntaxTree? tree = snapshot.Tree(finding.Source.Path);
        DeclarationSyntax? own = tree is null ? null : SyntaxParts.DeclarationAt(tree.Root, finding.Span.Start);
        int grown = edits.Sum(e => e.NewText.Length - e.Span.Length);
        return own is not null && found.Span.Start >= own.Span.Start && found.Span.Start <= own.Span.End + Math.Max(0, grown);
    }

    // Warnings take the whole analysis; where an error is mended they do not matter.
    private ImmutableArray<Diagnostic> All(RuleSnapshot rules) =>
        [.. rules.Trees.SelectMany(t => isError ? rules.Errors(t.Source.Path) : rules.Diagnostics(t.Source.Path))];

    private static Dictionary<(string Path, string Code, string Message), int> Count(ImmutableArray<Diagnostic> findings) =>
        findings.CountBy(Key).ToDictionary();

    private static (string Path, string Code, string Message) Key(Diagnostic finding) => (finding.Source.Path, finding.Code, finding.Message);
}
