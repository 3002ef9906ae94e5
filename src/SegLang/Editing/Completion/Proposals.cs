using System.Collections.Immutable;
using System.Globalization;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>
/// Proposals with their order; those that the letters typed so far cannot mean are left out. In a large rule set thousands fit, so what a
/// proposal looks like is only made for those that are shown.
/// </summary>
internal sealed class Proposals(TextSpan replace, string typed)
{
    private readonly Dictionary<string, Proposal> items = new(StringComparer.Ordinal);

    /// <summary>The proposals in order, at most so many, and whether more were left out.</summary>
    public CompletionList ToList(int limit) => new([.. items.Values.Order().Take(limit).Select(p => p.ToItem(replace))], items.Count > limit);

    /// <summary>Whether the letters typed so far can mean a label.</summary>
    public bool Fits(string label) => SymbolSearch.Match(typed, label) > 0;

    /// <summary>Adds a proposal; of two with one label the first stays. A lower rank comes first, and within it a lower order.</summary>
    public void Add(
        string label, CompletionKind kind, int rank, string? detail = null, string? insert = null, bool isSnippet = false, int order = 0,
        string? docKey = null, bool isDeprecated = false, string commit = "")
    {
        if (Fits(label))
        {
            _ = items.TryAdd(label, new(label, kind, detail, PlaceOf(label, rank, isDeprecated, order), docKey, isDeprecated, commit) { Insert = insert ?? label, IsSnippet = isSnippet });
        }
    }

    /// <summary>Adds a name as it must be written.</summary>
    public void AddName(
        string name, CompletionKind kind, int rank, string? detail, string? docKey, HeadSyntax? head = null, int order = 0, string after = "", string commit = "")
    {
        if (Fits(name))
        {
            bool isDeprecated = head is not null && RuleOutline.IsDeprecated(head);
            _ = items.TryAdd(name, new(name, kind, detail, PlaceOf(name, rank, isDeprecated, order), docKey, isDeprecated, commit) { After = after });
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
