using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Plan;

internal sealed partial class Planner
{
    /// <summary>
    /// Whether a condition is known and <paramref name="wanted"/>: two-valued, with `not` pushed down to the leaves (section 5 of the language).
    /// </summary>
    private PlanValue LowerTruth(BoundExpression condition, Scope scope, bool wanted) => condition switch
    {
        // not (a and b)   =>   not a or not b
        BoundNot not => LowerTruth(not.Operand, scope, !wanted),
        BoundLogical logical => Logical(logical.IsAnd == wanted, logical.Operands.Select(o => LowerTruth(o, scope, wanted))),
        BoundTraitRef trait => LowerTraitTruth(trait.Trait, scope.Instant, wanted),
        _ => Truth(Lower(condition, scope), wanted),
    };

    private PlanValue LowerTraitTruth(TraitSymbol trait, PlanInstant instant, bool wanted)
    {
        if (!truths.TryGetValue((trait, instant.Number, wanted), out PlanValue? value))
        {
            BoundTrait definition = (BoundTrait)rules.Definition(trait);
            value = LowerTruth(definition.Expression, Root with { Instant = instant }, wanted);
            truths.Add((trait, instant.Number, wanted), value);
        }

        return value;
    }

    private PlanValue Truth(PlanValue value, bool wanted) => value switch
    {
        // not (a < b)   =>   a >= b, where both are known
        PlanComparison comparison when !wanted => Truth(
            Comparison(Opposite(comparison.Operator), comparison.Left, comparison.Right, comparison.IgnoreCase), wanted: true),
        { MayBeUnknown: false } => wanted ? value : Not(value),
        PlanNot not => Truth(not.Operand, !wanted),
        _ => Share($"true {Key(value)} {wanted}", id => new PlanIsTrue(id, value, wanted)),
    };

    private PlanValue LowerClass(BoundClass classification, Scope scope)
    {
        ImmutableArray<BoundClassEntry> entries = [.. classification.Entries.Where(e => e.Expression is not null)];
        ImmutableArray<int> ordinals = [.. entries.Select(e => e.Entry.Ordinal)];
        BoundClassEntry? last = classification.Entries.FirstOrDefault(e => e.Expression is null);
        ClassType type = new(classification.Class);
        if (!classification.IsByFit)
        {
            ImmutableArray<PlanValue> conditions = [.. entries.Select(e => LowerTruth(Present(e), scope, wanted: true))];
            return Share(
                $"first {Key(type)} {Key(conditions)}",
                id => new PlanFirstTrue(id, type, conditions, ordinals, last?.Entry.Ordinal));
        }

        ImmutableArray<PlanValue> fits = [.. entries.Select(e => Lower(Present(e), scope))];
        PlanValue? floor = last?.Floor is { } bound ? Lower(bound, scope) : null;
        return Share(
            $"best {Key(type)} {Key(fits)} {Key(floor)}",
            id => new PlanBestFit(id, type, fits, ordinals, last?.Entry.Ordinal, floor));
    }

    private static BoundExpression Present(BoundClassEntry entry) =>
        entry.Expression ?? throw new ArgumentException("an entry without an expression", nameof(entry));

    private PlanValue LowerScore(BoundScore score, Scope scope)
    {
        ImmutableArray<PlanScoreLine> lines = [.. score.Lines.Select(l => LowerLine(l, scope))];
        string key = string.Join(';', lines.Select(l => $"{l.Points} {Key(l.Value)} {l.Max}"));
        SegType type = score.Score.Type;
        return Share(
            $"score {Key(type)} {key} {score.From} {score.To}",
            id => new PlanScore(id, type, lines, score.From, score.To));
    }

    private PlanScoreLine LowerLine(BoundScoreLine line, Scope scope) => line switch
    {
        BoundScoreWhen conditional => new(line.Points, LowerTruth(conditional.Condition, scope, wanted: true), null),
        BoundScorePer { HalvingMicroseconds: { } halving } per => new(line.Points, Fade(per, halving, scope), null),
        BoundScorePer per => new(line.Points, Count(per.Query, scope), per.Max),
        _ => throw new System.Diagnostics.UnreachableException(line.GetType().Name),
    };
}
