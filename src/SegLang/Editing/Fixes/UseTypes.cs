using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Editing;

/// <summary>What type the place of a name asks for, and a value of it.</summary>
internal static class UseTypes
{
    /// <summary>The type that a name would need to have where the finding is, as it is written; null where nothing tells.</summary>
    public static string? Of(FixContext context) => Sibling(context) is { } sibling ? OfValue(context, sibling) ?? "text" : ByPlace(context);

    /// <summary>A value of that type: the one that it is compared with, or a plain one.</summary>
    public static string Example(FixContext context)
    {
        if (Sibling(context) is { } sibling && sibling is LiteralSyntax or MoneySyntax)
        {
            return context.Slice(sibling);
        }

        return (Sibling(context) is { } other ? context.Snapshot.TypeOf(context.Path, other) : null) is { } type && SourceLayout.Literal(type) is { } literal
            ? literal
            : Of(context) switch { "text" => "\"\"", "bool" => "false", "int" or "number" => "0", "date" => "2026-01-01", "datetime" => "2026-01-01T00:00", _ => "\"\"" };
    }

    /// <summary>Whether a new field may be unknown without a warning at its use.</summary>
    public static bool MayBeUnknown(FixContext context) =>
        context.Find<ComparisonSyntax>() is null or { Operator.Kind: not TokenKind.NotEquals } && context.Around.OfType<UnarySyntax>().All(u => u.Operator.Text != "not");

    /// <summary>The type of a value as it is written in a declaration; null where it has none.</summary>
    public static string? OfValue(FixContext context, ExpressionSyntax value) => value switch
    {
        LiteralSyntax { Token: var token } => OfToken(token),
        MoneySyntax money => $"money({money.Currency.Text})",
        SpanSyntax => "duration",
        AgoSyntax or NowSyntax { Token.Text: "now" } => "datetime",
        NowSyntax => "date",
        ParenthesizedSyntax inner => OfValue(context, inner.Expression),
        ListSyntax { Elements: [var first, ..] } => OfValue(context, first),
        _ => context.Snapshot.TypeOf(context.Path, value) is { } type ? Declared(type) : null,
    };

    private static string? Declared(SegType type) => type switch
    {
        SpanType => "duration",
        EventType or ListType or ClassType or JourneyType or RecordType => null,
        _ => type.Name,
    };

    private static string? OfToken(Token token) => token.Kind switch
    {
        TokenKind.Int => "int",
        TokenKind.Decimal or TokenKind.Percent => token.Value is DecimalValue { Scale: var scale } ? FormattableString.Invariant($"decimal({scale})") : "decimal",
        TokenKind.String => "text",
        TokenKind.Date => "date",
        TokenKind.DateTime => "datetime",
        TokenKind.Identifier => "bool",
        _ => null,
    };

    // The other operand of what the name stands in.
    private static ExpressionSyntax? Sibling(FixContext context) => Parent(context) switch
    {
        ComparisonSyntax s => s.Left.Span == context.Span ? s.Right : s.Left,
        BinarySyntax s => s.Left.Span == context.Span ? s.Right : s.Left,
        BetweenSyntax s => s.Value.Span == context.Span ? s.Low : s.Value,
        InSyntax s => s.Value.Span == context.Span ? s.Collection : null,
        _ => null,
    };

    private static string? ByPlace(FixContext context) => Parent(context) switch
    {
        LogicalSyntax or SegmentSyntax or StepSyntax or UnarySyntax { Operator.Text: "not" } or ClassEntrySyntax or ScoreWhenSyntax or WhenLineSyntax
            or StartSyntax or ExpectStepSyntax or OnLineSyntax => "bool",
        InWindowSyntax or UnitsSyntax => "date",
        AffixSyntax or MatchesSyntax or ContainsSyntax => "text",
        _ => null,
    };

    private static SyntaxNode? Parent(FixContext context) => context.Around.FirstOrDefault(n => n.Span != context.Span && n is not ParenthesizedSyntax);
}
