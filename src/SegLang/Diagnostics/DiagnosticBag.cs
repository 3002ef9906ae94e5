using System.Collections.Immutable;

namespace SegLang.Diagnostics;

/// <summary>Collects the findings of one pass, in the order in which they were found.</summary>
public sealed class DiagnosticBag
{
    private const int MostSuggestions = 300;

    private readonly ImmutableArray<Diagnostic>.Builder items = ImmutableArray.CreateBuilder<Diagnostic>();

    /// <summary>Whether one of the findings is an error.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>The number of findings so far.</summary>
    public int Count => items.Count;

    /// <summary>Adds a finding.</summary>
    public void Add(Diagnostic diagnostic)
    {
        items.Add(diagnostic);
        HasErrors |= diagnostic.Severity == Severity.Error;
    }

    /// <summary>
    /// `did you mean …?` or null; past some hundred findings always null, since looking through thousands of names for thousands of
    /// mistakes would take minutes and help nobody.
    /// </summary>
    public string? Suggest(string name, IEnumerable<string> candidates) =>
        items.Count < MostSuggestions ? Suggestions.DidYouMean(name, candidates) : null;

    /// <summary>The findings so far.</summary>
    public ImmutableArray<Diagnostic> ToImmutable() => items.ToImmutable();
}
