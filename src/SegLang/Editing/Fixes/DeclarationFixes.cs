using System.Collections.Immutable;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Mends the parts of declarations: settings, keys, columns, class entries, lines of scores, windows and sequences.</summary>
internal static class DeclarationFixes
{
    public static Fix Edition { get; } = new("write the edition that there is", false, context => context.Written.All(char.IsAsciiDigit) ? context.Instead("2026") : []);

    // profile Person { id: text }   =>   profile Person { id: text key }
    public static Fix AddKey { get; } = new("make a field the key", false, context =>
        from schema in context.Around.OfType<SchemaSyntax>().Take(1)
        where schema.Keyword.Text == "profile" && schema.Members.OfType<FieldSyntax>().All(f => f.Key is null)
        from field in schema.Members.OfType<FieldSyntax>().OrderBy(f => f.Name.Text is not ("id" or "key"))
        let type = field.Type as NamedTypeSyntax
        where type is { Name.Text: "text" or "int" }
        from proposal in FixContext.Offer($"Make `{field.Name.Text}` the key", context.Insert(type.Span.End, " key"))
        select proposal);

    public static Fix RemoveKey { get; } = new("leave out `key`", false, context =>
        context.Find<FieldSyntax>() is { Key: { } key } ? FixContext.Offer("Leave out `key`", context.Remove(key.Span)) : []);

    // time: datetime   =>   time from "time"
    public static Fix TimeColumn { get; } = new("name its column", false, context =>
        context.Find<FieldSyntax>() is { } field
            ? FixContext.Offer("Write `time from \"…\"`", context.Replace(field.Span, $"time from {(field.From is { } from ? context.Slice(from.Span) : "\"time\"")}"))
            : []);

    public static Fix SequenceCount { get; } = new("count the sequence", false, context =>
        context.Find<AggregateSyntax>() is { } aggregate ? FixContext.Offer("Write `count`", context.Replace(aggregate.Name.Span, "count")) : []);

    // any(Visit then no Purchase)   =>   any(Visit then no Purchase within 1 day)
    public static Fix HowLong { get; } = new("say how long it does not happen", false, context =>
        context.Finding.Help?.Contains("within", StringComparison.Ordinal) == true && context.Find<StepSyntax>() is { } step
            ? FixContext.Offer("Add `within 1 day`", context.Insert(step.Span.End, " within 1 day"))
            : []);

    // Other otherwise  Fan when vip   =>   Fan when vip  Other otherwise
    public static Fix OtherwiseLast { get; } = new("move `otherwise` to the end", false, context =>
        context.Find<ClassEntrySyntax>() is { } entry && context.Find<ClassifySyntax>() is { Entries: [.., var last] } && last.Span != entry.Span
            ? FixContext.Offer("Move it to the end", Move(context, entry.Span, last.Span.End))
            : []);

    public static Fix NoWindow { get; } = new("leave out the window", false, context =>
        context.Around.OfType<SyntaxNode>().FirstOrDefault(n => n is ScorePerSyntax or QuerySyntax) is { } line && WindowOf(line) is { } window
            ? FixContext.Offer("Leave out the window", context.Remove(window.Span))
            : []);

    public static Fix WholePoints { get; } = new("leave out the field", false, context =>
        context.Find<QuerySyntax>() is { Steps: [{ Path: [var first, ..] path } step] }
            ? FixContext.Offer("Leave out the field", context.Replace(TextSpan.FromBounds(step.Event.Span.End, path[^1].Span.End), ""))
            : []);

    public static Fix SwapRange { get; } = new("write the smaller number first", false, context =>
        context.Find<ScoreRangeSyntax>() is { } range
            ? FixContext.Offer("Write the smaller number first", context.Replace(range.From.Span, context.Slice(range.To)), context.Replace(range.To.Span, context.Slice(range.From)))
            : []);

    // list Blocked of text from "blocked.txt"   =>   param Blocked: set of text = []
    public static Fix ListAsParam { get; } = new("declare a param that holds a set", false, context =>
        context.Find<ListDeclarationSyntax>() is { } list
            ? FixContext.Offer("Declare a param", context.Replace(list.Span, $"param {SourceLayout.Name(list.Name.Text)}: set of {context.Slice(list.Type)} = [\"\"]"))
            : []);

