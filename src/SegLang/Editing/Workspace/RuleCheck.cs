using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>
/// Checks the declarations of one snapshot, each when it is asked for and at most once, and takes over what the snapshot before found
/// where it still holds. Not safe for several threads at once.
/// </summary>
internal sealed class RuleCheck
{
    // By the files' order; a file is looked at when it is first asked for.
    private readonly CheckedFile?[] files;
    private readonly KnownFile?[] before;
    private readonly Meanings meanings;
    private readonly Binder binder;

    // What may be otherwise than when the files that were not touched were checked; null where that may be anything.
    private readonly DoubtfulNames? doubts;
    private bool isTouchedChecked;
    private readonly List<(CheckedFile File, int Index)> reached = [];
    private SyntaxShadow? shadow;

    public RuleCheck(ImmutableArray<SyntaxTree> trees, RuleCheck? previous)
    {
        Trees = trees;
        Table = SymbolTable.Declare(trees, previous?.Table);
        Current = new CurrentSymbols(Table);
        binder = Binder.Begin(Table);
        meanings = new Meanings(Table);
        files = new CheckedFile?[trees.Length];
        before = new KnownFile?[trees.Length];
        if (previous is null || previous.Table.Settings != Table.Settings)
        {
            return;
        }

        for (int slot = 0; slot < trees.Length; slot++)
        {
            before[slot] = previous.Known(slot, trees[slot].Source.Path);
        }

        doubts = Doubts(previous);
    }

    // What the snapshot before left in doubt, and what means something else since.
    private DoubtfulNames? Doubts(RuleCheck previous)
    {
        bool isComplete = previous.IsComplete;
        if ((!isComplete && previous.doubts is null) || Table.ChangedNames(previous.Table, Meanings.Of) is not { } changed)
        {
            return null;
        }

        DoubtfulNames found = new();
        found.Add(isComplete ? null : previous.doubts);
        foreach (string name in changed)
        {
            found.Add(name);
            found.Add(Meanings.Everything);
        }

        return found;
    }

    public ImmutableArray<SyntaxTree> Trees { get; }

    public SymbolTable Table { get; }

    public CurrentSymbols Current { get; }

    /// <summary>How many declarations were bound anew to tell what is wrong with them.</summary>
    public int Bound { get; private set; }

    /// <summary>What is wrong with a file, in the order in which it was found.</summary>
    public IEnumerable<Diagnostic> Findings(string path)
    {
        if (File(path) is not { } file)
        {
            return [];
        }

        Complete(file);
        if (!file.HasFindings && file.Tree.Diagnostics.IsEmpty && Table.IsClean(file.Tree))
        {
            return [];
        }

        List<Diagnostic> found = [.. Table.FindingsIn(file.Tree)];
        for (int i = 0; i < file.Length; i++)
        {
            if (file[i] is not { HasFindings: false })
            {
                found.AddRange(file[i]?.Findings(file.Tree.Source, file.Tree.Root.Declarations[i]) ?? PartOf(file, i)?.Findings.ToImmutable() ?? []);
            }
        }

        return file.Tree.Diagnostics.Concat((shadow ??= new SyntaxShadow(Trees)).Without([.. found]));
    }

    /// <summary>Checks a file, if that was not done.</summary>
    public void Complete(string path) => Complete(File(path));

    /// <summary>Whether any file has an error; all are checked then.</summary>
    public bool HasErrors()
    {
        Complete();
        return Table.HasErrors
            || files.Any(f => f is not null && (f.HasErrors || f.Tree.Diagnostics.Any(d => d.Severity == Severity.Error)))
            || Table.Of<SchemaSymbol>().Concat<Symbol>(Table.Of<ParamSymbol>()).Any(s => binder.PartOf(s) is { Findings.HasErrors: true });
    }

    /// <summary>The names in a file, in order of place.</summary>
    public ImmutableArray<SymbolUse> Uses(string path)
    {
        if (File(path) is not { } file)
        {
            return [];
        }

        if (file.Uses is not { } uses)
        {
            Complete(file);
            uses = [.. UsesOf(file).Distinct().OrderBy(u => u.Span.Start)];
            file.Uses = uses;
        }

        return uses;
    }

    /// <summary>The names in all files that stand for a symbol, its declaration first.</summary>
    public ImmutableArray<SymbolUse> References(Symbol symbol)
    {
        Complete();
        return [.. files.OfType<CheckedFile>().Where(f => MayName(f, symbol.Name))
            .SelectMany(f => Uses(f.Tree.Source.Path))
            .Where(u => u.Symbol == symbol || (symbol is AliasSymbol && u.Symbol is AliasSymbol && IsSame(u.Symbol, symbol)))
            .OrderBy(u => !u.IsDeclaration)];
    }

