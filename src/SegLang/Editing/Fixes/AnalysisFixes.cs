using System.Collections.Immutable;
using System.Globalization;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Mends what is allowed but probably not meant.</summary>
internal static class AnalysisFixes
{
    // country != "DE"   =>   (country is unknown or country != "DE")
    public static Fix OrUnknown { get; } = new("take in those for whom it is unknown", false, context =>
        context.Named is [var what, ..] && Negated(context) is { } condition
            ? FixContext.Offer($"Add `{what} is unknown or`", Joined(context, condition, $"{what} is unknown or "))
            : []);

    // not vip   =>   not (vip else false)
    public static Fix ElseFalse { get; } = new("take unknown for false", false, context =>
        context.Around.OfType<UnarySyntax>().FirstOrDefault(u => u.Operator.Text == "not")?.Operand is { } operand and (NameSyntax or MemberAccessSyntax)
            ? FixContext.Offer($"Write `({context.Slice(operand)} else false)`", context.Replace(operand.Span, $"({context.Slice(operand)} else false)"))
            : []);

    public static Fix AndKnown { get; } = new("say that it has to be known", false, context =>
        context.Named is [var what, ..] && Negated(context) is { } condition
            ? FixContext.Offer($"Add `{what} is known and`", Joined(context, condition, $"{what} is known and "))
            : []);

    // Regular when …  Big when …   =>   Big when …  Regular when …
    public static Fix EntryFirst { get; } = new("move it before the entry that takes all of its profiles", false, context =>
        context.Find<ClassEntrySyntax>() is { } entry && context.Named is [_, var other, ..]
        && context.Find<ClassifySyntax>()?.Entries.FirstOrDefault(e => e.Name.Text == other) is { } before
            ? FixContext.Offer($"Move it before `{other}`", DeclarationFixes.Move(context, entry.Span, before.Span.Start))
            : []);

    public static Fix RemoveEntry { get; } = new("remove the entry", false, context =>
        context.Find<ClassEntrySyntax>() is { } entry ? FixContext.Offer($"Remove `{entry.Name.Text}`", context.Remove(entry.Span)) : []);

    // Two segments of one condition: the other one wherever this one is named.
    public static Fix UseOther { get; } = new("use the other one in its place and remove it", false, context =>
        context.Named is [var name, var other, ..] && context.Declaration is SegmentSyntax declaration
        && context.Snapshot.Symbols.Find(name) is { } symbol
            ? FixContext.Offer(
                $"Use `{other}` and remove `{name}`",
                [
                    .. context.Snapshot.References(symbol).Where(u => !u.IsDeclaration).Select(u => new SourceEdit(u.Source.Path, u.Span, SourceLayout.Name(other))),
                    new SourceEdit(context.Path, SourceLayout.WholeOf(context.Tree, declaration), ""),
                ])
            : []);

    // a > 10 or a > 3   =>   a > 3
    public static Fix RemoveOperand { get; } = new("leave out the alternative", false, context =>
    {
        LogicalSyntax? logical = context.Around.OfType<LogicalSyntax>().FirstOrDefault(l => l.Operands.Any(o => o.Span == context.Span));
        if (logical is null)
        {
            return [];
        }

        int index = logical.Operands.Select((o, i) => (o, i)).First(p => p.o.Span == context.Span).i;
        TextSpan span = index == 0
            ? TextSpan.FromBounds(logical.Operands[0].Span.Start, logical.Operands[1].Span.Start)
            : TextSpan.FromBounds(logical.Operands[index - 1].Span.End, logical.Operands[index].Span.End);
        return FixContext.Offer("Leave it out", context.Replace(span, ""));
    });

    // @deprecated("use Buyers"): the name after `use`
    public static Fix UseAdvised { get; } = new("use the name that its author advises", false, context =>
        context.Finding.Help is { } help && help.StartsWith("use ", StringComparison.Ordinal)
        && help[4..].Trim(' ', '`', '.') is var name && context.Snapshot.Symbols.Find(name) is not null
            ? FixContext.Offer($"Use `{name}`", context.Replace(context.Span, SourceLayout.Name(name)))
            : []);

