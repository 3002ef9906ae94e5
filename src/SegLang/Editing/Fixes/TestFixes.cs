using System.Collections.Immutable;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Mends tests.</summary>
internal static class TestFixes
{
    public static Fix GiveValues { get; } = new("give the missing values", false, context =>
    {
        ImmutableArray<string> names = context.Named;
        foreach (SyntaxNode node in context.Around)
        {
            (SchemaSymbol? Schema, RecordValueSyntax? Body) place = node switch
            {
                RecordValueSyntax s => (RecordWith(context, names[0]), s),
                EventStepSyntax s => (context.Snapshot.Symbols.Find<SchemaSymbol>(s.Event.Text), s.Fields),
                TestSyntax s => (context.Snapshot.Symbols.Profile, s.Given),
                _ => (null, null),
            };
            if (place is { Schema: { } schema, Body: { } body } && Values(schema, names) is { } values)
            {
                TextSpan? last = body.Fields is [.., var field] ? field.Span : null;
                string title = string.Join(", ", names.Select(n => $"`{n}`"));
                return FixContext.Offer($"Add {title}", SourceLayout.Append(context.Tree, body, last, values, withComma: true));
            }
        }

        return [];
    });

    // Null where one of them is no field of the schema, or has no literal.
    private static string? Values(SchemaSymbol schema, ImmutableArray<string> names)
    {
        List<string> values = [];
        foreach (string name in names)
        {
            if (schema.Find(name) is not { } field || SourceLayout.Literal(field.Type) is not { } value)
            {
                return null;
            }

            values.Add($"{SourceLayout.Name(name)}: {(field.IsKey && field.Type == SegType.Text ? "\"1\"" : value)}");
        }

        return string.Join(", ", values);
    }

    // at 2026-01-02 … at 2026-01-01 …   =>   in order of time
    public static Fix Sort { get; } = new("put the steps in order of time", false, context =>
    {
        if (context.Find<TestSyntax>() is not { Steps: { Length: > 1 } steps } || steps.Any(s => s.Instant is not LiteralSyntax { Token.Kind: TokenKind.Date or TokenKind.DateTime }))
        {
            return [];
        }

        ImmutableArray<AtSyntax> sorted = [.. steps.OrderBy(s => context.Slice(s.Instant), StringComparer.Ordinal)];
        return FixContext.Offer(
            "Put the steps in order of time",
            [.. steps.Select((s, i) => context.Replace(s.Span, context.Slice(sorted[i])))]);
    });

    public static Fix RemoveValue { get; } = new("remove the value", false, context =>
        context.Find<FieldValueSyntax>() is { } value ? FixContext.Offer($"Remove `{value.Name.Text}`", context.RemoveElement(value.Span)) : []);

    public static Fix Instant { get; } = new("write the instant out", false, context =>
    {
        string before = context.Find<TestSyntax>()?.Steps.TakeWhile(s => s.Span.End <= context.Span.Start)
            .Select(s => s.Instant).OfType<LiteralSyntax>().Select(l => context.Slice(l)).LastOrDefault() ?? "2026-01-01T10:00";
        return context.Instead(before);
    });

    public static Fix Optional { get; } = new("let the field be unknown", false, context =>
        context.Named is [var name, ..]
        && Owners(context).Select(s => s.Find(name)).FirstOrDefault(f => f is { Source: not null, Syntax.Type: NamedTypeSyntax }) is { Source: { } source, Syntax.Type: { } type }
            ? FixContext.Offer($"Declare `{name}` as `{source.Slice(type.Span)}?`", new SourceEdit(source.Path, new(type.Span.End, 0), "?"))
            : []);

    /// <summary>A plain literal of a type as written.</summary>
    public static string? LiteralOf(FixContext context, TypeSyntax type) => type switch
    {
        OptionalTypeSyntax optional => LiteralOf(context, optional.Type),
        NamedTypeSyntax { Name.Text: "money", Argument.Text: var currency } => $"0 {currency}",
        NamedTypeSyntax { Name.Text: "decimal" } => "0",
        NamedTypeSyntax named when SymbolTable.ScalarOf(named.Name.Text) is { } scalar => SourceLayout.Literal(scalar),
        NamedTypeSyntax named when context.Snapshot.Symbols.Find<EnumSymbol>(named.Name.Text) is { } symbol => SourceLayout.Literal(new EnumType(symbol)),
        _ => null,
    };

    private static RecordSymbol? RecordWith(FixContext context, string field) => context.Snapshot.Symbols.Of<RecordSymbol>().FirstOrDefault(r => r.Find(field) is not null);

    private static IEnumerable<SchemaSymbol> Owners(FixContext context)
    {
        SchemaSymbol? named = context.Find<EventStepSyntax>() is { } step ? context.Snapshot.Symbols.Find<SchemaSymbol>(step.Event.Text) : context.Snapshot.Symbols.Profile;
        return named is null ? [] : [named];
    }
}