    public BoundDefinition? Definition(Symbol symbol) =>
        binder.DefinitionOf(PlaceOf(symbol) is not null ? symbol : Current.Of(symbol, null, null));

    /// <summary>Drops the bound trees. What each declaration came to is kept; whoever wants a bound tree asks for one.</summary>
    public void Forget() => binder.Forget();

    public BoundRuleSet? Whole() => binder.WholeOf(Trees);

    public BoundExpression BindApart(SourceText source, ExpressionSyntax syntax, Scope scope) => binder.BindApart(source, syntax, scope);

    /// <summary>Every expression of the declaration at a place, and what is expected where; null where nothing is bound.</summary>
    public BindingRecord? RecordAt(string path, int position)
    {
        if (File(path) is not { } file || file.At(position) is not (>= 0 and var index))
        {
            return null;
        }

        ref BindingRecord? record = ref file.Record(index);
        if (record is null)
        {
            object? key = Table.SymbolOf(file.Tree, index) ?? (object?)(file.Tree.Root.Declarations[index] as TestSyntax);
            record = key is null ? null : binder.Reread(key, file.Tree.Source);
        }

        return record;
    }

    private bool MayName(CheckedFile file, string name) =>
        file.Names(name) || Table.DeclaredIn(file.Tree).Any(u => u.Symbol.Name == name) || Schemas(file).Any();

    private static bool IsSame(Symbol left, Symbol right) => left.NameSpan == right.NameSpan && left.Source == right.Source;

    private IEnumerable<Symbol> Schemas(CheckedFile file) =>
        Enumerable.Range(0, file.Length).Select(i => Table.SymbolOf(file.Tree, i)).OfType<Symbol>().Where(s => s is SchemaSymbol or EnumSymbol or ActionSymbol or ParamSymbol);

    private IEnumerable<SymbolUse> UsesOf(CheckedFile file)
    {
        SourceText source = file.Tree.Source;
        IEnumerable<NameUse> own = Table.DeclaredIn(file.Tree).Concat(Table.TypedUses.Where(u => u.Source == source))
            .Concat(Schemas(file).SelectMany(s => binder.PartOf(s)?.Record.Names.All ?? []).Where(u => u.Source == source));
        foreach (NameUse use in own)
        {
            yield return new SymbolUse(use.Source, use.Span, use.Symbol, use.IsDeclaration);
        }

        for (int i = 0; i < file.Length; i++)
        {
            foreach (SymbolUse use in file[i]?.Uses(source, file.Tree.Root.Declarations[i], Table.SymbolOf(file.Tree, i), Current) ?? [])
            {
                yield return use;
            }
        }
    }

    // Schemas and params are bound at once.
    private DeclarationPart? PartOf(CheckedFile file, int index) =>
        Table.SymbolOf(file.Tree, index) is SchemaSymbol or ParamSymbol && Table.SymbolOf(file.Tree, index) is { } symbol ? binder.PartOf(symbol) : null;

    private void Complete()
    {
        foreach (SyntaxTree tree in Trees)
        {
            Complete(File(tree.Source.Path));
        }
    }

    private bool IsComplete => files.All(f => f is { IsComplete: true });

    private bool IsTouched(int slot) => files[slot] is { } file ? !file.IsUntouched : before[slot] is not { IsWhole: true } known || known.Tree != Trees[slot];

    // Whether nothing that a file which was not touched hangs on is in doubt: neither what it mentions, nor what the definitions that
    // it needs mention, and so on; so whatever is found out later does not reach it.
    private bool Stands(CheckedFile file)
    {
        if (doubts is null || !file.IsUntouched)
        {
            return false;
        }

        CheckTouched();
        reached.Clear();
        for (int i = 0; i < file.Length; i++)
        {
            Reach(file, i);
        }

        for (int next = 0; next < reached.Count; next++)
        {
            if (reached[next].File.Previous(reached[next].Index) is not { } declaration)
            {
                continue;
            }

            if (declaration.HangsOn(doubts))
            {
                reached.ForEach(r => r.File.Stands(r.Index) = false);
                return false;
            }

            foreach ((string name, _) in declaration.Required)
            {
                if (Table.Find(name) is { } symbol && PlaceOf(symbol) is { File: { IsUntouched: true } } place)
                {
                    Reach(place.File, place.Index);
                }
            }
        }

        return true;
    }

    private void Reach(CheckedFile file, int index)
    {
        if (!file.Stands(index))
        {
            file.Stands(index) = true;
            reached.Add((file, index));
        }
    }

    private void CheckTouched()
    {
        for (int slot = 0; !isTouchedChecked && slot < files.Length; slot++)
        {
            if (IsTouched(slot))
            {
                Complete(File(slot));
            }
        }

        isTouchedChecked = true;
    }

