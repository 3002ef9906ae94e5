namespace SegLang.Symbols;

/// <summary>
/// Symbols by name, each name once. What an edit changes lies over what many versions share, so that a version costs what is
/// other in it; when too much lies over it, all is written together anew.
/// </summary>
internal sealed class SymbolNames
{
    private const int MostOver = 2_000;

    private readonly Dictionary<string, Symbol> shared;

    // Null where there is nothing over the shared ones; in it a null is a name that is gone.
    private readonly Dictionary<string, Symbol?>? over;

    private SymbolNames(Dictionary<string, Symbol> shared, Dictionary<string, Symbol?>? over)
    {
        (this.shared, this.over) = (shared, over);
    }

    /// <summary>One name, to which others are added.</summary>
    public static SymbolNames Of(Symbol symbol) => new(new(StringComparer.Ordinal) { [symbol.Name] = symbol }, null);

    /// <summary>Whether a next version can lie over this one.</summary>
    public bool CanGrow => over is null || over.Count < Math.Max(MostOver, shared.Count / 8);

    /// <summary>The next version: the same names, which may then be changed without touching this one.</summary>
    public SymbolNames Next() => new(shared, over is null ? new(StringComparer.Ordinal) : new(over, StringComparer.Ordinal));

    /// <summary>The symbol of a name, or null.</summary>
    public Symbol? Find(string name) =>
        over is not null && over.TryGetValue(name, out Symbol? changed) ? changed : shared.GetValueOrDefault(name);

    /// <summary>Adds a symbol; false where its name is taken.</summary>
    public bool TryAdd(Symbol symbol)
    {
        if (over is null)
        {
            return shared.TryAdd(symbol.Name, symbol);
        }

        if (Find(symbol.Name) is not null)
        {
            return false;
        }

        over[symbol.Name] = symbol;
        return true;
    }

    /// <summary>Frees a name, in a next version only.</summary>
    public void Remove(string name)
    {
        if (over is not null)
        {
            over[name] = null;
        }
    }
}
