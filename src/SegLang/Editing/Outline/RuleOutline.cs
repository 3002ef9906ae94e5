using System.Collections.Immutable;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>The outline of a file: its declarations with their members, as a tree.</summary>
public static class RuleOutline
{
    /// <summary>The outline of a file of the rule set; empty for a path it does not have.</summary>
    public static ImmutableArray<OutlineItem> Of(RuleSnapshot snapshot, string path) =>
        snapshot.Tree(path) is { } tree ? Of(tree) : [];

    /// <summary>The outline of a parsed file; what has no name yet is left out.</summary>
    public static ImmutableArray<OutlineItem> Of(SyntaxTree tree) =>
        [.. tree.Root.Declarations.Where(d => d is not SkippedSyntax && d.Name.IsPresent).Select(d => Of(tree.Source, d))];

    private static OutlineItem Of(SourceText source, DeclarationSyntax declaration) => declaration switch
    {
        RuleSetSyntax s => Make(s, OutlineKind.RuleSet, s.Timezone?.Value as string, []),
        EnumSyntax s => Make(s, OutlineKind.Enum, null, [.. s.Members.Where(m => m.Name.IsPresent).Select(m =>
            Part(m.Name, OutlineKind.Member, m.Label?.Value as string, m.Span, m.Head))]),
        SchemaSyntax s => Make(s, SchemaKind(s), null, [.. s.Members.OfType<FieldSyntax>().Where(f => f.Name.IsPresent).Select(f => Field(source, f))]),
        ParamSyntax s => Make(s, OutlineKind.Param, source.OneLine(s.Type.Span), []),
        TraitSyntax s => Make(s, OutlineKind.Trait, s.Type is null ? null : source.OneLine(s.Type.Span), []),
        SegmentSyntax s => Make(s, OutlineKind.Segment, s.Title?.Value as string, []),
        ClassifySyntax s => Make(s, OutlineKind.Class, s.Title?.Value as string, [.. s.Entries.Where(e => e.Name.IsPresent).Select(e =>
            Part(e.Name, OutlineKind.Entry, e.Label?.Value as string, e.Span, e.Head))]),
        ScoreSyntax s => Make(s, OutlineKind.Score, s.Title?.Value as string, []),
        ActionSyntax s => Make(s, OutlineKind.Action, $"({string.Join(", ", s.Parameters.Select(p => source.OneLine(p.Span)))})", []),
        LimitSyntax s => Make(s, OutlineKind.Limit, null, []),
        JourneySyntax s => Make(s, OutlineKind.Journey, s.Title?.Value as string, [.. s.Parts.OfType<StageSyntax>().Where(p => p.Name.IsPresent).Select(p =>
            Part(p.Name, OutlineKind.Stage, p.Title?.Value as string, p.Span, p.Head))]),
        TestSyntax s => Make(s, OutlineKind.Test, null, []),
        _ => Make(declaration, OutlineKind.Param, null, []),
    };

    private static OutlineKind SchemaKind(SchemaSyntax syntax) => syntax.Keyword.Text switch
    {
        "profile" => OutlineKind.Profile,
        "event" => OutlineKind.Event,
        _ => OutlineKind.Record,
    };

    private static OutlineItem Field(SourceText source, FieldSyntax syntax) => Part(
        syntax.Name,
        OutlineKind.Field,
        syntax.Type is { } type ? source.OneLine(type.Span) : syntax.Expression is { } value ? "= " + source.OneLine(value.Span) : null,
        syntax.Span,
        syntax.Head);

    private static OutlineItem Make(DeclarationSyntax syntax, OutlineKind kind, string? detail, ImmutableArray<OutlineItem> children)
    {
        string name = syntax is TestSyntax { Name.Value: string written } ? written : syntax.Name.Text;
        return new(name.Length == 0 ? "…" : name, detail, kind, Cover(syntax.Span, syntax.Name.Span), syntax.Name.Span, IsDeprecated(syntax.Head), children);
    }

    private static OutlineItem Part(Token name, OutlineKind kind, string? detail, TextSpan span, HeadSyntax head) =>
        new(name.Text, detail, kind, Cover(span, name.Span), name.Span, IsDeprecated(head), []);

    private static TextSpan Cover(TextSpan span, TextSpan name) => TextSpan.Cover(span, name);

    /// <summary>Whether an annotation calls the thing outdated.</summary>
    internal static bool IsDeprecated(HeadSyntax head) => head.Annotations.Any(a => a.Name.Text == "deprecated");
}
