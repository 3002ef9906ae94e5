using System.Collections.Immutable;
using System.Globalization;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>
/// The best proposals, at most so many; those that the letters typed so far cannot mean are left out. In a large rule set thousands fit,
/// so only the best are kept, and what a proposal looks like is made for those that are shown.
/// </summary>
internal sealed class Proposals(TextSpan replace, string typed, int limit)
{
    private readonly Dictionary<string, Proposal> items = new(StringComparer.Ordinal);
    private Proposal? worst;

    /// <summary>The proposals in order, and whether more were left out.</summary>
    public CompletionList ToList() =>
        new([.. items.Values.Order().Take(limit).Select(p => p.ToItem(replace))], worst is not null || items.Count > limit);

    /// <summary>Whether the letters typed so far can mean a label.</summary>
    public bool Fits(string label) => SymbolSearch.Match(typed, label) > 0;

    /// <summary>Adds a proposal; of two with one label the first stays. A lower rank comes first, and within it a lower order.</summary>
    public void Add(
        string label, CompletionKind kind, int rank, string? detail = null, string? insert = null, bool isSnippet = false, int order = 0,
        string? docKey = null, bool isDeprecated = false, string commit = "")
    {
        if (Fits(label) && PlaceOf(label, rank, isDeprecated, order) is var place && IsShown(label, place))
        {
            Keep(new(label, kind, detail, place, docKey, isDeprecated, commit) { Insert = insert ?? label, IsSnippet = isSnippet });
        }
    }

    /// <summary>Whether a name of that rank would be among the best so far.</summary>
    public bool Takes(string name, int rank, HeadSyntax head) => IsShown(name, PlaceOf(name, rank, RuleOutline.IsDeprecated(head), 0));

    /// <summary>Adds a name as it must be written.</summary>
    public void AddName(
        string name, CompletionKind kind, int rank, string? detail, string? docKey, HeadSyntax? head = null, int order = 0, string after = "", string commit = "")
    {
        bool isDeprecated = head is not null && RuleOutline.IsDeprecated(head);
        if (Fits(name) && PlaceOf(name, rank, isDeprecated, order) is var place && IsShown(name, place))
        {
            Keep(new(name, kind, detail, place, docKey, isDeprecated, commit) { After = after });
        }
    }

    private bool IsShown(string label, int place) =>
        worst is null || place < worst.Place || (place == worst.Place && string.CompareOrdinal(label, worst.Label) < 0);

    // Now and then those are dropped that are not among the best any more.
    private void Keep(Proposal proposal)
    {
        if (!items.TryAdd(proposal.Label, proposal) || items.Count < limit * 4)
        {
            return;
        }

        Proposal[] best = [.. items.Values.Order().Take(limit)];
        worst = best[^1];
        items.Clear();
        foreach (Proposal kept in best)
        {
            items.Add(kept.Label, kept);
        }
    }

    // Rank, then how it begins, then what is outdated, then the order: one digit each, three for the last.
    private int PlaceOf(string label, int rank, bool isDeprecated, int order)
    {
        int beginning = label.StartsWith(typed, StringComparison.Ordinal) ? 0 : label.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? 1 : 2;
        return (((((rank * 10) + beginning) * 10) + (isDeprecated ? 1 : 0)) * 1000) + order;
    }

    private sealed record Proposal(string Label, CompletionKind Kind, string? Detail, int Place, string? DocKey, bool IsDeprecated, string Commit) : IComparable<Proposal>
    {
        /// <summary>What is written; null for a name.</summary>
        public string? Insert { get; init; }

        /// <summary>What is written behind a name.</summary>
        public string After { get; init; } = "";

        public bool IsSnippet { get; init; }

        public int CompareTo(Proposal? other) =>
            other is null ? 1 : Place != other.Place ? Place.CompareTo(other.Place) : string.CompareOrdinal(Label, other.Label);

        public CompletionItem ToItem(TextSpan replace) => new(
            Label, Kind, Detail, replace, Insert ?? Names.Quoted(Label) + After, IsSnippet || After.Contains('$', StringComparison.Ordinal),
            string.Create(CultureInfo.InvariantCulture, $"{Place:D6}{Label}"), Label, [.. Commit], IsDeprecated, DocKey);
    }
}

/// <summary>Proposals in order; <see cref="IsIncomplete"/> where more letters may bring others.</summary>
public sealed record CompletionList(ImmutableArray<CompletionItem> Items, bool IsIncomplete)
{
    /// <summary>No proposals.</summary>
    public static CompletionList Empty { get; } = new([], false);
}
