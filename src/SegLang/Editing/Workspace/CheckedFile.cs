using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>What a snapshot knew of the declarations of a file; it is not changed any more. Whole: of all of them.</summary>
internal readonly record struct KnownFile(SyntaxTree Tree, CheckedDeclaration?[] Declarations, bool IsWhole);

/// <summary>The declarations of one file in one snapshot, with what is known of them so far.</summary>
internal sealed class CheckedFile
{
    private readonly CheckedDeclaration?[] known;
    private readonly CheckedDeclaration?[] previous;
    private readonly Dictionary<string, string?>? told;
    private BindingRecord?[]? records;
    private bool[]? stands;

    public CheckedFile(SyntaxTree tree, KnownFile? before)
    {
        Tree = tree;
        IsUntouched = before is { IsWhole: true } whole && whole.Tree == tree;
        known = new CheckedDeclaration?[tree.Root.Declarations.Length];
        previous = before is not { } file ? known : file.Tree == tree ? file.Declarations : Align(file, tree, told = new(StringComparer.Ordinal));
    }

    public SyntaxTree Tree { get; }

    public int Length => known.Length;

    public bool IsComplete { get; set; }

    public ImmutableArray<SymbolUse>? Uses { get; set; }

    public bool HasErrors => known.Any(k => k is { HasErrors: true });

    /// <summary>Takes over what an earlier snapshot knew of the same text, where all of it holds.</summary>
    public void Adopt()
    {
        for (int i = 0; i < known.Length; i++)
        {
            known[i] ??= previous[i];
        }

        IsComplete = true;
    }

    /// <summary>What is known by now, or had been before and was not asked for since.</summary>
    public KnownFile Known => IsComplete
        ? new(Tree, known, IsWhole: true)
        : new(Tree, [.. known.Zip(previous, (k, p) => k ?? p)], IsUntouched);

    /// <summary>Whether it was known before and reads the same.</summary>
    public bool IsUntouched { get; }

    /// <summary>Whether anything was found in its declarations, as far as they were checked.</summary>
    public bool HasFindings => known.Any(k => k is { HasFindings: true });

    /// <summary>Every expression of a declaration; null until it is set.</summary>
    public ref BindingRecord? Record(int index) => ref (records ??= new BindingRecord?[Length])[index];

    /// <summary>Whether nothing that a declaration hangs on is in doubt; false until it is set.</summary>
    public ref bool Stands(int index) => ref (stands ??= new bool[Length])[index];

    public CheckedDeclaration? this[int index]
    {
        get => known[index];
        set => known[index] = value;
    }

    /// <summary>What an earlier snapshot knew of the declaration that reads the same, or null.</summary>
    public CheckedDeclaration? Previous(int index) => previous[index];

    /// <summary>What others could tell of a declaration before, by its name; null where there was none.</summary>
    public string? Told(int index) =>
        previous[index] is { } same ? same.Interface : told?.GetValueOrDefault(Tree.Root.Declarations[index].Name.Text);

    /// <summary>Whether some name in it is written like this.</summary>
    public bool Names(string name) => known.Any(k => k?.Names(name) == true);

    /// <summary>The declaration that reaches a position, or the last one before it where only blank stands between; -1 where there is none.</summary>
    public int At(int position)
    {
        ImmutableArray<DeclarationSyntax> all = Tree.Root.Declarations;
        int low = 0, high = all.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = all[middle].Span.Start <= position ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    // Declarations that read the same from the front and from the back; those in between were touched. What has an error of syntax
    // hangs on what stands around it. Of the tree before, nothing is held but what others could tell of the declarations in between.
    private static CheckedDeclaration?[] Align(KnownFile before, SyntaxTree tree, Dictionary<string, string?> told)
    {
        ImmutableArray<DeclarationSyntax> old = before.Tree.Root.Declarations, now = tree.Root.Declarations;
        CheckedDeclaration?[] kept = new CheckedDeclaration?[now.Length];
        Func<int, bool> oldIsWrong = Faults(before.Tree), nowIsWrong = Faults(tree);
        int front = 0;
        int most = Math.Min(old.Length, now.Length);
        while (front < most && IsSame(front, front))
        {
            kept[front] = before.Declarations[front];
            front++;
        }

        int back = 0;
        while (back < most - front && IsSame(old.Length - back - 1, now.Length - back - 1))
        {
            back++;
            kept[^back] = before.Declarations[^back];
        }

        for (int i = front; i < old.Length - back; i++)
        {
            told[old[i].Name.Text] = before.Declarations[i]?.Interface;
        }

        return kept;

        bool IsSame(int from, int to) =>
            old[from].GetType() == now[to].GetType() && !oldIsWrong(from) && !nowIsWrong(to) && Text(before.Tree, old[from]).SequenceEqual(Text(tree, now[to]));
    }

    private static ReadOnlySpan<char> Text(SyntaxTree tree, DeclarationSyntax declaration) =>
        tree.Source.Content.AsSpan(declaration.Span.Start, declaration.Span.Length);

    private static Func<int, bool> Faults(SyntaxTree tree)
    {
        HashSet<int> wrong = [];
        foreach (Diagnostic fault in tree.Diagnostics)
        {
            int index = tree.Root.Declarations.Length - 1;
            while (index >= 0 && tree.Root.Declarations[index].Span.Start > fault.Span.Start)
            {
                index--;
            }

            wrong.Add(index);
            wrong.Add(index + 1);
        }

        return wrong.Contains;
    }
}
