using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>What a snapshot knew of the declarations of a file; it is not changed any more.</summary>
internal readonly record struct KnownFile(SyntaxTree Tree, CheckedDeclaration?[] Declarations);

/// <summary>The declarations of one file in one snapshot, with what is known of them so far.</summary>
internal sealed class CheckedFile
{
    private readonly CheckedDeclaration?[] known;
    private readonly CheckedDeclaration?[] previous;
    private BindingRecord?[]? records;

    public CheckedFile(SyntaxTree tree, KnownFile? before)
    {
        Tree = tree;
        known = new CheckedDeclaration?[tree.Root.Declarations.Length];
        previous = before is not { } file ? known : file.Tree == tree ? file.Declarations : Align(file, tree);
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
    public KnownFile Known => new(Tree, IsComplete ? known : [.. known.Zip(previous, (k, p) => k ?? p)]);

    /// <summary>Every expression of a declaration; null until it is set.</summary>
    public ref BindingRecord? Record(int index) => ref (records ??= new BindingRecord?[Length])[index];

    public CheckedDeclaration? this[int index]
    {
        get => known[index];
        set => known[index] = value;
    }

    /// <summary>What an earlier snapshot knew of the declaration that reads the same, or null.</summary>
    public CheckedDeclaration? Previous(int index) => previous[index];

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
    // hangs on what stands around it.
    private static CheckedDeclaration?[] Align(KnownFile before, SyntaxTree tree)
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

        for (int back = 1; back <= most - front && IsSame(old.Length - back, now.Length - back); back++)
        {
            kept[^back] = before.Declarations[^back];
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
