using System.Collections.Immutable;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Gives a part of a rule a name of its own, and puts it back. Every name in it has to mean the same in both places.</summary>
internal static class TraitRefactorings
{
    private const string NewName = "NewTrait";

    // segment S { sum(A.b) > 5 }   =>   trait NewTrait = sum(A.b)  segment S { NewTrait > 5 }
    public static CodeAction? Extract(RuleSnapshot snapshot, SyntaxTree tree, ImmutableArray<SyntaxNode> around, TextSpan selected)
    {
        bool isWhole = selected.Length > 0 && around.OfType<ExpressionSyntax>().FirstOrDefault() is { } expression && expression.Span == selected
            && expression is not (LiteralSyntax or NameSyntax or MissingSyntax or SpanSyntax or MoneySyntax or ListSyntax or RecordValueSyntax);
        if (!isWhole || around.OfType<DeclarationSyntax>().FirstOrDefault() is not { } declaration || declaration is SchemaSyntax or ParamSyntax or EnumSyntax)
        {
            return null;
        }

        string path = tree.Source.Path;
        string name = snapshot.Symbols.Find(NewName) is null ? NewName : NameFixes.Fresh(snapshot, NewName);
        string prefix = $"trait {name} = ";
        SourceEdit added = SourceLayout.Before(tree, declaration, prefix + tree.Source.Slice(selected));
        ImmutableArray<SourceEdit> edits = [added, new(path, selected, name)];
        int moved = added.Span.Start + prefix.Length;
        RuleSnapshot after = SourceEdit.Apply(snapshot, edits);
        bool holds = after.Errors(path).IsEmpty && MeansTheSame(snapshot, path, selected, after, path, moved, new NameComparison(snapshot, after, edits));
        return holds ? Action($"Extract into the trait `{name}`", edits) : null;
    }

    // trait Total = sum(A.b)  segment S { Total > 5 }   =>   segment S { sum(A.b) > 5 }
    public static CodeAction? Inline(RuleSnapshot snapshot, SyntaxTree tree, TextSpan selected)
    {
        string path = tree.Source.Path;
        if (snapshot.UseAt(path, selected.Start) is not { IsDeclaration: false, Symbol: TraitSymbol { Syntax.Type: null, Source: { } source } trait } use)
        {
            return null;
        }

        ExpressionSyntax body = trait.Syntax.Expression;
        bool isPrimary = body is AggregateSyntax or CallSyntax or NameSyntax or LiteralSyntax or ParenthesizedSyntax or QuantifierSyntax;
        string text = source.Slice(body.Span);
        ImmutableArray<SourceEdit> edits = [new(path, use.Span, isPrimary ? text : $"({text})"), .. Unused(snapshot, trait, source)];
        RuleSnapshot after = SourceEdit.Apply(snapshot, edits);
        NameComparison meanings = new(snapshot, after, edits);
        int moved = meanings.Moved(path, use.Span.Start) + (isPrimary ? 0 : 1);
        bool holds = after.Errors(path).IsEmpty && MeansTheSame(snapshot, source.Path, body.Span, after, path, moved, meanings);
        return holds ? Action($"Write what the trait `{trait.Name}` says in its place", edits) : null;
    }

    // Where this is its only use, the declaration goes with it.
    private static ImmutableArray<SourceEdit> Unused(RuleSnapshot snapshot, TraitSymbol trait, SourceText source) =>
        snapshot.References(trait).Count(u => !u.IsDeclaration) == 1 && snapshot.Tree(source.Path) is { } tree
            ? [new(source.Path, SourceLayout.WholeOf(tree, trait.Syntax), "")]
            : [];

    private static CodeAction Action(string title, ImmutableArray<SourceEdit> edits) =>
        new($"refactor:{title}", title, CodeActionKind.Refactoring, null, false, edits);

    // Whether the names of a stretch of text mean in its new place what they meant in the old one.
    private static bool MeansTheSame(RuleSnapshot before, string from, TextSpan span, RuleSnapshot after, string to, int moved, NameComparison meanings)
    {
        ImmutableArray<SymbolUse> old = In(before.Uses(from), span);
        ImmutableArray<SymbolUse> now = In(after.Uses(to), new(moved, span.Length));
        return old.Length == now.Length
            && old.Zip(now).All(p => p.First.Span.Start - span.Start == p.Second.Span.Start - moved && IsSame(p.First, p.Second));

        // An alias or a list variable that is declared inside moves along.
        bool IsSame(SymbolUse first, SymbolUse second) => first.Symbol.Source?.Path == from && IsInside(first.Symbol)
            ? second.Symbol.NameSpan.Start - moved == first.Symbol.NameSpan.Start - span.Start
            : meanings.IsSame(first.Symbol, second.Symbol);

        bool IsInside(Symbol symbol) => symbol.NameSpan.Start >= span.Start && symbol.NameSpan.End <= span.End;
    }

    private static ImmutableArray<SymbolUse> In(ImmutableArray<SymbolUse> uses, TextSpan span) =>
        [.. uses.Where(u => u.Span.Start >= span.Start && u.Span.End <= span.End)];
}