    // now - last(Visit).time > 2 months   =>   last(Visit).time < 2 months ago
    public static Fix Ago { get; } = new("compare with `… ago`", false, context =>
        context.Find<ComparisonSyntax>() is { Left: BinarySyntax { Left: NowSyntax, Operator.Kind: TokenKind.Minus, Right: var instant }, Right: SpanSyntax span } comparison
        && Mirrored(comparison.Operator.Kind) is { } sign
            ? FixContext.Offer("Compare with `… ago`", context.Replace(comparison.Span, $"{context.Slice(instant)} {sign} {context.Slice(span)} ago"))
            : []);

    // 2 months   =>   60 days
    public static Fix InDays { get; } = new("write it in days", false, context =>
        context.Find<SpanSyntax>() is { Count.Value: long count } span && DaysOf(span.Unit.Text) is { } days && count is > 0 and < 10_000
            ? FixContext.Offer(FormattableString.Invariant($"Write `{count * days} days`"), context.Replace(span.Span, FormattableString.Invariant($"{count * days} days")))
            : []);

    public static Fix DayUnit { get; } = new("count in days", false, context =>
        context.Find<WindowSyntax>() is { } window && context.TokenBefore(window.Span.End) is { } unit
            ? FixContext.Offer("Write `days`", context.Replace(unit.Span, "days"))
            : []);

    public static Fix InLast { get; } = new("write `in last`", false, context =>
        context.Find<NextWindowSyntax>() is { } window && context.TokenAt(window.In.Span.End) is { Text: "next" } word
            ? FixContext.Offer("Write `in last`", context.Replace(word.Span, window.Count is null ? "last 1" : "last"))
            : []);

    public static Fix LongestSpan { get; } = new("write the longest span", false, context => context.Instead("1_000_000"));

    // Visit within 2 days then …   =>   Visit in last 2 days then …
    public static Fix WindowOfFirst { get; } = new("limit the first step with a window", false, context =>
        context.Find<StepSyntax>() is { Within: { } within, WithinOf: null } step && context.TokenBefore(within.Span.Start) is { Text: "within" } word
            ? step is { Window: null, Where: null }
                ? FixContext.Offer("Write `in last`", context.Replace(word.Span, "in last"))
                : FixContext.Offer("Leave out `within`", context.Remove(TextSpan.FromBounds(word.Span.Start, within.Span.End)))
            : []);

    /// <summary>The edits that take a part from its place to another one.</summary>
    public static ImmutableArray<SourceEdit> Move(FixContext context, TextSpan part, int to)
    {
        (int line, _) = context.Tree.Source.LineAndColumn(part.Start);
        int lineStart = context.Tree.Source.LineStart(line);
        string indent = context.Text[lineStart..part.Start];
        bool ownLine = string.IsNullOrWhiteSpace(indent);
        string text = context.Slice(part);
        string before = ownLine ? SourceLayout.Break(context.Tree) + indent + text : "  " + text;
        return part.Start < to
            ? [context.Remove(part), context.Insert(to, before)]
            : [context.Insert(to, ownLine ? text + SourceLayout.Break(context.Tree) + indent : text + "  "), context.Remove(part)];
    }

    private static WindowSyntax? WindowOf(SyntaxNode line) => line switch
    {
        ScorePerSyntax s => s.Query.Steps.Select(x => x.Window).FirstOrDefault(w => w is not null),
        QuerySyntax s => s.Steps.Select(x => x.Window).FirstOrDefault(w => w is not null),
        _ => null,
    };

    private static string? Mirrored(TokenKind sign) => sign switch
    {
        TokenKind.Greater => "<",
        TokenKind.GreaterEquals => "<=",
        TokenKind.Less => ">",
        TokenKind.LessEquals => ">=",
        _ => null,
    };

    private static long? DaysOf(string unit) => unit.TrimEnd('s') switch { "month" => 30, "quarter" => 91, "year" => 365, _ => null };
}
