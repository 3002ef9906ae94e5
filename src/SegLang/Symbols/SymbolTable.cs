using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Symbols;

/// <summary>
/// The names that a rule set declares, with their types. Files come in order of path (ordinal), so that declaration order is
/// the same everywhere. What is declared twice keeps its first meaning; the second is reported.
/// </summary>
public sealed partial class SymbolTable
{
    private readonly SymbolNames byName;
    private List<Symbol>? declared;
    private DiagnosticBag diagnostics;

    private NameUses? uses;
    private int eventCount;

    private SymbolTable(DiagnosticBag diagnostics, NameUses? uses, SymbolNames byName)
    {
        this.diagnostics = diagnostics;
        this.uses = uses;
        this.byName = byName;
    }

    /// <summary>The built-in `Weekday`, Monday first.</summary>
    public static EnumSymbol Weekday { get; } = MakeWeekday();

    /// <summary>What `ruleset` settles, or the defaults.</summary>
    public RuleSetSettings Settings { get; private set; } = new("Rules", "UTC", false, 2026);

    /// <summary>The profile; null where none is declared, which was reported.</summary>
    public ProfileSymbol? Profile { get; private set; }

    /// <summary>The event types in order of declaration.</summary>
    public ImmutableArray<EventSymbol> Events => Of<EventSymbol>();

    /// <summary>Every declared symbol in order of declaration, also those whose name was taken.</summary>
    public IReadOnlyList<Symbol> Declared
    {
        get
        {
            List<Symbol> all = Volatile.Read(ref declared) ?? [.. files.SelectMany(f => f.Symbols).OfType<Symbol>()];
            Volatile.Write(ref declared, all);
            return all;
        }
    }

