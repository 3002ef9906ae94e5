using System.Collections.Immutable;
using System.Globalization;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Mends values of a type that does not fit.</summary>
internal static class TypeFixes
{
    public static Fix AskKnown { get; } = new("ask whether it is known", false, context =>
        FixContext.Offer("Ask `is known`", context.Find<BinarySyntax>()?.Span == context.Span
            ? [context.Insert(context.Span.Start, "("), context.Insert(context.Span.End, ") is known")]
            : [context.Insert(context.Span.End, " is known")]));

    // born > "2000-01-01" => born > 2000-01-01      channel == "store" => channel == store
    public static Fix Unquote { get; } = new("write it without quotes", false, context =>
        from literal in Operands(context).OfType<LiteralSyntax>()
        where literal.Token is { Kind: TokenKind.String, Value: string { Length: > 0 } }
        let value = (string)literal.Token.Value!
        from text in new[] { value, SourceLayout.Name(value) }.Distinct()
        from proposal in FixContext.Offer($"Write `{value}` without quotes", context.Replace(literal.Span, text))
        select proposal);

    // city > 3   =>   city > "3"
    public static Fix Quote { get; } = new("put it in quotes", false, context =>
        from literal in Operands(context).OfType<LiteralSyntax>()
        where literal.Token.Kind is not (TokenKind.String or TokenKind.Identifier)
        from proposal in FixContext.Offer($"Write `\"{context.Slice(literal)}\"`", context.Replace(literal.Span, SourceLayout.Quoted(context.Slice(literal))))
        select proposal);

    public static Fix OtherCurrency { get; } = new("write the amount in the other currency", false, context =>
        from money in Operands(context).OfType<MoneySyntax>()
        from code in context.Named.Where(n => n != money.Currency.Text)
        from proposal in FixContext.Offer($"Write `{code}`", context.Replace(money.Currency.Span, code))
        select proposal);

    public static Fix AddCurrency { get; } = new("write the currency", false, context =>
        from number in Operands(context).OfType<LiteralSyntax>()
        where number.Token.Kind is TokenKind.Int or TokenKind.Decimal
        from code in context.Named.Where(n => n.Length == 3)
        from proposal in FixContext.Offer($"Write `{context.Slice(number)} {code}`", context.Insert(number.Span.End, " " + code))
        select proposal);

    // trait Age: text = age   =>   trait Age: int = age
    public static Fix DeclareOther { get; } = new("declare the type of the value", false, context =>
    {
        TypeSyntax? type = context.Declaration switch { TraitSyntax s => s.Type, ParamSyntax s => s.Type, _ => null };
        return type is not null && context.Named is [_, var given, ..] && given != "span"
            ? FixContext.Offer($"Declare it as `{given}`", context.Replace(type.Span, given))
            : [];
    });

    // The finding is on a value with more digits than are declared   =>   round(value, digits)
    public static Fix Round { get; } = new("round it", false, context =>
    {
        string digits = context.Finding.Message.StartsWith("no digits", StringComparison.Ordinal) || !context.Finding.Message.Contains("where ", StringComparison.Ordinal)
            ? "2"
            : string.Concat(context.Finding.Message[(context.Finding.Message.IndexOf("where ", StringComparison.Ordinal) + 6)..].TakeWhile(char.IsAsciiDigit));
        digits = digits.Length == 0 ? "0" : digits;
        return Operands(context).Any(o => o is LiteralSyntax or MoneySyntax)
            ? []
            : FixContext.Offer($"Round it to {digits} digits", context.Insert(context.Span.Start, "round("), context.Insert(context.Span.End, $", {digits})"));
    });

    // sum(Purchase)   =>   sum(Purchase.amount)
    public static Fix OfField { get; } = new("take it of a field", false, context =>
        from aggregate in Just(context.Find<AggregateSyntax>())
        let step = aggregate.Query.Steps[0]
        from field in context.Snapshot.Symbols.Find<EventSymbol>(step.Event.Text)?.Fields ?? []
        where aggregate.Name.Text is not ("sum" or "avg" or "median") || field.Type.IsExact || field.Type == SegType.Duration
        from proposal in FixContext.Offer($"Write `{step.Event.Text}.{field.Name}`", context.Insert(step.Event.Span.End, "." + SourceLayout.Name(field.Name)))
        select proposal);

