using SegLang.Text;

namespace SegLang.Symbols;

/// <summary>A place in a file that names a symbol.</summary>
internal readonly record struct NameUse(SourceText Source, TextSpan Span, Symbol Symbol, bool IsDeclaration);

/// <summary>The places that name a symbol, as declaring and binding come across them; kept for editors only.</summary>
internal sealed class NameUses
{
    private readonly List<NameUse> all = [];

    /// <summary>What was noted so far, in no order; what is bound twice is in it twice.</summary>
    public IReadOnlyList<NameUse> All => all;

    /// <summary>Notes a place that refers to a symbol.</summary>
    public void Add(SourceText source, TextSpan span, Symbol symbol) => all.Add(new(source, span, symbol, false));

    /// <summary>Notes the place where a symbol is declared; one without a name has none.</summary>
    public void Declare(Symbol symbol)
    {
        if (symbol is { Source: { } source, NameSpan.Length: > 0 })
        {
            all.Add(new(source, symbol.NameSpan, symbol, true));
        }
    }
}
