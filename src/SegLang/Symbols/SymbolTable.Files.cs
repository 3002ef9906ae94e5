using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Symbols;

public sealed partial class SymbolTable
{
    // In order of path; empty where no editor asks.
    private DeclaredFile[] files = [];
    private Dictionary<string, int> slots = [];

    // Whether every declaration's name is found and stands for it.
    private bool isPlain = true;

    /// <summary>The symbols of a file by declaration, and what was found in those of definitions; it hangs on the file alone.</summary>
    private sealed record DeclaredFile(SyntaxTree Tree, Symbol?[] Symbols, ImmutableArray<Diagnostic> Findings, IReadOnlyList<NameUse> Uses, bool IsTyped);

    /// <summary>Whether declaring has found an error.</summary>
    internal bool HasErrors => diagnostics.HasErrors || files.Any(f => f.Findings.Any(d => d.Severity == Severity.Error));

    /// <summary>What declaring has found in one file.</summary>
    internal IEnumerable<Diagnostic> FindingsIn(SyntaxTree tree) =>
        diagnostics.ToImmutable().Where(d => d.Source == tree.Source).Concat(files[slots[tree.Source.Path]].Findings);

    /// <summary>Whether declaring has found nothing in a file, quickly told; false also where it has found something in another one.</summary>
    internal bool IsClean(SyntaxTree tree) => diagnostics.Count == 0 && files[slots[tree.Source.Path]] is { Findings.IsEmpty: true, IsTyped: false };

    /// <summary>The names that typed declarations declare and use.</summary>
    internal IReadOnlyList<NameUse> TypedUses => uses?.All ?? [];

    /// <summary>
    /// The same for an editor: definitions of files that the previous table knows keep their symbols. What has types (schemas, params,
    /// actions) is declared anew, since those may have become others.
    /// </summary>
    internal static SymbolTable Declare(ImmutableArray<SyntaxTree> trees, SymbolTable? previous) =>
        previous?.TryChange(trees) ?? DeclareAll(trees, previous);

    /// <summary>The symbol of a declaration by its place in a file; null for what declares no name.</summary>
    internal Symbol? SymbolOf(SyntaxTree tree, int declaration) => files[slots[tree.Source.Path]].Symbols[declaration];

    /// <summary>The names that definitions declare in a file: their own, entries and stages.</summary>
    internal IReadOnlyList<NameUse> DeclaredIn(SyntaxTree tree) => files[slots[tree.Source.Path]].Uses;

    /// <summary>The place of a file among all, by path; -1 where there is none.</summary>
    internal int SlotOf(string path) => slots.GetValueOrDefault(path, -1);

    /// <summary>
    /// The names that mean something else than in an earlier table, told by <paramref name="meaning"/>; null where that is not quickly
    /// known: other files or settings, another profile, names that are declared twice. A definition's own type is not part of it.
    /// </summary>
    internal IReadOnlyCollection<string>? ChangedNames(SymbolTable before, Func<Symbol, string> meaning)
    {
        bool isKnown = isPlain && before.isPlain && files.Length == before.files.Length && Settings == before.Settings
            && Profile is { } profile && before.Profile is { } earlier && meaning(profile) == meaning(earlier);
        HashSet<string> changed = new(StringComparer.Ordinal);
        for (int slot = 0; isKnown && slot < files.Length; slot++)
        {
            DeclaredFile now = files[slot], old = before.files[slot];
            isKnown = now.Tree.Source.Path == old.Tree.Source.Path;
            if (now.Symbols != old.Symbols)
            {
                AddChanged(changed, now.Symbols, before, meaning);
                AddChanged(changed, old.Symbols, this, meaning);
            }
        }

        return isKnown ? changed : null;
    }

    private static void AddChanged(HashSet<string> changed, Symbol?[] symbols, SymbolTable other, Func<Symbol, string> meaning)
    {
        foreach (Symbol? symbol in symbols)
        {
            if (symbol is not null && (other.Find(symbol.Name) is not { } same || meaning(same) != meaning(symbol)))
            {
                changed.Add(symbol.Name);
            }
        }
    }

    // What is not a definition, and perhaps others beside it.
    private IEnumerable<Symbol> Typed => files.Length == 0 ? Declared : files.Where(f => f.IsTyped).SelectMany(f => f.Symbols).OfType<Symbol>();

    private static bool IsOfSchemas(Type kind) => typeof(SchemaSymbol).IsAssignableFrom(kind)
        || kind == typeof(EnumSymbol) || kind == typeof(ParamSymbol) || kind == typeof(ActionSymbol);