    private CheckedFile File(int slot) => files[slot] ??= Begin(slot);

    // A declaration that reads the same mentions the same names. The tree before is not needed any more.
    private CheckedFile Begin(int slot)
    {
        CheckedFile file = new(Trees[slot], before[slot]);
        before[slot] = null;
        for (int i = 0; !file.IsUntouched && i < file.Length; i++)
        {
            if (file.Previous(i)?.MentionedNames is { } names && Table.SymbolOf(file.Tree, i) is { } symbol)
            {
                symbol.MentionedNames ??= names;
            }
        }

        return file;
    }

    private CheckedFile? File(string path) => Table.SlotOf(path) is >= 0 and var slot ? File(slot) : null;

    // Most often the files are the same, each in its place.
    private KnownFile? Known(int likely, string path)
    {
        int slot = likely < Trees.Length && Trees[likely].Source.Path == path ? likely : Table.SlotOf(path);
        return slot >= 0 ? files[slot]?.Known ?? before[slot] : null;
    }

    private (CheckedFile File, int Index)? PlaceOf(Symbol symbol) =>
        symbol.Source is { } source && File(source.Path) is { } file && file.At(symbol.NameSpan.Start) is >= 0 and var index && Table.SymbolOf(file.Tree, index) == symbol
            ? (file, index)
            : null;

    private void Complete(CheckedFile? file)
    {
        if (file is null or { IsComplete: true })
        {
            return;
        }

        if (Stands(file))
        {
            file.Adopt();
            return;
        }

        Check(Enumerable.Range(0, file.Length).Select(i => Table.SymbolOf(file.Tree, i)).OfType<Symbol>());
        for (int i = 0; i < file.Length; i++)
        {
            if (file[i] is null)
            {
                CheckOther(file, i);
            }
        }

        file.IsComplete = true;
    }

    // Definitions in order of dependency, so that what they refer to is known.
    private void Check(IEnumerable<Symbol> roots)
    {
        foreach (List<Symbol> group in DefinitionOrder.Groups(Table, roots, IsChecked))
        {
            foreach (Symbol symbol in group)
            {
                if (PlaceOf(symbol) is { } place)
                {
                    CheckedDeclaration? found = (group.Count == 1 ? Kept(place.File, place.Index) : null) ?? Bind(place.File, place.Index, symbol);
                    if (doubts is not null && found?.Interface != place.File.Told(place.Index))
                    {
                        doubts.Add(symbol.Name);
                    }

                    place.File[place.Index] = found;
                }
            }
        }
    }

    private CheckedDeclaration? Kept(CheckedFile file, int index) =>
        file.Previous(index) is { } before && before.Holds(meanings, Table.SymbolOf(file.Tree, index), InterfaceOf) ? before : null;

    private CheckedDeclaration? Bind(CheckedFile file, int index, Symbol symbol)
    {
        _ = binder.DefinitionOf(symbol);
        Bound++;
        return Note(file, index, symbol, symbol, binder.InterfaceOf(symbol));
    }

    private void CheckOther(CheckedFile file, int index)
    {
        DeclarationSyntax syntax = file.Tree.Root.Declarations[index];
        Symbol? symbol = Table.SymbolOf(file.Tree, index);
        object? key = symbol is ActionSymbol or LimitSymbol ? symbol : syntax as TestSyntax;
        if (key is null)
        {
            return;
        }

        Check(Mentioned(syntax));
        if (Kept(file, index) is { } kept)
        {
            file[index] = kept;
            return;
        }

        foreach (Symbol mentioned in Mentioned(syntax))
        {
            _ = binder.DefinitionOf(mentioned);
        }

        binder.BindOther(key, file.Tree.Source);
        Bound++;
        file[index] = Note(file, index, key, symbol, "");
    }

    private IEnumerable<Symbol> Mentioned(DeclarationSyntax syntax) =>
        SyntaxNames.In(syntax).Select(Table.Find).OfType<Symbol>().Where(DefinitionOrder.IsDefinition).Distinct();

    private CheckedDeclaration? Note(CheckedFile file, int index, object key, Symbol? symbol, string told) =>
        binder.TakePart(key) is { } part
            ? new CheckedDeclaration(file.Tree.Source, file.Tree.Root.Declarations[index], symbol, part, meanings, binder.InterfaceOf, told)
            : null;

    private string? InterfaceOf(string name) =>
        Table.Find(name) is { } symbol && PlaceOf(symbol) is { } place ? place.File[place.Index]?.Interface : null;

    private bool IsChecked(Symbol symbol) => PlaceOf(symbol) is { } place && place.File[place.Index] is not null;
}