    // trait Last = last(Purchase)   =>   last(Purchase).amount
    public static Fix FieldOfEvent { get; } = new("name a field of it", false, context =>
        from aggregate in Just(context.Find<AggregateSyntax>())
        where aggregate.Span == context.Span
        from field in context.Snapshot.Symbols.Find<EventSymbol>(aggregate.Query.Steps[^1].Event.Text)?.Fields ?? []
        from proposal in FixContext.Offer($"Write `.{field.Name}`", context.Insert(context.Span.End, "." + SourceLayout.Name(field.Name)))
        select proposal);

    // segment Buyers { Purchase }   =>   segment Buyers { any(Purchase) }
    public static Fix AskAny { get; } = new("ask whether it happened", false, context =>
        context.Find<NameSyntax>() is { } name && context.Snapshot.Symbols.Find<EventSymbol>(name.Name.Text) is not null
            ? FixContext.Offer($"Write `any({context.Written})`", context.Replace(context.Span, $"any({context.Written})"))
            : []);

    // sum(Purchase.weight)   =>   max(Purchase.weight), count(Purchase.weight)
    public static Fix OtherAggregate { get; } = new("take `max`, `count` or `distinct` of it", false, context =>
        from aggregate in Just(context.Find<AggregateSyntax>())
        from name in new[] { "max", "count", "distinct" }.Where(n => n != aggregate.Name.Text)
        from proposal in FixContext.Offer($"Take `{name}`", context.Replace(aggregate.Name.Span, name))
        select proposal);

    // weight: number   =>   weight: decimal(6)
    public static Fix DeclareDecimal { get; } = new("declare the field as `decimal(6)`", false, context =>
    {
        bool isNumber = context.Named.Contains("number") && context.Find<AggregateSyntax>() is { Query.Steps: [{ Path.Length: 1 }, ..] };
        StepSyntax? step = isNumber ? context.Find<AggregateSyntax>()?.Query.Steps[0] : null;
        FieldSymbol? field = step is null ? null : context.Snapshot.Symbols.Find<EventSymbol>(step.Event.Text)?.Find(step.Path[0].Text);
        return field is { Source: { } source, Syntax.Type: { } type }
            ? FixContext.Offer($"Declare `{field.Name}` as `decimal(6)`", new SourceEdit(source.Path, ((type as OptionalTypeSyntax)?.Type ?? type).Span, "decimal(6)"))
            : [];
    });

    public static Fix Arguments { get; } = new("give the arguments that it takes", false, context =>
    {
        if (context.Find<CallSyntax>() is not { Arguments: var arguments } call)
        {
            return [];
        }

        string? more = (call.Name.Text, arguments.Length) switch
        {
            ("round", 1) => "2",
            ("mod", 1) => "10",
            ("sample", 1) => "\"salt\"",
            _ => null,
        };
        return more is not null
            ? FixContext.Offer($"Add `{more}`", context.Insert(arguments[^1].Span.End, ", " + more))
            : Enumerable.Range(1, Math.Max(0, arguments.Length - 1)).Reverse().SelectMany(i => FixContext.Offer(
                i == 1 ? "Keep the first argument" : string.Create(CultureInfo.InvariantCulture, $"Keep the first {i} arguments"),
                context.Replace(TextSpan.FromBounds(arguments[i - 1].Span.End, arguments[^1].Span.End), "")));
    });

    // anniversary(city)   =>   anniversary(born): the profile's fields of a type that fits
    public static Fix OtherField { get; } = new("take another field", false, context =>
        from field in context.Snapshot.Symbols.Profile?.Fields ?? []
        where !field.IsKey && field.Name != context.Written
        from proposal in FixContext.Offer($"Take `{field.Name}`", context.Replace(context.Span, SourceLayout.Name(field.Name)))
        select proposal);

