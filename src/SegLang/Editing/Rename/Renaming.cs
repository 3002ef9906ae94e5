using System.Collections.Immutable;
using System.Text;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>What is to be renamed: the name under the cursor, or why it keeps its name.</summary>
public sealed record RenameTarget(TextSpan Span, string Name, string? Refusal);

/// <summary>The edits of a rename, or a sentence that says why there are none; <see cref="Note"/> is what its author should know.</summary>
public sealed record RenameResult(ImmutableArray<SourceEdit> Edits, string? Refusal, string? Note = null)
{
    /// <summary>A refusal.</summary>
    public static RenameResult No(string why) => new([], why);
}

/// <summary>
/// Renames what is declared, over the whole rule set. The result has been tried: every name of the files concerned means what it
/// meant before, and nothing is wrong that was right.
/// </summary>
public static class Renaming
{
    /// <summary>The name at a position that a rename would change; null where none is.</summary>
    public static RenameTarget? Prepare(RuleSnapshot snapshot, string path, int position)
    {
        if (snapshot.UseAt(path, position) is not { } use)
        {
            return null;
        }

        string? refusal = use.Symbol.Source is null ? $"`{use.Symbol.Name}` belongs to the language and keeps its name" : null;
        return new(use.Span, use.Symbol.Name, refusal);
    }

    /// <summary>
    /// Renames what stands at a position. With <paramref name="keepState"/> what is known under the old name follows: `@was` for
    /// what a stream remembers, `from` for a field's column.
    /// </summary>
    public static RenameResult Rename(RuleSnapshot snapshot, string path, int position, string newName, bool keepState = false)
    {
        if (Prepare(snapshot, path, position) is not { } target || snapshot.UseAt(path, position) is not { } use)
        {
            return RenameResult.No("there is no name here");
        }

        string name = newName.Trim().Trim('`').Normalize(NormalizationForm.FormC);
        if (target.Refusal is not null || name == target.Name)
        {
            return new([], target.Refusal);
        }

        if (name.Length == 0 || name.Any(c => c == '`' || char.IsControl(c)))
        {
            return RenameResult.No("a name is not empty, stands on one line and has no backtick in it");
        }

        ImmutableArray<SymbolUse> places = [.. snapshot.References(use.Symbol).Where(u => Unquoted(u) == target.Name)];
        string plain = SourceLayout.Name(name);
        RenameResult result = Try(snapshot, use.Symbol, places, plain, name, keepState);
        return result.Refusal is not null && !plain.StartsWith('`') && Try(snapshot, use.Symbol, places, $"`{name}`", name, keepState) is { Refusal: null } quoted
            ? quoted
            : result;
    }

    private static RenameResult Try(RuleSnapshot snapshot, Symbol symbol, ImmutableArray<SymbolUse> places, string written, string name, bool keepState)
    {
        ImmutableArray<SourceEdit> edits =
        [
            .. keepState ? Keeping(snapshot, symbol) : [],
            .. places.Select(u => new SourceEdit(u.Source.Path, u.Span, written)),
        ];
        RuleSnapshot after = SourceEdit.Apply(snapshot, edits);
        HashSet<string> paths = [.. edits.Select(e => e.Path)];
        paths.UnionWith(snapshot.Trees.Select(t => t.Source).Where(s => s.Content.Contains(name, StringComparison.Ordinal)).Select(s => s.Path));
        NameComparison meanings = new(snapshot, after, edits);
        string? refusal = paths.Order(StringComparer.Ordinal).Select(p => meanings.NewError(p) ?? meanings.Changed(p)).FirstOrDefault(r => r is not null);
        return refusal is null ? new(edits, null, NoteOn(snapshot, symbol)) : RenameResult.No(refusal);
    }

    // A split draws by `journey.stage`, so another name of either draws anew.
    private static string? NoteOn(RuleSnapshot snapshot, Symbol symbol)
    {
        SyntaxTree? tree = symbol.Source is { } source ? snapshot.Tree(source.Path) : null;
        JourneySyntax? journey = tree is null ? null : SyntaxParts.DeclarationAt(tree.Root, symbol.NameSpan.Start) as JourneySyntax;
        bool splits = journey?.Parts.OfType<StageSyntax>()
            .Any(s => s.Lines.Any(l => l is SplitLineSyntax) && (symbol is JourneySymbol || s.Name.Span == symbol.NameSpan)) == true;
        return splits ? $"the `split` draws by the names of journey and stage, so it will send other profiles each way than under `{symbol.Name}`" : null;
    }

    // stage Lost => @was("Lost") stage Gone      born: date => birthDate: date from "born"
    private static IEnumerable<SourceEdit> Keeping(RuleSnapshot snapshot, Symbol symbol)
    {
        if (symbol is FieldSymbol { Column: null, IsComputed: false, Syntax: { } field, Source: { } source })
        {
            return [new(source.Path, new(field.Span.End, 0), $" from {SourceLayout.Quoted(symbol.Name)}")];
        }

        return symbol.Source is { } file && snapshot.Tree(file.Path) is { } tree && KeywordOf(tree, symbol) is { } keyword
            ? [new(file.Path, new(keyword.Span.Start, 0), $"@was({SourceLayout.Quoted(symbol.Name)}) ")]
            : [];
    }

    private static Token? KeywordOf(SyntaxTree tree, Symbol symbol)
    {
        DeclarationSyntax? declaration = SyntaxParts.DeclarationAt(tree.Root, symbol.NameSpan.Start);
        return (symbol, declaration) switch
        {
            (MemberSymbol, JourneySyntax journey) => journey.Parts.OfType<StageSyntax>().FirstOrDefault(s => s.Name.Span == symbol.NameSpan) is { } stage
                ? stage.Final ?? stage.Keyword
                : null,
            (MemberSymbol or ParameterSymbol or AliasSymbol or FieldSymbol, _) => null,
            _ => declaration?.Keyword,
        };
    }

    private static string Unquoted(SymbolUse use) => use.Source.Slice(use.Span).Trim('`').Normalize(NormalizationForm.FormC);
}
