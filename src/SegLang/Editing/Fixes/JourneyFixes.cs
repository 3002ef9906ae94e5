using System.Collections.Immutable;
using System.Globalization;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Mends journeys and actions.</summary>
internal static class JourneyFixes
{
    public static Fix AddStart { get; } = new("add a start", false, context =>
        context.Find<JourneySyntax>() is { Parts: [var first, ..] } journey && journey.Parts.OfType<StageSyntax>().FirstOrDefault() is { } stage
            ? from e in context.Snapshot.Symbols.Events.Take(3)
              from proposal in FixContext.Offer(
                  $"Start `{stage.Name.Text}` on `{e.Name}`",
                  context.Insert(SourceLayout.StartOf(context.Tree, first), $"start {SourceLayout.Name(stage.Name.Text)} on {SourceLayout.Name(e.Name)}" + Gap(context, first)))
              select proposal
            : []);

    // stage B { … }  stage B { lines }   =>   stage B { … lines }
    public static Fix MergeStages { get; } = new("join the lines of both stages", false, context =>
    {
        StageSyntax? second = context.Find<StageSyntax>();
        StageSyntax? first = context.Find<JourneySyntax>()?.Parts.OfType<StageSyntax>().FirstOrDefault(s => s.Name.Text == second?.Name.Text && s != second);
        if (second is null || first is null)
        {
            return [];
        }

        IEnumerable<string> lines = second.Lines.Select(l => context.Slice(l));
        SourceEdit[] added = second.Lines.IsEmpty
            ? []
            : [SourceLayout.Append(context.Tree, first, first.Lines is [.., var last] ? last.Span : null, string.Join("  ", lines), withComma: false)];
        return FixContext.Offer("Join the lines of both stages", [.. added, context.Remove(second.Span)]);
    });

    public static Fix NotFinal { get; } = new("leave out `final`", false, context =>
        context.Find<StageSyntax>() is { Final: { } word } stage
            ? FixContext.Offer("Leave out `final`", context.Replace(TextSpan.FromBounds(word.Span.Start, stage.Keyword.Span.Start), ""))
            : []);

    public static Fix RemoveLines { get; } = new("remove the lines of the final stage", false, context =>
        context.Find<StageSyntax>() is { Lines: [var first, .., var last] }
            ? FixContext.Offer("Remove its lines", context.Remove(TextSpan.FromBounds(first.Span.Start, last.Span.End)))
            : context.Find<StageSyntax>() is { Lines: [var only] } ? FixContext.Offer("Remove its lines", context.Remove(only.Span)) : []);

    public static Fix RemoveLine { get; } = new("remove the line", false, context =>
        context.Around.FirstOrDefault(n => n is StageLineSyntax or StartSyntax) is { } line ? FixContext.Offer("Remove the line", context.Remove(line.Span)) : []);

    // 50% -> B  40% -> C   =>   50% -> B  50% -> C
    public static Fix WholeSplit { get; } = new("let the last share be the rest", false, context =>
    {
        if (context.Find<SplitLineSyntax>() is not { Branches: [.., var last] branches } || branches.Any(b => b.Share.Value is not DecimalValue))
        {
            return [];
        }

        decimal others = branches.SkipLast(1).Sum(b => Percent(b.Share));
        decimal rest = 100 - others;
        return rest > 0 ? FixContext.Offer($"Let the last share be {Written(rest)}", context.Replace(last.Share.Span, Written(rest))) : [];
    });

    public static Fix RemovePart { get; } = new("remove it", false, context =>
        context.Around.OfType<JourneyPartSyntax>().FirstOrDefault(p => p is not StageSyntax) is { } part
            ? FixContext.Offer($"Remove `{SourceLayout.Shorten(context.Slice(part))}`", context.Remove(part.Span))
            : []);

    public static Fix MergeAnywhere { get; } = new("join the lines of both", false, context =>
    {
        ImmutableArray<AnywhereSyntax> all = [.. context.Find<JourneySyntax>()?.Parts.OfType<AnywhereSyntax>() ?? []];
        return all is [{ Lines: [.., var last] }, var second, ..] && second.Lines.Length > 0
            ? FixContext.Offer(
                "Join the lines of both",
                SourceLayout.Append(context.Tree, all[0], last.Span, string.Join("  ", second.Lines.Select(l => context.Slice(l))), withComma: false),
                context.Remove(second.Span))
            : [];
    });

