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
/// Renames what is declared, over the whole rule set. Every name means what it meant before, and nothing is wrong that was right: either
/// that cannot be otherwise (<see cref="FreshName"/>), or the result has been tried.
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
        ImmutableArray<SourceEdit> keeping = keepState ? Keeping(snapshot, use.Symbol) : [];
        if (FreshName.Fits(snapshot, target.Name, plain, places) && (keeping.IsEmpty || Refusal(snapshot, keeping, name) is null))
        {
            return new([.. keeping, .. Written(places, plain)], null, NoteOn(snapshot, use.Symbol));
        }

        RenameResult result = Try(snapshot, use.Symbol, [.. keeping, .. Written(places, plain)], name);
        return result.Refusal is not null && !plain.StartsWith('`')
            && Try(snapshot, use.Symbol, [.. keeping, .. Written(places, $"`{name}`")], name) is { Refusal: null } quoted
            ? quoted
            : result;
    }

    /// <summary>Whether something is stored under the name of a symbol, so that `@was` takes it along to another name.</summary>
    public static bool HasState(Symbol symbol) => symbol switch
    {
        SegmentSymbol or TraitSymbol or ClassSymbol or ScoreSymbol or JourneySymbol or EventSymbol => true,
        FieldSymbol field => field is { IsComputed: false, Syntax: not null },
        MemberSymbol member => member.Owner is JourneySymbol,
        _ => false,
    };

    private static RenameResult Try(RuleSnapshot snapshot, Symbol symbol, ImmutableArray<SourceEdit> edits, string name) =>
        Refusal(snapshot, edits, name) is { } refusal ? RenameResult.No(refusal) : new(edits, null, NoteOn(snapshot, symbol));

    // What would be wrong or mean something else after these edits, which write a name, in a sentence.
    private static string? Refusal(RuleSnapshot snapshot, ImmutableArray<SourceEdit> edits, string name)
    {
        NameComparison meanings = new(snapshot, SourceEdit.Apply(snapshot, edits), edits);
        HashSet<string> paths = [.. edits.Select(e => e.Path)];
        paths.UnionWith(snapshot.Trees.Select(t => t.Source).Where(s => s.Content.Contains(name, StringComparison.Ordinal)).Select(s => s.Path));
        return paths.Order(StringComparer.Ordinal).Select(p => meanings.NewError(p) ?? meanings.Changed(p)).FirstOrDefault(r => r is not null);
    }

    private static ImmutableArray<SourceEdit> Written(ImmutableArray<SymbolUse> places, string name) =>
        [.. places.Select(u => new SourceEdit(u.Source.Path, u.Span, name))];

    // A split draws by `journey.stage`, so another name of either draws anew.
    private static string? NoteOn(RuleSnapshot snapshot, Symbol symbol)
    {
        SyntaxTree? tree = symbol.Source is { } source ? snapshot.Tree(source.Path) : null;
        JourneySyntax? journey = tree is null ? null : SyntaxParts.DeclarationAt(tree.Root, symbol.NameSpan.Start) as JourneySyntax;
        bool splits = journey?.Parts.OfType<StageSyntax>()
            .Any(s => s.Lines.Any(l => l is SplitLineSyntax) && (symbol is JourneySymbol || s.Name.Span == symbol.NameSpan)) == true;
        return splits ? $"the `split` draws by the names of journey and stage, so it will send other profiles each way than under `{symbol.Name}`" : null;
    }

    // stage Lost => @was("Lost") stage Gone      born: date => @was("born") birthDate: date from "born"
    private static ImmutableArray<SourceEdit> Keeping(RuleSnapshot snapshot, Symbol symbol)
    {
        if (!HasState(symbol) || symbol.Source is not { } source || snapshot.Tree(source.Path) is not { } tree || AnnotatedAt(tree, symbol) is not { } place)
        {
            return [];
        }

        string name = SourceLayout.Quoted(symbol.Name);
        SourceEdit was = new(source.Path, new(place, 0), $"@was({name}) ");
        return symbol is FieldSymbol { Column: null, Syntax: { } field } ? [was, new(source.Path, new(field.Span.End, 0), $" from {name}")] : [was];
    }

    // Behind the annotations that it has.
    private static int? AnnotatedAt(SyntaxTree tree, Symbol symbol)
    {
        DeclarationSyntax? declaration = SyntaxParts.DeclarationAt(tree.Root, symbol.NameSpan.Start);
        return (symbol, declaration) switch
        {
            (FieldSymbol, _) => symbol.NameSpan.Start,
            (MemberSymbol, JourneySyntax journey) => journey.Parts.OfType<StageSyntax>().FirstOrDefault(s => s.Name.Span == symbol.NameSpan) is { } stage
                ? (stage.Final ?? stage.Keyword).Span.Start
                : null,
            _ => declaration?.Keyword.Span.Start,
        };
    }

    private static string Unquoted(SymbolUse use) => use.Source.Slice(use.Span).Trim('`').Normalize(NormalizationForm.FormC);
}