    // weight == 0.5   =>   weight between 0.49 and 0.51
    public static Fix Tolerance { get; } = new("compare with a tolerance", false, context =>
        context.Find<ComparisonSyntax>() is { Right: LiteralSyntax { Token.Kind: TokenKind.Int or TokenKind.Decimal } literal } comparison
        && decimal.TryParse(literal.Token.Text.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            ? Around(context, comparison, value)
            : []);

    public static Fix Reason { get; } = new("give a reason", false, context =>
        FixContext.Offer("Give a reason", context.Replace(context.Span, context.Written.TrimEnd().TrimEnd(':') + ": meant as it is")));

    // A comment on a line of its own, before the one in which the finding begins.
    public static Fix Ignore { get; } = new("ignore it here, with a reason", false, context =>
    {
        int start = context.Tree.Source.LineStart(context.Tree.Source.LineAndColumn(context.Span.Start).Line);
        int end = start;
        while (context.Text[end] is ' ' or '\t')
        {
            end++;
        }

        string comment = $"{context.Text[start..end]}// seg-ignore {context.Finding.Code}: meant as it is{SourceLayout.Break(context.Tree)}";
        return FixContext.Offer($"Ignore {context.Finding.Code} here, with a reason", context.Insert(start, comment));
    });

    public static Fix RemoveComment { get; } = new("remove the comment", true, context => FixContext.Offer("Remove the comment", context.Remove(context.Span)));

    // A stage's line that another one hides, before that one.
    public static Fix LineFirst { get; } = new("move it before the line that hides it", false, context =>
    {
        SyntaxNode? line = context.Around.FirstOrDefault(n => n is StageLineSyntax or StartSyntax);
        string hider = context.Named.FirstOrDefault() ?? "";
        SyntaxNode? before = context.Around.FirstOrDefault(n => n is StageSyntax or AnywhereSyntax or JourneySyntax) is { } body
            ? SyntaxParts.Children(body).FirstOrDefault(n => n.Span.Start < context.Span.Start && context.Tree.Source.OneLine(n.Span) == hider)
            : null;
        return line is null || before is null ? [] : FixContext.Offer("Move it up", DeclarationFixes.Move(context, line.Span, before.Span.Start));
    });

    private static IEnumerable<FixProposal> Around(FixContext context, ComparisonSyntax comparison, decimal value)
    {
        int scale = Math.Max(2, (int)BitConverter.GetBytes(decimal.GetBits(value)[3])[2] + 1);
        decimal step = 1;
        for (int i = 0; i < scale; i++)
        {
            step /= 10;
        }

        string range = string.Create(CultureInfo.InvariantCulture, $"between {value - step} and {value + step}");
        string not = comparison.Operator.Kind == TokenKind.NotEquals ? "not " : "";
        return FixContext.Offer($"Write `{not}{range}`", context.Replace(TextSpan.FromBounds(comparison.Operator.Span.Start, comparison.Right.Span.End), not + range));
    }

    // The condition that the finding negates: `not (…)` around it, or itself.
    private static SyntaxNode? Negated(FixContext context) =>
        context.Around.OfType<UnarySyntax>().FirstOrDefault(u => u.Operator.Text == "not") ?? (SyntaxNode?)context.Around.OfType<ExpressionSyntax>().FirstOrDefault(e => e.Span == context.Span);

    // Parentheses where the condition stands beside others or may bind more tightly than `or`.
    private static ImmutableArray<SourceEdit> Joined(FixContext context, SyntaxNode condition, string text)
    {
        SyntaxNode? parent = context.Around.SkipWhile(n => n != condition).Skip(1).FirstOrDefault();
        bool isAlone = parent is SegmentSyntax or ParenthesizedSyntax or StepSyntax or ClassEntrySyntax or ScoreWhenSyntax or QuantifierSyntax or StageLineSyntax;
        return isAlone
            ? [context.Insert(condition.Span.Start, text)]
            : [context.Insert(condition.Span.Start, "(" + text), context.Insert(condition.Span.End, ")")];
    }
}
