using SegLang.Symbols;

namespace SegLang.Binding;

/// <summary>
/// What names tell those that look them up, as texts that are equal where nothing has changed for them. A definition's own type
/// is not among it: it is known once its body is bound.
/// </summary>
internal sealed class Meanings(SymbolTable table)
{
    /// <summary>In place of a name: the whole profile.</summary>
    public const string Profile = "\0profile";

    /// <summary>In place of a name: all names there are.</summary>
    public const string Everything = "\0everything";

    private readonly Dictionary<string, string?> known = new(StringComparer.Ordinal);

    /// <summary>What a name means, among the profile's fields and the declarations; null where it means nothing.</summary>
    public string? Of(string name)
    {
        if (!known.TryGetValue(name, out string? meaning))
        {
            known.Add(name, meaning = Find(name));
        }

        return meaning;
    }

    /// <summary>Whether a declaration's name stands for it, and not for another one of that name.</summary>
    public bool IsFound(Symbol symbol) => table.Find(symbol.Name) == symbol;

    /// <summary>What a type tells: of an enum its members, of an event its fields.</summary>
    public static string Of(SegType type) => type switch
    {
        EnumType t => Of(t.Symbol),
        ClassType t => Of(t.Symbol),
        JourneyType t => Of(t.Symbol),
        EventType t => Of(t.Symbol),
        RecordType t => Of(t.Symbol),
        SetType t => $"set of {Of(t.Element)}",
        ListType t => $"list of {Of(t.Element)}",
        _ => $"{type.Name} {type.Scale}",
    };

    private string? Find(string name) => name switch
    {
        Profile => table.Profile is { } profile ? Of(profile) : null,
        Everything => $"{Sum(table.Declared):x} {Of(Profile)}",
        _ => (table.Profile?.Find(name), table.Find(name)) switch
        {
            (null, null) => null,
            ({ } field, null) => Of(field),
            (null, { } symbol) => Of(symbol),
            ({ } field, { } symbol) => $"{Of(field)}\n{Of(symbol)}",
        },
    };

    /// <summary>What a symbol tells.</summary>
    public static string Of(Symbol symbol) => symbol.Meaning ??= symbol switch
    {
        EnumSymbol s => $"enum {s.Name}{{{Members(s)}}}",
        SchemaSymbol s => $"{s.GetType().Name} {s.Name}{{{string.Join(',', s.Fields.Select(Of))}}}",
        FieldSymbol s => $"{s.Name}:{Of(s.Type)} {s.IsOptional} {s.IsKey} {s.IsComputed} {s.Default is not null} {s.Syntax?.Default is not null}",
        ParamSymbol s => $"param {s.Name}:{Of(s.Type)} {s.Default}",
        TraitSymbol s => $"trait {s.Name}",
        SegmentSymbol s => $"segment {s.Name}",
        ClassSymbol s => $"class {s.Name}{{{Members(s)}}} {s.Syntax.Entries.Any(e => e.Keyword.Text == "otherwise")}",
        ScoreSymbol s => $"score {s.Name} {s.Fades}",
        ActionSymbol s => $"action {s.Name}({string.Join(',', s.Parameters.Select(p => $"{p.Name}:{Of(p.Type)} {p.IsOptional}"))})",
        JourneySymbol s => $"journey {s.Name}{{{Members(s)}}}",
        _ => $"{symbol.GetType().Name} {symbol.Name}",
    };

    // The same sum of hashes in whatever order; two sets of thousands of names are not compared one by one.
    private static ulong Sum(IEnumerable<Symbol> symbols)
    {
        ulong sum = 0;
        foreach (Symbol symbol in symbols)
        {
            ulong hash = (ulong)Of(symbol).GetHashCode(StringComparison.Ordinal) * 0x9E3779B97F4A7C15;
            sum += hash ^ (hash >> 29);
        }

        return sum;
    }

    private static string Members(Symbol symbol) =>
        string.Join(',', SymbolTable.MembersOf(symbol).Select(m => m.IsFinal ? $"final {m.Name}" : m.Name));
}
