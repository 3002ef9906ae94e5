using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>What a hint between the words says.</summary>
public enum HintKind
{
    /// <summary>The type that a trait or computed field has.</summary>
    Type,

    /// <summary>The dates that a window covers now.</summary>
    Window,

    /// <summary>How many profiles of the sample belong to it.</summary>
    Members,
}

/// <summary>A hint that an editor shows at a place of the text without being part of it.</summary>
public sealed record InlayHint(int Position, string Text, HintKind Kind, string? Tip);

/// <summary>The hints of a file.</summary>
public static class InlayHints
{
    /// <summary>
    /// The hints in a range, by place. Windows are shown as dates at <paramref name="now"/> (µs since 1970-01-01T00:00Z) where that is
    /// given, members where the sample knows them.
    /// </summary>
    public static ImmutableArray<InlayHint> In(RuleSnapshot snapshot, string path, TextSpan range, long? now, SampleView? sample)
    {
        if (snapshot.Tree(path) is not { } tree)
        {
            return [];
        }

        List<InlayHint> hints = [];
        WindowDates? dates = now is { } instant ? new WindowDates(snapshot, instant) : null;
        foreach (DeclarationSyntax declaration in tree.Root.Declarations)
        {
            if (declaration.Span.Start <= range.End && declaration.Span.End >= range.Start)
            {
                AddTypes(hints, snapshot, declaration);
                AddMembers(hints, declaration, sample);
                if (dates is not null && declaration is not TestSyntax)
                {
                    AddWindows(hints, declaration, dates);
                }
            }
        }

        return [.. hints.Where(h => range.Touches(h.Position)).OrderBy(h => h.Position)];
    }

    private static void AddTypes(List<InlayHint> hints, RuleSnapshot snapshot, DeclarationSyntax declaration)
    {
        if (declaration is TraitSyntax { Type: null, Name.IsPresent: true } trait
            && snapshot.Symbols.Find<TraitSymbol>(trait.Name.Text) is { } symbol
            && snapshot.Definition(symbol) is BoundTrait { Expression: { Type.IsError: false } expression })
        {
            hints.Add(new(trait.Name.Span.End, ": " + TypeText.Of(expression), HintKind.Type, null));
        }

        if (declaration is SchemaSyntax schema && snapshot.Symbols.Find<SchemaSymbol>(schema.Name.Text) is { } owner)
        {
            foreach (FieldSymbol field in owner.Fields.Where(f => f is { IsComputed: true, Type.IsError: false } && f.Source?.Path == owner.Source?.Path))
            {
                hints.Add(new(field.NameSpan.End, ": " + TypeText.Of(field), HintKind.Type, null));
            }
        }
    }

    private static void AddMembers(List<InlayHint> hints, DeclarationSyntax declaration, SampleView? sample)
    {
        if (sample is null)
        {
            return;
        }

        if (declaration is SegmentSyntax segment && sample.Counts.GetValueOrDefault(segment.Name.Text) is { } count)
        {
            hints.Add(new(segment.Title?.Span.End ?? segment.Name.Span.End, CodeLenses.Members(count, sample), HintKind.Members, "members in the sample"));
        }

        IReadOnlyDictionary<string, SampleCount>? entries = declaration.Name.IsPresent ? sample.Entries.GetValueOrDefault(declaration.Name.Text) : null;
        IEnumerable<Token> names = declaration switch
        {
            ClassifySyntax s => s.Entries.Select(e => e.Label ?? e.Name),
            JourneySyntax s => s.Parts.OfType<StageSyntax>().Select(p => p.Title ?? p.Name),
            _ => [],
        };
        IEnumerable<string> keys = declaration switch
        {
            ClassifySyntax s => s.Entries.Select(e => e.Name.Text),
            JourneySyntax s => s.Parts.OfType<StageSyntax>().Select(p => p.Name.Text),
            _ => [],
        };
        foreach (var (token, key) in names.Zip(keys))
        {
            if (entries?.GetValueOrDefault(key) is { } members)
            {
                hints.Add(new(token.Span.End, CodeLenses.Members(members, sample), HintKind.Members, "in the sample"));
            }
        }
    }

    private static void AddWindows(List<InlayHint> hints, SyntaxNode node, WindowDates dates)
    {
        if (node is WindowSyntax window && dates.Short(window) is { } text)
        {
            hints.Add(new(window.Span.End, text, HintKind.Window, $"{dates.Words(window)} ({dates.Zone})"));
        }

        foreach (SyntaxNode child in SyntaxParts.Children(node))
        {
            AddWindows(hints, child, dates);
        }
    }
}
