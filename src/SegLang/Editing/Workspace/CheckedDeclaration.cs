using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>
/// What checking one declaration came to, without its bound tree: it holds for every later snapshot in which the declaration reads
/// the same and all that it looked up means the same, wherever either stands by then.
/// </summary>
internal sealed class CheckedDeclaration
{
    private readonly SourceText source;
    private readonly int start;
    private readonly Symbol? own;
    private readonly bool isFound;
    private readonly ImmutableArray<Diagnostic> findings;
    private readonly NameUse[] uses;
    private readonly (string Name, string? Meaning)[] lookups;
    private readonly (string Name, string Interface)[] required;
    private readonly ulong mentioned;

    public CheckedDeclaration(SourceText source, DeclarationSyntax syntax, Symbol? own, DeclarationPart part, Meanings meanings, Func<Symbol, string> interfaceOf, string told)
    {
        this.source = source;
        start = syntax.Span.Start;
        this.own = own;
        isFound = own is null || meanings.IsFound(own);
        findings = part.Findings.ToImmutable();
        uses = [.. part.Record.Names.All.Distinct()];
        lookups = [.. part.Record.Lookups.Select(n => (n, meanings.Of(n)))];
        required = [.. part.Record.Required.Where(s => s != own).Select(s => (s.Name, interfaceOf(s)))];
        foreach (string name in lookups.Select(l => l.Name).Concat(required.Select(r => r.Name)))
        {
            mentioned |= DoubtfulNames.BitOf(name);
        }

        Interface = told;
        HasErrors = part.Findings.HasErrors;
    }

    /// <summary>What others that refer to it depend on besides what its name means.</summary>
    public string Interface { get; }

    /// <summary>The bare names in it, where they were looked for.</summary>
    public string[]? MentionedNames => own?.MentionedNames;

    /// <summary>Whether a finding is an error.</summary>
    public bool HasErrors { get; }

    /// <summary>Whether anything was found in it.</summary>
    public bool HasFindings => !findings.IsEmpty;

    /// <summary>The definitions whose meaning it needed.</summary>
    public ReadOnlySpan<(string Name, string Interface)> Required => required;

    /// <summary>Whether it mentions something that is in doubt; where neither it does nor what it needs, it holds.</summary>
    public bool HangsOn(DoubtfulNames doubts)
    {
        if (!doubts.MayHold(mentioned))
        {
            return false;
        }

        foreach (var (name, _) in lookups)
        {
            if (doubts.Holds(name))
            {
                return true;
            }
        }

        foreach (var (name, _) in required)
        {
            if (doubts.Holds(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether everything that it looked up still means the same; <paramref name="self"/> is the declaration itself.</summary>
    public bool Holds(Meanings meanings, Symbol? self, Func<string, string?> interfaceOf)
    {
        if (isFound != (self is null || meanings.IsFound(self)))
        {
            return false; // Its own name may be another's by now.
        }

        foreach (var (name, meaning) in lookups)
        {
            if (meanings.Of(name) != meaning)
            {
                return false;
            }
        }

        foreach (var (name, told) in required)
        {
            if (interfaceOf(name) != told)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Its findings where the declaration stands now.</summary>
    public IEnumerable<Diagnostic> Findings(SourceText file, DeclarationSyntax syntax)
    {
        int shift = syntax.Span.Start - start;
        return file == source && shift == 0 ? findings : findings.Select(f => f with
        {
            Source = file,
            Span = Shift(f.Span, shift),
            Related = f.Related.IsDefault ? f.Related : [.. f.Related.Select(r => r with { Source = file, Span = Shift(r.Span, shift) })],
        });
    }

    /// <summary>The names in it where they stand now, each with the symbol that it stands for now.</summary>
    public IEnumerable<SymbolUse> Uses(SourceText file, DeclarationSyntax syntax, Symbol? self, CurrentSymbols current)
    {
        int shift = syntax.Span.Start - start;
        Dictionary<Symbol, Symbol>? aliases = null;
        foreach (NameUse use in uses)
        {
            yield return new SymbolUse(file, Shift(use.Span, shift), Current(use.Symbol), use.IsDeclaration);
        }

        Symbol Current(Symbol symbol)
        {
            if (symbol is not AliasSymbol alias)
            {
                return current.Of(symbol, own, self);
            }

            aliases ??= [];
            if (!aliases.TryGetValue(alias, out Symbol? moved))
            {
                SchemaSymbol schema = current.Of(alias.Schema, own, self) as SchemaSymbol ?? alias.Schema;
                aliases.Add(alias, moved = new AliasSymbol(alias.Name, schema, file, Shift(alias.NameSpan, shift)));
            }

            return moved;
        }
    }

    /// <summary>Whether some name in it is written like this.</summary>
    public bool Names(string name)
    {
        foreach (NameUse use in uses)
        {
            if (use.Symbol.Name == name)
            {
                return true;
            }
        }

        return false;
    }

    private static TextSpan Shift(TextSpan span, int by) => new(span.Start + by, span.Length);
}

/// <summary>Finds the symbols of a table for those of an earlier one.</summary>
internal sealed class CurrentSymbols(SymbolTable table)
{
    /// <summary>The symbol of the same name, kind and owner; <paramref name="self"/> for <paramref name="own"/>, the declaration itself.</summary>
    public Symbol Of(Symbol symbol, Symbol? own, Symbol? self) => symbol switch
    {
        _ when symbol == own => self ?? symbol,
        MemberSymbol { Owner: { } owner } member => Member(SymbolTable.MembersOf(Of(owner, own, self)), member),
        FieldSymbol { Owner: { } owner } field => (Of(owner, own, self) as SchemaSymbol)?.Find(field.Name) ?? symbol,
        FieldSymbol { ImplicitOf: { } owner } field when Of(owner, own, self) is EventSymbol now => field.Name == "time" ? now.Time : now.Order,
        ParameterSymbol { Owner: { } owner } parameter =>
            (Of(owner, own, self) as ActionSymbol)?.Parameters.FirstOrDefault(p => p.Name == parameter.Name) ?? symbol,
        MemberSymbol or AliasSymbol => symbol,
        ProfileSymbol => table.Profile ?? symbol,
        _ => table.Find(symbol.Name) is { } now && now.GetType() == symbol.GetType() ? now : symbol,
    };

    private static MemberSymbol Member(ImmutableArray<MemberSymbol> members, MemberSymbol member) =>
        member.Ordinal < members.Length && members[member.Ordinal].Name == member.Name
            ? members[member.Ordinal]
            : members.FirstOrDefault(m => m.Name == member.Name) ?? member;
}
