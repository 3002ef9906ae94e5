using System.Collections.Immutable;

namespace SegLang.Diagnostics;

/// <summary>Collects the findings of one pass, in the order in which they were found.</summary>
public sealed class DiagnosticBag
{
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

    /// <summary>The findings so far.</summary>
    public ImmutableArray<Diagnostic> ToImmutable() => items.ToImmutable();
}
