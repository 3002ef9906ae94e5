using System.Collections.Immutable;
using System.Globalization;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Proposals with their order; those that the letters typed so far cannot mean are left out.</summary>
internal sealed class Proposals(TextSpan replace, string typed)
{
    private readonly Dictionary<string, CompletionItem> items = new(StringComparer.Ordinal);

    /// <summary>The proposals in order, at most so many, and whether more were left out.</summary>
    public CompletionList ToList(int limit)
    {
        ImmutableArray<CompletionItem> all = [.. items.Values.OrderBy(i => i.SortText, StringComparer.Ordinal)];
        return all.Length <= limit ? new(all, false) : new(all[..limit], true);
    }

    /// <summary>Adds a proposal; of two with one label the first stays. A lower rank comes first, and within it a lower order.</summary>
    public void Add(
        string label, CompletionKind kind, int rank, string? detail = null, string? insert = null, bool isSnippet = false, int order = 0,
        string? docKey = null, bool isDeprecated = false, string commit = "")
    {
        if (SymbolSearch.Match(typed, label) == 0)
        {
            return;
        }

        char prefix = label.StartsWith(typed, StringComparison.Ordinal) ? '0' : label.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? '1' : '2';
        string sort = string.Create(CultureInfo.InvariantCulture, $"{rank}{prefix}{(isDeprecated ? 1 : 0)}{order:D3}{label}");
        _ = items.TryAdd(label, new(label, kind, detail, replace, insert ?? label, isSnippet, sort, label, [.. commit], isDeprecated, docKey));
    }

    /// <summary>Adds a name as it must be written.</summary>
    public void AddName(
        string name, CompletionKind kind, int rank, string? detail, string? docKey, HeadSyntax? head = null, int order = 0, string after = "", string commit = "")
    {
        bool isDeprecated = head is not null && RuleOutline.IsDeprecated(head);
        Add(name, kind, rank, detail, Names.Quoted(name) + after, after.Contains('$', StringComparison.Ordinal), order, docKey, isDeprecated, commit);
    }
}

/// <summary>Proposals in order; <see cref="IsIncomplete"/> where more letters may bring others.</summary>
public sealed record CompletionList(ImmutableArray<CompletionItem> Items, bool IsIncomplete)
{
    /// <summary>No proposals.</summary>
    public static CompletionList Empty { get; } = new([], false);
}
