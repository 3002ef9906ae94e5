using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Symbols;

public sealed partial class SymbolTable
{
    /// <summary>The symbols of a file by declaration, and what was found in those of definitions; it hangs on the file alone.</summary>
    private sealed record DeclaredFile(Symbol?[] Symbols, ImmutableArray<Diagnostic> Findings, IReadOnlyList<NameUse> Uses);

    /// <summary>
    /// The same for an editor: definitions of files that the previous table knows keep their symbols. What has types (schemas, params,
    /// actions) is declared anew, since those may have become others.
    /// </summary>
    internal static SymbolTable Declare(ImmutableArray<SyntaxTree> trees, DiagnosticBag diagnostics, NameUses uses, SymbolTable? previous) =>
        Declare(trees, diagnostics, uses, (table, tree) => table.DeclareFile(tree, previous));

    /// <summary>The symbol of a declaration by its place in a file; null for what declares no name.</summary>
    internal Symbol? SymbolOf(SyntaxTree tree, int declaration) => files[tree].Symbols[declaration];

    /// <summary>The names that definitions declare in a file: their own, entries and stages.</summary>
    internal IReadOnlyList<NameUse> DeclaredIn(SyntaxTree tree) => files[tree].Uses;

    private void DeclareFile(SyntaxTree tree, SymbolTable? previous)
    {
        DeclaredFile file = previous?.files.GetValueOrDefault(tree) ?? Prepare(tree);
        Symbol?[] symbols = new Symbol?[file.Symbols.Length];
        for (int i = 0; i < symbols.Length; i++)
        {
            int before = declared.Count;
            DeclarationSyntax declaration = tree.Root.Declarations[i];
            if (IsUntyped(declaration))
            {
                if (file.Symbols[i] is { } known)
                {
                    Add(tree.Source, known);
                }
            }
            else
            {
                DeclareName(tree.Source, declaration);
            }

            symbols[i] = declared.Count > before ? declared[before] : null;
        }

        foreach (Diagnostic finding in file.Findings)
        {
            diagnostics.Add(finding);
        }

        files.Add(tree, file with { Symbols = symbols });
    }

    private DeclaredFile Prepare(SyntaxTree tree)
    {
        var own = (diagnostics, uses);
        NameUses noted = new();
        (diagnostics, uses) = (new DiagnosticBag(), noted);
        Symbol?[] symbols = [.. tree.Root.Declarations.Select(d => IsUntyped(d) ? Prepare(tree.Source, d) : null)];
        DeclaredFile file = new(symbols, diagnostics.ToImmutable(), noted.All);
        (diagnostics, uses) = own;
        return file;
    }

    private Symbol? Prepare(SourceText source, DeclarationSyntax declaration)
    {
        CheckAnnotations(source, declaration.Head);
        if (!declaration.Name.IsPresent)
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
        is TraitSyntax or SegmentSyntax or ClassifySyntax or ScoreSyntax or JourneySyntax or LimitSyntax;
}