    /// <summary>All names that can be found, in order of declaration.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            yield return Weekday.Name;
            foreach (Symbol symbol in files.Length == 0 ? Declared : files.SelectMany(f => f.Symbols).OfType<Symbol>())
            {
                if (isPlain || Find(symbol.Name) == symbol)
                {
                    yield return symbol.Name;
                }
            }
        }
    }

    /// <summary>The symbol of a name, or null.</summary>
    public Symbol? Find(string name) => byName.Find(name);

    /// <summary>The symbol of a name if it is of that kind, or null.</summary>
    public T? Find<T>(string name) where T : Symbol => byName.Find(name) as T;

    /// <summary>The declared symbols of a kind, in order of declaration.</summary>
    public ImmutableArray<T> Of<T>() where T : Symbol => [.. (IsOfSchemas(typeof(T)) ? Typed : Declared).OfType<T>()];

    /// <summary>Declares everything that the files hold; bodies of traits, segments and their kin are not looked at.</summary>
    public static SymbolTable Declare(ImmutableArray<SyntaxTree> trees, DiagnosticBag diagnostics)
    {
        List<Symbol> all = [];
        SymbolTable table = new(diagnostics, null, SymbolNames.Of(Weekday)) { declared = all };
        foreach (SyntaxTree tree in trees)
        {
            foreach (DeclarationSyntax declaration in tree.Root.Declarations)
            {
                if (table.DeclareName(tree.Source, declaration) is { } symbol)
                {
                    all.Add(symbol);
                }
            }
        }

        table.Finish(trees);
        return table;
    }

    // Types can be told once all names are known.
    private void Finish(ImmutableArray<SyntaxTree> trees)
    {
        foreach (Symbol symbol in Typed)
        {
            DeclareContents(symbol);
        }

        if (Profile is null && trees.Length > 0 && !trees.Any(t => t.Root.Declarations.Any(d => d is SkippedSyntax)))
        {
            diagnostics.Add(Rules.NoProfile.At(
                trees[0].Source, new TextSpan(0, 0), "add `profile Customer { id: text key }`"));
        }
    }

    private Symbol? DeclareName(SourceText source, DeclarationSyntax declaration)
    {
        CheckAnnotations(source, declaration.Head);
        switch (declaration)
        {
            case RuleSetSyntax syntax:
                DeclareSettings(source, syntax);
                break;
            case ListDeclarationSyntax syntax:
                diagnostics.Add(Rules.NotYet.At(source, syntax.Keyword.Span, "lists from files"));
                break;
            case SkippedSyntax or TestSyntax:
                break;
            default:
                if (declaration.Name.IsPresent)
                {
                    Symbol symbol = MakeSymbol(source, declaration);
                    uses?.Declare(symbol);
                    Add(source, symbol);
                    return symbol;
                }

                break;
        }

        return null;
    }

    private Symbol MakeSymbol(SourceText source, DeclarationSyntax declaration) => declaration switch
    {
        EnumSyntax s => WithMembers(new EnumSymbol(s.Name.Text, source, s.Name.Span, s.Head) { Members = MakeMembers(source, s.Members) }),
        SchemaSyntax { Keyword.Text: "record" } s => new RecordSymbol(s.Name.Text, s, source),
        SchemaSyntax { Keyword.Text: "profile" } s => new ProfileSymbol(s.Name.Text, s, source),
        SchemaSyntax s => MakeEvent(source, s),
        ParamSyntax s => new ParamSymbol(s, source),
        TraitSyntax s => new TraitSymbol(s, source),
        SegmentSyntax s => new SegmentSymbol(s, source),
        ClassifySyntax s => WithMembers(new ClassSymbol(s, source) { Entries = MakeEntries(source, s) }),
        ScoreSyntax s => new ScoreSymbol(s, source),
        ActionSyntax s => new ActionSymbol(s, source),
        LimitSyntax s => new LimitSymbol(s, source),
        JourneySyntax s => WithMembers(new JourneySymbol(s, source) { Stages = MakeStages(source, s) }),
        _ => throw new System.Diagnostics.UnreachableException(declaration.GetType().Name),
    };

    private void Add(SourceText source, Symbol symbol)
    {
        if (symbol is ProfileSymbol profile)
        {
            if (Profile is not null)
            {
                isPlain = false;
                diagnostics.Add(Rules.OnlyOne.At(source, symbol.NameSpan, "profile"));
                return;
            }

            Profile = profile;
        }

        if (IsBuiltIn(symbol.Name))
        {
            isPlain = false;
            diagnostics.Add(Rules.BuiltInName.At(source, symbol.NameSpan, symbol.Name, "give it another name"));
        }
        else if (!byName.TryAdd(symbol))
        {
            isPlain = false;
            diagnostics.Add(Twice(source, symbol));
        }
    }

    private Diagnostic Twice(SourceText source, Symbol symbol)
    {
        Diagnostic finding = Rules.DuplicateName.At(source, symbol.NameSpan, symbol.Name, "give one of them another name");
        return Find(symbol.Name) is { Source: { } place } first
            ? finding with { Related = [new RelatedPlace(place, first.NameSpan, "first declared here")] }
            : finding;
    }

    private static Symbol WithMembers(Symbol owner)
    {
        foreach (MemberSymbol member in MembersOf(owner))
        {
            member.Owner = owner;
        }

        return owner;
    }

    /// <summary>The members of an enum, the entries of a class, the stages of a journey; nothing of other symbols.</summary>
    public static ImmutableArray<MemberSymbol> MembersOf(Symbol symbol) => symbol switch
    {
        EnumSymbol enumeration => enumeration.Members,
        ClassSymbol entries => entries.Entries,
        JourneySymbol journey => journey.Stages,
        _ => [],
    };

    private EventSymbol MakeEvent(SourceText source, SchemaSyntax syntax)
    {
        EventSymbol made = new(syntax.Name.Text, eventCount++, syntax, source)
        {
            Time = new FieldSymbol("time", -1, null, default, HeadSyntax.None) { Type = SegType.DateTime },
            Order = new FieldSymbol("order", -1, null, default, HeadSyntax.None) { Type = SegType.Int },
        };
        made.Time.ImplicitOf = made.Order.ImplicitOf = made;
        return made;
    }

    private ImmutableArray<MemberSymbol> MakeMembers(SourceText source, ImmutableArray<EnumMemberSyntax> members) =>
        Unique(source, members.Where(m => m.Name.IsPresent).Select((m, i) =>
            new MemberSymbol(m.Name.Text, i, m.Label?.Value as string, source, m.Name.Span, m.Head)));

    private ImmutableArray<MemberSymbol> MakeEntries(SourceText source, ClassifySyntax syntax) =>
        Unique(source, syntax.Entries.Select((e, i) =>
            new MemberSymbol(e.Name.Text, i, e.Label?.Value as string, source, e.Name.Span, e.Head)));

    // Doubled stages are an error of journeys (SEG4xxx), found when they are bound.
    private static ImmutableArray<MemberSymbol> MakeStages(SourceText source, JourneySyntax syntax) =>
        [.. syntax.Parts.OfType<StageSyntax>()
            .DistinctBy(s => s.Name.Text)
            .Select((s, i) => new MemberSymbol(s.Name.Text, i, s.Title?.Value as string, source, s.Name.Span, s.Head)
            {
                IsFinal = s.Final is not null,
            })];

    private ImmutableArray<MemberSymbol> Unique(SourceText source, IEnumerable<MemberSymbol> members)
    {
        ImmutableArray<MemberSymbol> all = [.. members];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (MemberSymbol member in all)
        {
            uses?.Declare(member);
        }

        foreach (MemberSymbol member in all.Where(m => m.Name.Length > 0 && !seen.Add(m.Name)))
        {
            diagnostics.Add(Rules.DuplicateName.At(source, member.NameSpan, member.Name, "remove one of them"));
        }

        return all;
    }

    private static EnumSymbol MakeWeekday()
    {
        string[] names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        return new EnumSymbol("Weekday", null, default, HeadSyntax.None)
        {
            Members = [.. names.Select((n, i) => new MemberSymbol(n, i, null, null, default, HeadSyntax.None))],
        };
    }
}
