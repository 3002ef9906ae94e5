using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>What an editor can do at a place. Whatever is offered has been tried: a fix removes its finding and adds no other.</summary>
public static class CodeActions
{
    private const int MostRounds = 20;

    /// <summary>The fixes of the findings that touch the span, and the refactorings of what is selected.</summary>
    public static ImmutableArray<CodeAction> At(RuleSnapshot snapshot, string path, TextSpan span) =>
        [.. FixesAt(snapshot, path, span), .. Refactorings.At(snapshot, path, span)];

    /// <summary>The fixes of the findings that touch the span, certain ones first.</summary>
    public static ImmutableArray<CodeAction> FixesAt(RuleSnapshot snapshot, string path, TextSpan span) =>
    [
        .. snapshot.Diagnostics(path)
            .Where(d => d.Span.Start <= span.End && span.Start <= d.Span.End)
            .SelectMany(d => FixesOf(snapshot, d))
            .OrderByDescending(a => a.IsCertain),
    ];

    /// <summary>The action of that id at the place, or null where it is no longer offered.</summary>
    public static CodeAction? Resolve(RuleSnapshot snapshot, string path, TextSpan span, string id) =>
        At(snapshot, path, span).FirstOrDefault(a => a.Id == id);

    /// <summary>The fixes of one finding, in the order of the table; of two with one title the first that holds.</summary>
    public static ImmutableArray<CodeAction> FixesOf(RuleSnapshot snapshot, Diagnostic finding)
    {
        if (!FixTable.Rows.TryGetValue(finding.Code, out ImmutableArray<Fix> fixes) || snapshot.Tree(finding.Source.Path) is not { } tree)
        {
            return [];
        }

        FixContext context = new(snapshot, tree, finding);
        Trial trial = new(snapshot, finding);
        ImmutableArray<CodeAction>.Builder actions = ImmutableArray.CreateBuilder<CodeAction>();
        foreach ((Fix fix, FixProposal proposal) in fixes.SelectMany(f => f.Propose(context), (f, p) => (f, p)))
        {
            bool isNew = actions.All(a => a.Title != proposal.Title);
            if (isNew && trial.Holds(proposal.Edits))
            {
                string id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{finding.Code}:{finding.Span.Start}:{proposal.Title}");
                actions.Add(new(id, proposal.Title, CodeActionKind.QuickFix, finding, fix.IsCertain, proposal.Edits));
            }
        }

        return actions.ToImmutable();
    }

    /// <summary>One edit that mends every finding of a file about which there is no doubt; null where there is none.</summary>
    public static SourceEdit? FixAll(RuleSnapshot snapshot, string path)
    {
        if (snapshot.Tree(path)?.Source is not { } before)
        {
            return null;
        }

        RuleSnapshot current = snapshot;
        for (int round = 0; round < MostRounds && Certain(current, path) is { IsEmpty: false } edits; round++)
        {
            current = SourceEdit.Apply(current, edits);
        }

        string after = current.Tree(path)?.Source.Content ?? before.Content;
        return after == before.Content ? null : Difference(path, before.Content, after);
    }

    // The certain fixes of all findings that do not touch one another.
    private static ImmutableArray<SourceEdit> Certain(RuleSnapshot snapshot, string path)
    {
        List<SourceEdit> edits = [];
        int end = -1;
        foreach (Diagnostic finding in snapshot.Diagnostics(path))
        {
            bool isCertain = FixTable.Rows.TryGetValue(finding.Code, out ImmutableArray<Fix> fixes) && fixes.Any(f => f.IsCertain);
            CodeAction? action = isCertain ? FixesOf(snapshot, finding).FirstOrDefault(a => a.IsCertain) : null;
            if (action is not null && action.Edits.All(e => e.Path == path && e.Span.Start > end))
            {
                edits.AddRange(action.Edits);
                end = action.Edits.Max(e => e.Span.End);
            }
        }

        return [.. edits];
    }

    /// <summary>The smallest single edit from one text to another.</summary>
    internal static SourceEdit Difference(string path, string before, string after)
    {
        int most = Math.Min(before.Length, after.Length);
        int start = before.AsSpan().CommonPrefixLength(after);
        int same = 0;
        while (same < most - start && before[^(same + 1)] == after[^(same + 1)])
        {
            same++;
        }

        return new(path, TextSpan.FromBounds(start, before.Length - same), after[start..^same]);
    }
}