    public static Fix One { get; } = new("write 1", false, context =>
        context.TokenAt(context.Span.Start) is { Kind: TokenKind.Int } count
            ? FixContext.Offer("Write `1`", context.Replace(count.Span, "1"))
            : context.Snapshot.Symbols.Find<ParamSymbol>(context.TokenAt(context.Span.Start).Text) is { Source: { } source } param
                ? FixContext.Offer($"Let `{param.Name}` be 1", new SourceEdit(source.Path, param.Syntax.Value.Span, "1"))
                : []);

    // at now + 3 days do …   =>   after 3 days do …
    public static Fix AfterSpan { get; } = new("wait with `after`", false, context =>
        context.Find<AtLineSyntax>() is { Instant: BinarySyntax { Left: NowSyntax, Operator.Kind: TokenKind.Plus, Right: SpanSyntax span } } line
            ? FixContext.Offer($"Write `after {context.Slice(span)}`", context.Replace(TextSpan.FromBounds(line.Keyword.Span.Start, line.Instant.Span.End), $"after {context.Slice(span)}"))
            : []);

    public static Fix AddParameter { get; } = new("add the parameter to the action", false, context =>
        context.Find<FieldValueSyntax>() is { } argument && context.Find<ActionCallSyntax>() is { } call
        && context.Snapshot.Symbols.Find<ActionSymbol>(call.Name.Text) is { Source: { } source } action && context.Snapshot.Tree(source.Path) is { } tree
            ? FixContext.Offer(
                $"Add the parameter `{argument.Name.Text}` to `{action.Name}`",
                SourceLayout.Append(
                    tree, action.Syntax, action.Syntax.Parameters is [.., var last] ? last.Span : null,
                    $"{SourceLayout.Name(argument.Name.Text)}: {UseTypes.OfValue(context, argument.Value) ?? "text"}?", withComma: true))
            : []);

    public static Fix RemoveArgument { get; } = new("remove the argument", false, context =>
        context.Find<FieldValueSyntax>() is { } argument ? FixContext.Offer($"Remove `{argument.Name.Text}`", context.RemoveElement(argument.Span)) : []);

    public static Fix AddArgument { get; } = new("add the argument", false, context =>
    {
        if (context.Find<ActionCallSyntax>() is not { } call || context.Snapshot.Symbols.Find<ActionSymbol>(call.Name.Text) is not { } action)
        {
            return [];
        }

        string name = context.Named.LastOrDefault() ?? "";
        ActionParameterSyntax? parameter = action.Syntax.Parameters.FirstOrDefault(p => p.Name.Text == name);
        string value = parameter is null ? "\"\"" : TestFixes.LiteralOf(context, parameter.Type) ?? "\"\"";
        return FixContext.Offer(
            $"Add `{name}`",
            SourceLayout.Append(context.Tree, call, call.Arguments is [.., var last] ? last.Span : null, $"{SourceLayout.Name(name)}: {value}", withComma: true));
    });

    public static Fix OptionalParameter { get; } = new("let the argument be left out", false, context =>
        context.Find<ActionCallSyntax>() is { } call && context.Snapshot.Symbols.Find<ActionSymbol>(call.Name.Text) is { Source: { } source } action
        && action.Syntax.Parameters.FirstOrDefault(p => p.Name.Text == context.Named.LastOrDefault()) is { } parameter
            ? FixContext.Offer($"Let `{parameter.Name.Text}` be left out", new SourceEdit(source.Path, new(parameter.Type.Span.End, 0), "?"))
            : []);

    public static Fix NoHours { get; } = new("leave out `hours`", false, context => FixContext.Offer("Leave out `hours`", context.Remove(context.Span)));

    public static Fix MakeFinal { get; } = new("make the stage final", false, context =>
        context.Find<StageSyntax>() is { Final: null, Lines.IsEmpty: true } stage ? FixContext.Offer("Make it a `final stage`", context.Insert(stage.Keyword.Span.Start, "final ")) : []);

    public static Fix RemoveStage { get; } = new("remove the stage", false, context =>
        context.Find<StageSyntax>() is { } stage
            ? FixContext.Offer($"Remove the stage `{stage.Name.Text}`", new SourceEdit(context.Path, SourceLayout.WholeOf(context.Tree, stage), ""))
            : []);

    private static string Gap(FixContext context, SyntaxNode first)
    {
        (int line, int column) = context.Tree.Source.LineAndColumn(first.Span.Start);
        string indent = context.Text.Substring(context.Tree.Source.LineStart(line), column - 1);
        return string.IsNullOrWhiteSpace(indent) ? SourceLayout.Break(context.Tree) + indent : "  ";
    }

    private static decimal Percent(Token share) =>
        decimal.TryParse(share.Text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) ? value : 0;

    private static string Written(decimal share) => share.ToString("0.#########", CultureInfo.InvariantCulture) + "%";
}
