using System.Collections.Immutable;
using System.Globalization;
using SegLang.Binding;
using SegLang.Reference;
using SegLang.Symbols;
using SegLang.Testing;
using SegLang.Text;

namespace SegLang.Explain;

// Classes, scores and journeys.
internal sealed partial class Explainer
{
    // Up to the first that holds: those after it were not asked.
    private ImmutableArray<ExplanationPart> Entries(BoundClass definition, SourceText source, bool decides, int level)
    {
        int chosen = profile.Value(definition.Class) is int ordinal ? ordinal : definition.Entries.Length;
        return
        [
            .. definition.Entries.Where(e => e.Entry.Ordinal <= chosen).Select(e => new ExplanationPart(
                e.Entry.Name,
                e.Expression is { } condition ? Value(condition) : "otherwise",
                decides && e.Entry.Ordinal == chosen,
                e.Expression is { } inside ? [Condition(inside, source, decides && e.Entry.Ordinal == chosen, level + 1)] : [])),
        ];
    }

    private ImmutableArray<ExplanationPart> Fits(BoundClass definition, SourceText source, bool decides, int level)
    {
        object? chosen = profile.Value(definition.Class);
        return
        [
            .. definition.Entries.Select(e => new ExplanationPart(
                e.Entry.Name,
                e.Expression is { } fit ? Value(fit) : "otherwise",
                decides && chosen is int ordinal && ordinal == e.Entry.Ordinal,
                e.Expression is { } inside ? Seen(inside, source, false, level + 1) : [])),
        ];
    }

    private ExplanationPart Line(BoundScoreLine line, SourceText source, int level)
    {
        string points = line.Points.ToString("+0;-0;0", CultureInfo.InvariantCulture);
        string value = Convert.ToString(profile.LineValue(line), CultureInfo.InvariantCulture) is { Length: > 0 } known ? known : "unknown";
        return line switch
        {
            BoundScoreWhen added => new(
                $"{points} when {source.OneLine(added.Condition.Syntax.Span)}", value, false, [Condition(added.Condition, source, false, level + 1)]),
            BoundScorePer per => new($"{points} per {source.OneLine(per.Query.Syntax.Span)}", value, false, []),
            _ => new(points, value, false, []),
        };
    }

    // The way through the stages: each line that moved, with its instant.
    private ImmutableArray<ExplanationPart> Stays(BoundJourney journey)
    {
        ImmutableArray<ReferenceLogLine> moves = [.. log.Where(l => l.Kind == ReferenceLogKind.Stage && ReferenceEquals(l.Subject, journey.Journey))];
        return
        [
            .. moves.Select((l, i) => new ExplanationPart(
                $"{l.To?.Name} by `{l.Cause}`", ValueText.Of(l.Time, SegType.DateTime, rules.Settings), i == moves.Length - 1, [])),
        ];
    }
}
