using SegLang.Symbols;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Renames something declared so that what is stored under its name follows.</summary>
internal static class KeptRename
{
    // segment Fans { … }   =>   @was("Fans") segment Fans2 { … }, and `Fans2` wherever it is named
    public static CodeAction? Offer(RuleSnapshot snapshot, string path, TextSpan selected)
    {
        if (snapshot.UseAt(path, selected.Start) is not { IsDeclaration: true } use || selected.End > use.Span.End || !Renaming.HasState(use.Symbol))
        {
            return null;
        }

        string title = $"Rename `{use.Symbol.Name}` and keep what is stored under this name";
        RenameResult result = Renaming.Rename(snapshot, path, use.Span.Start, Fresh(snapshot, use.Symbol), keepState: true);
        return result.Refusal is null
            ? new CodeAction($"refactor:{title}", title, CodeActionKind.Refactoring, null, false, result.Edits) { Renames = use.Span }
            : null;
    }

    private static string Fresh(RuleSnapshot snapshot, Symbol symbol)
    {
        int number = 2;
        while (snapshot.Trees.Any(t => t.Source.Content.Contains(Numbered(), StringComparison.Ordinal)))
        {
            number++;
        }

        return Numbered();

        string Numbered() => FormattableString.Invariant($"{symbol.Name}{number}");
    }
}
