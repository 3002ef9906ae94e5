using System.Text;
using SegLang.Binding;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Editing;

/// <summary>A symbol explained in Markdown: how it is declared, its type, its comment, what is known of it in the sample.</summary>
internal static class SymbolText
{
    private const int LongestDeclaration = 12;

    /// <summary>The whole text.</summary>
    public static string Of(RuleSnapshot snapshot, Symbol symbol, SampleView? sample)
    {
        StringBuilder text = new();
        _ = text.Append("```seg\n").Append(Declaration(snapshot, symbol)).Append("\n```");
        Add(text, Deprecation(symbol));
        Add(text, symbol.Doc);
        Add(text, Unknown(snapshot, symbol));
        Add(text, InSample(symbol, sample));
        return text.ToString();
    }

    private static void Add(StringBuilder text, string? paragraph)
    {
        if (!string.IsNullOrWhiteSpace(paragraph))
        {
            _ = text.Append("\n\n").Append(paragraph);
        }
    }

    /// <summary>How it is declared, short: one line, or a small body.</summary>
    public static string Declaration(RuleSnapshot snapshot, Symbol symbol) => symbol switch
    {
        FieldSymbol f => $"{Names.Quoted(f.Name)}: {TypeText.Of(f)}{(f.Owner is { } owner ? $"   // of {owner.Name}" : "")}{Computed(f)}",
        MemberSymbol m => $"{Names.Quoted(m.Name)}{(m.Label is null ? "" : $" \"{m.Label}\"")}",
        ParameterSymbol p => $"{Names.Quoted(p.Name)}: {TypeText.Of(p.Type, p.IsOptional)}",
        AliasSymbol a => $"{a.Schema.Name} as {Names.Quoted(a.Name)}",
        ParamSymbol p => $"param {Names.Quoted(p.Name)}: {p.Type.Name} = {p.Source?.OneLine(p.Syntax.Value.Span)}",
        TraitSymbol t => $"trait {Names.Quoted(t.Name)}: {TypeOf(snapshot, t)} = {t.Source?.OneLine(t.Syntax.Expression.Span)}",
        ScoreSymbol s => $"score {Names.Quoted(s.Name)}: {s.Type.Name}",
        ActionSymbol a => $"action {Names.Quoted(a.Name)}({string.Join(", ", a.Parameters.Select(p => $"{p.Name}: {TypeText.Of(p.Type, p.IsOptional)}"))})",
        EnumSymbol { Source: null } e => $"enum {e.Name} {{ {string.Join(", ", e.Members.Select(m => m.Name))} }}",
        _ => Written(snapshot, symbol),
    };

    private static string Computed(FieldSymbol symbol) =>
        symbol.Syntax?.Expression is { } expression && symbol.Source is { } source ? $"\n{Names.Quoted(symbol.Name)} = {source.OneLine(expression.Span)}" : "";

    private static string TypeOf(RuleSnapshot snapshot, TraitSymbol trait) =>
        snapshot.Definition(trait) is BoundTrait { Expression: { Type.IsError: false } expression } ? TypeText.Of(expression) : "?";

    // As it is written, cut off where it is long.
    private static string Written(RuleSnapshot snapshot, Symbol symbol)
    {
        if (symbol.Source is not { } source || snapshot.Tree(source.Path) is not { } tree
            || SyntaxParts.DeclarationAt(tree.Root, symbol.NameSpan.Start) is not { } declaration)
        {
            return symbol.Name;
        }

        string text = tree.Source.Slice(Text.TextSpan.FromBounds(declaration.Keyword.Span.Start, declaration.Span.End)).ReplaceLineEndings("\n");
        string[] lines = text.Split('\n');
        return lines.Length <= LongestDeclaration ? text : string.Join('\n', lines.Take(LongestDeclaration - 1)) + "\n  …";
    }

    private static string? Deprecation(Symbol symbol)
    {
        AnnotationSyntax? annotation = symbol.Head.Annotations.FirstOrDefault(a => a.Name.Text == "deprecated");
        string? advice = (annotation?.Arguments.FirstOrDefault() as LiteralSyntax)?.Token.Value as string;
        return annotation is null ? null : $"**Deprecated**{(advice is null ? "" : $": {advice}")}";
    }

    private static string? Unknown(RuleSnapshot snapshot, Symbol symbol) => symbol switch
    {
        FieldSymbol { IsOptional: true, Type: not (SetType or ListType) } => "*May be unknown: a comparison is then unknown too, so neither it nor its `not` is true.*",
        TraitSymbol t when snapshot.Definition(t) is BoundTrait { Expression: { MayBeUnknown: true, Type: not (SetType or ListType) } } =>
            "*May be unknown: a comparison is then unknown too; `else` gives a value instead.*",
        SegmentSymbol => "*Membership is never unknown: who cannot be told is not a member.*",
        ClassSymbol c when !c.Syntax.Entries.Any(e => e.Keyword.Text == "otherwise") => "*Unknown where no entry fits; `otherwise` would take the rest.*",
        JourneySymbol => "*Unknown until the journey has started.*",
        _ => null,
    };

    private static string? InSample(Symbol symbol, SampleView? sample)
    {
        if (sample is null)
        {
            return null;
        }

        return symbol switch
        {
            SegmentSymbol s when sample.Counts.GetValueOrDefault(s.Name) is { } count => $"{CodeLenses.Members(count, sample)} profiles of the sample",
            ClassSymbol or JourneySymbol when sample.Entries.GetValueOrDefault(symbol.Name) is { Count: > 0 } entries =>
                string.Join("\n", entries.Select(e => $"- {e.Key}: {CodeLenses.Members(e.Value, sample)}")),
            FieldSymbol f when sample.Values(f) is { Length: > 0 } values =>
                "In the sample: " + string.Join(", ", values.Take(8).Select(v => $"`{v.Text}` ({CodeLenses.Grouped(v.Count)})")),
            _ => null,
        };
    }
}
