using System.Collections.Immutable;
using System.Globalization;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>What a lens above a declaration does or says.</summary>
public enum LensKind
{
    /// <summary>Runs the test.</summary>
    RunTest,

    /// <summary>Says how many profiles of the sample are members; does nothing.</summary>
    Members,

    /// <summary>Shows the journey as a diagram.</summary>
    ShowJourney,

    /// <summary>Shows the places that name the declaration.</summary>
    References,
}

/// <summary>A line above a declaration: <see cref="Title"/> is null until it is resolved, <see cref="Name"/> is the declaration's.</summary>
public sealed record CodeLens(TextSpan Span, LensKind Kind, string Name, string? Title);

/// <summary>The lenses of a file.</summary>
public static class CodeLenses
{
    /// <summary>
    /// By place; those for which places must be counted have no title yet. Members are given where <paramref name="sample"/> knows them.
    /// </summary>
    public static ImmutableArray<CodeLens> Of(RuleSnapshot snapshot, string path, SampleView? sample)
    {
        if (snapshot.Tree(path) is not { } tree)
        {
            return [];
        }

        return [.. tree.Root.Declarations.Where(d => d is not (SkippedSyntax or RuleSetSyntax) && d.Name.IsPresent).SelectMany(d => Of(d, sample))];
    }

    private static IEnumerable<CodeLens> Of(DeclarationSyntax declaration, SampleView? sample)
    {
        TextSpan span = declaration.Keyword.Span;
        if (declaration is TestSyntax test)
        {
            return test.Name.Value is string name ? [new(span, LensKind.RunTest, name, "▶ run test")] : [];
        }

        CodeLens references = new(span, LensKind.References, declaration.Name.Text, null);
        return declaration switch
        {
            SegmentSyntax s when sample?.Counts.GetValueOrDefault(s.Name.Text) is { } count =>
                [new(span, LensKind.Members, s.Name.Text, Members(count, sample)), references],
            JourneySyntax s => [new(span, LensKind.ShowJourney, s.Name.Text, "show journey"), references],
            _ => [references],
        };
    }

    /// <summary>The lens with its title; as it is where the file has changed so that nothing of that name is declared any more.</summary>
    public static CodeLens Resolve(RuleSnapshot snapshot, CodeLens lens)
    {
        if (lens.Kind != LensKind.References || snapshot.Symbols.Find(lens.Name) is not { } symbol)
        {
            return lens.Title is null ? lens with { Title = "no references" } : lens;
        }

        int count = snapshot.References(symbol).Count(r => !r.IsDeclaration);
        return lens with { Title = count switch { 0 => "no references", 1 => "1 reference", _ => $"{count} references" } };
    }

    /// <summary>`1 204 of 4 372 (+12)`: members, all, and what the edits since the last save changed.</summary>
    internal static string Members(SampleCount count, SampleView sample)
    {
        long change = count.Before is { } before ? count.Members - before : 0;
        string changed = change == 0 ? "" : change > 0 ? $" (+{Grouped(change)})" : $" (−{Grouped(-change)})";
        return $"{Grouped(count.Members)} of {Grouped(sample.Profiles)}{changed}{(sample.IsStale ? " …" : "")}";
    }

    // Narrow no-break spaces group the digits in every language.
    internal static string Grouped(long value) =>
        value.ToString("#,0", CultureInfo.InvariantCulture).Replace(",", "\u202F", StringComparison.Ordinal);
}
