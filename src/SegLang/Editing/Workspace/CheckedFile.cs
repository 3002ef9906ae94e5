using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>The declarations of one file in one snapshot, with what is known of them so far.</summary>
internal sealed class CheckedFile
{
    private readonly CheckedDeclaration?[] known;
    private readonly CheckedDeclaration?[] previous;

    public CheckedFile(SyntaxTree tree, CheckedFile? before)
    {
        Tree = tree;
        known = new CheckedDeclaration?[tree.Root.Declarations.Length];
        Records = new BindingRecord?[known.Length];
        previous = before is null ? known : before.Tree == tree ? before.Latest() : Align(before, tree);
    }

    public SyntaxTree Tree { get; }

    public int Length => known.Length;

    public bool IsComplete { get; set; }

    public ImmutableArray<SymbolUse>? Uses { get; set; }

    public BindingRecord?[] Records { get; }

    public bool HasErrors => known.Any(k => k is { HasErrors: true });

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

    // What was known, or had been before and was not asked for since.
    private CheckedDeclaration?[] Latest() => [.. known.Zip(previous, (k, p) => k ?? p)];

    // Declarations that read the same from the front and from the back; those in between were touched. What has an error of syntax
    // hangs on what stands around it.
    private static CheckedDeclaration?[] Align(CheckedFile before, SyntaxTree tree)
    {
        ImmutableArray<DeclarationSyntax> old = before.Tree.Root.Declarations, now = tree.Root.Declarations;
        CheckedDeclaration?[] latest = before.Latest();
        CheckedDeclaration?[] kept = new CheckedDeclaration?[now.Length];
        Func<int, bool> oldIsWrong = Faults(before.Tree), nowIsWrong = Faults(tree);
        int front = 0;
        int most = Math.Min(old.Length, now.Length);
        while (front < most && IsSame(front, front))
        {
            kept[front] = latest[front];
            front++;
        }

        for (int back = 1; back <= most - front && IsSame(old.Length - back, now.Length - back); back++)
        {
            kept[^back] = latest[^back];
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