    // city matches "(unclosed"   =>   city contains "(unclosed"
    public static Fix Contains { get; } = new("look for the text as it is", false, context =>
        context.Find<MatchesSyntax>() is { } matches ? FixContext.Offer("Write `contains`", context.Replace(matches.Keyword.Span, "contains")) : []);

    public static Fix Scale { get; } = new("write the largest scale", false, context => context.Instead("9"));

    public static Fix Equal { get; } = new("compare with `==`", false, context =>
        context.Find<ComparisonSyntax>() is { } comparison ? FixContext.Offer("Write `==`", context.Replace(comparison.Operator.Span, "==")) : []);

    public static Fix RespectCase { get; } = new("leave out `ignoring case`", true, context =>
        context.TokenAt(context.Span.End) is { Text: "case" } word
            ? FixContext.Offer("Leave out `ignoring case`", context.Remove(TextSpan.FromBounds(context.Span.Start, word.Span.End)))
            : []);

    public static Fix NoQuestion { get; } = new("leave out the `?`", true, context =>
        context.Find<OptionalTypeSyntax>() is { } type && type.Span == context.Span
            ? FixContext.Offer("Leave out the `?`", context.Replace(type.Span, context.Slice(type.Type)))
            : context.Find<CollectionTypeSyntax>() is { Element: OptionalTypeSyntax element }
                ? FixContext.Offer("Leave out the `?`", context.Replace(element.Span, context.Slice(element.Type)))
                : []);

    // items: Item => items: list of Item      tags: list of text => tags: set of text
    public static Fix Collection { get; } = new("write `list of` or `set of`", false, context =>
        context.Finding.Help?.Contains("set of", StringComparison.Ordinal) == true && context.Find<CollectionTypeSyntax>() is { } collection
            ? FixContext.Offer("Write `set of`", context.Replace(collection.Keyword.Span, "set"))
            : context.Advised?.StartsWith("list of", StringComparison.Ordinal) == true ? FixContext.Offer("Write `list of`", context.Insert(context.Span.Start, "list of ")) : []);

    // event Call { minutes: int  isLong = minutes > longFrom }: the value of the param in its place
    public static Fix InlineParam { get; } = new("write the param's value", false, context =>
        context.Find<NameSyntax>() is { } name && context.Snapshot.Symbols.Find<ParamSymbol>(name.Name.Text) is { Source: { } source } param
            ? FixContext.Offer($"Write the value of `{param.Name}`", context.Replace(context.Span, source.Slice(param.Syntax.Value.Span)))
            : []);

    private static IEnumerable<AggregateSyntax> Just(AggregateSyntax? aggregate) => aggregate is null ? [] : [aggregate];

    // What the finding is about: the sides of its comparison or operation, the elements of its list, or itself.
    private static IEnumerable<ExpressionSyntax> Operands(FixContext context)
    {
        ExpressionSyntax? node = context.Find<ExpressionSyntax>();
        return node switch
        {
            ComparisonSyntax s => Sides(s.Left).Concat(Sides(s.Right)),
            BinarySyntax s => Sides(s.Left).Concat(Sides(s.Right)),
            InSyntax s => Elements(s.Collection).Append(s.Value),
            BetweenSyntax s => [s.Value, s.Low, s.High],
            ListSyntax s => s.Elements,
            null => [],
            _ => context.Around.OfType<ExpressionSyntax>().FirstOrDefault(n => n.Span != node.Span) is ComparisonSyntax { } outer && node.Span == context.Span
                ? [node, outer.Left, outer.Right]
                : [node],
        };
    }

    private static ImmutableArray<ExpressionSyntax> Sides(ExpressionSyntax side) => side is BinarySyntax b ? [b.Left, b.Right] : [side];

    private static ImmutableArray<ExpressionSyntax> Elements(ExpressionSyntax list) => list is ListSyntax s ? s.Elements : [list];
}