    private static SymbolTable DeclareAll(ImmutableArray<SyntaxTree> trees, SymbolTable? previous)
    {
        SymbolTable table = new(new DiagnosticBag(), new NameUses(), SymbolNames.Of(Weekday)) { files = new DeclaredFile[trees.Length] };
        for (int slot = 0; slot < trees.Length; slot++)
        {
            SyntaxTree tree = trees[slot];
            int before = previous?.SlotOf(tree.Source.Path) ?? -1;
            DeclaredFile? known = before >= 0 && previous?.files[before] is { } file && file.Tree == tree ? file : null;
            table.slots.Add(tree.Source.Path, slot);
            table.files[slot] = table.DeclareFile(known ?? table.Prepare(tree));
        }

        table.Finish(trees);
        return table;
    }

    // The next table where the same files are there and every name is declared once, before and after: what is not touched stays
    // as it is. Null where that is not so.
    private SymbolTable? TryChange(ImmutableArray<SyntaxTree> trees)
    {
        if (!isPlain || !byName.CanGrow || trees.Length != files.Length)
        {
            return null;
        }

        SymbolTable table = new(new DiagnosticBag(), new NameUses(), byName.Next()) { files = [.. files], slots = slots };
        List<int> changed = [];
        for (int slot = 0; slot < trees.Length; slot++)
        {
            if (trees[slot].Source.Path != files[slot].Tree.Source.Path)
            {
                return null;
            }

            if (trees[slot] != files[slot].Tree || files[slot].IsTyped)
            {
                changed.Add(slot);
                table.Leave(files[slot]);
            }
        }

        foreach (int slot in changed)
        {
            table.files[slot] = table.DeclareFile(trees[slot] == files[slot].Tree ? files[slot] : table.Prepare(trees[slot]));
        }

        if (!table.isPlain)
        {
            return null;
        }

        table.Finish(trees);
        return table;
    }

    private void Leave(DeclaredFile file)
    {
        foreach (Symbol? symbol in file.Symbols)
        {
            if (symbol is not null)
            {
                byName.Remove(symbol.Name);
            }
        }
    }

    // Adds the names of a file to the table.
    private DeclaredFile DeclareFile(DeclaredFile file)
    {
        ImmutableArray<DeclarationSyntax> declarations = file.Tree.Root.Declarations;
        Symbol?[] symbols = file.IsTyped ? new Symbol?[declarations.Length] : file.Symbols;
        for (int i = 0; i < symbols.Length; i++)
        {
            if (!IsUntyped(declarations[i]))
            {
                symbols[i] = DeclareName(file.Tree.Source, declarations[i]);
            }
            else if (file.Symbols[i] is { } known)
            {
                Add(file.Tree.Source, known);
                symbols[i] = known;
            }
        }

        return file.IsTyped ? file with { Symbols = symbols } : file;
    }

    private DeclaredFile Prepare(SyntaxTree tree)
    {
        var own = (diagnostics, uses);
        NameUses noted = new();
        (diagnostics, uses) = (new DiagnosticBag(), noted);
        ImmutableArray<DeclarationSyntax> declarations = tree.Root.Declarations;
        Symbol?[] symbols = new Symbol?[declarations.Length];
        bool isTyped = false;
        for (int i = 0; i < symbols.Length; i++)
        {
            isTyped |= !IsUntyped(declarations[i]);
            symbols[i] = IsUntyped(declarations[i]) ? Prepare(tree.Source, declarations[i]) : null;
        }

        DeclaredFile file = new(tree, symbols, diagnostics.ToImmutable(), noted.All, isTyped);
        (diagnostics, uses) = own;
        return file;
    }

    private Symbol? Prepare(SourceText source, DeclarationSyntax declaration)
    {
        CheckAnnotations(source, declaration.Head);
        if (!declaration.Name.IsPresent || declaration is TestSyntax or SkippedSyntax)
        {
            return null;
        }

        Symbol symbol = MakeSymbol(source, declaration);
        uses?.Declare(symbol);
        if (symbol is JourneySymbol journey)
        {
            CheckStages(journey);
        }

        return symbol;
    }

    private static bool IsUntyped(DeclarationSyntax declaration) => declaration
        is TraitSyntax or SegmentSyntax or ClassifySyntax or ScoreSyntax or JourneySyntax or LimitSyntax or TestSyntax or SkippedSyntax;
}
