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
    private readonly DiagnosticBag declaring = new();
    private readonly NameUses declared = new();
    private readonly Dictionary<string, CheckedFile> files = new(StringComparer.Ordinal);
    private readonly Dictionary<Symbol, (CheckedFile File, int Index)> places = [];
    private readonly Meanings meanings;
    private readonly Binder binder;
    private bool isComplete;

    public RuleCheck(ImmutableArray<SyntaxTree> trees, RuleCheck? previous)
    {
        Trees = trees;
        Table = SymbolTable.Declare(trees, declaring, declared, previous?.Table);
        Current = new CurrentSymbols(Table);
        binder = Binder.Begin(Table);
        bool isSame = previous is not null && previous.Table.Settings == Table.Settings;
        meanings = new Meanings(Table, isSame ? previous?.meanings.Known : null);
        foreach (SyntaxTree tree in trees)
        {
            CheckedFile file = new(tree, isSame ? previous?.files.GetValueOrDefault(tree.Source.Path) : null);
            files.Add(tree.Source.Path, file);
            for (int i = 0; i < file.Length; i++)
            {
                if (Table.SymbolOf(tree, i) is { } symbol)
                {
                    places.Add(symbol, (file, i));
                }
            }
        }
    }

    public ImmutableArray<SyntaxTree> Trees { get; }

    public SymbolTable Table { get; }

    public CurrentSymbols Current { get; }

    /// <summary>How many declarations were bound anew to tell what is wrong with them.</summary>
    public int Bound { get; private set; }

    /// <summary>What is wrong with a file, in the order in which it was found.</summary>
    public IEnumerable<Diagnostic> Findings(string path)
    {
        if (!files.TryGetValue(path, out CheckedFile? file))
        {
            return [];
        }

        Complete(file);
        IEnumerable<Diagnostic> found = declaring.ToImmutable().Where(d => d.Source == file.Tree.Source);
        for (int i = 0; i < file.Length; i++)
        {
            DeclarationSyntax syntax = file.Tree.Root.Declarations[i];
            found = found.Concat(file[i]?.Findings(file.Tree.Source, syntax) ?? PartOf(file, i)?.Findings.ToImmutable() ?? []);
        }

        return file.Tree.Diagnostics.Concat(new SyntaxShadow([file.Tree]).Without([.. found]));
    }

    /// <summary>Whether any file has an error; all are checked then.</summary>
    public bool HasErrors()
    {
        Complete();
        return declaring.HasErrors
            || files.Values.Any(f => f.Tree.Diagnostics.Any(d => d.Severity == Severity.Error) || f.HasErrors)
            || Table.Declared.Any(s => s is SchemaSymbol or ParamSymbol && binder.PartOf(s) is { Findings.HasErrors: true });
    }

    /// <summary>The names in a file, in order of place.</summary>
    public ImmutableArray<SymbolUse> Uses(string path)
    {
        if (!files.TryGetValue(path, out CheckedFile? file))
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
        return [.. Trees.Select(t => files[t.Source.Path]).Where(f => MayName(f, symbol.Name))
            .SelectMany(f => Uses(f.Tree.Source.Path))
            .Where(u => u.Symbol == symbol || (symbol is AliasSymbol && u.Symbol is AliasSymbol && IsSame(u.Symbol, symbol)))
            .OrderBy(u => !u.IsDeclaration)];
    }

    public BoundDefinition? Definition(Symbol symbol) =>
        binder.DefinitionOf(places.ContainsKey(symbol) ? symbol : Current.Of(symbol, null, null));

    public BoundRuleSet? Whole() => binder.WholeOf(Trees);

    public BoundExpression BindApart(SourceText source, ExpressionSyntax syntax, Scope scope) => binder.BindApart(source, syntax, scope);

    /// <summary>Every expression of the declaration at a place, and what is expected where; null where nothing is bound.</summary>
    public BindingRecord? RecordAt(string path, int position)
    {
        if (!files.TryGetValue(path, out CheckedFile? file) || file.At(position) is not (>= 0 and var index))
        {
            return null;
        }

        if (file.Records[index] is not { } record)
        {
            object? key = Table.SymbolOf(file.Tree, index) ?? (object?)(file.Tree.Root.Declarations[index] as TestSyntax);
            file.Records[index] = record = key is null ? null : binder.Reread(key, file.Tree.Source);
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
        IEnumerable<NameUse> own = Table.DeclaredIn(file.Tree).Concat(declared.All.Where(u => u.Source == source))
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
        if (isComplete)
        {
            return;
        }

        Check(Table.Declared);
        foreach (SyntaxTree tree in Trees)
        {
            Complete(files[tree.Source.Path]);
        }

        isComplete = true;
    }

    private void Complete(CheckedFile file)
    {
        if (file.IsComplete)
        {
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
                var (file, index) = places[symbol];
                file[index] = (group.Count == 1 ? Kept(file, index) : null) ?? Bind(file, index, symbol);
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
        Table.Find(name) is { } symbol && places.TryGetValue(symbol, out var place) ? place.File[place.Index]?.Interface : null;

    private bool IsChecked(Symbol symbol) => places.TryGetValue(symbol, out var place) && place.File[place.Index] is not null;
}
